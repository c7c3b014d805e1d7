//! Sends a catalog to a client in pieces. Memory holds one piece per client however slow it is, and
//! only a few such answers are sent at once.

use actix_web::{HttpResponse, HttpResponseBuilder, web};
use futures_util::stream;

use super::channel_feeds::Item;
use super::queries::{self, ExportedProducts};
use crate::app::App;
use crate::db::Db;
use crate::error::AppError;
use crate::work_queue::gate::Permit;
use crate::work_queue::{Client, Kind};

/// Maximum and minimum number of products read at a time; fewer if they are long.
const MOST: i64 = 64;
const LEAST: i64 = 4;
/// Bytes at which a piece ends, after the current product.
const PIECE: usize = 48 * 1024;
/// Maximum number of reads in one turn, needed only if nearly every product is left out.
const READS: usize = 8;

/// Converts the products of a catalog to text.
pub trait Format: Send + 'static {
    fn head(&mut self) -> String;
    /// Appends a product, or leaves it out.
    fn item(&mut self, out: &mut String, item: &Item);
    fn end(&mut self) -> String;
}

/// The products of a shop above one id, up to and including another.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    pub shop_id: i64,
    pub which: ExportedProducts,
    pub after: i64,
    pub until: i64,
}

struct State<F> {
    app: App,
    client: Client,
    span: Span,
    begun: bool,
    done: bool,
    reads: i64,
    format: F,
    _place: Permit,
}

/// Streams the products of a span.
pub fn send<F: Format>(app: App, place: Permit, mut answer: HttpResponseBuilder, span: Span, format: F) -> HttpResponse {
    let state = State {
        app,
        client: Client::current(),
        span,
        begun: false,
        done: false,
        reads: MOST,
        format,
        _place: place,
    };
    answer.streaming(stream::try_unfold(state, next))
}

async fn next<F: Format>(mut state: State<F>) -> Result<Option<(web::Bytes, State<F>)>, actix_web::Error> {
    while !state.done {
        let (work, client) = (state.app.db.work().clone(), state.client);
        let turn = work.run(Kind::HeavyPiece, move || {
            let app = state.app.clone();
            let text = app.db.read_now(|db| state.piece(db))?;
            Ok((text, state))
        });
        let (text, read) = client.scope(turn).await.map_err(actix_web::error::ErrorInternalServerError)?;
        state = read;
        // A piece whose products were all left out is skipped: sending an empty one would end the
        // answer.
        if !text.is_empty() {
            return Ok(Some((web::Bytes::from(text), state)));
        }
    }
    Ok(None)
}

impl<F: Format> State<F> {
    fn piece(&mut self, db: &mut Db) -> Result<String, AppError> {
        let mut text = String::new();
        if !self.begun {
            self.begun = true;
            text = self.format.head();
        }
        for _ in 0..READS {
            let Span {
                shop_id,
                which,
                after,
                until,
            } = self.span;
            let items = queries::piece(db, shop_id, which, after, self.reads, &self.app.config.public_url)?;
            let all = items.len();
            let mut taken = 0;
            for item in items.iter().take_while(|item| item.id <= until) {
                self.format.item(&mut text, item);
                self.span.after = item.id;
                taken += 1;
                if text.len() >= PIECE {
                    break;
                }
            }
            if all == 0 || items.get(taken).is_some_and(|next| next.id > until) {
                self.done = true;
                text.push_str(&self.format.end());
                break;
            }
            // If products are long, those beyond the piece are read again next time; adjusting the
            // count keeps that small.
            let fit = i64::try_from(taken).unwrap_or(MOST);
            self.reads = if taken < all { fit } else { self.reads * 2 }.clamp(LEAST, MOST);
            if text.len() >= PIECE / 2 {
                break;
            }
        }
        Ok(text)
    }
}
