//! How fast a vendor answered, before and after the signature, from what each concern has on record.

use followthrough_common::{
    api::reports::reply_times::{ReplyTimesReport, WaitsBySeverity},
    domain::{concern::Severity, reply_times::Average},
    id::{SaleId, VendorId},
};

use crate::{
    db::Conn,
    problem::Error,
    repo::concern::{self, Wait},
};

/// The figures as the database has them now.
pub fn reply_times(conn: &mut Conn, vendor: VendorId) -> Result<ReplyTimesReport, Error> {
    let waits = concern::waits(conn, vendor)?;
    Ok(report(&waits))
}

fn report(waits: &[Wait]) -> ReplyTimesReport {
    let all = || waits.iter();
    let answers = |is_wanted: &dyn Fn(&Wait) -> bool| {
        Average::of(all().filter(|wait| is_wanted(wait)).filter_map(|wait| wait.answered))
    };
    let mut figures: Vec<(SaleId, i64)> = all().filter_map(|wait| Some((wait.sale, wait.before?))).collect();
    figures.dedup();
    ReplyTimesReport {
        answered: answers(&|_| true),
        proposed: Average::of(all().filter_map(|wait| wait.proposed)),
        confirmed: Average::of(all().filter_map(|wait| wait.confirmed)),
        before_signature: Average::of(figures.into_iter().map(|(_, minutes)| minutes)),
        after_signature: answers(&|wait| wait.before.is_some()),
        first_week: answers(&|wait| wait.before.is_none() && wait.is_first_week),
        later: answers(&|wait| wait.before.is_none() && !wait.is_first_week),
        by_severity: by_severity(waits),
    }
}

fn by_severity(waits: &[Wait]) -> Vec<WaitsBySeverity> {
    let rows = [Severity::Stops, Severity::Big, Severity::Small, Severity::Question].map(|severity| {
        let of = || waits.iter().filter(move |wait| wait.severity == severity);
        WaitsBySeverity {
            severity,
            answered: Average::of(of().filter_map(|wait| wait.answered)),
            proposed: Average::of(of().filter_map(|wait| wait.proposed)),
            confirmed: Average::of(of().filter_map(|wait| wait.confirmed)),
        }
    });
    rows.into_iter().filter(|row| row.answered.count > 0).collect()
}

#[cfg(test)]
mod tests {
    use followthrough_common::id::TypedId;

    use super::*;

    #[test]
    fn each_figure_stands_on_the_concerns_that_have_it() {
        let wait = |sale: u128, answered, before| Wait {
            sale: SaleId::from_bits(sale),
            severity: Severity::Small,
            answered,
            proposed: None,
            confirmed: None,
            is_first_week: sale == 3,
            before,
        };
        let told = report(&[
            wait(1, Some(30), Some(90)),
            wait(1, Some(50), Some(90)),
            wait(2, None, Some(10)),
            wait(3, Some(8), None),
            wait(4, Some(12), None),
        ]);
        let average = |minutes, count| Average { minutes: Some(minutes), count };
        assert_eq!(told.before_signature, average(50, 2), "one figure a sale");
        assert_eq!((told.after_signature, told.answered), (average(40, 2), average(25, 4)));
        assert_eq!((told.first_week, told.later), (average(8, 1), average(12, 1)));
        assert_eq!(told.proposed, Average::default());
        assert_eq!(told.by_severity.len(), 1);
    }
}
