//! The products of the shops, and the wishes for them.

use super::past::{Past, id_of, missing, set};
use crate::catalog::actions::{Saved, create, wish};
use crate::catalog::rules::{ProductInput, check};
use crate::demo::world::ProductIx;
use crate::error::AppError;
use crate::web::format::rfc3339;

impl Past<'_, '_> {
    pub(super) fn product(&mut self, ix: ProductIx) -> Result<(), AppError> {
        let product = self.world.products.get(ix).ok_or_else(missing)?;
        let member = self.shop(product.shop)?.1;
        let price = product.price_won.to_string();
        let sale_price = product.sale_price_won.map(|p| p.to_string()).unwrap_or_default();
        let stock = product.stock.map(|n| n.to_string()).unwrap_or_default();
        let now = self.now;
        let moment = |away: Option<i64>| away.map(|ms| rfc3339(now + ms)).unwrap_or_default();
        let draft = check(&ProductInput {
            sku: &product.sku,
            title: &product.title,
            description: &product.description,
            price: &price,
            sale_price: &sale_price,
            availability: product.availability.spelling(),
            condition: product.condition.spelling(),
            brand: &product.brand,
            category: &product.category,
            link: product.link.as_deref().unwrap_or(""),
            item_group_id: &product.group,
            color: &product.color,
            size: &product.size,
            stock: &stock,
            section: &product.section,
            sale_from: &moment(product.sale_in_ms),
            sale_until: &moment(product.sale_ends_in_ms),
            status: product.status.code(),
        })
        .map_err(|mistakes| AppError::internal(format!("{}: {mistakes:?}", product.title)))?;
        let photos = self.uploads(member.posts_as(), &product.photos)?;
        let id = match create(self.tx, &member, member.posts_as(), None, &draft, &photos)? {
            Saved::Done(id) => id,
            other => return Err(AppError::internal(format!("{}: {other:?}", product.title))),
        };
        set(&mut self.products, ix, id);
        Ok(())
    }

    pub(super) fn wish(&mut self, ix: usize) -> Result<(), AppError> {
        let wished = self.world.wishes.get(ix).ok_or_else(missing)?;
        let member = self.person(wished.person)?.1;
        let product = id_of(&self.products, wished.product)?;
        wish(self.tx, &member, product, true).map(drop)
    }
}
