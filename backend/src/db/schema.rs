//! The tables, kept by hand, for both databases: ids, dates and JSON are text, instants are microseconds, and
//! every number is 64 bits wide. The migrations say the same in SQL; a test compares them.

use diesel::{allow_tables_to_appear_in_same_query, table};

mod read_models;

pub use read_models::{
    answer, ask, asking, concern, file, promise, sale_customer, testimonial, touchpoint, work_item,
};

table! {
    vendor (id) {
        id -> Text,
        name -> Text,
        phone -> Nullable<Text>,
        mode -> Text,
        clock_offset -> BigInt,
        default_calendar_id -> Text,
        default_template_id -> Text,
        settings_version -> BigInt,
        tokens_valid_after -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

table! {
    calendar (vendor_id, id, version) {
        vendor_id -> Text,
        id -> Text,
        version -> BigInt,
        name -> Text,
        record -> Text,
        created_at -> BigInt,
    }
}

table! {
    template (vendor_id, id, version) {
        vendor_id -> Text,
        id -> Text,
        version -> BigInt,
        name -> Text,
        record -> Text,
        created_at -> BigInt,
    }
}

table! {
    policy (vendor_id, version) {
        vendor_id -> Text,
        version -> BigInt,
        record -> Text,
        created_at -> BigInt,
    }
}

table! {
    agreement (vendor_id, version) {
        vendor_id -> Text,
        version -> BigInt,
        record -> Text,
        created_at -> BigInt,
    }
}

table! {
    member (vendor_id, id) {
        vendor_id -> Text,
        id -> Text,
        version -> BigInt,
        record -> Text,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

table! {
    api_key (vendor_id, id) {
        vendor_id -> Text,
        id -> Text,
        name -> Text,
        scopes -> Text,
        member_id -> Nullable<Text>,
        secret_hash -> Text,
        created_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
    }
}

table! {
    signing_key (vendor_id, id) {
        vendor_id -> Text,
        id -> Text,
        alg -> Text,
        sealed_secret -> Nullable<Text>,
        public_key -> Nullable<Text>,
        status -> Text,
        not_after -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

table! {
    sealing_key (slot) {
        slot -> BigInt,
        key_id -> Text,
    }
}

table! {
    allowed_origin (vendor_id, origin) {
        vendor_id -> Text,
        origin -> Text,
        created_at -> BigInt,
    }
}

table! {
    customer (vendor_id, id) {
        vendor_id -> Text,
        id -> Text,
        external_id -> Text,
        version -> BigInt,
        record -> Text,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

table! {
    sale (vendor_id, id) {
        vendor_id -> Text,
        id -> Text,
        version -> BigInt,
        reference -> Text,
        title -> Text,
        state -> Text,
        status -> Nullable<Text>,
        purchased_at -> BigInt,
        delivered_on -> Nullable<Text>,
        delivered_at -> Nullable<BigInt>,
        is_paid -> BigInt,
        items -> BigInt,
        next_due_at -> Nullable<BigInt>,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

table! {
    sale_snapshot (vendor_id, sale_id) {
        vendor_id -> Text,
        sale_id -> Text,
        version -> BigInt,
        body -> Text,
    }
}

table! {
    sale_event (vendor_id, sale_id, seq) {
        vendor_id -> Text,
        sale_id -> Text,
        seq -> BigInt,
        id -> Text,
        at -> BigInt,
        recorded_at -> BigInt,
        actor -> Text,
        kind -> Text,
        format -> BigInt,
        body -> Text,
    }
}

table! {
    idempotency (vendor_id, subject, operation, key) {
        vendor_id -> Text,
        subject -> Text,
        operation -> Text,
        key -> Text,
        fingerprint -> Text,
        status -> Nullable<BigInt>,
        etag -> Nullable<Text>,
        body -> Nullable<Text>,
        shown -> Nullable<Text>,
        created_at -> BigInt,
    }
}

table! {
    rate_bucket (vendor_id, bucket, time_window) {
        vendor_id -> Text,
        bucket -> Text,
        time_window -> BigInt,
        used -> BigInt,
    }
}

table! {
    import_run (vendor_id, id) {
        vendor_id -> Text,
        id -> Text,
        source -> Text,
        state -> Text,
        lines_read -> BigInt,
        accepted -> BigInt,
        unchanged -> BigInt,
        refused -> BigInt,
        started_at -> BigInt,
        finished_at -> Nullable<BigInt>,
    }
}

table! {
    contact_sheet (vendor_id, version) {
        vendor_id -> Text,
        version -> BigInt,
        record -> Text,
        created_at -> BigInt,
    }
}

table! {
    secret_link (vendor_id, id) {
        vendor_id -> Text,
        id -> Text,
        customer_id -> Text,
        sale_id -> Nullable<Text>,
        name -> Text,
        secret_hash -> Text,
        sealed_secret -> Nullable<Text>,
        created_at -> BigInt,
        expires_at -> Nullable<BigInt>,
        revoked_at -> Nullable<BigInt>,
    }
}

table! {
    pledge (vendor_id, version) {
        vendor_id -> Text,
        version -> BigInt,
        record -> Text,
        created_at -> BigInt,
    }
}

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
