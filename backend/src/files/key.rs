//! Under which key a file lies: vendor, customer, sale and file, so that everything of a customer stands together.

use followthrough_common::{
    domain::{file::File, sale::Sale},
    id::{CustomerId, FileId, SaleId, VendorId},
};
use object_store::path::Path;

/// Where the bytes of a file lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Whose customer.
    pub vendor: VendorId,
    /// Whose file.
    pub customer: CustomerId,
    /// In which sale.
    pub sale: SaleId,
    /// Which file.
    pub file: FileId,
}

impl Key {
    /// That of a file of a sale.
    pub fn of(sale: &Sale, file: &File) -> Self {
        Self { vendor: sale.vendor, customer: file.customer, sale: sale.id, file: file.id }
    }

    /// What the keys of all files of a customer begin with.
    pub(super) fn prefix(vendor: VendorId, customer: CustomerId) -> Path {
        Path::from_iter([vendor.to_string(), customer.to_string()])
    }

    pub(super) fn path(self) -> Path {
        let Self { vendor, customer, sale, file } = self;
        Path::from_iter([vendor.to_string(), customer.to_string(), sale.to_string(), file.to_string()])
    }

    /// The key of a path, if it is one.
    pub(super) fn parse(path: &str) -> Option<Self> {
        let mut steps = path.split('/');
        let key = Self {
            vendor: steps.next()?.parse().ok()?,
            customer: steps.next()?.parse().ok()?,
            sale: steps.next()?.parse().ok()?,
            file: steps.next()?.parse().ok()?,
        };
        steps.next().is_none().then_some(key)
    }
}
