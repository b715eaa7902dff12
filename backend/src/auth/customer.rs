//! The customer at the door. A [`Principal`] exists only for a verified token that came from a page of its
//! vendor; [`admit`] makes it before anything else of the request is read, and handlers ask for [`Customer`]
//! with the scope that they need.

use std::{
    future::{Ready, ready},
    marker::PhantomData,
};

use actix_web::{FromRequest, HttpMessage as _, HttpRequest, dev::Payload, http::header};
use followthrough_common::{
    api::acts::Right,
    error::ErrorCode,
    id::{MemberId, SaleId, VendorId},
    text::Line,
    time::ZoneName,
};

use super::{
    credential::{examine, turn_away},
    directory::Directory,
    limits::{self, Access, Caller},
    origin::Page,
    refusal::{Denied, Refusal},
    token::{Rules, Unverified, Verified},
};
use crate::{problem::Error, state::App};

/// A customer whose token was verified. Nothing else makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal(Verified);

/// Lets a customer in by the token in the header, or refuses.
pub async fn admit(request: &HttpRequest, access: Access) -> Result<(), Error> {
    match bearer(request) {
        Ok(token) => admit_with(request, &token, access).await,
        Err(refusal) => Err(turn_away(request, refusal)),
    }
}

/// The same by a token that came another way. What is verified is counted first, and then asked from which
/// page it came: even a genuine token makes us look up only so many of them.
pub async fn admit_with(request: &HttpRequest, token: &str, access: Access) -> Result<(), Error> {
    let (app, directory) = super::parts(request)?;
    let unverified = Unverified::parse(token).map_err(|refusal| turn_away(request, refusal))?;
    let shown = directory.knows_signer(unverified.vendor(), unverified.key_id());
    let verified = examine(request, shown, verified(&app, &directory, unverified)).await?;
    let caller = Caller { vendor: verified.vendor, customer: Some(verified.subject.to_string()) };
    limits::admit(request, &caller, access)?;
    match Page::of(request.headers()) {
        Page::None => {}
        Page::At(origin) if directory.lists(&app, Some(verified.vendor), &origin).await? => {}
        Page::At(_) | Page::Nameless => {
            let detail = "The vendor has not listed the origin of this page.";
            return Err(Error::refused(ErrorCode::ForbiddenOrigin, detail));
        }
    }
    request.extensions_mut().insert(Principal(verified));
    Ok(())
}

impl Principal {
    /// Whether the request was let in, so that its page is one of its vendor's.
    pub(super) fn is_in(request: &HttpRequest) -> bool {
        request.extensions().contains::<Self>()
    }

    /// Whose customer it is.
    pub fn vendor(&self) -> VendorId {
        self.0.vendor
    }

    /// The vendor's own id of the customer.
    pub fn subject(&self) -> &Line {
        &self.0.subject
    }

    /// The member who looks with the customer's eyes, if it is not the customer.
    pub fn looking_member(&self) -> Option<MemberId> {
        self.0.looking_member
    }

    /// The language that the portal shows.
    pub fn locale(&self) -> Option<&str> {
        self.0.locale.as_deref()
    }

    /// The zone that the portal shows.
    pub fn zone(&self) -> Option<&ZoneName> {
        self.0.zone.as_ref()
    }

    /// Whether the token covers this sale. A token without a list covers all of the customer's sales.
    pub fn covers(&self, id: SaleId, reference: &str) -> bool {
        let names = |name: &String| *name == reference || name.parse() == Ok(id);
        self.0.sales.as_ref().is_none_or(|sales| sales.iter().any(names))
    }

    /// Whether the token covers all of the customer's sales.
    pub fn covers_all(&self) -> bool {
        self.0.sales.is_none()
    }

    /// Refuses what the token does not allow.
    fn check<S: CustomerScope>(&self) -> Result<(), Error> {
        let has_scope = self.0.scope.as_ref().is_none_or(|words| words.iter().any(|word| word == S::NAME));
        let only_looks = self.looking_member().is_some() && S::ACCESS == Access::Write;
        if has_scope && !only_looks {
            return Ok(());
        }
        let detail = if only_looks {
            "A member who looks as the customer cannot act as the customer.".to_owned()
        } else {
            format!("The token's scope lacks {}.", S::NAME)
        };
        Err(Error::refused(ErrorCode::ForbiddenScope, detail))
    }
}

async fn verified(app: &App, directory: &Directory, unverified: Unverified) -> Result<Verified, Denied> {
    let (key, valid_after) = directory.signing_key(app, unverified.vendor(), unverified.key_id()).await?;
    let audience = app.config.server.public_url.as_str();
    Ok(unverified.verify(&key, Rules { audience, now: app.clock.now(), valid_after })?)
}

/// One thing that a token may allow.
pub trait CustomerScope: 'static {
    /// The word in the token's `scope`.
    const NAME: &'static str;
    /// Whether it changes anything.
    const ACCESS: Access;
}

macro_rules! scopes {
    ($($(#[$doc:meta])* $name:ident $word:literal $access:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}

        impl CustomerScope for $name {
            const NAME: &'static str = $word;
            const ACCESS: Access = Access::$access;
        }
    )+};
}

scopes! {
    /// See everything.
    AgendaRead "agenda:read" Read,
    /// Confirm, move, contradict, reply.
    AgendaWrite "agenda:write" Write,
    /// Answer questions.
    AnswerWrite "answer:write" Write,
    /// Raise concerns and speak in them.
    ConcernWrite "concern:write" Write,
}

/// A customer who was let in and may do `S`.
#[derive(Debug)]
pub struct Customer<S>(pub Principal, pub PhantomData<S>);

impl<S: CustomerScope> FromRequest for Customer<S> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    /// A request that passed no gate has no principal, and stays outside.
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let principal = request.extensions().get::<Principal>().cloned();
        let found = principal.ok_or_else(|| Refusal::Missing.into());
        ready(found.and_then(|principal| principal.check::<S>().map(|()| Self(principal, PhantomData))))
    }
}

/// The customer who was let in, if they may do what an act of theirs needs.
pub fn acting(request: &HttpRequest, right: Right) -> Result<Principal, Error> {
    let principal = request.extensions().get::<Principal>().cloned();
    let principal = principal.ok_or(Refusal::Missing)?;
    match right {
        Right::Answer => principal.check::<AnswerWrite>()?,
        Right::Agenda => principal.check::<AgendaWrite>()?,
        Right::Concern => principal.check::<ConcernWrite>()?,
        Right::Sales => return Err(Error::Internal("a vendor's act stands at the customer door".to_owned())),
    }
    Ok(principal)
}

/// What stands behind `Authorization: Bearer`.
pub(super) fn bearer(request: &HttpRequest) -> Result<String, Refusal> {
    let mut given = request.headers().get_all(header::AUTHORIZATION);
    let first = given.next().ok_or(Refusal::Missing)?;
    let text = first.to_str().map_err(|_| Refusal::Invalid("header"))?;
    let (scheme, token) = text.split_once(' ').ok_or(Refusal::Invalid("header"))?;
    if given.next().is_some() || !scheme.eq_ignore_ascii_case("bearer") {
        return Err(Refusal::Invalid("header"));
    }
    Ok(token.trim().to_owned())
}
