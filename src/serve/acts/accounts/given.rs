//! What a form asks of an account, and what is wrong with it.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::register::Reference;
use crate::serve::session::SHORTEST_PASSWORD;
use crate::store::{Account, Role};

/// A form as it was sent.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Given {
    /// `make`, `change`, `password`, `close` or `open`.
    pub(crate) action: String,
    pub(crate) who: String,
    pub(crate) role: String,
    pub(crate) person: String,
    pub(crate) password: String,
    pub(crate) again: String,
    /// The version of the account that was shown.
    pub(crate) version: String,
}

/// What a form does to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    Make,
    Change,
    Password,
    Close,
    Open,
}

impl Action {
    /// Returns what it does, for the record: of a password the event itself says nothing.
    pub(crate) fn why(self) -> &'static str {
        match self {
            Action::Make => "account made",
            Action::Change => "role or member of staff changed",
            Action::Password => "new password",
            Action::Close => "account closed",
            Action::Open => "account opened again",
        }
    }
}

/// What is wrong, by field; under `form` what is no field's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Problems(BTreeMap<&'static str, String>);

impl Problems {
    pub(crate) fn of(field: &'static str, what: impl Into<String>) -> Problems {
        let mut problems = Problems::default();
        problems.add(field, what);
        problems
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn at(&self, field: &str) -> Option<&str> {
        self.0.get(field).map(String::as_str)
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.0.values().cloned().collect()
    }

    pub(crate) fn add(&mut self, field: &'static str, what: impl Into<String>) {
        self.0.entry(field).or_insert_with(|| what.into());
    }
}

impl Given {
    /// Returns what the form does.
    pub(crate) fn action(&self) -> Option<Action> {
        Some(match self.action.as_str() {
            "make" => Action::Make,
            "change" => Action::Change,
            "password" => Action::Password,
            "close" => Action::Close,
            "open" => Action::Open,
            _ => return None,
        })
    }

    /// Returns the account as it is to be, with the password that is to be hashed where there is a new one. `before` is the account as
    /// it stands, and `is_staff` says whether the register has somebody of a reference.
    pub(crate) fn account(
        &self,
        action: Action,
        before: Option<&Account>,
        is_staff: &dyn Fn(&str) -> bool,
    ) -> Result<(Account, Option<&str>), Problems> {
        let mut problems = Problems::default();
        let who = self.who.trim();
        if Reference::new(who).is_none() {
            problems.add("who", "give a reference: 1 to 40 of A-Z a-z 0-9 . _ -, and no name");
        }
        if action == Action::Make && before.is_some() {
            problems.add(
                "who",
                format!("there is an account {who} already; take another reference, or change that one"),
            );
        }
        let mut account = match before {
            Some(before) => before.clone(),
            None => Account {
                who: who.to_owned(),
                role: Role::Clerk,
                person: None,
                secret: None,
                subject: None,
                is_active: true,
                version: 0,
            },
        };
        if action != Action::Make {
            // What the form was made from: where the account has changed since, the store says so.
            account.version = self.version.parse().unwrap_or(0);
        }
        if matches!(action, Action::Make | Action::Change) {
            self.role_and_person(&mut account, is_staff, &mut problems);
        }
        let is_new = matches!(action, Action::Make | Action::Password);
        if is_new {
            self.check_password(&mut problems);
        }
        match action {
            Action::Close => account.is_active = false,
            Action::Open => account.is_active = true,
            Action::Make | Action::Change | Action::Password => {}
        }
        if problems.is_empty() {
            Ok((account, is_new.then_some(self.password.as_str())))
        } else {
            Err(problems)
        }
    }

    fn role_and_person(
        &self,
        account: &mut Account,
        is_staff: &dyn Fn(&str) -> bool,
        problems: &mut Problems,
    ) {
        match Role::of(&self.role) {
            Some(role) => account.role = role,
            None => problems.add("role", "choose a role"),
        }
        let person = self.person.trim();
        account.person = (!person.is_empty()).then(|| person.to_owned());
        if person.is_empty() {
            if Role::of(&self.role) == Some(Role::Chair) {
                problems.add(
                    "person",
                    "give the chair's reference in the register: a chair reads one diary, this person's",
                );
            }
        } else if Reference::new(person).is_none() {
            problems.add("person", "give a reference of the register, and no name");
        } else if !is_staff(person) {
            problems.add("person", format!("the register has no member of staff {person}"));
        }
    }

