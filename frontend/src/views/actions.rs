//! What several parts share when something is pressed.

use leptos::prelude::AnyView;

use crate::{
    store::{Act, Form, Progress, Scene, Why},
    ui::{Button, Do, Rank, Tag, Tone, el, maybe, notice},
};

/// Sends.
pub fn press(scene: &Scene<'_>, act: Act) -> Do {
    let store = scene.store;
    std::rc::Rc::new(move || store.send(act.clone()))
}

/// Opens a form, or closes it.
pub fn toggle(scene: &Scene<'_>, form: Form) -> Do {
    let store = scene.store;
    std::rc::Rc::new(move || store.toggle(form))
}

/// A button that sends.
pub fn send_button(scene: &Scene<'_>, rank: Rank, label: &str, about: &str, act: Act) -> AnyView {
    Button::new(rank, label, press(scene, act)).about(about).view()
}

/// A button that opens a form; focus comes back to it.
pub fn open_button(scene: &Scene<'_>, rank: Rank, label: &str, about: &str, form: Form) -> AnyView {
    let button = Button::new(rank, label, toggle(scene, form)).about(about);
    button.id(form.opener()).opens(scene.is_open(form)).view()
}

/// A row of buttons; nothing when there are none.
pub fn row(buttons: Vec<AnyView>) -> Option<AnyView> {
    (!buttons.is_empty()).then(|| el(Tag::Div, "row", buttons))
}

/// How the last thing that the customer did here is doing, while that is worth saying.
pub fn progress(scene: &Scene<'_>, subject: &str) -> AnyView {
    let texts = scene.texts;
    let store = scene.store;
    maybe(match scene.progress(subject) {
        Progress::Idle => None,
        Progress::Saved => Some(notice(Tone::Good, texts.saved(), crate::ui::nothing())),
        Progress::Sending => Some(notice(Tone::Calm, texts.sending(), crate::ui::nothing())),
        Progress::NotSent => {
            let again: Do = std::rc::Rc::new(move || store.try_now());
            let button = Button::new(Rank::Quiet, texts.try_now(), again).view();
            Some(notice(Tone::Warn, texts.not_sent(), button))
        }
        Progress::Refused(why) => {
            let words = match why {
                Why::Changed => texts.refused_changed(),
                Why::Closed => texts.refused_closed(),
                Why::Field => texts.refused_field(),
                Why::SignedOut => texts.signed_out(),
                Why::Other => texts.refused(),
            };
            Some(notice(Tone::Bad, words, crate::ui::nothing()))
        }
    })
}

/// As [`progress`], where "saved" is said in better words or goes without saying.
pub fn trouble(scene: &Scene<'_>, subject: &str) -> AnyView {
    if scene.progress(subject) == Progress::Saved { crate::ui::nothing() } else { progress(scene, subject) }
}

/// Whether something about the thing is on its way.
pub fn is_busy(scene: &Scene<'_>, subject: &str) -> bool {
    matches!(scene.progress(subject), Progress::Sending | Progress::NotSent)
}
