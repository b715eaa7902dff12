//! Who acts.

use serde::{Deserialize, Serialize, Serializer, ser::SerializeStruct as _};

use crate::id::{CustomerId, MemberId};

/// Who did something, as it stands in the event log and as the vendor reads it: the side, and the person's id if it
/// was one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(tag = "role", content = "id", rename_all = "snake_case")]
pub enum Actor {
    /// A person at the customer's side.
    Customer(CustomerId),
    /// A person at the vendor.
    Member(MemberId),
    /// Time, or a rule that follows from another event.
    System,
}

impl Actor {
    /// The side that the actor stands on.
    pub fn role(self) -> Role {
        match self {
            Self::Customer(_) => Role::Customer,
            Self::Member(_) => Role::Member,
            Self::System => Role::System,
        }
    }
}

// By hand, because the derived form has no `id` where there is none, and readers want every field always.
impl Serialize for Actor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Actor", 2)?;
        fields.serialize_field("role", &self.role())?;
        match self {
            Self::Customer(id) => fields.serialize_field("id", id)?,
            Self::Member(id) => fields.serialize_field("id", id)?,
            Self::System => fields.serialize_field("id", &None::<MemberId>)?,
        }
        fields.end()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Actor {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::{
            ToSchema as _,
            openapi::schema::{ObjectBuilder, Ref, SchemaType, Type},
        };
        let id = ObjectBuilder::new()
            .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
            .description(Some("The person, `cus_…` or `mem_…`; none for what time did."));
        ObjectBuilder::new()
            .description(Some("Who did something."))
            .property(
                "role",
                Ref::builder().ref_location_from_schema_name(Role::name()).description(Some("The side.")),
            )
            .required("role")
            .property("id", id)
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Actor {
    fn schemas(schemas: &mut Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::schema::Schema>)>) {
        schemas.push((Role::name().into_owned(), <Role as utoipa::PartialSchema>::schema()));
    }
}

/// A side of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The customer's side.
    Customer,
    /// The vendor's side.
    Member,
    /// Time and rules.
    System,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::id::TypedId;

    #[test]
    fn whoever_acted_is_written_with_both_fields_and_read_back() {
        let member = MemberId::from_bits(1);
        for (actor, text) in [
            (Actor::Member(member), json!({"role": "member", "id": member.to_string()})),
            (Actor::System, json!({"role": "system", "id": null})),
        ] {
            assert_eq!(serde_json::to_value(actor).unwrap(), text);
            assert_eq!(serde_json::from_str::<Actor>(&text.to_string()).unwrap(), actor);
        }
    }
}
