//! The desk under load, over HTTP: races for one place, suggestions beside ten thousand bookings, fifty clerks at once, and kills; and the
//! outbox, killed while it sends.
//!
//! `cargo bench --bench desk -- race|places|clerks|kill|calendar|outbox [how many]`. Without a name each is run, short.

#[path = "../../tests/absent.rs"]
mod absent;
mod county;
#[path = "../../tests/serve/desk.rs"]
mod desk;
#[path = "../../tests/outbox/kills.rs"]
mod kills;
#[path = "../../tests/outbox/mail_server.rs"]
mod mail_server;
#[path = "../../tests/store/server.rs"]
mod server;

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Barrier, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use desk::{Answer, Desk, Visitor, as_refs, first_place, queued, scenario};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|given| !given.starts_with("--")).collect();
    let name = arguments.first().map_or("all", String::as_str);
    let count = |or: usize| arguments.get(1).and_then(|given| given.parse().ok()).unwrap_or(or);
    match name {
        "race" => race(count(1_000)),
        "places" => places(count(500)),
        "clerks" => clerks(count(10)),
        "kill" => kill(count(100)),
        "calendar" => calendar(count(100)),
        "outbox" => outbox(count(1_000)),
        _ => {
            race(20);
            places(100);
            calendar(50);
            kill(10);
            outbox(10);
            clerks(1);
        }
    }
}

/// A hundred clients post the same booking at once.
fn race(rounds: usize) {
    const CLIENTS: usize = 100;
    let mut desks = vec![("SQLite", Desk::lancashire())];
    match server::url() {
        Some(url) => {
            let schema = format!("race_{}", std::process::id());
            desks.push((
                "PostgreSQL",
                Desk::postgres(&scenario("lancashire-2012"), "2012-04-02", url, &schema),
            ));
        }
        None => println!("race: PostgreSQL is not here"),
    }
    for (engine, desk) in desks {
        // A clerk of its own for each few clients: nobody writes so much a minute that the desk refuses them for that.
        let mut clerk = desk.visitor("clerk-1");
        let reference = queued(&clerk.get("/queue")).into_iter().next().expect("somebody waits");
        let path = format!("/meetings/{reference}/book");
        let (mut wins, mut told, mut limited, mut broken) = (0, 0, 0, 0);
        let began = Instant::now();
        for _ in 0..rounds {
            let place = first_place(&clerk.get(&path));
            let barrier = Barrier::new(CLIENTS);
            let statuses: Mutex<Vec<u16>> = Mutex::default();
            thread::scope(|scope| {
                for _ in 0..CLIENTS {
                    let mut one = clerk.clone();
                    let (barrier, statuses, place, path) = (&barrier, &statuses, &place, &path);
                    scope.spawn(move || {
                        barrier.wait();
                        let status = one.post(path, &as_refs(place)).status;
                        statuses.lock().expect("nobody panics").push(status);
                    });
                }
            });
            let statuses = statuses.into_inner().expect("nobody panics");
            let n = |wanted: u16| statuses.iter().filter(|status| **status == wanted).count();
            wins += n(303);
            told += n(409);
            limited += n(429);
            if n(303) != 1 || n(303) + n(409) != CLIENTS {
                broken += 1;
            }
        }
        let (sound, said) = desk.verify();
        println!(
            "race, {engine}: {rounds} rounds of {CLIENTS} in {:.0} s: {wins} won, {told} told, {limited} limited, \
             {broken} rounds not as wanted; the store is {}",
            began.elapsed().as_secs_f64(),
            if sound { "sound".to_owned() } else { said }
        );
        let _ = clerk.post("/sign-out", &[]);
    }
}

/// The page with the best places of a meeting, beside ten thousand bookings.
fn places(n: usize) {
    let (folder, today) = county::ten_thousand();
    let desk = Desk::of(folder.path(), &today);
    let clerk = desk.visitor("clerk-1");
    let waiting = queued(&clerk.get("/queue"));
    let cold = timed(|| clerk.get(&format!("/meetings/{}/book", waiting[0])));
    let times: Vec<Duration> = (0..n)
        .map(|at| timed(|| clerk.get(&format!("/meetings/{}/book", waiting[at % waiting.len()]))))
        .collect();
    say("places, 10,000 bookings", &times);
    println!("  the first after the desk starts: {:.0} ms", cold.as_secs_f64() * 1e3);
    let mut clerk = clerk;
    let after: Vec<Duration> = waiting
        .iter()
        .take(20)
        .map(|reference| {
            let path = format!("/meetings/{reference}/book");
            let place = first_place(&clerk.get(&path));
            let _ = clerk.post(&path, &as_refs(&place));
            timed(|| clerk.get(&format!("/meetings/{}/book", waiting[waiting.len() - 1])))
        })
        .collect();
    say("  the first after each booking", &after);
}

