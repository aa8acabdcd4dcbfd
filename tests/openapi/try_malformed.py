"""Requests made from the desk's own OpenAPI, right ones and malformed ones, with Schemathesis: none may break the desk.

    try_malformed.py CONVENE [EXAMPLES]

`./dev malformed` installs Schemathesis in this Python and calls it. Each role asks every call of the document at the edges of each field,
some 2,600 requests, and with so many examples besides (5 where it is not said). Exit code 0 where there was no answer of 500 and above, no panic, no growth of memory past a third and a sound chain.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
REGISTER = ROOT / "scenarios/lancashire-2012"
TODAY = "2012-04-02"
PASSWORD = "four plain words here"
# Role by account.
ACCOUNTS = {"clerk-1": "clerk", "manager-1": "manager", "chair-1": "chair", "auditor-1": "auditor", "admin-1": "administrator"}
SCHEMATHESIS = pathlib.Path(sys.executable).with_name("schemathesis")


def call(program, *words, said=""):
    return subprocess.run([program, *map(str, words)], input=said, text=True, capture_output=True, check=True).stdout


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: the answer to a sign-in is the redirect."""

    def redirect_request(self, *_):
        return None


def sign_in(origin, who):
    """Returns the cookie and the token of somebody who has signed in."""
    form = urllib.parse.urlencode({"who": who, "password": PASSWORD}).encode()
    try:
        urllib.request.build_opener(Stay).open(f"{origin}/sign-in", form)
        raise SystemExit(f"{who} cannot sign in")
    except urllib.error.HTTPError as answer:
        if answer.code != 303:
            raise SystemExit(f"{who} cannot sign in: {answer.code}") from None
        cookie = answer.headers["set-cookie"].split(";")[0]
    request = urllib.request.Request(f"{origin}/api/v1/me", headers={"cookie": cookie})
    return cookie, json.loads(urllib.request.urlopen(request).read())["csrf"]


def memory_mb(process):
    status = pathlib.Path(f"/proc/{process}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) // 1024


def ask(origin, who, examples, folder):
    """Lets Schemathesis ask all calls as somebody; returns what it says where an answer was 500 or above."""
    cookie, token = sign_in(origin, who)
    words = [SCHEMATHESIS, "run", f"{origin}/api/v1/openapi.json", "--header", f"Cookie: {cookie}", "--header", f"X-CSRF-Token: {token}"]
    words += ["--checks", "not_a_server_error", "--max-examples", str(examples), "--seed", "1", "--phases", "examples,coverage,fuzzing"]
    words += ["--suppress-health-check", "all", "--continue-on-failure", "--generation-database", "none", "--no-color", "--warnings", "off"]
    done = subprocess.run([str(word) for word in words], text=True, capture_output=True, cwd=folder)
    said = done.stdout
    cases = re.search(r"(\d[\d,]*) generated", said)
    print(f"{who:10} {cases.group(0) if cases else 'no count'}, {'passed' if done.returncode == 0 else 'FAILED'}", flush=True)
    if done.returncode != 0:
        print(said[-6000:], done.stderr[-1000:], flush=True)
        return [f"{who} got an answer of 500 or above"]
    return []


def main(program, examples="5"):
    faults = []
    with tempfile.TemporaryDirectory(prefix="convene-malformed-") as folder:
        folder = pathlib.Path(folder)
        db = folder / "desk.db"
        call(program, "init", "--from", REGISTER, "--db", db)
        for who, role in ACCOUNTS.items():
            person = ["--person", "IRO1"] if role == "chair" else []
            call(program, "account", "add", who, "--role", role, *person, "--db", db, said=f"{PASSWORD}\n")
        log = folder / "log.txt"
        with log.open("w") as to:
            words = [program, "serve", "--db", db, "--listen", "127.0.0.1:0", "--today", TODAY, "--writes", "1000000"]
            desk = subprocess.Popen([str(word) for word in words], stderr=to)
        try:
            origin = None
            while not origin:
                if desk.poll() is not None:
                    raise SystemExit(f"the desk ended: {log.read_text()}")
                found = re.search(r"listening on (http://\S+)\s", log.read_text())
                origin = found and found.group(1)
            sizes = []
            # Twice the first, so that memory is compared once everything has been asked for.
            for who in [next(iter(ACCOUNTS)), *ACCOUNTS]:
                faults += ask(origin, who, examples, folder)
                sizes.append(memory_mb(desk.pid))
            print(f"memory after each: {', '.join(map(str, sizes))} MB")
            if sizes[-1] > 1.33 * sizes[0] + 20:
                faults.append(f"memory grew from {sizes[0]} to {sizes[-1]} MB")
            if "panicked" in log.read_text():
                faults.append(f"the desk panicked:\n{log.read_text()[-4000:]}")
            if desk.poll() is not None:
                faults.append(f"the desk ended with {desk.returncode}")
        finally:
            desk.terminate()
            desk.wait()
        print(call(program, "audit", "verify", "--db", db).strip())
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(os.path.abspath(sys.argv[1]), *sys.argv[2:]))
