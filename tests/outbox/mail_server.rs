//! A mail server on the loopback that keeps what it acknowledges, and says what it is told to. `benches/desk` uses it too.

#![allow(dead_code, reason = "each figure and each test uses what it needs")]

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned};

/// A mail that was acknowledged.
#[derive(Debug, Clone)]
pub(crate) struct Accepted {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) text: String,
}

impl Accepted {
    /// Returns the left part of its `Message-ID`.
    pub(crate) fn id(&self) -> String {
        let line = self.text.lines().find_map(|line| line.strip_prefix("Message-ID: <"));
        line.and_then(|line| line.split('@').next()).unwrap_or_default().to_owned()
    }
}

/// What the server does with one step of one mail, instead of taking it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Turn {
    /// It answers `MAIL`, `RCPT`, `DATA` or the end (`.`) with a line of its own.
    Say(&'static str, &'static str),
    /// It takes the mail and hangs up before it says so.
    TakeAndHangUp,
    /// It takes the mail and says so in Latin-1.
    TakeInLatin1,
    /// It hangs up when it is asked to take the mail's data.
    HangUp,
}

/// How the server keeps what is sent from others. Whoever does not sign in, as `desk` with [`PASSWORD`], may send nothing.
#[derive(Clone)]
pub(crate) enum Secured {
    /// TLS from the first byte.
    Tls(Arc<ServerConfig>),
    /// TLS when it is asked for.
    StartTls(Arc<ServerConfig>),
    /// The same, with somebody on the way who adds lines in the clear to the answer that TLS may begin. Nobody need sign in.
    Injected(Arc<ServerConfig>, String),
}

/// What `desk` signs in with.
pub(crate) const PASSWORD: &str = "four plain words here";
/// Those two as `AUTH PLAIN` has them, in base64.
const SIGNED: &str = "AGRlc2sAZm91ciBwbGFpbiB3b3JkcyBoZXJl";

/// What is read from and written to, in the clear or not.
trait Stream: Read + Write {}
impl<S: Read + Write> Stream for S {}

#[derive(Default)]
struct Kept {
    accepted: Vec<Accepted>,
    turns: VecDeque<Turn>,
    delay: Duration,
}

/// A mail server at work.
pub(crate) struct MailServer {
    port: u16,
    kept: Arc<Mutex<Kept>>,
}

impl MailServer {
    pub(crate) fn start() -> MailServer {
        MailServer::secured(None)
    }

    pub(crate) fn secured(secured: Option<Secured>) -> MailServer {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let kept: Arc<Mutex<Kept>> = Arc::default();
        let keeper = Arc::clone(&kept);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (kept, secured) = (Arc::clone(&keeper), secured.clone());
                thread::spawn(move || {
                    // Whoever is killed says no goodbye.
                    let _ = talk(stream, &kept, secured.as_ref());
                });
            }
        });
        MailServer { port, kept }
    }

    /// Returns its address and port.
    pub(crate) fn place(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    pub(crate) fn url(&self) -> String {
        format!("smtp://{}", self.place())
    }

    /// Lets the server do something else with the next mails, one a turn.
    pub(crate) fn next(&self, turns: &[Turn]) {
        self.kept.lock().expect("nobody panics").turns.extend(turns.iter().cloned());
    }

    pub(crate) fn accepted(&self) -> Vec<Accepted> {
        self.kept.lock().expect("nobody panics").accepted.clone()
    }

    /// Returns the identifiers of all mails that were acknowledged, in order.
    pub(crate) fn accepted_ids(&self) -> Vec<String> {
        self.accepted().iter().map(Accepted::id).collect()
    }
}

fn under_tls(stream: &TcpStream, config: &Arc<ServerConfig>) -> std::io::Result<BufReader<Box<dyn Stream>>> {
    let connection = ServerConnection::new(Arc::clone(config)).map_err(std::io::Error::other)?;
    Ok(BufReader::new(Box::new(StreamOwned::new(connection, stream.try_clone()?))))
}

