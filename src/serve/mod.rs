//! `convene serve`: the desk in a browser. Pages and the API are thin: they read, call [`crate::desk`], and show.
//!
//! - [`rights`] says who may do what, [`guard`] what holds for every request, [`session`] who asks;
//! - [`acts`] has what people do, written once for pages and API; [`tables`] the register's tables as people keep them;
//! - [`page`] is the frame, [`pages`] has one file a page;
//! - [`routes`] lists every address with the right that it needs.

mod acts;
mod api;
mod app;
mod assets;
mod broken;
mod clock;
mod connections;
mod failure;
mod files;
mod guard;
mod guessable;
mod jobs;
mod late;
mod limits;
pub(crate) mod oidc;
mod page;
mod pages;
mod place;
mod post;
mod rights;
mod routes;
mod seen;
mod session;
mod tables;
pub(crate) mod tls;
mod why;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use chrono::NaiveDate;

use app::App;
use clock::Clock;

use crate::desk::Desk;
use crate::import::Key;
use crate::post::{Post, Smtp};
use crate::store::Store;

pub(crate) use post::Messages;
pub(crate) use session::secret_of;

/// How often what was looked at is written down, and holds that have run out are ended.
const HOUSEKEEPING: Duration = Duration::from_secs(5);
/// How long requests under way may take when the desk is told to end.
const FAREWELL: Duration = Duration::from_secs(10);

/// How the desk is served.
pub(crate) struct Config {
    /// Where it listens.
    pub(crate) listen: SocketAddr,
    /// The address that people know it by, behind a proxy with TLS or with TLS of its own.
    pub(crate) public_url: Option<String>,
    /// The desk's own certificate, where it speaks TLS itself.
    pub(crate) tls: Option<tls::Files>,
    /// The day that it always is, for demonstrations.
    pub(crate) today: Option<NaiveDate>,
    /// The secret with which case systems' numbers of children become references.
    pub(crate) import_key: Option<Key>,
    /// How many changes an account may make in a minute.
    pub(crate) writes_a_minute: usize,
    /// Where people sign in, where that is elsewhere.
    pub(crate) oidc: Option<oidc::Config>,
    /// How people are written to; `None` = they are not.
    pub(crate) messages: Option<Messages>,
}

/// Serves the desk on a store until it is told to end, and sends its messages where there is a mail server.
pub(crate) fn serve(store: Store, config: &Config, sender: Option<(Post, Smtp)>) -> Result<()> {
    if !config.listen.ip().is_loopback() && config.public_url.is_none() && config.tls.is_none() {
        bail!(
            "{} can be reached from other machines, and passwords would go over the network unencrypted\n\
             give --tls-certificate and --tls-key, or put a proxy with TLS before the desk and give --public-url https://…, \
             or listen on 127.0.0.1",
            config.listen
        );
    }
    let certificate = config.tls.as_ref().map(tls::Certificate::read).transpose()?.map(Arc::new);
    refuse_unsound(&store)?;
    let clock = Clock { today: config.today };
    let mut desk = Desk::new(store, clock.today())?;
    if let Some(messages) = &config.messages {
        desk = desk.telling(messages.telling);
    }
    let app = Arc::new(App {
        desk,
        clock,
        public_url: config.public_url.clone(),
        speaks_tls: certificate.is_some(),
        import_key: config.import_key.clone(),
        writes_a_minute: config.writes_a_minute,
        limits: limits::Limits::default(),
        imports: acts::import::turn::Turns::default(),
        oidc: provider(config)?,
        jobs: jobs::Jobs::default(),
        seen: seen::Seen::default(),
        ahead: broken::Ahead::default(),
    });
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(64)
        .enable_all()
        .build()
        .context("failed to start the server")?;
    let postroom = config.messages.map(|messages| Arc::new(post::Postroom::new(messages.chasing, sender)));
    let ended = runtime.block_on(listen(&app, config.listen, certificate, postroom.as_ref()));
    if let Some(postroom) = postroom {
        postroom.end();
    }
    app.seen.write(&app);
    // A mail server that takes its time is not waited for: what it may have acknowledged is on the disk as such.
    runtime.shutdown_timeout(FAREWELL);
    ended
}

