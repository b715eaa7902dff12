//! What the doors look up for every request: keys, origins, members. Remembered for a few seconds.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use followthrough_common::{
    error::Rejection,
    id::{ApiKeyId, MemberId, SigningKeyId, VendorId},
};

use super::{
    api_key::MEMBER,
    cached::{Cached, Known},
    credential::Shown,
    key_text::KeyText,
    origin::Origin,
    refusal::{Denied, Refusal},
    token::Key,
};
use crate::{
    problem::Error,
    repo::{
        api_key::{self, ApiKey},
        member, origin,
        signing_key::{self, Material, SigningKey},
        vendor::{self, Mode},
    },
    state::App,
    vault::Vault,
};

/// A vendor's signing key with what else decides about its tokens.
#[derive(Clone)]
struct Signing {
    record: SigningKey,
    key: Key,
    tokens_valid_after: Option<DateTime<Utc>>,
}

/// A vendor's API key with its vendor's mode.
#[derive(Debug, Clone)]
struct Granted {
    key: ApiKey,
    is_live: bool,
}

/// The look-ups.
#[derive(Default)]
pub struct Directory {
    signing: Cached<(VendorId, SigningKeyId), Option<Signing>>,
    api: Cached<(VendorId, ApiKeyId), Option<Granted>>,
    origins: Cached<(Option<VendorId>, Origin), bool>,
    members: Cached<(VendorId, MemberId), ()>,
    known_signers: Known<(VendorId, SigningKeyId)>,
    known_keys: Known<(VendorId, ApiKeyId)>,
}

impl std::fmt::Debug for Directory {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Directory").finish_non_exhaustive()
    }
}

impl Directory {
    /// Whether a signing key is remembered or was ever found here. What is no id needs no look-up either.
    pub(super) fn knows_signer(&self, vendor: VendorId, key_id: &str) -> Shown {
        let Ok(id) = key_id.parse() else { return Shown::Familiar };
        let key = (vendor, id);
        let is_known = self.known_signers.contains(&key) || self.signing.fresh(&key).is_some();
        if is_known { Shown::Familiar } else { Shown::Strange }
    }

    /// The same of an API key.
    pub(super) fn knows_key(&self, text: &KeyText) -> Shown {
        let key = (text.vendor, text.key);
        let is_known = self.known_keys.contains(&key) || self.api.fresh(&key).is_some();
        if is_known { Shown::Familiar } else { Shown::Strange }
    }

    /// The key with this id and the time before which its vendor revoked all tokens.
    pub(super) async fn signing_key(
        &self,
        app: &App,
        vendor: VendorId,
        key_id: &str,
    ) -> Result<(Key, Option<DateTime<Utc>>), Denied> {
        let unknown = || Refusal::Invalid("unknown key");
        let id: SigningKeyId = key_id.parse().map_err(|_| unknown())?;
        let vault = app.vault.clone();
        let ask = app.db.read(move |conn| {
            let Some(owner) = vendor::find(conn, vendor)? else { return Ok(None) };
            let Some(record) = signing_key::find(conn, vendor, id)? else { return Ok(None) };
            let key = opened(&vault, vendor, &record)?;
            Ok(Some(Signing { record, key, tokens_valid_after: owner.tokens_valid_after }))
        });
        let found = self.signing.get((vendor, id), ask).await?;
        if found.is_some() {
            self.known_signers.insert((vendor, id));
        }
        let signing = found.filter(|found| found.record.is_usable(app.clock.now())).ok_or_else(unknown)?;
        Ok((signing.key, signing.tokens_valid_after))
    }

    /// The API key that this text is, if it is one.
    pub(super) async fn api_key(&self, app: &App, text: &KeyText) -> Result<ApiKey, Denied> {
        let (vendor, id) = (text.vendor, text.key);
        let ask = app.db.read(move |conn| {
            let Some(owner) = vendor::find(conn, vendor)? else { return Ok(None) };
            let key = api_key::find(conn, vendor, id)?;
            Ok(key.map(|key| Granted { key, is_live: owner.mode == Mode::Live }))
        });
        let found = self.api.get((vendor, id), ask).await?;
        if found.is_some() {
            self.known_keys.insert((vendor, id));
        }
        let granted = found.filter(|granted| {
            granted.key.revoked_at.is_none()
                && granted.is_live == text.is_live
                && text.matches(&granted.key.secret_hash)
        });
        granted.map(|granted| granted.key).ok_or_else(|| Refusal::Invalid("unknown key").into())
    }

    /// Whether any vendor lists the origin, if that is known without asking.
    pub(super) fn remembers(&self, app: &App, page: &Origin) -> Option<bool> {
        if is_own(app, page) {
            return Some(true);
        }
        self.origins.fresh(&(None, page.clone()))
    }

    /// Whether the vendor, or any vendor, lists the origin.
    pub async fn lists(&self, app: &App, vendor: Option<VendorId>, page: &Origin) -> Result<bool, Error> {
        if is_own(app, page) {
            return Ok(true);
        }
        let wanted = page.clone();
        let ask = app.db.read(move |conn| match vendor {
            Some(vendor) => Ok(origin::is_allowed(conn, vendor, wanted.as_str())?),
            None => Ok(origin::is_allowed_by_any(conn, wanted.as_str())?),
        });
        self.origins.get((vendor, page.clone()), ask).await
    }

    /// Refuses a member whom the vendor does not have. Only those that are there are remembered, so a new
    /// one can act at once.
    pub async fn check_member(&self, app: &App, vendor: VendorId, id: MemberId) -> Result<(), Error> {
        let ask = app.db.read(move |conn| match member::find(conn, vendor, id)? {
            Some(_) => Ok(()),
            None => Err(Rejection::field(MEMBER, "must be one of your members").into()),
        });
        self.members.get((vendor, id), ask).await
    }

    /// Forgets keys and origins, after a change made through this process.
    pub fn forget(&self) {
        self.signing.forget();
        self.api.forget();
        self.origins.forget();
    }
}

/// The pages that this server shows itself.
fn is_own(app: &App, page: &Origin) -> bool {
    page.as_str() == app.config.server.public_url.as_str()
}

fn opened(vault: &Vault, vendor: VendorId, record: &SigningKey) -> Result<Key, Error> {
    let key = match &record.material {
        Material::Hs256 { sealed_secret } => {
            let secret = vault.open(&signing_key::place(vendor, record.id), sealed_secret)?;
            URL_SAFE_NO_PAD.decode(secret).ok().map(Key::Hs256)
        }
        Material::EdDsa { public_key } => {
            let bytes = URL_SAFE_NO_PAD.decode(public_key).ok();
            bytes.and_then(|bytes| bytes.try_into().ok()).map(Key::EdDsa)
        }
    };
    key.ok_or_else(|| Error::Internal(format!("{} has no usable material", record.id)))
}
