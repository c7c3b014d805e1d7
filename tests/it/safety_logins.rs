//! SAFETY-W7: the cost of a password hash may change. The next log-in renews the hash at the new cost, and
//! nobody is locked out.

use diesel::prelude::*;
use storyplus::config::PasswordCost;
use storyplus::db::schema::logins;

use crate::support::Site;
use crate::support::people::PASSWORD;

fn hash(site: &Site, email: &str) -> String {
    let of = logins::table
        .filter(logins::email.eq(email.to_owned()))
        .select(logins::password_hash);
    site.app.db.read_now(|db| Ok(of.first(db)?)).unwrap()
}

#[actix_web::test]
async fn a_hash_of_another_cost_is_renewed_at_the_next_log_in() {
    let site = Site::start().await;
    let person = site.person("하늘").await;
    let right = [("email", person.email.as_str()), ("password", PASSWORD)];
    let wrong = [("email", person.email.as_str()), ("password", "여름 바람 부는 언덕")];
    let today = hash(&site, &person.email);
    assert!(today.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{today}");
    site.client().post("/login", &right).await.expect(303);
    assert_eq!(hash(&site, &person.email), today, "nothing to renew");
    for (memory_kib, passes) in [(128, 1), (64, 3), (8, 1)] {
        let cost = PasswordCost { memory_kib, passes };
        let old = storyplus::accounts::passwords::hash_now(cost, PASSWORD).unwrap();
        let stored = old.clone();
        let email = person.email.clone();
        site.app
            .db
            .write_now(move |tx| {
                diesel::update(logins::table.filter(logins::email.eq(email)))
                    .set(logins::password_hash.eq(stored))
                    .execute(&mut **tx)?;
                Ok(())
            })
            .unwrap();
        site.client().post("/login", &wrong).await.expect(422);
        assert_eq!(hash(&site, &person.email), old, "a wrong password renews nothing");
        site.client().post("/login", &right).await.expect(303);
        let renewed = hash(&site, &person.email);
        assert!(renewed.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{renewed}");
        site.client().post("/login", &right).await.expect(303);
        assert_eq!(hash(&site, &person.email), renewed);
        site.client().post("/login", &wrong).await.expect(422);
    }
    // The earlier session continues, since the password is the same.
    person.client.get("/friends").await.expect(200);
    site.stop().await;
}
