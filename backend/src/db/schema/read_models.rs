//! The tables that are written with the events of a sale and can be made anew from them.

use diesel::table;

table! {
    use crate::db::column::prelude::*;

    sale_customer (vendor_id, customer_id, sale_id) {
        vendor_id -> Word,
        customer_id -> Word,
        sale_id -> Word,
    }
}

table! {
    use crate::db::column::prelude::*;

    ask (vendor_id, customer_id, id) {
        vendor_id -> Word,
        customer_id -> Word,
        id -> Word,
        sale_id -> Word,
        check_name -> Text,
        offered_at -> Instant,
        is_open -> Flag,
        counts -> Flag,
    }
}

table! {
    use crate::db::column::prelude::*;

    answer (vendor_id, ask_id) {
        vendor_id -> Word,
        ask_id -> Word,
        sale_id -> Word,
        customer_id -> Word,
        check_name -> Text,
        revision -> Count,
        choice -> Text,
        score -> Nullable<BigInt>,
        mood -> Word,
        words -> Nullable<Text>,
        answered_at -> Instant,
        recorded_by -> Nullable<Word>,
        channel -> Nullable<Word>,
    }
}

table! {
    use crate::db::column::prelude::*;

    asking (vendor_id, id) {
        vendor_id -> Word,
        id -> Word,
        sale_id -> Word,
        check_name -> Text,
        fate -> Word,
    }
}

table! {
    use crate::db::column::prelude::*;

    touchpoint (vendor_id, id) {
        vendor_id -> Word,
        id -> Word,
        sale_id -> Word,
        outcome -> Word,
    }
}

table! {
    use crate::db::column::prelude::*;

    concern (vendor_id, id) {
        vendor_id -> Word,
        id -> Word,
        sale_id -> Word,
        number -> Count,
        kind -> Word,
        severity -> Word,
        state -> Word,
        state_since -> Instant,
        round -> Count,
        owner_id -> Word,
        words -> Nullable<Text>,
        raised_at -> Instant,
        next_word_by -> Nullable<Instant>,
        answered_in -> Nullable<BigInt>,
        proposed_in -> Nullable<BigInt>,
        confirmed_in -> Nullable<BigInt>,
        is_first_week -> Flag,
        reply_before -> Nullable<BigInt>,
    }
}

table! {
    use crate::db::column::prelude::*;

    promise (vendor_id, id) {
        vendor_id -> Word,
        id -> Word,
        sale_id -> Word,
        kind -> Word,
        statement -> Text,
        state -> Word,
        outcome -> Word,
        is_confirmed -> Flag,
        original_due -> Nullable<Word>,
        current_due -> Nullable<Word>,
        kept_on -> Nullable<Word>,
        made_at -> Instant,
    }
}

table! {
    use crate::db::column::prelude::*;

    work_item (vendor_id, sale_id, key) {
        vendor_id -> Word,
        sale_id -> Word,
        key -> Text,
        customer_id -> Word,
        code -> Word,
        kind -> Word,
        member_id -> Word,
        about_id -> Nullable<Text>,
        title -> Text,
        place -> BigInt,
        since -> Instant,
        until -> Nullable<Instant>,
        due_at -> Nullable<Instant>,
        counts -> Flag,
        turns_at -> Nullable<Instant>,
    }
}

table! {
    use crate::db::column::prelude::*;

    testimonial (vendor_id, id) {
        vendor_id -> Word,
        id -> Word,
        sale_id -> Word,
        success_id -> Word,
        reason_kind -> Nullable<Word>,
        asked_for -> Json,
        asked_at -> Instant,
        state -> Word,
        state_since -> Instant,
        words -> Nullable<Word>,
        shown_as -> Nullable<Word>,
        uses -> Nullable<Json>,
        is_shown -> Flag,
    }
}

table! {
    use crate::db::column::prelude::*;

    file (vendor_id, id) {
        vendor_id -> Word,
        id -> Word,
        sale_id -> Word,
        customer_id -> Word,
        bytes -> Count,
    }
}
