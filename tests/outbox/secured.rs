//! A mail server that wants TLS and a password, and one that is not who it says.

use std::sync::Arc;
use std::time::Duration;

use convene::post::{Smtp, SmtpAddress};
use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair};
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use super::mail_server::{MailServer, PASSWORD, Secured, Turn};
use super::rounds::{Bench, FROM};

/// Returns how a server proves who it is, made here for the name, and the certificate in PEM by which it may be trusted.
fn certified(name: &str) -> (Arc<ServerConfig>, String) {
    certified_as(name, IsCa::NoCa)
}

fn certified_as(name: &str, is_ca: IsCa) -> (Arc<ServerConfig>, String) {
    let mut asked = CertificateParams::new(vec![name.to_owned()]).expect("a name");
    asked.is_ca = is_ca;
    let signing = KeyPair::generate().expect("a key");
    let cert = asked.self_signed(&signing).expect("a certificate");
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(signing.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .expect("a certificate and its key");
    (Arc::new(config), cert.pem())
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
    let (authority, authority_pem) = certified_as("127.0.0.1", IsCa::Ca(BasicConstraints::Unconstrained));
    let authority = MailServer::secured(Some(Secured::Tls(authority)));
    let clear = MailServer::start();
    let (right, wrong) = (server.place(), impostor.place());
    let cases = [
        // Nobody vouches for it.
        (format!("smtp://desk@{right}?tls=required"), PASSWORD, None, "certificate"),
        // Another's name is in its certificate.
        (format!("smtps://desk@{wrong}"), PASSWORD, Some(&other_pem), "certificate"),
        // What openssl req -x509 makes, unless it is told otherwise.
        (format!("smtps://desk@{}", authority.place()), PASSWORD, Some(&authority_pem), "CA:FALSE"),
        (format!("smtp://desk@{right}?tls=required"), "not the right one", Some(&pem), "(535): 5.7.8"),
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
        // Neither as it is nor as it was sent: the server repeats the line.
        let sent = "AGRlc2sAbm90IHRoZSByaWdodCBvbmU";
        assert!(!told.contains(password) && !told.contains(sent), "{told}");
    }
    for server in [&server, &impostor, &authority, &clear] {
        assert!(server.accepted().is_empty());
    }
}

#[test]
fn answers_that_are_slipped_in_before_tls_are_believed_by_nobody() {
    let (config, pem) = certified("127.0.0.1");
    let cases = [
        // Each answer would be taken for that to the next question, and 354 for that to the end of the mail.
        "\r\n250 mail.example.gov.uk",
        "\r\n250-mail.example.gov.uk\r\n250 8BITMIME",
        // All answers up to the last are somebody else's.
        "\r\n250 mail.example.gov.uk\r\n250 2.1.0 ok\r\n250 2.1.5 ok\r\n354 go on\r\n250 2.0.0 queued",
        "\r\n250 mail.example.gov.uk\r\n554 no",
        "\r\n250 mail.example.gov.uk\r\n25",
    ];
    for lines in cases {
        let server = MailServer::secured(Some(Secured::Injected(Arc::clone(&config), lines.to_owned())));
        // The server itself refuses the mail: whoever says that it is handed over has lost it.
        server.next(&[Turn::Say(".", "554 5.7.1 looks like spam")]);
        let address =
            SmtpAddress::new(&format!("smtp://{}?tls=required", server.place())).expect("an address");
        let carrier = Smtp::new(address, None, Some(pem.as_bytes()), FROM, Duration::from_secs(5));
        let bench = Bench::new(1);
        bench.round(&mut carrier.expect("a carrier"), 0);
        let [(standing, told)] = &bench.stand()[..] else { panic!("one message") };
        assert_eq!(*standing, "queued", "{lines:?}: {told}");
        assert!(server.accepted().is_empty());
    }
    // Nobody on the way: the same server is believed.
    let server = MailServer::secured(Some(Secured::Injected(config, String::new())));
    let address = SmtpAddress::new(&format!("smtp://{}?tls=required", server.place())).expect("an address");
    let carrier = Smtp::new(address, None, Some(pem.as_bytes()), FROM, Duration::from_secs(5));
    let bench = Bench::new(1);
    bench.round(&mut carrier.expect("a carrier"), 0);
    assert_eq!(server.accepted().len(), 1, "{:?}", bench.stand());
}
