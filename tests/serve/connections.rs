//! Connections that ask for nothing: they end by themselves, are so many and no more, and nobody waits for them.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::desk::{Desk, Visitor};

/// More than one address may have.
const MANY: usize = 250;

/// Returns connections that have begun a request and not ended it.
fn begun(desk: &Desk, n: usize) -> Vec<TcpStream> {
    let address = desk.url.trim_start_matches("http://");
    (0..n)
        .map(|_| {
            let mut stream = TcpStream::connect(address).expect("it listens");
            stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a timeout");
            // Whoever has too many is hung up on, perhaps before this is sent.
            let _ = stream.write_all(b"GET /health HTTP/1.1\r\nHost: desk\r\nX-Slow: ");
            stream
        })
        .collect()
}

/// Waits until the desk hangs up, and returns how long that took.
fn hung_up(stream: &mut TcpStream, began: Instant) -> Duration {
    let mut said = Vec::new();
    let _ = stream.read_to_end(&mut said);
    began.elapsed()
}

#[test]
fn a_request_that_is_never_ended_does_not_stay_and_no_address_has_all_connections() {
    let desk = Desk::lancashire();
    let began = Instant::now();
    let mut streams = begun(&desk, MANY);
    // Those past two hundred are hung up on at once; the others have twenty seconds for the head of their request.
    let mut last = streams.pop().expect("many");
    assert!(hung_up(&mut last, began) < Duration::from_secs(15));
    for stream in &mut streams {
        assert!(hung_up(stream, began) < Duration::from_secs(45), "it would stay for ever");
    }
    assert_eq!(Visitor::nobody(&desk.url).get("/health").status, 200);
}

#[test]
fn half_of_what_an_address_may_have_keeps_nobody_waiting() {
    let desk = Desk::lancashire();
    let streams = begun(&desk, 100);
    let began = Instant::now();
    assert_eq!(Visitor::nobody(&desk.url).get("/health").status, 200);
    assert!(began.elapsed() < Duration::from_secs(10));
    drop(streams);
}

#[test]
fn a_connection_serves_several_requests_and_is_not_kept_idle_for_ever() {
    let desk = Desk::lancashire();
    let mut stream = TcpStream::connect(desk.url.trim_start_matches("http://")).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a timeout");
    for _ in 0..3 {
        stream.write_all(b"GET /health HTTP/1.1\r\nHost: desk\r\n\r\n").expect("it is sent");
        let mut head = [0; 12];
        stream.read_exact(&mut head).expect("an answer");
        assert_eq!(&head, b"HTTP/1.1 200");
        // The rest of the answer: what is sent next stands behind it.
        let mut rest = Vec::new();
        let mut byte = [0];
        while !rest.ends_with(b"\r\n\r\n") {
            stream.read_exact(&mut byte).expect("a head");
            rest.push(byte[0]);
        }
        let head = String::from_utf8_lossy(&rest).to_lowercase();
        let length = head.split("content-length: ").nth(1).and_then(|text| text.split('\r').next());
        let length: usize = length.and_then(|length| length.parse().ok()).expect("a length");
        stream.read_exact(&mut vec![0; length]).expect("a body");
    }
    let began = Instant::now();
    let idle = hung_up(&mut stream, began);
    assert!(Duration::from_secs(10) < idle && idle < Duration::from_secs(45), "{idle:?}");
}
