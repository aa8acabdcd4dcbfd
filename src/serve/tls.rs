//! TLS at the desk itself, for an authority that has no proxy before it: TLS 1.3, and 1.2 because Outlook on Windows 10, which subscribes
//! to calendar feeds, has no other.
//!
//! The files are read before anything listens, and again on SIGHUP; where they cannot be used then, the certificate that was in use
//! stays. Handshakes are made in [`super::connections`].

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::{Error as PemError, PemObject};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{Error as RustlsError, ServerConfig};

/// Where certificate and key are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Files {
    /// The certificate and those that vouch for it, in PEM, the desk's own first.
    pub(crate) certificate: PathBuf,
    /// Its private key, in PEM, without a passphrase.
    pub(crate) key: PathBuf,
}

/// Why TLS cannot be spoken with these files.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TlsError {
    #[error("failed to read {}: {error}", .path.display())]
    Unread { path: PathBuf, error: io::Error },
    #[error("{} holds no {wanted}{found}\nwanted a file in PEM, with lines such as -----BEGIN {label}-----", .path.display())]
    Without { path: PathBuf, wanted: &'static str, label: &'static str, found: &'static str },
    #[error("{} is no sound PEM file: {what}\nput the file in place as it was issued", .path.display())]
    Broken { path: PathBuf, what: &'static str },
    #[error("{} is not the key of the certificate in {}\ngive the two that were issued together", .key.display(), .certificate.display())]
    Apart { certificate: PathBuf, key: PathBuf },
    #[error("{} and {} cannot be used: {what}", .certificate.display(), .key.display())]
    Unfit { certificate: PathBuf, key: PathBuf, what: String },
}

/// The certificate in use.
pub(crate) struct Certificate {
    files: Files,
    in_use: RwLock<Arc<ServerConfig>>,
}

impl Certificate {
    /// Reads the files.
    ///
    /// # Errors
    /// Where they cannot be used.
    pub(crate) fn read(files: &Files) -> Result<Certificate, TlsError> {
        Ok(Certificate { files: files.clone(), in_use: RwLock::new(Arc::new(config(files)?)) })
    }

    /// Reads the files again, for connections that come from now on.
    ///
    /// # Errors
    /// Where they cannot be used: the certificate that was in use stays.
    pub(crate) fn read_again(&self) -> Result<(), TlsError> {
        let config = Arc::new(config(&self.files)?);
        *self.in_use.write().unwrap_or_else(PoisonError::into_inner) = config;
        Ok(())
    }

    /// Returns what makes a handshake with the certificate in use.
    pub(super) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(Arc::clone(&self.in_use.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

fn config(files: &Files) -> Result<ServerConfig, TlsError> {
    let Files { certificate, key } = files;
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(&read(certificate)?)
        .collect::<Result<_, _>>()
        .map_err(|error| broken(certificate, &error))?;
    if chain.is_empty() {
        return Err(TlsError::Without {
            path: certificate.clone(),
            wanted: "certificate",
            label: "CERTIFICATE",
            found: "",
        });
    }
    let pem = read(key)?;
    let secret = PrivateKeyDer::from_pem_slice(&pem).map_err(|error| match error {
        PemError::NoItemsFound => {
            let is_locked = pem.windows(9).any(|word| word == b"ENCRYPTED");
            let found = if is_locked { " that is open: it is locked with a passphrase" } else { "" };
            TlsError::Without { path: key.clone(), wanted: "private key", label: "PRIVATE KEY", found }
        }
        error => broken(key, &error),
    })?;
    let unfit = |error: RustlsError| match error {
        RustlsError::InconsistentKeys(_) => {
            TlsError::Apart { certificate: certificate.clone(), key: key.clone() }
        }
        error => {
            TlsError::Unfit { certificate: certificate.clone(), key: key.clone(), what: error.to_string() }
        }
    };
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[&TLS13, &TLS12])
        .map_err(unfit)?
        .with_no_client_auth()
        .with_single_cert(chain, secret)
        .map_err(unfit)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

fn read(path: &Path) -> Result<Vec<u8>, TlsError> {
    fs::read(path).map_err(|error| TlsError::Unread { path: path.to_owned(), error })
}

/// Returns what is wrong with a PEM file, without a word of what it holds.
fn broken(path: &Path, error: &PemError) -> TlsError {
    let what = match error {
        PemError::MissingSectionEnd { .. } => "a part has no -----END line",
        PemError::IllegalSectionStart { .. } => "a -----BEGIN line is not whole",
        PemError::Base64Decode(_) => "a part is not base64",
        _ => "it cannot be read",
    };
    TlsError::Broken { path: path.to_owned(), what }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair() -> (String, String) {
        let made =
            rcgen::generate_simple_self_signed(vec!["desk.example".to_owned()]).expect("a certificate");
        (made.cert.pem(), made.signing_key.serialize_pem())
    }

    #[test]
    fn what_is_wrong_with_the_files_is_said_in_words_and_nothing_of_the_key_is() {
        let (certificate, key) = pair();
        let (_, other) = pair();
        let locked = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n";
        let cut = key.lines().take(2).collect::<Vec<_>>().join("\n");
        let garbled = key.replacen("\nM", "\n*", 1);
        for (certificate, key, expected) in [
            (certificate.as_str(), key.as_str(), None),
            ("", key.as_str(), Some("certificate.pem holds no certificate")),
            (key.as_str(), key.as_str(), Some("certificate.pem holds no certificate")),
            (certificate.as_str(), "", Some("key.pem holds no private key")),
            (certificate.as_str(), certificate.as_str(), Some("key.pem holds no private key")),
            (certificate.as_str(), locked, Some("locked with a passphrase")),
            (
                certificate.as_str(),
                cut.as_str(),
                Some("key.pem is no sound PEM file: a part has no -----END"),
            ),
            (certificate.as_str(), garbled.as_str(), Some("key.pem is no sound PEM file")),
            (certificate.as_str(), other.as_str(), Some("is not the key of the certificate in")),
        ] {
            let folder = tempfile::tempdir().expect("a folder");
            let files = Files {
                certificate: folder.path().join("certificate.pem"),
                key: folder.path().join("key.pem"),
            };
            fs::write(&files.certificate, certificate).expect("it is written");
            fs::write(&files.key, key).expect("it is written");
            let said = Certificate::read(&files).err().map(|error| error.to_string());
            match (&said, expected) {
                (None, None) => {}
                (Some(said), Some(expected)) => assert!(said.contains(expected), "{expected}: {said}"),
                _ => panic!("{expected:?}: {said:?}"),
            }
            let body = key.lines().nth(1).filter(|line| 20 < line.len());
            assert!(body.is_none_or(|body| !said.unwrap_or_default().contains(body)));
        }
        let nowhere = Files { certificate: "/nowhere/c.pem".into(), key: "/nowhere/k.pem".into() };
        let said = Certificate::read(&nowhere).err().expect("it is not there").to_string();
        assert!(said.starts_with("failed to read /nowhere/c.pem"), "{said}");
    }

    #[test]
    fn a_certificate_that_cannot_be_used_does_not_take_the_place_of_one_that_can() {
        let folder = tempfile::tempdir().expect("a folder");
        let files =
            Files { certificate: folder.path().join("certificate.pem"), key: folder.path().join("key.pem") };
        let put = |(certificate, key): (String, String)| {
            fs::write(&files.certificate, certificate).expect("it is written");
            fs::write(&files.key, key).expect("it is written");
        };
        put(pair());
        let certificate = Certificate::read(&files).expect("a pair");
        let in_use = || Arc::clone(&certificate.in_use.read().expect("nobody panicked"));
        let first = in_use();
        fs::write(&files.key, "").expect("it is written");
        assert!(certificate.read_again().is_err());
        assert!(Arc::ptr_eq(&first, &in_use()));
        put(pair());
        certificate.read_again().expect("a pair");
        assert!(!Arc::ptr_eq(&first, &in_use()));
    }
}
