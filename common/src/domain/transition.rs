//! Transition tables: the one place that says who may do what in which state. `decide` refuses by them,
//! `allowed` shows buttons by them, and the tests are generated from them.

use crate::{
    actor::Role,
    error::{Possible, Rejection},
};

/// One row: in state `from`, `who` may do `action`, which leads to `to`.
#[derive(Debug, Clone, Copy)]
pub struct Transition<State, Action> {
    /// The state it starts in.
    pub from: State,
    /// What is done.
    pub action: Action,
    /// The side that may do it.
    pub who: Role,
    /// The state it ends in.
    pub to: State,
}

/// A subject that has a table.
pub trait Machine: Copy + PartialEq + 'static {
    /// What can be done to it.
    type Action: Copy + PartialEq + std::fmt::Debug + 'static;
    /// Every state, for the tests.
    const STATES: &'static [Self];
    /// Every row.
    const TABLE: &'static [Transition<Self, Self::Action>];
    /// What it is called in a refusal.
    const NAME: &'static str;
    /// The state as it stands in answers.
    fn as_str(self) -> &'static str;

    /// Where the action leads, if the side may do it in this state.
    fn after(self, action: Self::Action, who: Role) -> Option<Self> {
        let row = Self::TABLE.iter().find(|row| row.from == self && row.action == action && row.who == who);
        row.map(|row| row.to)
    }

    /// What the side may do in this state, in the order of the table.
    fn actions(self, who: Role) -> impl Iterator<Item = Self::Action> {
        Self::TABLE.iter().filter(move |row| row.from == self && row.who == who).map(|row| row.action)
    }

    /// Refuses an action that the table does not have.
    fn check(self, action: Self::Action, who: Role) -> Result<Self, Rejection> {
        self.permit(action, who, |_, _| None)
    }

    /// Refuses an action that the table does not have, or that `guard` gives a reason against. The refusal
    /// says where the thing stands, what is possible now, and by whom.
    fn permit(
        self,
        action: Self::Action,
        who: Role,
        guard: impl Fn(Self::Action, Role) -> Option<&'static str>,
    ) -> Result<Self, Rejection> {
        let to = self.after(action, who);
        let why = match to {
            None => Some("the state does not allow it"),
            Some(_) => guard(action, who),
        };
        let (Some(to), None) = (to, why) else {
            let (subject, state, why) = (Self::NAME, self.as_str(), why.unwrap_or_default());
            let detail = format!("The {subject} is {state}; {} is not possible now: {why}.", word(action));
            return Err(self.refuse(detail, guard));
        };
        Ok(to)
    }

    /// The refusal of something that more than the table speaks against: where the thing stands, what is possible
    /// now, and by whom.
    fn refuse(
        self,
        detail: impl Into<String>,
        guard: impl Fn(Self::Action, Role) -> Option<&'static str>,
    ) -> Rejection {
        let rows = Self::TABLE.iter().filter(|row| row.from == self);
        let possible = rows.filter(|row| guard(row.action, row.who).is_none());
        let allowed = possible.map(|row| Possible { action: word(row.action), by: row.who }).collect();
        Rejection::standing(Self::NAME, self.as_str(), allowed, detail)
    }
}

/// The word of an action in the data: its variant in snake case.
pub(crate) fn word(action: impl std::fmt::Debug) -> String {
    snake_case(&format!("{action:?}"))
}

/// A name of a variant as it stands in the data.
pub(crate) fn snake_case(name: &str) -> String {
    let mut word = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !word.is_empty() {
            word.push('_');
        }
        word.extend(letter.to_lowercase());
    }
    word
}

/// Writes a state enum with its table.
#[macro_export]
macro_rules! machine {
    (
        $(#[$doc:meta])* $state:ident $name:literal { $($(#[$state_doc:meta])* $variant:ident $word:literal),+ $(,)? }
        $(#[$action_doc:meta])* $action:ident { $($(#[$act_doc:meta])* $act:ident),+ $(,)? }
        table { $($from:ident, $by:ident: $what:ident => $to:ident;)+ }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        // Not `rename = $word` for each: the OpenAPI document would not see it. A test compares both.
        #[serde(rename_all = "snake_case")]
        pub enum $state { $($(#[$state_doc])* $variant),+ }

        $(#[$action_doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum $action { $($(#[$act_doc])* $act),+ }

        impl $crate::domain::transition::Machine for $state {
            type Action = $action;
            const STATES: &'static [Self] = &[$(Self::$variant),+];
            const TABLE: &'static [$crate::domain::transition::Transition<Self, $action>] = &[$(
                $crate::domain::transition::Transition {
                    from: Self::$from,
                    action: $action::$what,
                    who: $crate::actor::Role::$by,
                    to: Self::$to,
                }
            ),+];
            const NAME: &'static str = $name;
            fn as_str(self) -> &'static str { match self { $(Self::$variant => $word),+ } }
        }
    };
}
