//! TLS at the desk itself: real handshakes, with certificates made here.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use ureq::tls::{Certificate, RootCerts};

use super::desk::{Desk, PASSWORD, Visitor};

/// Makes a certificate for this machine, puts it and its key into a folder, and returns who may be trusted because of it.
fn issue(folder: &Path) -> RootCerts {
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).expect("a certificate");
    let pem = made.cert.pem();
    std::fs::write(folder.join("certificate.pem"), &pem).expect("it is written");
    std::fs::write(folder.join("key.pem"), made.signing_key.serialize_pem()).expect("it is written");
    RootCerts::new_with_certs(&[Certificate::from_pem(pem.as_bytes()).expect("a certificate")])
}

/// Serves the desk with the certificate of a folder.
fn desk(folder: &Path) -> Desk {
    let file = |name: &str| folder.join(name).display().to_string();
    Desk::told(&["--tls-certificate", &file("certificate.pem"), "--tls-key", &file("key.pem")])
}

fn signed_in(mut visitor: Visitor) -> (Visitor, String) {
    let answer = visitor.post_form("/sign-in", &[("who", "clerk-1"), ("password", PASSWORD)]);
    assert_eq!(answer.status, 303, "{}", answer.body);
    (visitor, answer.header("set-cookie").to_owned())
}

#[test]
fn the_desk_is_reached_over_tls_and_its_cookies_go_nowhere_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let roots = issue(folder.path());
    let desk = desk(folder.path());
    assert!(desk.url.starts_with("https://127.0.0.1:"), "{}", desk.url);
    let (mut clerk, cookie) = signed_in(Visitor::trusting(&desk.url, roots));
    assert!(cookie.starts_with("__Host-session=") && cookie.ends_with("; Secure"), "{cookie}");
    let page = clerk.get("/queue");
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.header("strict-transport-security").starts_with("max-age="));
    // A form of the desk's own page is its own over TLS, and no other scheme's.
    clerk.csrf = page.field("csrf");
    let body = format!("csrf={}&first=1&last=1", clerk.csrf);
    let form = ("content-type", "application/x-www-form-urlencoded");
    let from = |origin: &str| clerk.send("POST", "/undo", &[form, ("origin", origin)], &body).status;
    assert_eq!(from(&desk.url), 409, "event 1 made the store, and cannot be undone");
    assert_eq!(from(&desk.url.replace("https:", "http:")), 403);
    // No proxy stands before it, so that nobody's word on where they come from is taken: five tries are five, whatever they say.
    let mut stranger = clerk.clone();
    stranger.cookie = None;
    let tries = (1..=6).map(|n| {
        let said = format!("192.0.2.{n}");
        let headers = [form, ("x-forwarded-for", said.as_str())];
        stranger.send("POST", "/sign-in", &headers, "who=manager-1&password=not+the+right+one").status
    });
    assert_eq!(tries.collect::<Vec<_>>(), [401, 401, 401, 401, 401, 429]);
    // A stranger's certificate is refused by whoever asks.
    let wary = Visitor::nobody(&desk.url);
    assert!(wary.try_send("GET", "/health", &[], "").is_err());
}

#[test]
fn a_handshake_that_stalls_keeps_nobody_waiting_and_does_not_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    let roots = issue(folder.path());
    let desk = desk(folder.path());
    let address = desk.url.trim_start_matches("https://").to_owned();
    let began = Instant::now();
    let mut stalled: Vec<TcpStream> =
        (0..50).map(|_| TcpStream::connect(&address).expect("it listens")).collect();
    // One says the first bytes of a handshake and no more; one says what is no handshake, and is hung up on.
    stalled[0].write_all(&[0x16, 0x03, 0x01]).expect("it is sent");
    let mut plain = TcpStream::connect(&address).expect("it listens");
    plain.set_read_timeout(Some(Duration::from_secs(60))).expect("a timeout");
    plain.write_all(b"GET /queue HTTP/1.1\r\nHost: desk\r\n\r\n").expect("it is sent");
    let mut said = Vec::new();
    let _ = plain.read_to_end(&mut said);
    assert!(!said.starts_with(b"HTTP"), "{}", String::from_utf8_lossy(&said));
    let visitor = Visitor::trusting(&desk.url, roots);
    assert_eq!(visitor.get("/health").status, 200);
    let answered = began.elapsed();
    for stream in &mut stalled {
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a timeout");
        let mut byte = [0];
        assert!(matches!(stream.read(&mut byte), Ok(0) | Err(_)), "nothing is said to whoever says nothing");
    }
    let ended = began.elapsed();
    assert!(answered < ended && ended < Duration::from_secs(50), "{answered:?} {ended:?}");
}

#[cfg(unix)]
#[test]
fn a_new_certificate_is_read_without_a_pause_and_a_wrong_one_is_not_taken() {
    let folder = tempfile::tempdir().expect("a folder");
    let old = issue(folder.path());
    let desk = desk(folder.path());
    let hang_up = || {
        let sent = Command::new("kill").args(["-HUP", &desk.process().to_string()]).status();
        assert!(sent.expect("kill runs").success());
    };
    let wait_for = |words: &str| {
        let began = Instant::now();
        while !desk.log().contains(words) {
            assert!(began.elapsed() < Duration::from_secs(60), "{words}: {}", desk.log());
            std::thread::yield_now();
        }
    };
    let is_trusted = |roots: &RootCerts| {
        Visitor::trusting(&desk.url, roots.clone()).try_send("GET", "/health", &[], "").is_ok()
    };
    assert!(is_trusted(&old));
    std::fs::write(folder.path().join("certificate.pem"), "no certificate").expect("it is written");
    hang_up();
    wait_for("the certificate in use stays");
    assert!(is_trusted(&old));
    let new = issue(folder.path());
    hang_up();
    wait_for("the certificate was read again");
    assert!(is_trusted(&new) && !is_trusted(&old));
}

#[test]
fn files_that_cannot_be_used_are_told_before_anything_listens() {
    let desk = Desk::lancashire();
    let folder = tempfile::tempdir().expect("a folder");
    let _ = issue(folder.path());
    let file = |name: &str| folder.path().join(name).display().to_string();
    let (certificate, key) = (file("certificate.pem"), file("key.pem"));
    for (given, expected) in [
        (vec!["--tls-certificate", certificate.as_str()], "--tls-key"),
        (vec!["--tls-certificate", key.as_str(), "--tls-key", key.as_str()], "holds no certificate"),
        (vec!["--tls-certificate", certificate.as_str(), "--tls-key", "/nowhere.pem"], "/nowhere.pem"),
        (vec!["--listen", "0.0.0.0:0"], "--tls-certificate"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_convene"))
            .arg("serve")
            .args(&desk.store)
            .args(if given[0] == "--listen" { &[][..] } else { &["--listen", "127.0.0.1:0"] })
            .args(&given)
            .output()
            .expect("the program runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{given:?}: {said}");
        assert!(said.contains(expected) && !said.contains("listening"), "{given:?}: {said}");
    }
}
