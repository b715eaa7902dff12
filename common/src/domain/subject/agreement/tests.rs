//! What a vendor may offer, and what applies.

use chrono::DateTime;

use super::*;
use crate::{
    actor::Actor,
    domain::{
        policy::{Policy, Span},
        shape::Subject,
    },
    id::TypedId,
    text::Line,
};

fn standard() -> Standard {
    standard_terms(&Policy::default())
}

fn step(after: u32, name: &str) -> EscalationStep {
    let line = |text: &str| Line::parse(text).unwrap();
    let phone = Some(line("+45 70 10 20 32"));
    EscalationStep { after, role: line("manager"), name: line(name), phone, email: None }
}

fn fault(terms: &Terms) -> String {
    terms.validate().unwrap_err().errors[0].pointer.clone()
}

#[test]
fn the_products_own_words_are_there_in_six_languages() {
    let standard = standard();
    assert_eq!(standard.terms.validate(), Ok(()));
    assert_eq!(standard.terms.texts.len(), 6);
    assert_eq!(crate::words::paths("agreement").len(), 6);
    for text in &standard.terms.texts {
        assert!(text.languages().eq(["ar", "de", "en", "es", "fr", "pt-BR"]));
        let has_owner = |language| text.for_reader(Some(language)).contains("{owner}");
        assert!(text.languages().all(|language| has_owner(language) == has_owner("en")));
    }
}

#[test]
fn terms_that_could_not_be_kept_or_read_are_refused() {
    let terms = standard().terms;
    assert_eq!(fault(&Terms { texts: Vec::new(), ..terms.clone() }), "/texts");
    let turned = vec![step(2, "Mette"), step(1, "Lis")];
    assert_eq!(fault(&Terms { steps: turned, ..terms.clone() }), "/steps/1/after");
    let unreachable = vec![EscalationStep { phone: None, ..step(1, "Mette") }];
    assert_eq!(fault(&Terms { steps: unreachable, ..terms.clone() }), "/steps/0");
    let mut never = terms;
    never.clocks.big.propose = Span::WorkingDays(99);
    assert_eq!(fault(&never), "/clocks/big/propose");
}

#[test]
fn the_first_days_are_one_row_stricter_and_never_slower() {
    let clocks = standard().terms.clocks;
    let strict = clocks.stricter();
    assert_eq!(strict.stops, clocks.stops);
    assert_eq!(strict.small, clocks.big);
    assert_eq!(strict.question.acknowledge, Span::WorkingHours(2));
    assert_eq!(strict.question.propose, clocks.question.propose, "a big problem may take longer");
}

#[test]
fn who_takes_over_follows_from_the_level() {
    let steps = [step(1, "Mette"), step(3, "Lis")];
    let name = |level| step_at(&steps, level).map(|step| &*step.name);
    assert_eq!([0, 1, 2, 3, 9].map(name), [None, Some("Mette"), Some("Mette"), Some("Lis"), Some("Lis")]);
}

#[test]
fn an_accepted_version_applies_until_another_one_is_accepted() {
    let (standard, now) = (standard(), DateTime::UNIX_EPOCH);
    let mut agreement = Agreement::default();
    let member = Actor::Member(TypedId::from_bits(1));
    let customer = Actor::Customer(TypedId::from_bits(2));
    let source = |agreement: &Agreement| agreement.in_force(&standard).0;
    let offer = |version| Event::Offered { version, terms: Box::new(standard.terms.clone()) };
    offer(1).evolve(&mut agreement, (), now, member);
    assert_eq!(source(&agreement), Source::Standard { version: 0 }, "an offer is no agreement");
    Event::Accepted { version: 1 }.evolve(&mut agreement, (), now, customer);
    offer(2).evolve(&mut agreement, (), now, member);
    assert_eq!(source(&agreement), Source::Agreed { version: 1 });
    assert_eq!(agreement.state, AgreementState::Offered);
    let later = now + chrono::TimeDelta::hours(1);
    Event::Accepted { version: 2 }.evolve(&mut agreement, (), later, customer);
    assert_eq!(source(&agreement), Source::Agreed { version: 2 });
}
