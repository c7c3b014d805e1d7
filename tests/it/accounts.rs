//! Signing up and opening a shop: limits from both sides, names that deceive,
//! races for one name, answers that tell nothing.

use crate::support::Site;
use crate::support::people::PASSWORD;

#[actix_web::test]
async fn sign_up_log_out_log_in_open_a_shop_act_as_it() {
    let site = Site::start().await;
    let person = site.person("하늘").await;
    assert!(person.client.get("/act-as").await.expect(200).body.contains("@하늘"));
    person.client.get("/login").await.expect(303);
    person.client.post("/logout", &[]).await.expect(303);
    let away = person.client.get("/act-as").await.expect(303);
    assert_eq!(away.location(), "/login?next=%2Fact-as");
    let back = person
        .client
        .post("/login", &[("email", " 하늘@EXAMPLE.kr "), ("password", PASSWORD)])
        .await;
    back.expect(422);
    let fields = [("email", person.email.as_str()), ("password", PASSWORD), ("next", "/act-as")];
    let back = person.client.post("/login", &fields).await.expect(303);
    assert_eq!(back.location(), "/act-as");
    let shop = site.shop(&person, "오븐하루").await;
    let page = person.client.get("/act-as").await.expect(200).body;
    assert!(page.contains("@오븐하루") && page.contains("is-acting") && page.contains("오븐하루로 활동"));
    assert!(shop.id > person.id);
    person.act_as_self().await;
    assert!(!person.client.get("/act-as").await.expect(200).body.contains("is-acting"));
    let moderator = site.moderator().await;
    assert!(moderator.id > shop.id);
    site.stop().await;
}
