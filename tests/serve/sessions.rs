//! Signing in, sessions, forged forms, and the headers that browsers keep to (OWASP ASVS 3, 6, 7).

use super::desk::{Desk, PASSWORD, Visitor};

#[test]
fn every_answer_has_the_headers_that_browsers_keep_to() {
    let desk = Desk::lancashire();
    let clerk = desk.visitor("clerk-1");
    for path in ["/sign-in", "/queue", "/nowhere", "/api/v1/queue", "/meetings/M12-0101"] {
        let answer = clerk.get(path);
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'self'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"));
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert!(!answer.body.contains(" style=\""), "{path} has an inline style");
        assert!(!answer.body.contains("<script>"), "{path} has an inline script");
    }
}

#[test]
fn a_session_is_a_secret_that_ends() {
    let desk = Desk::lancashire();
    let mut clerk = desk.visitor("clerk-1");
    let cookie = clerk.cookie.clone().expect("a cookie");
    let token = cookie.split('=').nth(1).expect("a token");
    assert_eq!(token.len(), 64, "256 bits");
    // Each sign-in has a token of its own.
    assert_ne!(desk.visitor("clerk-1").cookie, clerk.cookie);
    // A token that was never given is nobody's.
    let mut guess = clerk.clone();
    guess.cookie = Some(format!("session={}", "0".repeat(64)));
    assert_eq!(guess.get("/queue").status, 303);
    // Signed out, the same cookie is worth nothing.
    let left = clerk.clone();
    assert_eq!(clerk.post("/sign-out", &[]).status, 303);
    assert_eq!(left.get("/queue").status, 303);
    assert_eq!(left.get("/queue").header("location"), "/sign-in");
}

#[test]
fn somebody_whose_account_is_closed_is_out_at_the_next_request() {
    let desk = Desk::lancashire();
    let clerk = desk.visitor("clerk-1");
    assert_eq!(clerk.get("/queue").status, 200);
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_convene"))
        .args(["account", "close", "clerk-1"])
        .args(&desk.store)
        .output()
        .expect("the program runs");
    assert!(output.status.success());
    assert_eq!(clerk.get("/queue").status, 303);
    let mut again = Visitor::nobody(&desk.url);
    assert_eq!(again.post_form("/sign-in", &[("who", "clerk-1"), ("password", PASSWORD)]).status, 401);
}

#[test]
fn nobody_guesses_passwords_or_learns_which_accounts_there_are() {
    let desk = Desk::lancashire();
    let mut stranger = Visitor::nobody(&desk.url);
    let mut answers = Vec::new();
    for who in ["clerk-1", "nobody-9", "a name with spaces", ""] {
        let answer = stranger.post_form("/sign-in", &[("who", who), ("password", "not the right one")]);
        assert_eq!(answer.status, 401, "{who}");
        assert!(answer.body.contains("Account or password is not right"), "{}", answer.body);
        answers.push(answer.body.replace(who, ""));
    }
    let mut tries = 0;
    loop {
        let answer = stranger.post_form("/sign-in", &[("who", "clerk-1"), ("password", "not the right one")]);
        if answer.status == 429 {
            break;
        }
        tries += 1;
        assert!(tries < 6, "the account can be tried without end");
    }
    // Not even the right password helps now, and another account is not shut out.
    assert_eq!(stranger.post_form("/sign-in", &[("who", "clerk-1"), ("password", PASSWORD)]).status, 429);
    assert_eq!(stranger.post_form("/sign-in", &[("who", "manager-1"), ("password", PASSWORD)]).status, 303);
}

#[test]
fn a_form_that_the_desk_did_not_make_changes_nothing() {
    let desk = Desk::lancashire();
    let mut clerk = desk.visitor("clerk-1");
    let csrf = clerk.csrf.clone();
    let form = "application/x-www-form-urlencoded";
    let body = format!("csrf={csrf}&first=1&last=1");
    // Without the token, or with another session's.
    assert_eq!(clerk.post_form("/undo", &[("first", "1"), ("last", "1")]).status, 403);
    let other = desk.visitor("manager-1").csrf;
    assert_eq!(clerk.post_form("/undo", &[("csrf", &other), ("first", "1"), ("last", "1")]).status, 403);
    // From another site, even with the token.
    for headers in [
        ("origin", "https://evil.example"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let answer = clerk.send("POST", "/undo", &[("content-type", form), headers], &body);
        assert_eq!(answer.status, 403, "{headers:?}");
    }
    // A browser on the desk's own page, which sends no referrer, hides its origin and says that it is the same.
    let own = [("content-type", form), ("origin", "null"), ("sec-fetch-site", "same-origin")];
    assert_eq!(clerk.send("POST", "/undo", &own, &body).status, 409);
    // From the desk itself it is read: event 1 made the store, and cannot be undone.
    let answer = clerk.send("POST", "/undo", &[("content-type", form), ("origin", &desk.url)], &body);
    assert_eq!(answer.status, 409, "{}", answer.body);
}

#[test]
fn a_password_that_is_tried_first_is_taken_neither_at_the_desk_nor_on_the_command_line() {
    let desk = Desk::lancashire();
    let mut admin = desk.visitor("admin-1");
    for (password, expected) in
        [("passwordpassword", 422), ("clerk-9clerk-9clerk-9", 422), ("winter-boat-lamp-eleven", 303)]
    {
        let given = [
            ("action", "make"),
            ("who", "clerk-9"),
            ("role", "clerk"),
            ("password", password),
            ("again", password),
        ];
        let answer = admin.post("/accounts", &given);
        assert_eq!(answer.status, expected, "{password}: {}", answer.body);
        assert!(!answer.body.contains(password), "it is not said back");
        assert_eq!(answer.body.contains("first that are tried"), expected == 422, "{}", answer.body);
    }
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_convene"))
        .args(["account", "add", "clerk-8", "--role", "clerk"])
        .args(&desk.store)
        .stdin(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("an input");
    std::io::Write::write_all(&mut input, b"Password123456!\n").expect("it reads");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("first that are tried") && !said.contains("Password123456!"), "{said}");
    assert_eq!(admin.get("/accounts?who=clerk-8").status, 404);
}
