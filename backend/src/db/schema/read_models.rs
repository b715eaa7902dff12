//! The tables that are written with the events of a sale and can be made anew from them.

use diesel::table;

table! {
    sale_customer (vendor_id, customer_id, sale_id) {
        vendor_id -> Text,
        customer_id -> Text,
        sale_id -> Text,
    }
}

table! {
    ask (vendor_id, customer_id, id) {
        vendor_id -> Text,
        customer_id -> Text,
        id -> Text,
        sale_id -> Text,
        check_name -> Text,
        offered_at -> BigInt,
        is_open -> BigInt,
        counts -> BigInt,
    }
}

table! {
    answer (vendor_id, ask_id) {
        vendor_id -> Text,
        ask_id -> Text,
        sale_id -> Text,
        customer_id -> Text,
        check_name -> Text,
        revision -> BigInt,
        choice -> Text,
        score -> Nullable<BigInt>,
        mood -> Text,
        words -> Nullable<Text>,
        answered_at -> BigInt,
        recorded_by -> Nullable<Text>,
        channel -> Nullable<Text>,
    }
}

table! {
    asking (vendor_id, id) {
        vendor_id -> Text,
        id -> Text,
        sale_id -> Text,
        check_name -> Text,
        fate -> Text,
    }
}

table! {
    touchpoint (vendor_id, id) {
        vendor_id -> Text,
        id -> Text,
        sale_id -> Text,
        outcome -> Text,
    }
}

table! {
    concern (vendor_id, id) {
        vendor_id -> Text,
        id -> Text,
        sale_id -> Text,
        number -> BigInt,
        kind -> Text,
        severity -> Text,
        state -> Text,
        state_since -> BigInt,
        round -> BigInt,
        owner_id -> Text,
        words -> Nullable<Text>,
        raised_at -> BigInt,
        next_word_by -> Nullable<BigInt>,
        answered_in -> Nullable<BigInt>,
        proposed_in -> Nullable<BigInt>,
        confirmed_in -> Nullable<BigInt>,
        is_first_week -> BigInt,
        reply_before -> Nullable<BigInt>,
    }
}

table! {
    promise (vendor_id, id) {
        vendor_id -> Text,
        id -> Text,
        sale_id -> Text,
        kind -> Text,
        statement -> Text,
        state -> Text,
        outcome -> Text,
        is_confirmed -> BigInt,
        original_due -> Nullable<Text>,
        current_due -> Nullable<Text>,
        kept_on -> Nullable<Text>,
        made_at -> BigInt,
    }
}

table! {
    work_item (vendor_id, sale_id, key) {
        vendor_id -> Text,
        sale_id -> Text,
        key -> Text,
        customer_id -> Text,
        code -> Text,
        kind -> Text,
        member_id -> Text,
        about_id -> Nullable<Text>,
        title -> Text,
        place -> BigInt,
        since -> BigInt,
        until -> Nullable<BigInt>,
        due_at -> Nullable<BigInt>,
        counts -> BigInt,
        turns_at -> Nullable<BigInt>,
    }
}

table! {
    testimonial (vendor_id, id) {
        vendor_id -> Text,
        id -> Text,
        sale_id -> Text,
        success_id -> Text,
        reason_kind -> Nullable<Text>,
        asked_for -> Text,
        asked_at -> BigInt,
        state -> Text,
        state_since -> BigInt,
        words -> Nullable<Text>,
        shown_as -> Nullable<Text>,
        uses -> Nullable<Text>,
        is_shown -> BigInt,
    }
}

table! {
    file (vendor_id, id) {
        vendor_id -> Text,
        id -> Text,
        sale_id -> Text,
        customer_id -> Text,
        bytes -> BigInt,
    }
}
