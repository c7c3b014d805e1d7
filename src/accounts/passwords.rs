//! Password hashes: argon2id (RFC 9106) at the configured cost. Both the hashes in progress and the
//! requests that wait for one are limited. Not here: the passwords that are accepted (rules.rs),
//! and the limit on attempts (throttle.rs).

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::OwnedSemaphorePermit;

use crate::app::App;
use crate::config::PasswordCost;
use crate::db::run_blocking;
use crate::error::AppError;
use crate::text::nfc;

/// Hashes at once, on this thread, for the command line and the demo.
pub fn hash_now(cost: PasswordCost, password: &str) -> Result<String, AppError> {
    let mut salt = [0_u8; 16];
    getrandom::fill(&mut salt).map_err(AppError::internal)?;
    let salt = SaltString::encode_b64(&salt).map_err(AppError::internal)?;
    let hash = hasher(cost)?
        .hash_password(nfc(password).as_bytes(), &salt)
        .map_err(AppError::internal)?;
    Ok(hash.to_string())
}

/// Hashes when it is this request's turn.
pub async fn hash(app: &App, password: String) -> Result<String, AppError> {
    let (turn, cost) = (turn(app).await?, app.config.password_cost);
    run_blocking(move || {
        let _turn = turn;
        hash_now(cost, &password)
    })
    .await
}

/// Result of checking a password.
#[derive(Debug, PartialEq, Eq)]
pub enum Judged {
    Wrong,
    /// It is the stored password. `fresh` is a hash at the configured cost if the stored hash has
    /// another cost.
    Right {
        fresh: Option<String>,
    },
}

/// Checks a password against the stored hash. Without one (an unknown email) it takes as long, and
/// the answer is `Wrong`.
pub async fn judge(app: &App, stored: Option<String>, password: String) -> Result<Judged, AppError> {
    let (turn, cost) = (turn(app).await?, app.config.password_cost);
    run_blocking(move || {
        let _turn = turn;
        let Some(stored) = stored else {
            hash_now(cost, &password)?;
            return Ok(Judged::Wrong);
        };
        let Ok(parsed) = PasswordHash::new(&stored) else {
            return Ok(Judged::Wrong);
        };
        // The hash holds its own cost, so hashes made under older settings still work.
        if hasher(cost)?.verify_password(nfc(&password).as_bytes(), &parsed).is_err() {
            return Ok(Judged::Wrong);
        }
        let fresh = match costs(&parsed, cost) {
            true => None,
            false => Some(hash_now(cost, &password)?),
        };
        Ok(Judged::Right { fresh })
    })
    .await
}

/// Returns true if the hash was made at this cost.
fn costs(hash: &PasswordHash<'_>, cost: PasswordCost) -> bool {
    hash.algorithm == Algorithm::Argon2id.ident()
        && Params::try_from(hash).is_ok_and(|p| p.m_cost() == cost.memory_kib && p.t_cost() == cost.passes)
}

fn hasher(cost: PasswordCost) -> Result<Argon2<'static>, AppError> {
    let params = Params::new(cost.memory_kib, cost.passes, 1, None).map_err(AppError::internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Takes a place in the queue and waits for a turn. A full queue refuses at once, so that a flood
/// of log-ins costs no memory and pages stay fast.
async fn turn(app: &App) -> Result<(OwnedSemaphorePermit, OwnedSemaphorePermit), AppError> {
    let place = app
        .hashing_line
        .clone()
        .try_acquire_owned()
        .map_err(|_| AppError::TooMany { retry_after: 2 })?;
    let turn = app.hashing.clone().acquire_owned().await.map_err(AppError::internal)?;
    Ok((place, turn))
}
