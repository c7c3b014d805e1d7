//! Every route with its handler, grouped by feature. tests/it/structure/permissions.rs visits each of
//! them as every kind of actor.

use actix_web::web::{self, ServiceConfig, get, post};

use crate::catalog::export::pages;
use crate::catalog::story_links::Showing;
use crate::photos::access::PhotoAccessRules;
use crate::web::{assets, well_known};
use crate::{feed, friends, moderation, photos, stories};

/// The access rules of photos that features above photos/ bring: stories and moderation.
const PHOTO_GUARDS: PhotoAccessRules = PhotoAccessRules(&[stories::queries::visible::sees_photo, moderation::sees_photo]);
/// Lists the stories on a product's page; stories/ is above catalog/, so the function is handed
/// down.
const SHOWING: Showing = Showing(stories::on_product_page::showing);

pub fn routes(config: &mut ServiceConfig) {
    config
        .app_data(web::Data::new(PHOTO_GUARDS))
        .app_data(web::Data::new(SHOWING))
        .route("/media/{photo}/{name}", get().to(photos::pages::show))
        .route("/assets/{version}/{name:.*}", get().to(assets::serve))
        .route("/healthz", get().to(well_known::healthz))
        .route("/readyz", get().to(well_known::readyz))
        .route("/robots.txt", get().to(well_known::robots))
        .route("/favicon.ico", get().to(well_known::favicon))
        .route("/manifest.webmanifest", get().to(well_known::manifest))
        .route("/friends", get().to(friends::pages::index))
        .route("/@{handle}/friend/{act}", post().to(friends::pages::friend))
        .route("/@{handle}/follow", post().to(friends::pages::follow))
        .route("/@{handle}/unfollow", post().to(friends::pages::unfollow))
        .route("/@{handle}/block", post().to(friends::pages::block))
        .route("/@{handle}/unblock", post().to(friends::pages::unblock))
        .configure(accounts)
        .configure(catalog)
        .configure(stories)
        .configure(feed)
        .configure(moderation)
        .configure(search)
        .default_service(web::to(well_known::missing));
}

fn accounts(config: &mut ServiceConfig) {
    use crate::accounts::pages::{self, closing, settings, shops, studio};
    config
        .route("/signup", get().to(pages::sign_up_form))
        .route("/signup", post().to(pages::sign_up))
        .route("/login", get().to(pages::log_in_form))
        .route("/login", post().to(pages::log_in))
        .route("/logout", post().to(pages::log_out))
        .route("/shops/new", get().to(shops::open_form))
        .route("/shops", post().to(shops::open))
        .route("/shops/{handle}", get().to(studio::today))
        .route("/shops/{handle}/profile", get().to(studio::profile_form))
        .route("/shops/{handle}/profile", post().to(studio::profile))
        .route("/shops/{handle}/details", get().to(studio::details_form))
        .route("/shops/{handle}/details", post().to(studio::details))
        .route("/shops/{handle}/activity", get().to(studio::activity))
        .route("/shops/{handle}/photos", get().to(crate::photos::profile_photos::shop_form))
        .route("/shops/{handle}/photos", post().to(crate::photos::profile_photos::shop))
        .route("/settings/photos", get().to(crate::photos::profile_photos::own_form))
        .route("/settings/photos", post().to(crate::photos::profile_photos::own))
        .route("/settings", get().to(settings::index))
        .route("/settings/profile", get().to(settings::profile_form))
        .route("/settings/profile", post().to(settings::profile))
        .route("/settings/account", get().to(settings::account))
        .route("/settings/password", post().to(settings::password))
        .route("/settings/close", get().to(closing::own_form))
        .route("/settings/close", post().to(closing::own))
        .route("/shops/{handle}/close", get().to(closing::shop_form))
        .route("/shops/{handle}/close", post().to(closing::shop))
        .route("/settings/sessions/end", post().to(settings::end_sessions))
        .route("/settings/language", get().to(settings::language_form))
        .route("/settings/language", post().to(settings::language))
        .route("/notifications", get().to(crate::notifications::pages::list))
        .route("/notifications/read", post().to(crate::notifications::pages::read))
        .route("/notifications/{id}/read", post().to(crate::notifications::pages::read_one))
        .route("/act-as", get().to(shops::act_as_list))
        .route("/act-as", post().to(shops::act_as));
}

