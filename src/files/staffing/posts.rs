//! Posts, adverts and teams.

use chrono::{Datelike, NaiveDate};

use super::super::cells;
use super::super::findings::Findings;
use super::super::near::quoted;
use super::super::toml_text::{Given, Section};
use super::amounts::{Allowed, take_amount};
use super::read::Role;
use crate::staffing::baseline::{Advert, Contract, Post, Team};
use crate::staffing::{Amount, Baseline};

/// Most posts of one service.
const MOST_POSTS: usize = 2_000;
/// Most adverts that a file may list.
const MOST_ADVERTS: usize = 1_000;

const CONTRACTS: [&str; 4] = ["permanent", "temporary", "agency", "secondment"];
const TEAMS: [&str; 3] = ["protection", "looked_after", "fostering"];

/// Reads `[teams]`, `remove_posts` and `[[posts]]`. `is_whole` says whether the posts of the baseline are all known, so that
/// a name that is not is a fault.
pub(super) fn read_posts(
    file: &mut Section<'_>,
    role: Role,
    is_whole: bool,
    baseline: &mut Baseline,
    findings: &mut Findings,
) {
    if let Some(mut section) = file.table("teams", findings) {
        if let Some(date) = section.date_or_none("merged_on", findings) {
            baseline.merged_on = date;
        }
        section.finish(findings);
    }
    if role != Role::Baseline {
        remove_posts(file, is_whole, baseline, findings);
    }
    let mut named: Vec<String> = Vec::new();
    for section in file.tables("posts", "posts, each a table [[posts]]", findings) {
        read_post(section, role, is_whole, &mut named, baseline, findings);
        if MOST_POSTS < baseline.posts.len() {
            findings.fault(
                file.location(),
                format!("has more than {MOST_POSTS} posts; wanted at most that many"),
            );
            return;
        }
    }
}

fn remove_posts(file: &mut Section<'_>, is_whole: bool, baseline: &mut Baseline, findings: &mut Findings) {
    const WANTED: &str = "a list of names of posts";
    let Some(Given { value: names, span }) =
        file.take::<Vec<String>>("remove_posts", WANTED, findings, |_| true)
    else {
        return;
    };
    for name in names {
        match baseline.posts.iter().position(|post| post.name == name) {
            Some(at) => {
                baseline.posts.remove(at);
            }
            None if is_whole => {
                let meant = findings.nearest(&name, baseline.posts.iter().map(|post| post.name.as_str()));
                let message = format!(
                    "remove_posts names {}, which is no post; wanted one of the posts",
                    quoted(&name)
                );
                findings.fault_meaning(file.at(&span), message, meant);
            }
            None => {}
        }
    }
}

fn read_post(
    mut section: Section<'_>,
    role: Role,
    is_whole: bool,
    named: &mut Vec<String>,
    baseline: &mut Baseline,
    findings: &mut Findings,
) {
    let location = section.location();
    if !section.has("name") {
        findings.fault(location, "a post lacks its name; wanted name, team and contract at least");
        return;
    }
    let is_name = |name: &String| {
        name.trim() == name && (1..=60).contains(&name.chars().count()) && !name.contains(char::is_control)
    };
    let Some(Given { value: name, span }) =
        section.take("name", "a name of 1 to 60 letters without blanks around it", findings, is_name)
    else {
        return;
    };
    if named.contains(&name) {
        let message =
            format!("post {} comes twice; wanted a name of its own for each, or count", quoted(&name));
        findings.fault(section.at(&span), message);
        return;
    }
    named.push(name.clone());
    let known = baseline.posts.iter().position(|post| post.name == name);
    if known.is_none() {
        let missing: Vec<&str> = ["team", "contract"].into_iter().filter(|key| !section.has(key)).collect();
        if !missing.is_empty() {
            if role != Role::Baseline && !is_whole {
                return;
            }
            let meant = findings.nearest(&name, baseline.posts.iter().map(|post| post.name.as_str()));
            let message = match role {
                Role::Baseline => format!("post {} lacks {}", quoted(&name), missing.join(" and ")),
                Role::Overlay { .. } => format!(
                    "post {} is no post of the baseline, and to be a new one it lacks {}",
                    quoted(&name),
                    missing.join(" and ")
                ),
            };
            findings.fault_meaning(section.at(&span), message, meant);
        }
    }
    let mut post = match known {
        Some(at) => baseline.posts[at].clone(),
        None => Post {
            name: name.clone(),
            team: Team::Protection,
            contract: Contract::Permanent,
            fte: Amount::Exact(1.0),
            from: None,
            until: None,
            starts: None,
            leaves: None,
            filled: true,
            recruited: true,
        },
    };
    let n_faults = findings.n_faults();
    let count = section.whole_number("count", 1..=500, "posts", findings);
    // However many authorities share the service.
    let is_whole_service = section.yes_or_no("whole_service", findings).unwrap_or(false);
    read_keys(&mut section, known.is_some(), &mut post, findings);
    if known.is_some() && count.is_some() {
        let message = format!("post {} is there already; wanted no count", quoted(&name));
        findings.fault(section.location(), message);
    }
    if findings.n_faults() == n_faults {
        check(&section, &post, findings);
    }
    section.finish(findings);
    if is_whole_service && known.is_none() {
        baseline.hired.extend((0..count.unwrap_or(1)).map(|_| post.clone()));
        return;
    }
    match (known, count) {
        (Some(at), _) => baseline.posts[at] = post,
        (None, None) => baseline.posts.push(post),
        (None, Some(count)) => {
            // Names of one length, so that a list of them sorts as it counts.
            let width = count.to_string().len();
            for number in 1..=count {
                let name = format!("{name} {number:0width$}");
                if baseline.posts.iter().any(|post| post.name == name) {
                    let message =
                        format!("post {} comes twice; wanted a name of its own for each", quoted(&name));
                    findings.fault(location.clone(), message);
                    return;
                }
                baseline.posts.push(Post { name, ..post.clone() });
            }
        }
    }
}

