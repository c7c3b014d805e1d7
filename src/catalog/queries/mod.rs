//! Every query of the catalog: products.rs has single products and cards, lists.rs pages of them,
//! product_list.rs the studio's list, and writes.rs the writes.

mod lists;
pub mod product_list;
mod products;
pub mod sale_alarms;
pub mod sections;
mod variant_representatives;
mod writes;

pub use lists::{
    After, Filter, Sort, categories_of, changed, end_of_part, more_of_shop, of_shop, pick_list, pickable, shown_of, variants,
    wishes_of,
};
pub use products::{
    DELETED, DRAFT, HIDDEN, PUBLISHED, Product, REMOVED, by_id, cards, cards_in_order, covers, in_any_shop, mark_wished,
    pictures, visible, wished_among,
};
pub use sale_alarms::{remind, turning};
pub use sections::Section;
pub use variant_representatives::settle;
pub use writes::{
    bump_shop, catalog_version, change_state, free_sku, insert, lock_shop, replace_photos, set_group, set_wish, skus, update,
    versions, with_sku,
};
