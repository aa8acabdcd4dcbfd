//! Whether an ID token is the provider's word about this sign-in (OpenID Connect Core 1.0, 3.1.3.7).

use jsonwebtoken::jwk::{Jwk, KeyAlgorithm};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;

use super::signature::{ALGORITHMS, install};
use crate::serve::session::is_same;

/// How far the provider's clock may be from ours, in seconds.
const LEEWAY_SECONDS: u64 = 60;

/// What a token says of somebody; names and addresses are not read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Claims {
    /// By what the provider knows them towards this client.
    pub(super) sub: String,
    /// By what Entra ID knows them towards every client of the tenant.
    pub(super) oid: Option<String>,
    /// The roles that they have been given in this application.
    #[serde(default)]
    pub(super) roles: Vec<String>,
    iss: String,
    aud: Audience,
    nonce: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// What a token must say.
#[derive(Debug, Clone, Copy)]
pub(super) struct Expected<'a> {
    /// The issuer, exactly.
    pub(super) issuer: &'a str,
    /// The client, which it must be for and for nobody else.
    pub(super) client: &'a str,
    /// The nonce of this sign-in.
    pub(super) nonce: &'a str,
}

/// Why a token is not the provider's word about this sign-in. What it says is in no message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum TokenError {
    #[error("the ID token cannot be read")]
    Form,
    #[error("the ID token is signed in a way that is not taken")]
    Algorithm,
    #[error("the ID token is signed with a key that the provider does not have")]
    Key,
    #[error("the ID token's signature, issuer, audience or time is not right")]
    Invalid,
    #[error("the ID token is for somebody else too")]
    Audience,
    #[error("the ID token was made for another sign-in")]
    Nonce,
}

/// Returns the id of the key that a token says it is signed with: the one thing that is believed before its signature is checked.
pub(super) fn key_id(token: &str) -> Result<String, TokenError> {
    let header = decode_header(token).map_err(|_| TokenError::Form)?;
    if !ALGORITHMS.contains(&header.alg) || header.crit.is_some() {
        return Err(TokenError::Algorithm);
    }
    header.kid.ok_or(TokenError::Key)
}

