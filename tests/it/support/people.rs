//! People and shops for tests, created over HTTP, as anyone would.

use storyplus::access::SiteRole;
use storyplus::accounts::actions;

use super::{Client, Site};

pub const PASSWORD: &str = "봄비 오는 날 우산 셋";

/// A person who signed up and is logged in.
pub struct Person {
    pub client: Client,
    pub handle: String,
    pub email: String,
    /// The personal account.
    pub id: i64,
}

/// A business account whose owner acts as it.
pub struct Shop {
    pub handle: String,
    pub id: i64,
}

fn id(answer: &super::Answer) -> i64 {
    answer.json()["id"].as_str().unwrap().parse().unwrap()
}

/// Signs up with a new browser. The handle is also the display name.
pub async fn sign_up(client: Client, handle: &str) -> Person {
    let email = format!("{}@example.kr", storyplus::text::encode_component(handle).replace('%', "."));
    let email = email.to_lowercase();
    let fields = [
        ("email", email.as_str()),
        ("password", PASSWORD),
        ("handle", handle),
        ("display_name", handle),
    ];
    let answer = client.post_json("/signup", &fields).await.expect(200);
    Person {
        id: id(&answer),
        client,
        handle: handle.to_owned(),
        email,
    }
}

impl Site {
    /// Signs up a person. The handle is also the display name.
    pub async fn person(&self, handle: &str) -> Person {
        sign_up(self.client(), handle).await
    }

    /// Opens a shop for a person, who acts as it from then on.
    pub async fn shop(&self, owner: &Person, handle: &str) -> Shop {
        owner.opens(handle).await
    }

    /// Creates a moderator, who logged in after the role was given.
    pub async fn moderator(&self) -> Person {
        let person = self.person("살피는사람").await;
        self.promote(&person, SiteRole::Moderator).await;
        person
    }

    pub async fn promote(&self, person: &Person, role: SiteRole) {
        let email = person.email.clone();
        let done = self.app.db.write(move |tx| actions::promote(tx, &email, role)).await;
        assert!(done.unwrap());
        // The first request afterwards brings the session's new token.
        person.client.get("/act-as").await.expect(200);
    }
}

impl Person {
    /// Opens a shop and acts as it from then on.
    pub async fn opens(&self, handle: &str) -> Shop {
        let fields = [
            ("handle", handle),
            ("display_name", handle),
            ("category", "dessert"),
            ("bio", ""),
        ];
        let answer = self.client.post_json("/shops", &fields).await.expect(200);
        self.act_as(handle).await;
        Shop {
            id: id(&answer),
            handle: handle.to_owned(),
        }
    }

    pub async fn act_as(&self, handle: &str) {
        self.client.post("/act-as", &[("account", handle)]).await.expect(303);
    }

    /// Switches back to the personal account.
    pub async fn act_as_self(&self) {
        self.act_as(&self.handle).await;
    }
}
