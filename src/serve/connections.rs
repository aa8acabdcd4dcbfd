//! Connections: how many there may be, in all and from one address, and how long one may say nothing.
//!
//! `axum::serve` waits for ever for the rest of a request, so that a thousand that are begun and never ended take every file that the
//! program may open. Here each connection has a deadline for its TLS handshake, and for the head of each request, which is as well how
//! long it may be idle between two.

use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio_rustls::TlsAcceptor;

use super::tls::Certificate;

/// Most connections at once: half of the files that a program may open unless it is told otherwise. Who comes then waits in the system's
/// own queue.
const MOST: u32 = 500;
/// Most connections from one address: a council's people behind one address, with a browser's six each. Who comes then is hung up on.
const MOST_FROM_ONE: usize = 200;
/// How long a TLS handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// How long the head of a request may take, and how long a connection may be idle before it.
const HEAD: Duration = Duration::from_secs(20);
/// The same for a proxy, which keeps idle connections for longer and ends slow ones of others itself.
const HEAD_FROM_PROXY: Duration = Duration::from_secs(120);
/// How long to wait where the system gives no connection, as when too many files are open.
const PAUSE: Duration = Duration::from_secs(1);

/// What is heeded of connections.
#[derive(Debug, Clone, Copy)]
struct Rules {
    /// Most from one address, `None` where all come from one.
    most_from_one: Option<usize>,
    /// How long the head of a request may take.
    head: Duration,
}

impl Rules {
    fn of(is_behind_proxy: bool) -> Rules {
        if is_behind_proxy {
            Rules { most_from_one: None, head: HEAD_FROM_PROXY }
        } else {
            Rules { most_from_one: Some(MOST_FROM_ONE), head: HEAD }
        }
    }
}

/// Answers whoever connects, in TLS where there is a certificate, until `told`; then what is under way is answered, nothing new is, and
/// this returns once all connections have ended.
pub(super) async fn serve(
    listener: TcpListener,
    certificate: Option<Arc<Certificate>>,
    router: Router,
    is_behind_proxy: bool,
    told: impl Future<Output = ()>,
) {
    let rules = Rules::of(is_behind_proxy);
    let (ending, ended) = watch::channel(false);
    let turns = Arc::new(Semaphore::new(MOST as usize));
    let counted = Arc::new(Counted::default());
    let mut told = pin!(told);
    loop {
        let (turn, accepted) = tokio::select! {
            next = next(&listener, &turns) => next,
            () = told.as_mut() => break,
        };
        let Ok((stream, from)) = accepted else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let Some(place) = Counted::take(&counted, from.ip(), rules.most_from_one) else { continue };
        let acceptor = certificate.as_ref().map(|certificate| certificate.acceptor());
        let (router, ended) = (router.clone(), ended.clone());
        tokio::spawn(async move {
            let _held = (turn, place);
            speak(stream, from, acceptor, router, rules.head, ended).await;
        });
    }
    drop(listener);
    let _ = ending.send(true);
    let _ = turns.acquire_many(MOST).await;
}

/// Waits for a turn, then for somebody who connects.
async fn next(
    listener: &TcpListener,
    turns: &Arc<Semaphore>,
) -> (Option<OwnedSemaphorePermit>, io::Result<(TcpStream, SocketAddr)>) {
    // The turns are never closed.
    let turn = Arc::clone(turns).acquire_owned().await.ok();
    (turn, listener.accept().await)
}

async fn speak(
    stream: TcpStream,
    from: SocketAddr,
    acceptor: Option<TlsAcceptor>,
    router: Router,
    head: Duration,
    ended: watch::Receiver<bool>,
) {
    match acceptor {
        None => answer(stream, from, router, head, ended).await,
        // A handshake that fails is the other side's: nobody is told, and nothing is logged that anybody could fill the disk with.
        Some(acceptor) => {
            if let Ok(Ok(stream)) = tokio::time::timeout(HANDSHAKE, acceptor.accept(stream)).await {
                answer(stream, from, router, head, ended).await;
            }
        }
    }
}

/// Answers the requests of one connection.
async fn answer<S>(
    stream: S,
    from: SocketAddr,
    router: Router,
    head: Duration,
    mut ended: watch::Receiver<bool>,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(from));
        router.call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(head)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = ended.changed() => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

/// How many connections each address has.
#[derive(Debug, Default)]
struct Counted(Mutex<HashMap<String, usize>>);

/// A connection of an address, counted until it is dropped.
#[derive(Debug)]
struct Place {
    counted: Arc<Counted>,
    from: String,
}

impl Counted {
    /// Counts one more of an address, `None` where it has as many as it may.
    fn take(counted: &Arc<Counted>, from: IpAddr, most: Option<usize>) -> Option<Place> {
        let from = network(from);
        let mut all = counted.0.lock().unwrap_or_else(PoisonError::into_inner);
        let n = all.entry(from.clone()).or_default();
        if most.is_some_and(|most| most <= *n) {
            return None;
        }
        *n += 1;
        Some(Place { counted: Arc::clone(counted), from })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut all = self.counted.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(n) = all.get_mut(&self.from) {
            *n -= 1;
            if *n == 0 {
                all.remove(&self.from);
            }
        }
    }
}

/// Returns what somebody has for an address: one of IPv4 as it is, of one of IPv6 the network of 64 bits that it is in, because everybody
/// has billions of addresses in one.
pub(crate) fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_apart_by_what_somebody_has() {
        for (address, expected) in [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
            ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ] {
            assert_eq!(network(address.parse().expect("an address")), expected);
        }
    }

    #[test]
    fn an_address_has_so_many_and_gives_them_back() {
        let counted = Arc::new(Counted::default());
        let address = |n: u8| IpAddr::from([192, 0, 2, n]);
        let mut places: Vec<Place> =
            (0..3).filter_map(|_| Counted::take(&counted, address(1), Some(3))).collect();
        assert_eq!(places.len(), 3);
        assert!(Counted::take(&counted, address(1), Some(3)).is_none());
        assert!(Counted::take(&counted, address(2), Some(3)).is_some(), "another address has its own");
        assert!(Counted::take(&counted, address(1), None).is_some(), "a proxy has all of them");
        places.pop();
        assert!(Counted::take(&counted, address(1), Some(3)).is_some());
        drop(places);
        assert!(counted.0.lock().expect("nobody panicked").is_empty());
    }
}
