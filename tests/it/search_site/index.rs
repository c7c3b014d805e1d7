//! An index that is incomplete or far behind.

use diesel::prelude::*;
use storyplus::db::schema::products;
use storyplus::jobs::changes;
use storyplus::search;
use storyplus::search::indexing::node;

use super::{look, product, read, shop_with};
use crate::support::Site;

/// Holds SAFETY-D3.
#[actix_web::test]
async fn until_the_index_is_whole_the_page_says_so_and_tells_no_counts() {
    let site = Site::start().await;
    let (owner, shop) = shop_with(&site, "준비가게").await;
    product(&owner, &shop, "감귤 상자", "1000").await;
    let visitor = site.client();
    let page = visitor.get("/search?q=감귤").await.expect(200).body;
    assert!(page.contains("검색을 다시 준비하고 있어요") && read(&page).counts.is_empty());
    site.indexed();
    let page = visitor.get("/search?q=감귤").await.expect(200).body;
    assert!(!page.contains("준비하고") && read(&page).counts() == [1, 0, 1, 0]);

    // SAFETY-D3: there are more changes than can be checked one by one, so the page shows hits that SQL
    // confirms, and no counts.
    let id = shop.id;
    site.write(|tx| (0..2_100).try_for_each(|_| changes::record(tx, changes::Kind::Shop, id)));
    let page = visitor.get("/search?q=감귤").await.expect(200).body;
    assert!(page.contains("준비하고") && read(&page).counts.is_empty() && read(&page).hits.len() == 1);
    site.indexed();
    assert_eq!(look(&visitor, "감귤", "").await.counts(), [1, 0, 1, 0]);
    site.stop().await;
}

/// Holds SAFETY-D3.
#[actix_web::test]
async fn a_log_that_was_cut_off_behind_the_index_means_a_new_index() {
    let site = Site::start().await;
    let (owner, shop) = shop_with(&site, "잘린가게").await;
    let visitor = site.client();
    site.indexed();
    let kept = product(&owner, &shop, "감귤 상자", "1000").await;
    let gone = product(&owner, &shop, "감귤 봉지", "1000").await;
    site.indexed();
    // A row is deleted without a log entry, and the log is cut off behind the cursor.
    site.write(|tx| {
        diesel::update(products::table.find(gone))
            .set(products::state.eq(3))
            .execute(&mut **tx)?;
        for _ in 0..3 {
            changes::record(tx, changes::Kind::Shop, 1)?;
        }
        assert!(changes::prune(tx, 1)? > 0);
        Ok(())
    });
    let cursor = node::of(&site.app).index().unwrap().cursor();
    site.indexed();
    let index = node::of(&site.app);
    assert!(index.index().unwrap().cursor() > cursor && index.is_whole());
    let seen = look(&visitor, "감귤", "").await;
    assert!(seen.has("products", kept) && seen.counts() == [1, 0, 1, 0], "{seen:?}");
    // At the operator's request, with the progress that a waiting command prints.
    let mut shown = 0;
    assert_eq!(search::indexing::reindex::here(&site.app, &mut |_| shown += 1).unwrap(), 2);
    assert_eq!(look(&visitor, "감귤", "").await, seen);
    site.stop().await;
}
