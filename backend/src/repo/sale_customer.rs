//! Whose sales: one row per sale and customer.

use diesel::prelude::*;
use followthrough_common::{
    domain::sale::Sale,
    id::{CustomerId, SaleId, VendorId},
};

use super::{
    insert::insert_rows,
    read_model::{Source, Step, projected},
};
use crate::db::{Conn, DbResult, Typed, native, schema::sale_customer};

#[derive(Debug, Clone, PartialEq, Eq, AsChangeset, Insertable, Queryable, Selectable)]
#[diesel(table_name = sale_customer, treat_none_as_null = true, treat_none_as_default_value = false)]
#[expect(clippy::struct_field_names, reason = "fields are columns")]
struct Row {
    vendor_id: Typed<VendorId>,
    customer_id: Typed<CustomerId>,
    sale_id: Typed<SaleId>,
}

fn rows(sale: &Sale) -> Vec<Row> {
    let mut customers = sale.customers.clone();
    customers.sort();
    customers.dedup();
    let row = |customer: CustomerId| Row {
        vendor_id: Typed(sale.vendor),
        customer_id: Typed(customer),
        sale_id: Typed(sale.id),
    };
    customers.into_iter().map(row).collect()
}

projected!(sale_customer, customer_id, |before, after| before.customers == after.customers);
