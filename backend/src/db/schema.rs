//! The tables, kept by hand, for both databases, with what stands in each column (see [`super::column`]). The migrations
//! say the same in SQL.

use diesel::{allow_tables_to_appear_in_same_query, table};

mod read_models;

pub use read_models::{
    answer, ask, asking, concern, file, promise, sale_customer, testimonial, touchpoint, work_item,
};

table! {
    use crate::db::column::prelude::*;

    vendor (id) {
        id -> Word,
        name -> Word,
        phone -> Nullable<Word>,
        mode -> Word,
        clock_offset -> Span,
        default_calendar_id -> Word,
        default_template_id -> Word,
        settings_version -> BigInt,
        tokens_valid_after -> Nullable<Instant>,
        created_at -> Instant,
    }
}

table! {
    use crate::db::column::prelude::*;

    calendar (vendor_id, id, version) {
        vendor_id -> Word,
        id -> Word,
        version -> BigInt,
        name -> Word,
        record -> Json,
        created_at -> Instant,
    }
}

table! {
    use crate::db::column::prelude::*;

    template (vendor_id, id, version) {
        vendor_id -> Word,
        id -> Word,
        version -> BigInt,
        name -> Word,
        record -> Json,
        created_at -> Instant,
    }
}

table! {
    use crate::db::column::prelude::*;

    policy (vendor_id, version) {
        vendor_id -> Word,
        version -> BigInt,
        record -> Json,
        created_at -> Instant,
    }
}

table! {
    use crate::db::column::prelude::*;

    agreement (vendor_id, version) {
        vendor_id -> Word,
        version -> BigInt,
        record -> Json,
        created_at -> Instant,
    }
}

table! {
    use crate::db::column::prelude::*;

    member (vendor_id, id) {
        vendor_id -> Word,
        id -> Word,
        version -> BigInt,
        record -> Json,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

table! {
    use crate::db::column::prelude::*;

    api_key (vendor_id, id) {
        vendor_id -> Word,
        id -> Word,
        name -> Word,
        scopes -> Json,
        member_id -> Nullable<Word>,
        secret_hash -> Text,
        created_at -> Instant,
        revoked_at -> Nullable<Instant>,
    }
}

table! {
    use crate::db::column::prelude::*;

    signing_key (vendor_id, id) {
        vendor_id -> Word,
        id -> Word,
        alg -> Word,
        sealed_secret -> Nullable<Text>,
        public_key -> Nullable<Text>,
        status -> Word,
        not_after -> Nullable<Instant>,
        created_at -> Instant,
    }
}

table! {
    use crate::db::column::prelude::*;

    sealing_key (slot) {
        slot -> BigInt,
        key_id -> Text,
    }
}

table! {
    use crate::db::column::prelude::*;

    allowed_origin (vendor_id, origin) {
        vendor_id -> Word,
        origin -> Text,
        created_at -> Instant,
    }
}

table! {
    use crate::db::column::prelude::*;

    customer (vendor_id, id) {
        vendor_id -> Word,
        id -> Word,
        external_id -> Text,
        version -> BigInt,
        record -> Json,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

table! {
    use crate::db::column::prelude::*;

    sale (vendor_id, id) {
        vendor_id -> Word,
        id -> Word,
        version -> Count,
        reference -> Text,
        title -> Text,
        state -> Word,
        status -> Nullable<Text>,
        purchased_at -> Instant,
        delivered_on -> Nullable<Word>,
        delivered_at -> Nullable<Instant>,
        is_paid -> Flag,
        items -> BigInt,
        next_due_at -> Nullable<Instant>,
        created_at -> Instant,
        updated_at -> Instant,
    }
}

table! {
    use crate::db::column::prelude::*;

    sale_snapshot (vendor_id, sale_id) {
        vendor_id -> Word,
        sale_id -> Word,
        version -> Count,
        body -> Json,
    }
}

table! {
    use crate::db::column::prelude::*;

    sale_event (vendor_id, sale_id, seq) {
        vendor_id -> Word,
        sale_id -> Word,
        seq -> Count,
        id -> Word,
        at -> Instant,
        recorded_at -> Instant,
        actor -> Json,
        kind -> Text,
        format -> BigInt,
        body -> Json,
    }
}

table! {
    use crate::db::column::prelude::*;

    event_position (vendor_id, position) {
        vendor_id -> Word,
        position -> Count,
        sale_id -> Word,
        seq -> Count,
    }
}

table! {
    use crate::db::column::prelude::*;

    sequencer (vendor_id) {
        vendor_id -> Word,
        position -> Count,
    }
}

table! {
    use crate::db::column::prelude::*;

    event_cursor (vendor_id, reader) {
        vendor_id -> Word,
        reader -> Text,
        position -> Count,
        term -> BigInt,
        held_until -> Instant,
    }
}

table! {
    use crate::db::column::prelude::*;

    idempotency (vendor_id, subject, operation, key) {
        vendor_id -> Word,
        subject -> Text,
        operation -> Text,
        key -> Text,
        fingerprint -> Text,
        status -> Nullable<Count>,
        etag -> Nullable<Text>,
        body -> Nullable<Text>,
        shown -> Nullable<Text>,
        created_at -> Instant,
    }
}

table! {
    use crate::db::column::prelude::*;

    rate_bucket (vendor_id, bucket, time_window) {
        vendor_id -> Word,
        bucket -> Text,
        time_window -> BigInt,
        used -> BigInt,
    }
}

table! {
    use crate::db::column::prelude::*;

    import_run (vendor_id, id) {
        vendor_id -> Word,
        id -> Word,
        source -> Text,
        state -> Word,
        lines_read -> Count,
        accepted -> Count,
        unchanged -> Count,
        refused -> Count,
        started_at -> Instant,
        finished_at -> Nullable<Instant>,
    }
}

table! {
    use crate::db::column::prelude::*;

    contact_sheet (vendor_id, version) {
        vendor_id -> Word,
        version -> BigInt,
        record -> Json,
        created_at -> Instant,
    }
}

table! {
    use crate::db::column::prelude::*;

    secret_link (vendor_id, id) {
        vendor_id -> Word,
        id -> Word,
        customer_id -> Word,
        sale_id -> Nullable<Word>,
        name -> Word,
        secret_hash -> Text,
        sealed_secret -> Nullable<Text>,
        created_at -> Instant,
        expires_at -> Nullable<Instant>,
        revoked_at -> Nullable<Instant>,
    }
}

table! {
    use crate::db::column::prelude::*;

    pledge (vendor_id, version) {
        vendor_id -> Word,
        version -> BigInt,
        record -> Json,
        created_at -> Instant,
    }
}

// A span and an instant make an instant; nothing else is done with it.
diesel::operator_allowed!(vendor::clock_offset, Add, add);

allow_tables_to_appear_in_same_query!(
    agreement,
    allowed_origin,
    answer,
    api_key,
    ask,
    asking,
    calendar,
    concern,
    contact_sheet,
    customer,
    event_position,
    idempotency,
    import_run,
    member,
    pledge,
    policy,
    promise,
    rate_bucket,
    sale,
    sale_customer,
    sale_event,
    secret_link,
    sale_snapshot,
    signing_key,
    template,
    testimonial,
    touchpoint,
    vendor,
    work_item,
);
