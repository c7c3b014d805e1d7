//! The integration tests: over HTTP on a real database file, or on PostgreSQL if `STORYPLUS_TEST_POSTGRES`
//! names a server.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests may stop at the first surprise"
)]

mod accounts;
mod addresses;
mod catalog;
mod catalog_channels;
mod catalog_files;
mod closing;
mod demo;
mod feed;
mod feed_lifts;
mod friends;
mod hidden_targets;
mod jobs;
mod kill_ledger;
mod login_lockout;
mod media;
mod moderation;
mod moderation_queue;
mod moderation_statements;
mod notifications;
mod photos;
mod photos_pipeline;
mod rate_limits;
mod safety_backup;
mod safety_data;
mod safety_disk;
mod safety_doctor;
mod safety_files;
mod safety_index;
mod safety_load;
mod safety_logins;
mod safety_nodes;
mod safety_queue;
mod schema_upgrade;
mod search_collect;
mod search_core;
mod search_kill;
mod search_site;
mod sent_twice;
mod serving;
mod sessions;
mod stories;
mod stories_shared;
mod stories_tags;
mod structure;
mod support;
mod visibility;
