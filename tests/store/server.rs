//! A PostgreSQL server for the tests: in a folder of its own, on a socket, gone when the tests end.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::OnceLock;

use crate::absent::pass_over;

/// Starts a server as a user who is not root, says so, waits until its input ends, and takes everything away.
const KEEPER: &str = r#"
as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
trap 'cd /; rm -rf "$1"' EXIT
trap '' INT TERM
if [ "$(id -u)" = 0 ]; then chown postgres "$1"; fi
cd "$1"
as "$2/initdb" -D "$1/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >&2 || exit 1
as "$2/pg_ctl" -D "$1/data" -l "$1/server.log" -w -t 60 \
  -o "-c listen_addresses='' -c unix_socket_directories='$1' -c fsync=off -c max_connections=200" \
  start >&2 || exit 1
echo ready
cat >/dev/null
as "$2/pg_ctl" -D "$1/data" -m immediate -w stop >&2
"#;

struct Server {
    url: String,
    /// The keeper sees its end when these tests are over, however they end.
    _keeper: ChildStdin,
}

/// Returns the address of the server, started at the first call, or `None` where there is no PostgreSQL.
pub(crate) fn url() -> Option<&'static str> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    let server = SERVER.get_or_init(|| {
        let server = programs().and_then(|programs| start(&programs));
        if server.is_none() {
            pass_over(
                "PostgreSQL is not installed or does not start, so that the store is tested on SQLite only",
            );
        }
        server
    });
    server.as_ref().map(|server| server.url.as_str())
}

/// Returns the folder of the newest PostgreSQL's programs.
fn programs() -> Option<PathBuf> {
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = debian.map(|version| version.path().join("bin")).collect();
    folders.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders.extend(std::env::split_paths(&path));
    let is_whole =
        |folder: &PathBuf| ["initdb", "pg_ctl", "postgres"].iter().all(|p| folder.join(p).exists());
    folders.into_iter().rfind(is_whole)
}

fn start(programs: &Path) -> Option<Server> {
    let folder = tempfile::Builder::new().prefix("convene-pg").tempdir().ok()?.keep();
    let mut keeper = Command::new("sh")
        .args(["-c", KEEPER, "keeper"])
        .args([&folder, programs])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(fs::File::create(folder.join("keeper.log")).ok()?)
        .spawn()
        .ok()?;
    let input = keeper.stdin.take()?;
    let mut line = String::new();
    BufReader::new(keeper.stdout.take()?).read_line(&mut line).ok()?;
    if line.trim() != "ready" {
        return None;
    }
    let url = format!("host={} user=postgres dbname=postgres", folder.display());
    Some(Server { url, _keeper: input })
}