fn talk(stream: TcpStream, kept: &Mutex<Kept>, secured: Option<&Secured>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut lines = match secured {
        Some(Secured::Tls(config)) => under_tls(&stream, config)?,
        _ => BufReader::new(Box::new(stream.try_clone()?) as Box<dyn Stream>),
    };
    let mut is_secret = matches!(secured, Some(Secured::Tls(_)));
    let mut is_known = matches!(secured, None | Some(Secured::Injected(..)));
    let (mut from, mut to, mut turn) = (String::new(), String::new(), None);
    let mut line = String::new();
    macro_rules! say {
        ($text:expr) => {{
            let text = format!("{}\r\n", $text);
            lines.get_mut().write_all(text.as_bytes()).and_then(|()| lines.get_mut().flush())
        }};
    }
    say!("220 mail.example.gov.uk ESMTP")?;
    loop {
        line.clear();
        if lines.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let words = line.trim_end().to_owned();
        let verb = words.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let other = |step: &str, turn: &Option<Turn>| match turn {
            Some(Turn::Say(at, answer)) if *at == step => Some(*answer),
            _ => None,
        };
        match verb.as_str() {
            "EHLO" => {
                let more = match secured {
                    None => "",
                    Some(_) if is_secret => "250-AUTH PLAIN\r\n",
                    Some(_) => "250-STARTTLS\r\n",
                };
                say!(format!("250-mail.example.gov.uk\r\n{more}250 8BITMIME"))?;
            }
            "STARTTLS" => match secured {
                Some(Secured::StartTls(config) | Secured::Injected(config, _)) if !is_secret => {
                    let more = match secured {
                        Some(Secured::Injected(_, lines)) => lines.as_str(),
                        _ => "",
                    };
                    // In one piece, so that it is read in one.
                    say!(format!("220 2.0.0 go on{more}"))?;
                    lines = under_tls(&stream, config)?;
                    is_secret = true;
                }
                _ => say!("503 5.5.1 not now")?,
            },
            "AUTH" if is_secret && words.strip_prefix("AUTH PLAIN ") == Some(SIGNED) => {
                is_known = true;
                say!("235 2.7.0 welcome")?;
            }
            // As some do, it repeats what it was sent.
            "AUTH" => say!(format!("535 5.7.8 who are you? {words}"))?,
            "MAIL" if !is_known => say!("530 5.7.0 sign in first")?,
            "MAIL" => {
                turn = kept.lock().expect("nobody panics").turns.pop_front();
                from = in_brackets(&words);
                to.clear();
                say!(other("MAIL", &turn).unwrap_or("250 2.1.0 ok"))?;
            }
            "RCPT" if from.is_empty() => say!("503 5.5.1 MAIL first")?,
            "RCPT" => {
                let answer = other("RCPT", &turn);
                if answer.is_none() {
                    to = in_brackets(&words);
                }
                say!(answer.unwrap_or("250 2.1.5 ok"))?;
            }
            "DATA" if to.is_empty() => say!("503 5.5.1 RCPT first")?,
            "DATA" if turn == Some(Turn::HangUp) => return Ok(()),
            "DATA" => {
                if let Some(answer) = other("DATA", &turn) {
                    say!(answer)?;
                    continue;
                }
                say!("354 go on")?;
                let mut text = String::new();
                loop {
                    line.clear();
                    if lines.read_line(&mut line)? == 0 {
                        // Without its end it is no mail.
                        return Ok(());
                    }
                    if line == ".\r\n" {
                        break;
                    }
                    text.push_str(line.strip_prefix('.').unwrap_or(&line));
                }
                if let Some(answer) = other(".", &turn) {
                    say!(answer)?;
                    continue;
                }
                let n = {
                    let mut kept = kept.lock().expect("nobody panics");
                    kept.accepted.push(Accepted { from: from.clone(), to: to.clone(), text });
                    kept.accepted.len()
                };
                if turn == Some(Turn::TakeAndHangUp) {
                    return Ok(());
                }
                if turn == Some(Turn::TakeInLatin1) {
                    lines.get_mut().write_all(b"250 2.0.0 empf\xe4ngt\r\n")?;
                    lines.get_mut().flush()?;
                    continue;
                }
                // A disk takes its time, another one each mail.
                thread::sleep(Duration::from_micros((n as u64 * 7919) % 3_000));
                say!(&format!("250 2.0.0 queued as {n} for <{to}>"))?;
            }
            "RSET" => {
                from.clear();
                say!("250 2.0.0 ok")?;
            }
            "NOOP" => say!("250 2.0.0 ok")?,
            "QUIT" => {
                say!("221 2.0.0 bye")?;
                return Ok(());
            }
            _ => say!("500 5.5.2 what?")?,
        }
    }
}

fn in_brackets(line: &str) -> String {
    line.split(['<', '>']).nth(1).unwrap_or_default().to_owned()
}
