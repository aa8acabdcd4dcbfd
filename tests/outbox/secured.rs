//! A mail server that wants TLS and a password, and one that is not who it says.

use std::sync::Arc;
use std::time::Duration;

use convene::post::{Smtp, SmtpAddress};
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use super::mail_server::{MailServer, PASSWORD, Secured};
use super::rounds::{Bench, FROM};

/// Returns how a server proves who it is, made here for the name, and the certificate in PEM by which it may be trusted.
fn certified(name: &str) -> (Arc<ServerConfig>, String) {
    let made = rcgen::generate_simple_self_signed(vec![name.to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .expect("a certificate and its key");
    (Arc::new(config), made.cert.pem())
}

fn carrier(address: &str, password: &str, ca: Option<&str>) -> Smtp {
    let address = SmtpAddress::new(address).expect("an address");
    let patience = Duration::from_secs(5);
    Smtp::new(address, Some(password.to_owned()), ca.map(str::as_bytes), FROM, patience).expect("a carrier")
}

#[test]
fn messages_go_under_tls_to_a_server_that_is_trusted_and_signed_in_to() {
    let (config, pem) = certified("127.0.0.1");
    let cases = [
        (MailServer::secured(Some(Secured::Tls(Arc::clone(&config)))), "smtps://desk@", ""),
        (MailServer::secured(Some(Secured::StartTls(config))), "smtp://desk@", "?tls=required"),
    ];
    for (server, scheme, how) in &cases {
        let address = format!("{scheme}{}{how}", server.place());
        let bench = Bench::new(2);
        bench.round(&mut carrier(&address, PASSWORD, Some(&pem)), 0);
        assert_eq!(server.accepted().len(), 2, "{address}: {:?}", bench.stand());
        assert!(bench.stand().iter().all(|(standing, _)| *standing == "handed_over"), "{:?}", bench.stand());
    }
}

#[test]
fn nothing_is_sent_to_a_server_that_is_not_who_it_says_or_does_not_know_the_desk() {
    let (config, pem) = certified("127.0.0.1");
    let (other, other_pem) = certified("mail.example.gov.uk");
    let server = MailServer::secured(Some(Secured::StartTls(config)));
    let impostor = MailServer::secured(Some(Secured::Tls(other)));
    let clear = MailServer::start();
    let (right, wrong) = (server.place(), impostor.place());
    let cases = [
        // Nobody vouches for it.
        (format!("smtp://desk@{right}?tls=required"), PASSWORD, None, "certificate"),
        // Another's name is in its certificate.
        (format!("smtps://desk@{wrong}"), PASSWORD, Some(&other_pem), "certificate"),
        (format!("smtp://desk@{right}?tls=required"), "not the right one", Some(&pem), "535 5.7.8"),
        // It does not offer TLS: what was asked for is not left out.
        (format!("smtp://desk@{}?tls=required", clear.place()), PASSWORD, Some(&pem), "STARTTLS"),
    ];
    for (address, password, ca, why) in cases {
        let bench = Bench::new(1);
        bench.round(&mut carrier(&address, password, ca.map(String::as_str)), 0);
        // It waits for the next round.
        let [(standing, told)] = &bench.stand()[..] else { panic!("one message") };
        assert_eq!(*standing, "queued", "{address}: {told}");
        assert!(told.to_lowercase().contains(&why.to_lowercase()), "{address}: {told}");
        assert!(!told.contains(password), "{told}");
    }
    for server in [&server, &impostor, &clear] {
        assert!(server.accepted().is_empty());
    }
}
