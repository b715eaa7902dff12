//! A vendor's system at the door: an API key with scopes, and the member for whom it acts. [`admit`] knows the
//! key before anything else of the request is read; handlers ask for it with the scope that they need.

use std::{
    future::{Ready, ready},
    marker::PhantomData,
};

use actix_web::{FromRequest, HttpMessage as _, HttpRequest, dev::Payload};
use followthrough_common::{
    actor::Actor,
    error::{ErrorCode, Rejection},
    id::{ApiKeyId, MemberId, VendorId},
};
use futures_util::future::LocalBoxFuture;

use super::{
    credential::{examine, turn_away},
    customer::bearer,
    key_text::KeyText,
    limits::{self, Access, Caller},
    refusal::Refusal,
};
use crate::{problem::Error, repo::api_key::ApiKey};

/// The header that names the member for whom a system acts.
pub const MEMBER: &str = "Followthrough-Member";

/// One thing that a key may allow.
pub trait VendorScope: 'static {
    /// The word in the key's record.
    const NAME: &'static str;
}

macro_rules! scopes {
    ($($(#[$doc:meta])* $name:ident $word:literal),+ $(,)?) => {
        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub enum $name {}

            impl VendorScope for $name {
                const NAME: &'static str = $word;
            }
        )+

        /// Every scope that a key can have.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Scope { $($(#[$doc])* $name),+ }

        impl Scope {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word in a key's record.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// The scope with that word.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|scope| scope.as_str() == word)
            }
        }
    };
}

scopes! {
    /// See sales, customers and members.
    SalesRead "sales:read",
    /// Act on sales, customers and members.
    SalesWrite "sales:write",
    /// See templates, calendars, keys and origins.
    SettingsRead "settings:read",
    /// Change templates, calendars, keys and origins; put the test clock forward.
    SettingsWrite "settings:write",
    /// Import orders.
    ImportsWrite "imports:write",
    /// See reports.
    ReportsRead "reports:read",
}

/// A vendor's system that may do `S`.
#[derive(Debug, Clone)]
pub struct VendorKey<S> {
    /// Whose it is.
    pub vendor: VendorId,
    /// Which key.
    pub key: ApiKeyId,
    secret_hash: String,
    default_member: Option<MemberId>,
    scope: PhantomData<S>,
}

/// The same, acting for a member by name; what it does stands on the record under that name.
#[derive(Debug, Clone)]
pub struct Acting<S> {
    /// Whose it is.
    pub vendor: VendorId,
    /// Which key.
    pub key: ApiKeyId,
    /// For whom.
    pub member: MemberId,
    scope: PhantomData<S>,
}

impl<S> VendorKey<S> {
    /// What the cursors of this key's lists are sealed with: known to the server only.
    pub fn cursor_secret(&self) -> &str {
        &self.secret_hash
    }

    /// Who it is in idempotency rows.
    pub fn subject(&self) -> String {
        self.key.to_string()
    }
}

impl<S> Acting<S> {
    /// The actor of what is done.
    pub fn actor(&self) -> Actor {
        Actor::Member(self.member)
    }

    /// Who it is in idempotency rows.
    pub fn subject(&self) -> String {
        self.key.to_string()
    }
}

/// The member whom the header names.
fn named_member(request: &HttpRequest) -> Result<Option<MemberId>, Error> {
    let Some(value) = request.headers().get(MEMBER) else { return Ok(None) };
    let id = value.to_str().ok().and_then(|text| text.parse().ok());
    id.map(Some).ok_or_else(|| Rejection::field(MEMBER, "must be a member's id like mem_…").into())
}

/// A key that was let in.
#[derive(Clone)]
struct Granted {
    vendor: VendorId,
    key: ApiKey,
}

/// Lets a vendor's system in by the key in the header, or refuses.
pub async fn admit(request: &HttpRequest, access: Access) -> Result<(), Error> {
    let (app, directory) = super::parts(request)?;
    let shown = bearer(request).and_then(|text| KeyText::parse(&text).ok_or(Refusal::Invalid("no key")));
    let text = shown.map_err(|refusal| turn_away(request, refusal))?;
    let key = examine(request, directory.knows_key(&text), directory.api_key(&app, &text)).await?;
    let vendor = text.vendor;
    limits::admit(request, &Caller { vendor, customer: None }, access)?;
    request.extensions_mut().insert(Granted { vendor, key });
    Ok(())
}

impl<S: VendorScope> FromRequest for VendorKey<S> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    /// A request that passed no gate was granted nothing, and stays outside.
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let granted = request.extensions().get::<Granted>().cloned();
        let granted = granted.ok_or_else(|| Error::from(Refusal::Missing));
        ready(granted.and_then(|Granted { vendor, key }| {
            if !key.scopes.iter().any(|scope| scope == S::NAME) {
                let detail = format!("The key lacks the scope {}.", S::NAME);
                return Err(Error::refused(ErrorCode::ForbiddenScope, detail));
            }
            let ApiKey { id, secret_hash, member: default_member, .. } = key;
            Ok(Self { vendor, key: id, secret_hash, default_member, scope: PhantomData })
        }))
    }
}

impl<S: VendorScope> FromRequest for Acting<S> {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let key = VendorKey::<S>::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let VendorKey { vendor, key, default_member, .. } = key.await?;
            let named = named_member(&request)?.or(default_member);
            let member = named.ok_or_else(|| {
                let detail = "is required: the id of the member for whom this is done";
                Rejection::field(MEMBER, detail)
            })?;
            let (app, directory) = super::parts(&request)?;
            directory.check_member(&app, vendor, member).await?;
            Ok(Self { vendor, key, member, scope: PhantomData })
        })
    }
}
