//! The tables as diesel sees them, in the types that both engines share.
//! tests/it/structure/schema_twins.rs checks them against the migrations.

diesel::table! {
    logins (id) {
        id -> BigInt,
        email -> Text,
        password_hash -> Text,
        locale -> Nullable<Text>,
        theme -> Nullable<Text>,
        site_role -> Text,
        suspended_at -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

diesel::table! {
    accounts (id) {
        id -> BigInt,
        kind -> Text,
        login_id -> Nullable<BigInt>,
        handle -> Text,
        handle_skeleton -> Text,
        display_name -> Text,
        bio -> Text,
        category -> Text,
        avatar_photo_id -> Nullable<BigInt>,
        cover_photo_id -> Nullable<BigInt>,
        state -> Text,
        renames -> Integer,
        friend_count -> Integer,
        follower_count -> BigInt,
        following_count -> BigInt,
        story_count -> BigInt,
        product_count -> BigInt,
        unread_count -> BigInt,
        last_story_id -> BigInt,
        legal_name -> Text,
        representative -> Text,
        address -> Text,
        phone -> Text,
        business_number -> Text,
        mail_order_number -> Text,
        opening_hours -> Text,
        version -> BigInt,
        created_at -> BigInt,
        last_up_id -> BigInt,
    }
}

diesel::table! {
    staff (business_id, login_id) {
        business_id -> BigInt,
        login_id -> BigInt,
        role -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    sessions (token_hash) {
        token_hash -> Text,
        login_id -> BigInt,
        acting_as -> Nullable<BigInt>,
        device -> Text,
        created_at -> BigInt,
        last_seen_at -> BigInt,
        renew -> Bool,
    }
}

diesel::table! {
    login_failures (key_hash) {
        key_hash -> Text,
        failures -> Integer,
        last_at -> BigInt,
    }
}

diesel::table! {
    login_places (login_id, key_hash) {
        login_id -> BigInt,
        key_hash -> Text,
        last_at -> BigInt,
    }
}

diesel::table! {
    idempotency_keys (login_id, key_hash) {
        login_id -> BigInt,
        key_hash -> Text,
        location -> Text,
        flash -> Text,
        json -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    rate_limits (key_hash) {
        key_hash -> Text,
        tat -> BigInt,
    }
}

diesel::table! {
    friend_requests (from_id, to_id) {
        from_id -> BigInt,
        to_id -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    friendships (account_id, friend_id) {
        account_id -> BigInt,
        friend_id -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    follows (follower_id, business_id) {
        follower_id -> BigInt,
        business_id -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    blocks (blocker_id, blocked_id) {
        blocker_id -> BigInt,
        blocked_id -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    photos (id) {
        id -> BigInt,
        account_id -> BigInt,
        hash -> Text,
        width -> Integer,
        height -> Integer,
        tint -> Text,
        sizes -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    products (id) {
        id -> BigInt,
        account_id -> BigInt,
        login_id -> Nullable<BigInt>,
        sku -> Nullable<Text>,
        title -> Text,
        description -> Text,
        price -> BigInt,
        sale_price -> Nullable<BigInt>,
        currency -> Text,
        availability -> Text,
        condition -> Text,
        brand -> Text,
        category -> Text,
        link -> Text,
        state -> Integer,
        wish_count -> BigInt,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        item_group_id -> Text,
        color -> Text,
        size -> Text,
        stock -> Nullable<BigInt>,
        section_id -> Nullable<BigInt>,
        sale_from -> Nullable<BigInt>,
        sale_until -> Nullable<BigInt>,
        is_front -> Bool,
        state_before -> Integer,
    }
}

diesel::table! {
    product_photos (product_id, position) {
        product_id -> BigInt,
        position -> Integer,
        photo_id -> BigInt,
        alt -> Text,
    }
}

diesel::table! {
    shop_sections (id) {
        id -> BigInt,
        account_id -> BigInt,
        name -> Text,
        position -> Integer,
    }
}

diesel::table! {
    catalog_batches (id) {
        id -> BigInt,
        account_id -> BigInt,
        login_id -> Nullable<BigInt>,
        kind -> Text,
        state -> Text,
        title -> Text,
        options -> Text,
        created_at -> BigInt,
        applied_at -> Nullable<BigInt>,
        undone_at -> Nullable<BigInt>,
        task -> Nullable<Text>,
    }
}

diesel::table! {
    catalog_batch_rows (batch_id, line) {
        batch_id -> BigInt,
        line -> Integer,
        outcome -> Text,
        product_id -> Nullable<BigInt>,
        old -> Text,
        new -> Text,
        problems -> Text,
        version_after -> Nullable<BigInt>,
    }
}

diesel::table! {
    catalog_batch_photos (batch_id, line, position) {
        batch_id -> BigInt,
        line -> Integer,
        position -> Integer,
        name -> Text,
        state -> Text,
        problem -> Text,
        photo_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    recent_searches (account_id, query) {
        account_id -> BigInt,
        query -> Text,
        searched_at -> BigInt,
    }
}

diesel::table! {
    wishes (account_id, product_id) {
        account_id -> BigInt,
        product_id -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    stories (id) {
        id -> BigInt,
        author_id -> BigInt,
        login_id -> Nullable<BigInt>,
        body -> Text,
        visibility -> Integer,
        state -> Integer,
        share_of -> Nullable<BigInt>,
        photo_count -> Integer,
        product_count -> Integer,
        comment_count -> BigInt,
        like_count -> BigInt,
        cool_count -> BigInt,
        happy_count -> BigInt,
        sad_count -> BigInt,
        cheer_up_count -> BigInt,
        up_count -> BigInt,
        share_count -> BigInt,
        version -> BigInt,
        edited_at -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

diesel::table! {
    story_photos (story_id, position) {
        story_id -> BigInt,
        position -> Integer,
        photo_id -> BigInt,
        alt -> Text,
    }
}

diesel::table! {
    story_products (story_id, position) {
        story_id -> BigInt,
        position -> Integer,
        product_id -> BigInt,
        photo_position -> Nullable<Integer>,
        x -> Nullable<Integer>,
        y -> Nullable<Integer>,
    }
}

diesel::table! {
    story_hashtags (tag, story_id) {
        tag -> Text,
        story_id -> BigInt,
    }
}

diesel::table! {
    story_feelings (story_id, account_id) {
        story_id -> BigInt,
        account_id -> BigInt,
        kind -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    story_ups (story_id, account_id) {
        story_id -> BigInt,
        account_id -> BigInt,
        created_at -> BigInt,
        id -> BigInt,
    }
}

diesel::table! {
    comments (id) {
        id -> BigInt,
        story_id -> BigInt,
        author_id -> BigInt,
        login_id -> Nullable<BigInt>,
        body -> Text,
        state -> Integer,
        created_at -> BigInt,
    }
}

diesel::table! {
    notifications (id) {
        id -> BigInt,
        account_id -> BigInt,
        kind -> Text,
        actor_id -> Nullable<BigInt>,
        story_id -> Nullable<BigInt>,
        comment_id -> Nullable<BigInt>,
        product_id -> Nullable<BigInt>,
        action_id -> Nullable<BigInt>,
        read_at -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

diesel::table! {
    moderation_cases (id) {
        id -> BigInt,
        target_kind -> Text,
        target_id -> BigInt,
        account_id -> BigInt,
        state -> Text,
        report_count -> Integer,
        opened_at -> BigInt,
        closed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    reports (id) {
        id -> BigInt,
        case_id -> BigInt,
        reporter_id -> BigInt,
        reason -> Text,
        body -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    moderation_actions (id) {
        id -> BigInt,
        case_id -> BigInt,
        moderator_login_id -> BigInt,
        action -> Text,
        ground -> Text,
        body -> Text,
        snapshot -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    appeals (id) {
        id -> BigInt,
        action_id -> BigInt,
        login_id -> BigInt,
        body -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    audit_log (id) {
        id -> BigInt,
        login_id -> Nullable<BigInt>,
        account_id -> Nullable<BigInt>,
        act -> Text,
        target_kind -> Text,
        target_id -> BigInt,
        detail -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    jobs (id) {
        id -> BigInt,
        kind -> Text,
        payload -> Text,
        run_at -> BigInt,
        attempts -> Integer,
        lease -> BigInt,
        last_error -> Nullable<Text>,
        dead_at -> Nullable<BigInt>,
        created_at -> BigInt,
    }
}

diesel::table! {
    search_changes (seq) {
        seq -> BigInt,
        kind -> Text,
        target_id -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    logins,
    accounts,
    staff,
    sessions,
    login_failures,
    login_places,
    idempotency_keys,
    rate_limits,
    friend_requests,
    friendships,
    follows,
    blocks,
    photos,
    products,
    product_photos,
    wishes,
    stories,
    story_photos,
    story_products,
    story_hashtags,
    story_feelings,
    story_ups,
    comments,
    notifications,
    moderation_cases,
    reports,
    moderation_actions,
    appeals,
    audit_log,
    jobs,
    search_changes,
    shop_sections,
    catalog_batches,
    catalog_batch_rows,
    catalog_batch_photos,
    recent_searches,
);