fn read_keys(section: &mut Section<'_>, is_known: bool, post: &mut Post, findings: &mut Findings) {
    let f = findings;
    if let Some(team) = section.word("team", &TEAMS, f) {
        post.team = team;
    }
    let contract: Option<Contract> = section.word("contract", &CONTRACTS, f);
    let one_person = Allowed::between(0.05, 1.0, "full-time equivalent of one person; for more give count");
    if let Some(given) = take_amount(section, "fte", one_person, f) {
        post.fte = given.value;
    }
    let (has_starts, has_leaves) = (section.has("starts"), section.has("leaves"));
    let filled = section.yes_or_no("filled", f);
    if let Some(filled) = filled {
        post.filled = filled;
        // Whoever empties a post of the baseline need not say that nobody starts or leaves.
        if !filled {
            post.starts = None;
            post.leaves = None;
        }
    } else if has_starts || has_leaves {
        post.filled = true;
    }
    for (key, date) in [
        ("from", &mut post.from),
        ("until", &mut post.until),
        ("starts", &mut post.starts),
        ("leaves", &mut post.leaves),
    ] {
        if let Some(given) = section.date_or_none(key, f) {
            *date = given;
        }
    }
    let recruited = section.yes_or_no("recruited", f);
    if let Some(contract) = contract {
        post.contract = contract;
    }
    if contract.is_some() && recruited.is_none() || !is_known {
        post.recruited = is_advertised(post.contract);
    }
    if let Some(recruited) = recruited {
        post.recruited = recruited;
    }
}

/// Whether posts of a contract are advertised; agency chairs are ordered and secondments arranged.
fn is_advertised(contract: Contract) -> bool {
    matches!(contract, Contract::Permanent | Contract::Temporary)
}

/// Checks a post as a whole.
fn check(section: &Section<'_>, post: &Post, findings: &mut Findings) {
    let shown = quoted(&post.name);
    let mut fault = |message: String| findings.fault(section.location(), message);
    let orders = [
        ("until", post.until, "from", post.from),
        ("leaves", post.leaves, "starts", post.starts),
        ("until", post.until, "starts", post.starts),
        ("starts", post.starts, "from", post.from),
        ("leaves", post.leaves, "from", post.from),
    ];
    for (later, last, earlier, first) in orders {
        if let (Some(last), Some(first)) = (last, first)
            && last < first
        {
            fault(format!(
                "post {shown}: {later} {last} is before {earlier} {first}; wanted it on that day or later"
            ));
        }
    }
    if !post.filled && (post.starts.is_some() || post.leaves.is_some()) {
        fault(format!(
            "post {shown} is not filled and has starts or leaves; wanted neither, or filled = true"
        ));
    }
    if post.recruited && !is_advertised(post.contract) {
        fault(format!(
            "post {shown} is recruited and neither permanent nor temporary; wanted recruited = false: agency chairs are \
             ordered and secondments arranged, by starts"
        ));
    }
}

/// Reads `[[adverts]]`, which come to those that are there.
pub(super) fn read_adverts(file: &mut Section<'_>, baseline: &mut Baseline, findings: &mut Findings) {
    for mut section in file.tables("adverts", "adverts, each a table [[adverts]]", findings) {
        if MOST_ADVERTS <= baseline.adverts.len() {
            let message = format!("has more than {MOST_ADVERTS} adverts; wanted at most that many");
            findings.fault(section.location(), message);
            return;
        }
        let f = &mut *findings;
        for key in ["month", "team", "contract"].into_iter().filter(|key| !section.has(key)) {
            let message = format!("an advert lacks its {key}; wanted month, team and contract at least");
            f.fault(section.location(), message);
        }
        let month = read_month(&mut section, baseline, f);
        let team: Option<Team> = section.word("team", &TEAMS, f);
        let contract: Option<Contract> = section.word("contract", &CONTRACTS[..2], f);
        let n_faults = f.n_faults();
        let posts = section.whole_number("posts", 1..=200, "posts of one FTE each", f).unwrap_or(1);
        let is_sound = f.n_faults() == n_faults;
        section.finish(f);
        if let (Some(month), Some(team), Some(contract), true) = (month, team, contract, is_sound) {
            baseline.adverts.push(Advert { month, team, contract, posts: posts as u32 });
        }
    }
}

/// Takes a month as `2012-10`, or as a date in it.
fn read_month(section: &mut Section<'_>, baseline: &Baseline, findings: &mut Findings) -> Option<NaiveDate> {
    const WANTED: &str = "a month such as \"2012-10\"";
    let value = section.value("month")?;
    let span = value.span();
    let text = match value.get_ref() {
        toml::de::DeValue::String(text) => text.to_string(),
        toml::de::DeValue::Datetime(date) => date.to_string(),
        _ => String::new(),
    };
    let date = cells::date(&text).or_else(|_| cells::date(&format!("{text}-01"))).ok();
    match date.and_then(|date| date.with_day(1)) {
        Some(month) if month < baseline.start => {
            let wanted = format!("a month from {} on, where the run begins", baseline.start.format("%Y-%m"));
            section.refuse("month", &span, &wanted, None, findings);
            None
        }
        Some(month) => Some(month),
        None => {
            let meant = cells::meant_date(&text).map(|date| date.format("%Y-%m").to_string());
            section.refuse("month", &span, WANTED, meant, findings);
            None
        }
    }
}