/// Returns what a token says, where the key signed it and it says what is expected.
pub(super) fn validate(token: &str, key: &Jwk, expected: Expected<'_>) -> Result<Claims, TokenError> {
    install();
    let algorithm = decode_header(token).map_err(|_| TokenError::Form)?.alg;
    if !ALGORITHMS.contains(&algorithm) || !is_for(key, algorithm) {
        return Err(TokenError::Algorithm);
    }
    let mut validation = Validation::new(algorithm);
    validation.leeway = LEEWAY_SECONDS;
    validation.validate_nbf = true;
    validation.set_issuer(&[expected.issuer]);
    validation.set_audience(&[expected.client]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    let key = DecodingKey::from_jwk(key).map_err(|_| TokenError::Key)?;
    let claims: Claims = decode(token, &key, &validation).map_err(|_| TokenError::Invalid)?.claims;
    // The library is content with an audience among others, and with an issuer among several.
    let is_ours = match &claims.aud {
        Audience::One(client) => client == expected.client,
        Audience::Many(clients) => matches!(&clients[..], [client] if client == expected.client),
    };
    if !is_ours || claims.iss != expected.issuer {
        return Err(TokenError::Audience);
    }
    if !claims.nonce.as_deref().is_some_and(|nonce| is_same(nonce, expected.nonce)) {
        return Err(TokenError::Nonce);
    }
    Ok(claims)
}

/// Whether a key is for an algorithm, where it says for which it is.
fn is_for(key: &Jwk, algorithm: Algorithm) -> bool {
    key.common.key_algorithm.is_none_or(|wanted| wanted == KeyAlgorithm::from(algorithm))
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use jsonwebtoken::get_current_timestamp;
    use ring::rand::SystemRandom;
    use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
    use serde_json::{Value, json};

    use super::*;

    const EXPECTED: Expected<'static> =
        Expected { issuer: "https://op.example/t", client: "desk", nonce: "n-1" };

    struct Signer {
        pair: EcdsaKeyPair,
        random: SystemRandom,
    }

    impl Signer {
        fn new() -> Signer {
            let (random, way) = (SystemRandom::new(), &ECDSA_P256_SHA256_FIXED_SIGNING);
            let made = EcdsaKeyPair::generate_pkcs8(way, &random).expect("random");
            Signer { pair: EcdsaKeyPair::from_pkcs8(way, made.as_ref(), &random).expect("a key"), random }
        }

        fn key(&self) -> Value {
            let (x, y) = self.pair.public_key().as_ref()[1..].split_at(32);
            let (x, y) = (URL_SAFE_NO_PAD.encode(x), URL_SAFE_NO_PAD.encode(y));
            json!({ "kty": "EC", "crv": "P-256", "kid": "k", "alg": "ES256", "x": x, "y": y })
        }

        fn sign(&self, header: &Value, claims: &Value) -> String {
            let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
            let message = format!("{}.{}", part(header), part(claims));
            let signature = self.pair.sign(&self.random, message.as_bytes()).expect("signed");
            format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()))
        }
    }

    fn header() -> Value {
        json!({ "alg": "ES256", "kid": "k", "typ": "JWT" })
    }

    /// Returns claims that are right, with some of them others; `null` leaves one out.
    fn claims(changed: &Value) -> Value {
        let now = get_current_timestamp();
        let mut claims = json!({
            "iss": "https://op.example/t", "aud": "desk", "sub": "s-1", "nonce": "n-1", "iat": now, "nbf": now, "exp": now + 300,
        });
        for (name, value) in changed.as_object().expect("an object") {
            if value.is_null() {
                claims.as_object_mut().expect("an object").remove(name);
            } else {
                claims[name] = value.clone();
            }
        }
        claims
    }

    fn key_of(value: Value) -> Jwk {
        serde_json::from_value(value).expect("a key")
    }

    #[test]
    fn a_token_says_what_is_expected_or_is_refused() {
        let (signer, now) = (Signer::new(), get_current_timestamp());
        let key = key_of(signer.key());
        // Times are ten seconds from their boundary, which a slow machine cannot cross.
        for (changed, wanted) in [
            (json!({}), Ok(())),
            (json!({ "aud": ["desk"] }), Ok(())),
            (json!({ "nbf": null }), Ok(())),
            (json!({ "exp": now - 50 }), Ok(())),
            (json!({ "exp": now - 70 }), Err(TokenError::Invalid)),
            (json!({ "nbf": now + 50 }), Ok(())),
            (json!({ "nbf": now + 80 }), Err(TokenError::Invalid)),
            (json!({ "exp": null }), Err(TokenError::Invalid)),
            (json!({ "exp": "soon" }), Err(TokenError::Invalid)),
            (json!({ "iss": "https://op.example/t/" }), Err(TokenError::Invalid)),
            (json!({ "iss": ["https://op.example/t"] }), Err(TokenError::Invalid)),
            (json!({ "iss": null }), Err(TokenError::Invalid)),
            (json!({ "aud": "other" }), Err(TokenError::Invalid)),
            (json!({ "aud": ["desk", "other"] }), Err(TokenError::Audience)),
            (json!({ "aud": null }), Err(TokenError::Invalid)),
            (json!({ "sub": null }), Err(TokenError::Invalid)),
            (json!({ "nonce": "n-2" }), Err(TokenError::Nonce)),
            (json!({ "nonce": null }), Err(TokenError::Nonce)),
            (json!({ "roles": "Convene.Clerk" }), Err(TokenError::Invalid)),
        ] {
            let token = signer.sign(&header(), &claims(&changed));
            assert_eq!(validate(&token, &key, EXPECTED).map(|_| ()), wanted, "{changed}");
        }
    }

    #[test]
    fn a_token_gives_who_and_roles() {
        let signer = Signer::new();
        let token = signer.sign(
            &header(),
            &claims(&json!({ "oid": "o-1", "roles": ["Convene.Clerk"], "name": "Somebody" })),
        );
        assert_eq!(key_id(&token).as_deref(), Ok("k"));
        let claims = validate(&token, &key_of(signer.key()), EXPECTED).expect("it is right");
        assert_eq!((claims.sub.as_str(), claims.oid.as_deref()), ("s-1", Some("o-1")));
        assert_eq!(claims.roles, ["Convene.Clerk"]);
    }

    #[test]
    fn a_token_that_another_key_signed_or_that_was_changed_is_refused() {
        let (signer, other) = (Signer::new(), Signer::new());
        let token = signer.sign(&header(), &claims(&json!({})));
        assert_eq!(validate(&token, &key_of(other.key()), EXPECTED), Err(TokenError::Invalid));
        let others = other.sign(&header(), &claims(&json!({ "sub": "s-2" })));
        let (message, _) = others.rsplit_once('.').expect("three parts");
        let (_, signature) = token.rsplit_once('.').expect("three parts");
        let changed = format!("{message}.{signature}");
        assert_eq!(validate(&changed, &key_of(signer.key()), EXPECTED), Err(TokenError::Invalid));
        let mut for_rsa = signer.key();
        for_rsa["alg"] = json!("RS256");
        assert_eq!(validate(&token, &key_of(for_rsa), EXPECTED), Err(TokenError::Algorithm));
    }

    #[test]
    fn only_a_token_with_a_known_way_and_a_key_is_looked_at() {
        let signer = Signer::new();
        for (header, wanted) in [
            (json!({ "alg": "none" }), TokenError::Form),
            (json!({ "alg": "HS256", "kid": "k" }), TokenError::Algorithm),
            (json!({ "alg": "RS512", "kid": "k" }), TokenError::Algorithm),
            (json!({ "alg": "ES256", "kid": "k", "crit": ["b64"] }), TokenError::Algorithm),
            (json!({ "alg": "ES256" }), TokenError::Key),
        ] {
            assert_eq!(key_id(&signer.sign(&header, &claims(&json!({})))), Err(wanted), "{header}");
        }
        for text in ["", "a.b.c", "one"] {
            assert_eq!(key_id(text), Err(TokenError::Form), "{text}");
        }
        let by_secret = signer.sign(&json!({ "alg": "HS256", "kid": "k" }), &claims(&json!({})));
        assert_eq!(validate(&by_secret, &key_of(signer.key()), EXPECTED), Err(TokenError::Algorithm));
    }
}