/// A week of everybody's calendar.
fn calendar(n: usize) {
    let (folder, today) = county::ten_thousand();
    let desk = Desk::of(folder.path(), &today);
    let clerk = desk.visitor("clerk-1");
    let mut size = 0;
    let times: Vec<Duration> = (0..n)
        .map(|_| {
            timed(|| {
                let answer = clerk.get("/calendar?view=week&by=chair");
                size = answer.body.len();
                answer
            })
        })
        .collect();
    say("calendar, a week of all chairs", &times);
    println!("  {} kB", size / 1000);
}

/// Fifty clerks who look and book, each every second or two.
fn clerks(minutes: usize) {
    const CLERKS: usize = 50;
    let (folder, today) = county::ten_thousand();
    let desk = Desk::of(folder.path(), &today);
    let first = desk.visitor("clerk-1");
    let (times, errors, stop) = (Mutex::new(Vec::new()), AtomicUsize::new(0), AtomicBool::new(false));
    let memory = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for at in 0..CLERKS {
            let (mut clerk, times, errors, stop) = (first.clone(), &times, &errors, &stop);
            scope.spawn(move || {
                let mut turn = at;
                while !stop.load(Ordering::Relaxed) {
                    let ask = |act: &mut dyn FnMut() -> Answer| {
                        let began = Instant::now();
                        let answer = act();
                        times.lock().expect("nobody panics").push(began.elapsed());
                        if 500 <= answer.status {
                            errors.fetch_add(1, Ordering::Relaxed);
                        }
                        thread::sleep(Duration::from_millis(1_500));
                        answer
                    };
                    let queue = ask(&mut || clerk.get("/queue"));
                    let waiting = queued(&queue);
                    if waiting.is_empty() {
                        break;
                    }
                    let path = format!("/meetings/{}/book", waiting[turn % waiting.len()]);
                    let page = ask(&mut || clerk.get(&path));
                    if turn % 10 == 0 && page.status == 200 && page.body.contains("value=\"book\"") {
                        let place = first_place(&page);
                        let _ = ask(&mut || clerk.post(&path, &as_refs(&place)));
                    }
                    let _ = ask(&mut || clerk.get("/calendar?view=week&by=chair"));
                    turn += 7;
                }
            });
        }
        let end = Instant::now() + Duration::from_secs(60 * minutes as u64);
        while Instant::now() < end {
            memory.lock().expect("nobody panics").push(desk.memory_mb());
            thread::sleep(Duration::from_secs(5));
        }
        stop.store(true, Ordering::Relaxed);
    });
    say(&format!("clerks, {CLERKS} for {minutes} minutes"), &times.into_inner().expect("nobody panics"));
    let memory = memory.into_inner().expect("nobody panics");
    println!(
        "  {} answers of 500 and above; memory {} MB after the first minute, {} at the end",
        errors.into_inner(),
        memory.get(12).or(memory.last()).unwrap_or(&0),
        memory.last().unwrap_or(&0)
    );
}

/// The program is killed while clerks book, and what was acknowledged is looked for.
fn kill(times: usize) {
    const CLERKS: usize = 4;
    let (folder, today) = county::ten_thousand();
    let mut desk = Desk::of(folder.path(), &today);
    let (mut acknowledged, mut lost) = (0, 0);
    for round in 0..times {
        let clerk = desk.visitor("clerk-1");
        let waiting = queued(&clerk.get("/queue"));
        let booked: Mutex<Vec<(String, (u64, u64))>> = Mutex::default();
        thread::scope(|scope| {
            for at in 0..CLERKS {
                let (clerk, booked, waiting) = (clerk.clone(), &booked, &waiting);
                scope.spawn(move || {
                    book_until_it_ends(&clerk, waiting.iter().skip(at).step_by(CLERKS), booked)
                });
            }
            // At another moment each time, while they write: the first places after a start take half a second.
            thread::sleep(Duration::from_millis(1_500 + (round as u64 * 37) % 400));
            desk.kill();
        });
        desk.kill_and_serve_again();
        let mut clerk = clerk.at(&desk.url);
        let booked = booked.into_inner().expect("nobody panics");
        let waiting = queued(&clerk.get("/queue"));
        acknowledged += booked.len();
        lost += booked.iter().filter(|(reference, _)| waiting.contains(reference)).count();
        // They are undone, so that the next round has something to book.
        for (_, (first, last)) in booked {
            let _ = clerk.post("/undo", &[("first", &first.to_string()), ("last", &last.to_string())]);
        }
    }
    let (sound, said) = desk.verify();
    println!(
        "kill: {times} times: {acknowledged} bookings acknowledged, {lost} lost; the store is {}",
        if sound { "sound".to_owned() } else { said }
    );
}