    fn check_password(&self, problems: &mut Problems) {
        let length = self.password.chars().count();
        if length < SHORTEST_PASSWORD {
            problems.add(
                "password",
                format!("the password has {length} characters; wanted {SHORTEST_PASSWORD} at least, such as four words"),
            );
        } else if self.password != self.again {
            problems.add("again", "the two passwords are not the same; give both again");
        }
    }
}

/// Returns why an account may not be kept as it is to be: nobody shuts themselves out, and somebody must be left who keeps accounts.
pub(crate) fn refusal(accounts: &[Account], visitor: &str, wanted: &Account) -> Option<&'static str> {
    let keeps = |account: &Account| account.is_active && account.role == Role::Administrator;
    let before = accounts.iter().find(|account| account.who == wanted.who)?;
    if !keeps(before) || keeps(wanted) {
        return None;
    }
    if wanted.who == visitor {
        return Some("you cannot close your own account or give it another role; ask another administrator");
    }
    let can_sign_in = |account: &Account| account.secret.is_some() || account.subject.is_some();
    let is_another = |account: &&Account| account.who != wanted.who && keeps(account) && can_sign_in(account);
    match accounts.iter().find(is_another) {
        Some(_) => None,
        None => Some("it is the last administrator's; make another administrator first"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASSWORD: &str = "four plain words here";

    fn account(who: &str, role: Role) -> Account {
        Account {
            who: who.to_owned(),
            role,
            person: None,
            secret: Some("hash".to_owned()),
            subject: None,
            is_active: true,
            version: 5,
        }
    }

    fn given(action: &str, who: &str) -> Given {
        Given { action: action.to_owned(), who: who.to_owned(), version: "5".to_owned(), ..Given::default() }
    }

    fn is_staff(person: &str) -> bool {
        person == "IRO1"
    }

    #[test]
    fn an_account_is_made_of_a_reference_a_role_and_a_password_twice() {
        let form = Given {
            role: "chair".to_owned(),
            person: " IRO1 ".to_owned(),
            password: PASSWORD.to_owned(),
            again: PASSWORD.to_owned(),
            ..given("make", " CH1 ")
        };
        let (made, password) = form.account(Action::Make, None, &is_staff).expect("it can be made");
        assert_eq!(
            (made.who.as_str(), made.role, made.person.as_deref()),
            ("CH1", Role::Chair, Some("IRO1"))
        );
        assert_eq!((made.version, password), (0, Some(PASSWORD)));
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        let long = PASSWORD.to_owned();
        for (form, fields) in [
            (Given { role: "clerk".to_owned(), ..given("make", "Ann Example") }, vec!["password", "who"]),
            (
                Given { role: "king".to_owned(), password: long.clone(), ..given("make", "A") },
                vec!["again", "role"],
            ),
            (
                Given {
                    role: "chair".to_owned(),
                    password: long.clone(),
                    again: long.clone(),
                    ..given("make", "A")
                },
                vec!["person"],
            ),
            (
                Given {
                    role: "clerk".to_owned(),
                    person: "X".to_owned(),
                    password: long.clone(),
                    again: long,
                    ..given("make", "A")
                },
                vec!["person"],
            ),
        ] {
            let problems = form.account(Action::Make, None, &is_staff).expect_err("it is wrong");
            assert_eq!(problems.0.keys().copied().collect::<Vec<_>>(), fields);
            assert!(!format!("{problems:?}").contains(PASSWORD));
        }
        let again = given("make", "A");
        let taken = again.account(Action::Make, Some(&account("A", Role::Clerk)), &is_staff);
        assert!(taken.expect_err("it is there").at("who").is_some());
    }

    #[test]
    fn a_change_leaves_the_password_and_goes_by_the_version_shown() {
        let before = Account { version: 9, ..account("A", Role::Clerk) };
        let form = Given { role: "manager".to_owned(), ..given("change", "A") };
        let (changed, password) =
            form.account(Action::Change, Some(&before), &is_staff).expect("it can be changed");
        assert_eq!((changed.role, changed.version, password), (Role::Manager, 5, None));
        assert_eq!(changed.secret, before.secret);
        let (closed, _) =
            given("close", "A").account(Action::Close, Some(&before), &is_staff).expect("it can be closed");
        assert!(!closed.is_active && closed.role == Role::Clerk);
    }

    #[test]
    fn nobody_shuts_themselves_out_and_one_administrator_is_left() {
        let all = [
            account("AD1", Role::Administrator),
            account("AD2", Role::Administrator),
            account("C1", Role::Clerk),
        ];
        let closed = |who: &str, role| Account { is_active: false, ..account(who, role) };
        assert_eq!(refusal(&all, "AD1", &closed("AD2", Role::Administrator)), None);
        assert_eq!(refusal(&all, "AD1", &closed("C1", Role::Clerk)), None);
        assert!(
            refusal(&all, "AD1", &closed("AD1", Role::Administrator))
                .is_some_and(|why| why.contains("your own"))
        );
        assert!(refusal(&all, "AD1", &account("AD1", Role::Manager)).is_some());
        let mut one = all.clone();
        one[0].secret = None;
        assert!(refusal(&one, "AD1", &account("AD2", Role::Clerk)).is_some_and(|why| why.contains("last")));
        assert_eq!(refusal(&all, "AD1", &account("NEW", Role::Clerk)), None);
    }
}