/// Refuses a store that is not what its events say: nobody is to book by what somebody or a disk has changed unseen.
///
/// Cost: a read of all events.
fn refuse_unsound(store: &Store) -> Result<()> {
    let Some(broken) = store.verify(None)?.broken else { return Ok(()) };
    let event = broken.event.map_or(String::new(), |event| format!("event {event}: "));
    bail!(
        "the store is not sound, and is not served: {event}{}\n\
         keep it as it is for whoever looks into it, and serve the last copy that is sound: convene restore, convene audit verify",
        broken.why
    )
}

/// Returns the identity provider, where people sign in at one: it sends browsers back to the address that people know the desk by.
fn provider(config: &Config) -> Result<Option<oidc::Provider>> {
    let Some(oidc) = &config.oidc else { return Ok(None) };
    let desk = match &config.public_url {
        Some(url) => url.clone(),
        None if config.listen.port() == 0 => {
            bail!(
                "the identity provider must know where to send browsers back to\ngive --listen with a port, or --public-url"
            )
        }
        None if config.tls.is_some() => format!("https://{}", config.listen),
        None => format!("http://{}", config.listen),
    };
    Ok(Some(oidc::Provider::discover(oidc, &desk)?))
}

async fn listen(
    app: &Arc<App>,
    address: SocketAddr,
    certificate: Option<Arc<tls::Certificate>>,
    postroom: Option<&Arc<post::Postroom>>,
) -> Result<()> {
    let listener = tokio::net::TcpListener::bind(address)
        .await
        .with_context(|| format!("failed to listen on {address}"))?;
    let here = listener.local_addr()?;
    tokio::spawn(keep_house(Arc::clone(app)));
    if let Some(postroom) = postroom {
        tokio::spawn(post::keep(Arc::clone(app), Arc::clone(postroom)));
    }
    let router = routes::router(app);
    if let Some(certificate) = &certificate {
        read_again_on_signal(Arc::clone(certificate))?;
    }
    eprintln!("listening on {}://{here}", app.scheme());
    let (told, mut heard) = tokio::sync::watch::channel(false);
    let until_told = async move {
        told_to_end().await;
        let _ = told.send(true);
    };
    let deadline = async move {
        let _ = heard.wait_for(|told| *told).await;
        tokio::time::sleep(FAREWELL).await;
    };
    tokio::select! {
        () = connections::serve(listener, certificate, router, app.is_behind_proxy(), until_told) => {}
        () = deadline => {}
    }
    Ok(())
}

/// Reads the certificate again whenever the program is sent SIGHUP.
fn read_again_on_signal(certificate: Arc<tls::Certificate>) -> Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut hangup = signal(SignalKind::hangup()).context("failed to listen for SIGHUP")?;
        tokio::spawn(async move {
            while hangup.recv().await.is_some() {
                match certificate.read_again() {
                    Ok(()) => eprintln!("the certificate was read again"),
                    Err(error) => eprintln!("error: {error}\nthe certificate in use stays"),
                }
            }
        });
    }
    #[cfg(not(unix))]
    drop(certificate);
    Ok(())
}

async fn told_to_end() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminate) = signal(SignalKind::terminate()) else { return };
        tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = interrupt.await;
}

async fn keep_house(app: Arc<App>) {
    let mut every = tokio::time::interval(HOUSEKEEPING);
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        every.tick().await;
        let app = Arc::clone(&app);
        let _ = tokio::task::spawn_blocking(move || {
            app.seen.write(&app);
            if let Err(error) = app.desk.store().end_holds(&app.by("desk", "their time ran out")) {
                eprintln!("error: {error}");
            }
            broken::Ahead::judge(&app);
        })
        .await;
    }
}