/// The program is killed while it sends messages to a mail server, and what the server has is looked for: to one of other people's code where
/// that is installed, and to our own.
fn outbox(kills: usize) {
    let own = mail_server::MailServer::start();
    let told = |name: &str, counted: kills::Counted| {
        println!(
            "outbox, {name}: {} kills, {} messages: {} lost, {} acknowledged twice; {} were to be decided about, of which {} had arrived",
            counted.kills,
            counted.messages,
            counted.lost,
            counted.doubled,
            counted.unsettled,
            counted.of_them_arrived
        );
    };
    told("our own mail server", kills::kill_and_count(kills, &own.url(), &|| own.accepted_ids()));
    match foreign_mail_server() {
        Some((mut server, url, log)) => {
            let accepted = || {
                let log = std::fs::read_to_string(log.path()).unwrap_or_default();
                log.lines().map(str::to_owned).collect()
            };
            told("aiosmtpd", kills::kill_and_count(kills, &url, &accepted));
            let _ = server.kill();
            let _ = server.wait();
        }
        None => println!("outbox: aiosmtpd is not here (Debian's python3-aiosmtpd)"),
    }
}

/// Starts a mail server that is not ours, and returns it with its address and its log.
fn foreign_mail_server() -> Option<(Child, String, tempfile::NamedTempFile)> {
    let log = tempfile::NamedTempFile::new().ok()?;
    let port = TcpListener::bind("127.0.0.1:0").ok()?.local_addr().ok()?.port();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/desk/mail_server.py");
    let mut server = Command::new(std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned()))
        .arg(script)
        .arg(log.path())
        .arg(port.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut line = String::new();
    BufReader::new(server.stdout.take()?).read_line(&mut line).ok()?;
    if line.trim() == "ready" {
        return Some((server, format!("smtp://127.0.0.1:{port}"), log));
    }
    let _ = server.wait();
    None
}

fn book_until_it_ends<'a>(
    clerk: &Visitor,
    waiting: impl Iterator<Item = &'a String>,
    booked: &Mutex<Vec<(String, (u64, u64))>>,
) {
    for reference in waiting {
        let path = format!("/meetings/{reference}/book");
        let Ok(page) = clerk.try_send("GET", &path, &[], "") else { return };
        if page.status != 200 || !page.body.contains("value=\"book\"") {
            continue;
        }
        let place = first_place(&page);
        let fields: Vec<String> = as_refs(&place)
            .iter()
            .map(|(name, value)| format!("{name}={}", value.replace(':', "%3A")))
            .collect();
        let body = format!("csrf={}&{}", clerk.csrf, fields.join("&"));
        let form = [("content-type", "application/x-www-form-urlencoded")];
        match clerk.try_send("POST", &path, &form, &body) {
            Ok(answer) if answer.status == 303 => {
                booked.lock().expect("nobody panics").push((reference.clone(), answer.done()));
            }
            Ok(_) => {}
            Err(_) => return,
        }
    }
}

fn timed(act: impl FnOnce() -> Answer) -> Duration {
    let began = Instant::now();
    let answer = act();
    assert!(answer.status < 500, "{}", answer.body);
    began.elapsed()
}

fn say(what: &str, times: &[Duration]) {
    let mut times: Vec<f64> = times.iter().map(|time| time.as_secs_f64() * 1e3).collect();
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times.get(((times.len() as f64 - 1.0) * share) as usize).copied().unwrap_or(0.0);
    println!(
        "{what}: {} requests, middle {:.1} ms, p99 {:.1} ms, longest {:.1} ms",
        times.len(),
        at(0.5),
        at(0.99),
        at(1.0)
    );
}
