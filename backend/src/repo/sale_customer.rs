//! Whose sales: one row per sale and customer.

use diesel::prelude::*;
use followthrough_common::{domain::sale::Sale, id::CustomerId};

use super::{
    insert::insert_rows,
    read_model::{Source, Step, projected},
};
use crate::db::{Conn, DbResult, native, schema::sale_customer};

#[derive(Debug, Clone, PartialEq, Eq, AsChangeset, Insertable, Queryable, Selectable)]
#[diesel(table_name = sale_customer, treat_none_as_null = true, treat_none_as_default_value = false)]
#[expect(clippy::struct_field_names, reason = "fields are columns")]
struct Row {
    vendor_id: String,
    customer_id: String,
    sale_id: String,
}

#[expect(clippy::unnecessary_wraps, reason = "one shape for all read models")]
fn rows(sale: &Sale) -> DbResult<Vec<Row>> {
    let mut customers = sale.customers.clone();
    customers.sort();
    customers.dedup();
    let row = |customer: CustomerId| Row {
        vendor_id: sale.vendor.to_string(),
        customer_id: customer.to_string(),
        sale_id: sale.id.to_string(),
    };
    Ok(customers.into_iter().map(row).collect())
}

projected!(sale_customer, customer_id, |before, after| before.customers == after.customers);
