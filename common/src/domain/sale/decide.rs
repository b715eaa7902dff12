//! From a command to events, with what follows from them in the same breath: a bad answer raises a concern,
//! a delivery moves the agenda and keeps its promise.

use self::over::is_over;
use super::{Command, Decided, Event, Sale, SaleState, draft::Draft, limits, tick};
use crate::{
    domain::{context::Context, event::EventBody, resource, subject::subjects, success, wish::Wish},
    error::{ErrorCode, Rejection},
};

mod adjustment;
mod agreement;
mod attachment;
mod check;
mod completion;
mod concern;
mod contact_sheet;
mod delivery;
mod expectation;
mod introduction;
mod milestone;
mod momentum;
mod needs;
mod opening;
mod over;
mod owner_change;
mod payment;
mod people;
mod promise;
mod referral;
mod relationship;
mod relationship_plan;
mod reply_times;
mod testimonial;
mod touchpoint;
mod vital_area;

/// What follows from the command, or why it cannot be.
pub fn decide(sale: &Sale, command: &Command, ctx: &Context<'_>) -> Result<Decided, Rejection> {
    let mut draft = Draft::new(sale, ctx);
    completion::catch_up(&mut draft);
    match (sale.state, command) {
        (SaleState::Unborn, Command::Open(opening)) => opening::open(&mut draft, opening)?,
        (SaleState::Unborn, Command::RecordHistory(opening, history)) => {
            opening::record_history(&mut draft, opening, history)?;
        }
        (SaleState::Unborn, _) => return Err(Rejection::not_found()),
        (SaleState::Cancelled, command) if command.begins_something() => {
            return Err(is_over(sale, "The sale was cancelled."));
        }
        (_, command) if sale.ended.is_some() && command.begins_something() => {
            return Err(is_over(sale, "The follow-up has ended."));
        }
        (_, Command::MakeAgenda(_)) if sale.is_history => {
            return Err(is_over(sale, "The sale was taken over from the past; nothing is planned in it."));
        }
        (_, command) => go_on(&mut draft, command.clone())?,
    }
    completion::ask_again(&mut draft, sale);
    completion::note_turn(&mut draft, ctx.now);
    limits::check(sale, &draft.sale, ctx)?;
    Ok(draft.into_decided(sale.version))
}

/// Decides a command about a sale that there is.
fn go_on(draft: &mut Draft<'_, '_>, command: Command) -> Result<(), Rejection> {
    check_across(draft, &command)?;
    let complaint = match &command {
        Command::Expectation(command) => expectation::complaint(&draft.sale, command),
        _ => None,
    };
    decide_one(draft, command)?;
    if let Some(words) = complaint {
        draft.raise_problem(Some(words), None);
    }
    Ok(())
}

/// What the subjects that decide on their own things alone cannot see of the others.
fn check_across(draft: &Draft<'_, '_>, command: &Command) -> Result<(), Rejection> {
    match command {
        Command::Success(success::Command::Write(it)) => expectation::check(draft, it.expectation),
        Command::Resource(resource::Command::Send(pick)) => expectation::check(draft, pick.expectation),
        Command::Introduction(command) => introduction::check(&draft.sale, command),
        Command::Testimonial(command) => testimonial::check(&draft.sale, command),
        Command::Referral(command) => referral::check(&draft.sale, command, draft.ctx),
        Command::Attachment(command) => attachment::check(&draft.sale, command, draft.ctx),
        _ => Ok(()),
    }
}

macro_rules! decisions {
    (
        each { $($each:ident($each_id:ident) $each_file:ident in $each_field:ident,)+ }
        list { $($list:ident($list_id:ident) $list_file:ident in $list_field:ident,)+ }
        one { $($one:ident $one_file:ident in $one_field:ident,)+ }
        told { $($told:tt)* }
        kept { $($kept:tt)* }
        $draft:ident $($own:tt)*
    ) => {
        fn decide_one($draft: &mut Draft<'_, '_>, command: Command) -> Result<(), Rejection> {
            match command {
                $($own)*
                $(Command::$each(id, command) => return $each_file::decide($draft, id, command),)+
                $(Command::$list(command) => {
                    let today = $draft.ctx.today(&$draft.sale.time_zone);
                    let (id, event) = command.decide(&$draft.sale.$list_field, today, $draft.ctx)?;
                    $draft.record(EventBody::$list { id, event });
                })+
                $(Command::$one(command) => return $one_file::decide($draft, command),)+
            }
            Ok(())
        }
    };
}

subjects! { decisions draft
    Command::Open(_) | Command::RecordHistory(..) => {
        return Err(Rejection::new(ErrorCode::AlreadyExists, "This sale exists already."));
    }
    Command::Cancel { reason } => {
        draft.record_own(Event::Cancelled { reason });
        draft.drop_asks(|_| true);
    }
    Command::EndUnsatisfied { reason } => return completion::end(draft, reason),
    Command::ExpectDelivery { on } => return touchpoint::expect_delivery(draft, on),
    Command::Tick => tick::tick(draft),
    Command::MakeAgenda(agenda) => return opening::make_agenda(draft, *agenda),
    Command::PlanTouchpoint(plan, remedy) => return touchpoint::plan(draft, *plan, remedy),
    Command::AskNow { check, about } => return check::ask_now(draft, check, about),
    Command::RaiseConcern(wish) => return concern::raise(draft, *wish),
    Command::MakePromise(making) => return promise::make(draft, *making),
    Command::PlanSession(id, plan, remedy) => return promise::plan_session(draft, id, *plan, remedy),
    Command::ProposeAdjustment(proposal) => return adjustment::propose(draft, *proposal),
    Command::ReportDelivery(report) => return delivery::report(draft, *report),
    Command::ReportPayment(report) => return payment::report(draft, report),
    Command::SetVitalAreas(wishes) => return vital_area::set(draft, &wishes),
    Command::PlanMilestone(plan) => return milestone::plan(draft, *plan),
    Command::SetPeople(people) => return people::set(draft, people),
    Command::SetReplyBefore { minutes } => return reply_times::set_before(draft, minutes),
    Command::SendUpdate(message) => {
        draft.check_update(&message)?;
        draft.send_update(*message);
    }
    Command::ChangeOwner(new) => return owner_change::announce(draft, *new),
    Command::SetContactSheet(sheet) => return contact_sheet::set(draft, sheet),
    Command::ReadNeeds { note } => return needs::read(draft, note),
    Command::Note(note) => draft.record_own(Event::NoteWritten { note: *note }),
}
