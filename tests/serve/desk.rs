//! A desk that is served, and somebody who uses it. `benches/desk` uses it too.

#![allow(dead_code, reason = "each figure and each test uses what it needs")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

/// The program under test.
const CONVENE: &str = env!("CARGO_BIN_EXE_convene");
/// The password of every account of these tests.
pub(crate) const PASSWORD: &str = "four plain words here";
/// Each account with its role.
pub(crate) const ACCOUNTS: [(&str, &str); 5] = [
    ("clerk-1", "clerk"),
    ("chair-1", "chair"),
    ("manager-1", "manager"),
    ("auditor-1", "auditor"),
    ("admin-1", "administrator"),
];

/// A desk at work. It ends with the test.
pub(crate) struct Desk {
    child: Child,
    pub(crate) url: String,
    pub(crate) folder: TempDir,
    pub(crate) store: Vec<String>,
    today: String,
    /// What else `serve` is told.
    besides: Vec<String>,
    /// What it finds in its environment.
    environment: Vec<(&'static str, PathBuf)>,
}

impl Desk {
    /// Serves the register of a folder from a new SQLite store, with the accounts.
    pub(crate) fn of(register: &Path, today: &str) -> Desk {
        let folder = tempfile::tempdir().expect("a folder");
        let db = folder.path().join("desk.db").display().to_string();
        Desk::start(folder, register, today, vec!["--db".to_owned(), db], &[], Vec::new())
    }

    /// Serves the Lancashire of 2012 from a disk that fails while `fault` is there, by a library that stands before the C library.
    pub(crate) fn on_disk(library: &Path, fault: &Path) -> Desk {
        let folder = tempfile::tempdir().expect("a folder");
        let db = folder.path().join("desk.db").display().to_string();
        let environment = vec![
            ("LD_PRELOAD", library.to_owned()),
            ("CONVENE_DISK", folder.path().to_owned()),
            ("CONVENE_FAULT", fault.to_owned()),
        ];
        let register = scenario("lancashire-2012");
        Desk::start(folder, &register, "2012-04-02", vec!["--db".to_owned(), db], &[], environment)
    }

    /// Serves the Lancashire of 2012, with `serve` told something more.
    pub(crate) fn told(besides: &[&str]) -> Desk {
        let folder = tempfile::tempdir().expect("a folder");
        let db = folder.path().join("desk.db").display().to_string();
        let register = scenario("lancashire-2012");
        Desk::start(folder, &register, "2012-04-02", vec!["--db".to_owned(), db], besides, Vec::new())
    }

    /// Serves the Lancashire of 2012.
    pub(crate) fn lancashire() -> Desk {
        Desk::of(&scenario("lancashire-2012"), "2012-04-02")
    }

    /// Serves a register from a schema of its own in a PostgreSQL database.
    pub(crate) fn postgres(register: &Path, today: &str, url: &str, schema: &str) -> Desk {
        let folder = tempfile::tempdir().expect("a folder");
        let store = ["--postgres", url, "--schema", schema].map(str::to_owned).to_vec();
        Desk::start(folder, register, today, store, &[], Vec::new())
    }

    fn start(
        folder: TempDir,
        register: &Path,
        today: &str,
        store: Vec<String>,
        besides: &[&str],
        environment: Vec<(&'static str, PathBuf)>,
    ) -> Desk {
        run(&[&["init", "--from", &register.display().to_string()], &refs(&store)[..]].concat(), "");
        for (who, role) in ACCOUNTS {
            let person = if role == "chair" { vec!["--person", "IRO1"] } else { Vec::new() };
            let arguments =
                [&["account", "add", who, "--role", role], &person[..], &refs(&store)[..]].concat();
            run(&arguments, &format!("{PASSWORD}\n"));
        }
        let besides: Vec<String> = besides.iter().map(|&one| one.to_owned()).collect();
        let (child, url) = serve(&store, &besides, &environment, today, folder.path());
        Desk { child, url, folder, store, today: today.to_owned(), besides, environment }
    }

    /// Returns the number of the program's process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Ends the program as a power cut does, and serves the same store again.
    pub(crate) fn kill_and_serve_again(&mut self) {
        self.kill();
        let (child, url) =
            serve(&self.store, &self.besides, &self.environment, &self.today, self.folder.path());
        (self.child, self.url) = (child, url);
    }

    pub(crate) fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Returns what the program wrote to its log.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log.txt")).unwrap_or_default()
    }

    /// Returns the memory that the program has, in MB; 0 where the system does not say.
    pub(crate) fn memory_mb(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok()).map_or(0, |kb| kb / 1024)
    }

    /// Signs in and returns who then asks.
    pub(crate) fn visitor(&self, who: &str) -> Visitor {
        let mut visitor = Visitor::nobody(&self.url);
        let answer = visitor.post_form("/sign-in", &[("who", who), ("password", PASSWORD)]);
        assert_eq!(answer.status, 303, "{who} cannot sign in: {}", answer.body);
        visitor.csrf = visitor.get(visitor_page(who)).field("csrf");
        visitor
    }

    /// Returns what `convene audit verify` says of the store.
    pub(crate) fn verify(&self) -> (bool, String) {
        let output = Command::new(CONVENE)
            .args(["audit", "verify"])
            .args(&self.store)
            .output()
            .expect("the program runs");
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Returns a page that an account may see.
fn visitor_page(who: &str) -> &'static str {
    match who.split('-').next() {
        Some("chair") => "/diary",
        Some("auditor") => "/audit",
        Some("admin") => "/accounts",
        _ => "/queue",
    }
}

fn refs(all: &[String]) -> Vec<&str> {
    all.iter().map(String::as_str).collect()
}

/// Returns the folder of a shipped scenario.
pub(crate) fn scenario(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name)
}

