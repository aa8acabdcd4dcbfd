//! The signatures of ID tokens: what `jsonwebtoken` asks of a cryptography, answered by `ring`, which TLS brings anyway.
//!
//! It only verifies, and only with public keys: a token that a secret signs (HS256) or nothing signs is never one.

use jsonwebtoken::crypto::{CryptoProvider, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::signature::{Error, Verifier};
use jsonwebtoken::{Algorithm, DecodingKey, DecodingKeyKind};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, RsaPublicKeyComponents,
    UnparsedPublicKey,
};

/// The algorithms that a token may be signed with.
pub(super) const ALGORITHMS: [Algorithm; 3] = [Algorithm::RS256, Algorithm::PS256, Algorithm::ES256];

static RING: CryptoProvider = CryptoProvider {
    signer_factory: |_, _| Err(ErrorKind::UnsupportedAlgorithm.into()),
    verifier_factory: |algorithm, key| {
        if !ALGORITHMS.contains(algorithm) || algorithm.family() != key.family() {
            return Err(ErrorKind::InvalidAlgorithm.into());
        }
        Ok(Box::new(Ring { algorithm: *algorithm, key: key.clone() }))
    },
    // Only what makes or compares keys asks for these.
    key_utils: KeyUtils::new_unimplemented(),
};

/// Makes it the cryptography of this process; more than once does no more.
pub(super) fn install() {
    let _ = RING.install_default();
}

struct Ring {
    algorithm: Algorithm,
    key: DecodingKey,
}

impl Verifier<Vec<u8>> for Ring {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> Result<(), Error> {
        let fits = match (self.algorithm, self.key.kind()) {
            (Algorithm::RS256, DecodingKeyKind::RsaModulusExponent { n, e }) => {
                RsaPublicKeyComponents { n: plain(n), e: plain(e) }.verify(
                    &RSA_PKCS1_2048_8192_SHA256,
                    message,
                    signature,
                )
            }
            (Algorithm::PS256, DecodingKeyKind::RsaModulusExponent { n, e }) => {
                RsaPublicKeyComponents { n: plain(n), e: plain(e) }.verify(
                    &RSA_PSS_2048_8192_SHA256,
                    message,
                    signature,
                )
            }
            (Algorithm::ES256, DecodingKeyKind::SecretOrDer(point)) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, signature)
            }
            _ => return Err(Error::new()),
        };
        fits.map_err(|_| Error::new())
    }
}

impl JwtVerifier for Ring {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }
}

/// Returns a number without zeros at its beginning, which some providers write and `ring` takes for a fault.
fn plain(number: &[u8]) -> &[u8] {
    let first = number.iter().position(|byte| *byte != 0).unwrap_or(number.len());
    &number[first..]
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::crypto::verify;

    use super::*;

    // RFC 7515, appendix A.2.
    const N: &str = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yR\
        T-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsm\
        tdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
    const PAYLOAD: &str =
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    const BY_RSA: &str = "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJd\
        bF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eO\
        kHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
    // Appendix A.3.
    const X: &str = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
    const Y: &str = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
    const BY_EC: &str =
        "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    #[test]
    fn the_signatures_of_rfc_7515_are_right_and_others_are_not() {
        install();
        let rsa = DecodingKey::from_rsa_components(N, "AQAB").expect("a key");
        let ec = DecodingKey::from_ec_components(X, Y).expect("a key");
        let (by_rsa, by_ec) =
            (format!("eyJhbGciOiJSUzI1NiJ9.{PAYLOAD}"), format!("eyJhbGciOiJFUzI1NiJ9.{PAYLOAD}"));
        let is_right = |signature: &str, message: &str, key: &DecodingKey, algorithm| {
            verify(signature, message.as_bytes(), key, algorithm).unwrap_or(false)
        };
        assert!(is_right(BY_RSA, &by_rsa, &rsa, Algorithm::RS256));
        assert!(is_right(BY_EC, &by_ec, &ec, Algorithm::ES256));
        assert!(!is_right(BY_RSA, &by_ec, &rsa, Algorithm::RS256), "another message");
        assert!(!is_right(BY_RSA, &by_rsa, &rsa, Algorithm::PS256), "another padding");
        assert!(!is_right(BY_EC, &by_rsa, &ec, Algorithm::ES256), "another message");
        assert!(!is_right(BY_RSA, &by_rsa, &ec, Algorithm::RS256), "another family");
    }

    #[test]
    fn no_secret_signs_a_token() {
        install();
        let secret = DecodingKey::from_secret(b"the client's secret");
        assert!(verify("", b"", &secret, Algorithm::HS256).is_err());
        assert!(verify("", b"", &secret, Algorithm::RS256).is_err());
    }

    #[test]
    fn zeros_before_a_number_do_not_count() {
        assert_eq!(plain(&[0, 0, 1, 0]), [1, 0]);
        assert_eq!(plain(&[0]), [] as [u8; 0]);
    }
}
