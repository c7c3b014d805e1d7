//! Seller details that the law obliges a Korean shop to show where it sells (Act on Consumer
//! Protection in Electronic Commerce, article 10).

use crate::accounts::Account;
use crate::web::i18n::Texts;

/// Labels and values of a shop's seller details, without the empty ones.
pub struct Seller {
    pub lines: Vec<(String, String)>,
}

impl Seller {
    pub fn of(t: &Texts, shop: &Account) -> Self {
        let lines = [
            (t.text("seller-legal-name"), &shop.legal_name),
            (t.text("seller-representative"), &shop.representative),
            (t.text("seller-address"), &shop.address),
            (t.text("seller-phone"), &shop.phone),
            (t.text("seller-business-number"), &shop.business_number),
            (t.text("seller-mail-order-number"), &shop.mail_order_number),
        ];
        let lines = lines.into_iter().filter(|(_, value)| !value.is_empty());
        Self {
            lines: lines.map(|(label, value)| (label, value.clone())).collect(),
        }
    }
}