fn run(arguments: &[&str], input: &str) {
    let mut child = Command::new(CONVENE)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("an input").write_all(input.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Starts the program, which keeps its log in `folder`, and returns it with its address.
fn serve(
    store: &[String],
    besides: &[String],
    environment: &[(&'static str, PathBuf)],
    today: &str,
    folder: &Path,
) -> (Child, String) {
    let mut child = Command::new(CONVENE)
        .args(["serve", "--listen", "127.0.0.1:0", "--writes", "1000000", "--today", today])
        .args(store)
        .args(besides)
        .envs(environment.iter().map(|(name, value)| (name, value)))
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut lines = BufReader::new(child.stderr.take().expect("a log"));
    let mut line = String::new();
    let url = loop {
        line.clear();
        assert_ne!(lines.read_line(&mut line).expect("a log"), 0, "the desk ended before it listened");
        if let Some(url) = line.trim().strip_prefix("listening on ") {
            break url.to_owned();
        }
    };
    let log = folder.join("log.txt");
    std::thread::spawn(move || {
        let Ok(mut file) = std::fs::OpenOptions::new().create(true).append(true).open(log) else { return };
        let _ = std::io::copy(&mut lines, &mut file);
    });
    (child, url)
}

/// Somebody who asks the desk.
#[derive(Clone)]
pub(crate) struct Visitor {
    agent: ureq::Agent,
    url: String,
    pub(crate) cookie: Option<String>,
    pub(crate) csrf: String,
}

/// What the desk answers.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

impl Answer {
    /// Returns a header, empty where there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// Returns the value of the first field of a name in the page's forms.
    pub(crate) fn field(&self, name: &str) -> String {
        let after = self.body.split(&format!("name=\"{name}\" value=\"")).nth(1);
        let after = after.unwrap_or_else(|| panic!("no field {name}: {}", self.body));
        after.split('"').next().expect("a value").to_owned()
    }

    /// Returns the events of an address such as `/meetings/M-1?done=4-5`.
    pub(crate) fn done(&self) -> (u64, u64) {
        let events =
            self.header("location").split("done=").nth(1).unwrap_or_else(|| panic!("nothing done: {self:?}"));
        let events = events.split('&').next().unwrap_or_default();
        let (first, last) = events.split_once('-').expect("two numbers");
        (first.parse().expect("a number"), last.parse().expect("a number"))
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

impl Visitor {
    /// Returns somebody who is not signed in.
    pub(crate) fn nobody(url: &str) -> Visitor {
        Visitor::trusting(url, ureq::tls::RootCerts::WebPki)
    }

    /// Returns somebody who is not signed in and trusts these certificates.
    pub(crate) fn trusting(url: &str, roots: ureq::tls::RootCerts) -> Visitor {
        let agent = ureq::Agent::config_builder()
            .tls_config(ureq::tls::TlsConfig::builder().root_certs(roots).build())
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(60)))
            .build()
            .new_agent();
        Visitor { agent, url: url.to_owned(), cookie: None, csrf: String::new() }
    }

    /// Returns the same visitor at another address, for a desk that was started anew.
    pub(crate) fn at(&self, url: &str) -> Visitor {
        Visitor { url: url.to_owned(), ..self.clone() }
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], "")
    }

    /// Sends a form as the page would, with the session's token.
    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf.clone();
        self.post_form(path, &[&[("csrf", csrf.as_str())], fields].concat())
    }

    /// Sends a form with just these fields.
    pub(crate) fn post_form(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", coded(name), coded(value))).collect();
        let answer = self.send(
            "POST",
            path,
            &[("content-type", "application/x-www-form-urlencoded")],
            &body.join("&"),
        );
        if let Some(cookie) = answer.headers.get("set-cookie") {
            self.cookie = cookie.split(';').next().map(str::to_owned);
        }
        answer
    }

    /// Sends any request.
    pub(crate) fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        self.try_send(method, path, headers, body).unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    /// Sends any request, which may find nobody there.
    pub(crate) fn try_send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Result<Answer, ureq::Error> {
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.url));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        let request = request.body(body.to_owned()).expect("a request");
        let mut response = self.agent.run(request)?;
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()))
            .collect();
        let status = response.status().as_u16();
        Ok(Answer { status, headers, body: response.body_mut().read_to_string().unwrap_or_default() })
    }
}

/// Returns a text as forms carry it.
fn coded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// The fields of the first place that a meeting's page offers.
pub(crate) fn first_place(page: &Answer) -> Vec<(String, String)> {
    ["date", "start", "chair", "room", "minute_taker", "expected"]
        .map(|name| (name.to_owned(), page.field(name)))
        .to_vec()
}

/// Returns fields as the visitor sends them.
pub(crate) fn as_refs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// Returns the references of the meetings that wait on a queue's page, in order.
pub(crate) fn queued(page: &Answer) -> Vec<String> {
    let mut all = Vec::new();
    let waiting = page.body.split_once("Waiting for a booking:").map_or("", |two| two.1);
    let waiting = waiting.split("</table>").next().unwrap_or_default();
    for part in waiting.split("href=\"/meetings/").skip(1) {
        let reference = part.split(['"', '/', '?']).next().expect("a reference").to_owned();
        if !all.contains(&reference) {
            all.push(reference);
        }
    }
    all
}
