//! Agenda templates. A change makes a new version; sales that have begun keep their agenda. What was stored stays
//! readable when the rules change: whoever uses it is told what it lacks, field by field.

use followthrough_common::{
    domain::template::{Template, TemplateItem, check_spacing},
    error::{FieldError, Rejection},
    id::{TemplateId, VendorId},
    text::Line,
};

use serde_json::{Map, Value};

use super::version;
use crate::{
    db::Conn,
    json,
    problem::Error,
    repo::{Versioned, calendar, policy, template, vendor},
    state::App,
};

/// What the vendor's own lists call it.
pub(super) fn name(record: &Template) -> Result<Line, Error> {
    Line::parse(record.title.for_reader(None))
        .map_err(|fault| Rejection::field("/title", fault.to_string()).into())
}

/// Refuses a template that is not sound, or does not keep the rhythm in the vendor's week.
fn check(conn: &mut Conn, vendor: VendorId, record: &Template) -> Result<(), Error> {
    record.validate()?;
    let default = vendor::find(conn, vendor)?.ok_or_else(Rejection::not_found)?.default_calendar;
    let calendar = calendar::newest(conn, vendor, default)?.ok_or_else(Rejection::not_found)?.record;
    let policy = policy::newest(conn, vendor)?.record;
    Ok(check_spacing(record, &calendar, &policy)?)
}

/// What was stored, as a template; if it is none by today's rules, what it lacks.
pub fn read(stored: &Value) -> Result<Template, Vec<FieldError>> {
    let Value::Object(fields) = stored else {
        return Err(Rejection::field("", "must be an object").errors);
    };
    json::typed(fields.clone()).map_err(|whole: Rejection| match lacks(fields) {
        // What is wrong is between its parts.
        lacks if lacks.is_empty() => whole.errors,
        lacks => lacks,
    })
}

/// Each item and the rest are read alone, so that one fault hides none of the others.
fn lacks(fields: &Map<String, Value>) -> Vec<FieldError> {
    let mut rest = fields.clone();
    let items = match rest.insert("items".to_owned(), Value::Array(Vec::new())) {
        Some(Value::Array(items)) => items,
        other => {
            rest.remove("items");
            rest.extend(other.map(|items| ("items".to_owned(), items)));
            Vec::new()
        }
    };
    let item = |(row, item): (usize, Value)| match item {
        Value::Object(item) => {
            json::typed::<TemplateItem>(item).err().map(|bad| bad.below(&format!("/items/{row}")))
        }
        _ => Some(Rejection::field(format!("/items/{row}"), "must be an object")),
    };
    let of_rest = json::typed::<Template>(rest).err();
    let refusals = of_rest.into_iter().chain(items.into_iter().enumerate().filter_map(item));
    refusals.flat_map(|refusal| refusal.errors).collect()
}

/// The template that a sale begins with and its version: the one that it names, else the newest. One that is none by
/// today's rules is refused with what it lacks, whatever the other versions are.
pub fn choose(
    conn: &mut Conn,
    vendor: VendorId,
    id: TemplateId,
    version: Option<i64>,
) -> Result<(Template, i64), Error> {
    let newest = template::newest(conn, vendor, id)?;
    let newest = newest.ok_or_else(|| Rejection::field("/template", "must be one of your templates"))?;
    let chosen = match version {
        None => Some(newest),
        Some(version) => template::find(conn, vendor, id, version)?,
    };
    let chosen = chosen.ok_or_else(|| Rejection::field("/version", "must be a version of the template"))?;
    let lacking = |lacks: Vec<FieldError>| {
        let told = |FieldError { pointer, detail }: FieldError| FieldError {
            pointer: if version.is_some() { "/version" } else { "/template" }.to_owned(),
            detail: format!("version {} cannot be used any more: {pointer} {detail}", chosen.version),
        };
        Rejection::unless_none(lacks.into_iter().map(told).collect()).err()
    };
    match read(&chosen.record) {
        Ok(template) => Ok((template, chosen.version)),
        Err(lacks) => Err(lacking(lacks).unwrap_or_else(Rejection::not_found).into()),
    }
}

/// Adds a template.
pub fn create(
    conn: &mut Conn,
    app: &App,
    vendor: VendorId,
    record: Template,
) -> Result<Versioned<TemplateId, Template>, Error> {
    check(conn, vendor, &record)?;
    let now = app.clock.now();
    let new = Versioned { id: app.ids.maker(now)?.make(), version: 1, name: name(&record)?, record };
    template::insert(conn, vendor, &new, now)?;
    Ok(new)
}

/// Adds the version after `seen`, which must be the newest.
pub fn replace(
    conn: &mut Conn,
    app: &App,
    vendor: VendorId,
    id: TemplateId,
    seen: Option<i64>,
    record: Template,
) -> Result<Versioned<TemplateId, Template>, Error> {
    check(conn, vendor, &record)?;
    let newest = template::newest(conn, vendor, id)?.ok_or_else(Rejection::not_found)?;
    version::expect(newest.version, seen)?;
    let new = Versioned { id, version: newest.version + 1, name: name(&record)?, record };
    template::insert(conn, vendor, &new, app.clock.now())?;
    Ok(new)
}
