//! Every handler, grouped by feature. tests/it/permissions.rs walks this list
//! with every kind of actor.

use actix_web::web::{self, ServiceConfig, get, post};

use crate::access::Anyone;
use crate::error::AppError;
use crate::friends;
use crate::web::visit::{Answer, Visit};

pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/assets/{version}/{name:.*}", get().to(crate::web::assets::serve))
        .route("/healthz", get().to(healthz))
        .route("/readyz", get().to(readyz))
        .route("/friends", get().to(friends::pages::index))
        .route("/@{handle}/friend/{act}", post().to(friends::pages::friend))
        .route("/@{handle}/follow", post().to(friends::pages::follow))
        .route("/@{handle}/unfollow", post().to(friends::pages::unfollow))
        .route("/@{handle}/block", post().to(friends::pages::block))
        .route("/@{handle}/unblock", post().to(friends::pages::unblock))
        .configure(accounts)
        .default_service(web::to(missing));
}

fn accounts(config: &mut ServiceConfig) {
    use crate::accounts::pages::{self, shops};
    config
        .route("/signup", get().to(pages::sign_up_form))
        .route("/signup", post().to(pages::sign_up))
        .route("/login", get().to(pages::log_in_form))
        .route("/login", post().to(pages::log_in))
        .route("/logout", post().to(pages::log_out))
        .route("/shops/new", get().to(shops::open_form))
        .route("/shops", post().to(shops::open))
        .route("/act-as", get().to(shops::act_as_list))
        .route("/act-as", post().to(shops::act_as));
}

async fn missing(visit: Visit<Anyone>) -> Answer {
    visit.read(|_| Err(AppError::NotFound)).await
}

/// The process runs.
async fn healthz() -> &'static str {
    "ok"
}

/// The process can answer: its database does.
async fn readyz(visit: Visit<Anyone>) -> Answer {
    match visit.app.db.ping().await {
        Ok(()) => Ok(actix_web::HttpResponse::Ok().body("ready")),
        Err(error) => Err(visit.refuse(error)),
    }
}