fn catalog(config: &mut ServiceConfig) {
    use crate::catalog::export::table_pages;
    use crate::catalog::import::pages as files;
    use crate::catalog::pages::{bulk, deletion, editor, product, product_list, sections, shop, wishes};
    config
        .route("/@{handle}/products", get().to(shop::of_shop))
        .route("/shops/{handle}/catalog", get().to(product_list::index))
        .route("/shops/{handle}/catalog/bulk", post().to(bulk::bulk))
        .route("/shops/{handle}/catalog/batches/{id}/undo", post().to(bulk::undo))
        .route("/shops/{handle}/catalog/sections", get().to(sections::index))
        .route("/shops/{handle}/catalog/sections", post().to(sections::change))
        .route("/shops/{handle}/products/new", get().to(editor::new))
        .route("/shops/{handle}/products", post().to(editor::create))
        .route("/products/{id}", get().to(product::show))
        .route("/products/{id}/edit", get().to(editor::edit))
        .route("/products/{id}/edit", post().to(editor::save))
        .route("/products/{id}/delete", get().to(deletion::confirm_delete))
        .route("/products/{id}/delete", post().to(deletion::delete))
        .route("/products/{id}/restore", post().to(deletion::restore))
        .route("/products/{id}/wish", post().to(wishes::wish))
        .route("/wishes", get().to(wishes::index))
        .route("/shops/{handle}/catalog.csv", get().to(table_pages::csv))
        .route("/shops/{handle}/catalog.tsv", get().to(table_pages::tsv))
        .route("/shops/{handle}/catalog-sample.csv", get().to(table_pages::sample))
        .route("/shops/{handle}/catalog/import", get().to(files::entrance))
        .route("/shops/{handle}/catalog/import", post().to(files::upload))
        .route("/shops/{handle}/catalog/import/{id}", get().to(files::preview::show))
        .route(
            "/shops/{handle}/catalog/import/{id}/columns",
            post().to(files::preview::columns),
        )
        .route("/shops/{handle}/catalog/import/{id}/apply", post().to(files::preview::apply))
        .route(
            "/shops/{handle}/catalog/import/{id}/drop",
            post().to(files::preview::drop_preview),
        )
        .route("/shops/{handle}/catalog/import/{id}/undo", post().to(files::preview::undo))
        .route(
            "/shops/{handle}/catalog/import/{id}/photos",
            post().to(files::preview::photos),
        )
        .route("/@{handle}/products.xml", get().to(pages::merchant))
        .route("/@{handle}/naver.tsv", get().to(pages::naver));
}

fn stories(config: &mut ServiceConfig) {
    use crate::stories::pages::{compose, edit, interactions, show};
    config
        .route("/compose", get().to(compose::compose))
        .route("/stories", post().to(compose::publish))
        .route("/stories/{id}", get().to(show::show))
        .route("/stories/{id}/photos/{n}", get().to(show::photo))
        .route("/stories/{id}/edit", get().to(edit::form))
        .route("/stories/{id}/edit", post().to(edit::save))
        .route("/stories/{id}/delete", get().to(edit::confirm_delete))
        .route("/stories/{id}/delete", post().to(edit::delete))
        .route("/stories/{id}/feeling", post().to(interactions::feeling))
        .route("/stories/{id}/up", post().to(interactions::up))
        .route("/stories/{id}/comments", post().to(interactions::comment))
        .route("/comments/{id}/delete", post().to(interactions::delete_comment));
}

fn feed(config: &mut ServiceConfig) {
    config
        .route("/", get().to(feed::pages::home))
        .route("/feed/new", get().to(feed::pages::newer))
        .route("/discover", get().to(feed::discover::discover))
        .route("/sitemap.xml", get().to(feed::sitemap::sitemap))
        .route("/@{handle}/feed.atom", get().to(feed::atom::atom))
        .route("/@{handle}", get().to(feed::profile::show));
}

fn search(config: &mut ServiceConfig) {
    use crate::search::pages::{self, suggest};
    config
        .route("/search", get().to(pages::index))
        .route("/search/suggest", get().to(suggest::suggest))
        .route("/search/recent", post().to(suggest::remember))
        .route("/search/recent/delete", post().to(suggest::forget));
}

fn moderation(config: &mut ServiceConfig) {
    use crate::moderation::pages::{case, log, queue, report, statement};
    config
        .route("/reports/new", get().to(report::new))
        .route("/reports", post().to(report::create))
        .route("/statements", get().to(statement::list))
        .route("/statements/{id}", get().to(statement::show))
        .route("/statements/{id}/appeal", post().to(statement::appeal))
        .route("/moderation", get().to(queue::queue))
        .route("/moderation/log", get().to(log::log))
        .route("/moderation/cases/{id}", get().to(case::show))
        .route("/moderation/cases/{id}/act", post().to(case::act));
}
