//! Imports as wholes: what is due of which source, and what that changes in a register. The cases are tables of text.

use super::{Area, Change, DryRun, Key, Options, SourceFile, changed_tables, dry_run};
use crate::calendar::parse_date;
use crate::files::{Loaded, register_files, register_from_texts};
use crate::register::Register;

/// Returns a register of two districts without families.
pub(super) fn tiny() -> Register {
    let texts = [
        ("authority.toml", include_str!("../../scenarios/tiny/authority.toml")),
        ("places.csv", include_str!("../../scenarios/tiny/places.csv")),
        ("roads.csv", include_str!("../../scenarios/tiny/roads.csv")),
        ("districts.csv", include_str!("../../scenarios/tiny/districts.csv")),
        ("venues.csv", include_str!("../../scenarios/tiny/venues.csv")),
        ("rooms.csv", include_str!("../../scenarios/tiny/rooms.csv")),
        ("staff.csv", include_str!("../../scenarios/tiny/staff.csv")),
        ("hours.csv", include_str!("../../scenarios/tiny/hours.csv")),
        ("meetings.csv", "meeting,kind\n"),
    ];
    let loaded = register_from_texts(&texts, parse_date("2021-03-31"));
    loaded.expect("a register without faults").register
}

fn options() -> Options {
    let mut options = Options::new(Key::new(b"a key of the tests").expect("a key"));
    options.default_area = Some(Area::parse("WEST"));
    options
}

fn import(texts: &[(&str, &str)], register: &Register, options: &Options) -> DryRun {
    let files: Vec<SourceFile<'_>> =
        texts.iter().map(|(name, text)| SourceFile { name, bytes: text.as_bytes() }).collect();
    dry_run(&files, register, options)
}

/// Returns the register as it is after an import, read from its files again.
fn again(run: &DryRun) -> Register {
    let files = register_files(run.register());
    let texts: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let loaded: Loaded =
        register_from_texts(&texts, None).expect("an import leaves a register without faults");
    loaded.register
}

/// Imports into a register without families, twice; returns what is due as `kind from/statutory`, and the faults and
/// warnings.
fn due(texts: &[(&str, &str)]) -> (String, Vec<String>) {
    let register = tiny();
    let run = import(texts, &register, &options());
    let mut shown: Vec<String> = run
        .meetings
        .iter()
        .map(|due| {
            let statutory = due.statutory.map_or("none".to_owned(), |date| date.to_string());
            let n = due.children.len();
            let times = if n == 1 { String::new() } else { format!(" for {n}") };
            format!("{} {}/{statutory}{times}", due.kind, due.from_date)
        })
        .collect();
    shown.sort();
    let second = import(texts, &again(&run), &options());
    assert_eq!(second.changes, [], "imported twice: {texts:?}");
    let told = run.faults.iter().chain(&run.warnings).map(ToString::to_string).collect();
    (shown.join("; "), told)
}

const LIST_5: &str = "Child Unique ID,Strategy discussion initiating Section 47 Enquiry Start Date,Was an Initial \
                      Child Protection Conference deemed unnecessary?,Date of Initial Child Protection Conference";
const LIST_7: &str = "Child Unique ID,Child Protection Plan Start Date,Date of latest review conference,Child \
                      Protection Plan End Date";
const LIST_8: &str = "Child Unique ID,Date Started to be Looked After,Date of Latest Statutory Review,Date Ceased to \
                      be Looked After";

/// One row of a list, and what is due of it.
fn check(header: &str, row: &str, expected: &str, told: &str) {
    let text = format!("{header}\n{row}\n");
    let (found, faults) = due(&[("list.csv", &text)]);
    assert_eq!(found, expected, "{row}: {faults:?}");
    assert_eq!(faults.join("|").contains(told), true, "{row}: {faults:?}");
    assert_eq!(faults.is_empty(), told.is_empty(), "{row}: {faults:?}");
}

#[test]
fn an_enquiry_wants_a_conference_until_something_answers_it() {
    // 15 working days from Thursday 18 March 2021, over Good Friday (2 April) and Easter Monday, is 12 April.
    check(LIST_5, "1,18/03/2021,b) No,", "initial_conference 2021-03-18/2021-04-12", "");
    check(LIST_5, "1,18/03/2021,,#N/A", "initial_conference 2021-03-18/2021-04-12", "");
    check(LIST_5, "1,18/03/2021,a) Yes,", "", "");
    check(LIST_5, "1,18/03/2021,No,30/03/2021", "", "");
    // An appointment that is not held yet.
    check(LIST_5, "1,18/03/2021,No,06/04/2021", "initial_conference 2021-03-18/2021-04-12", "");
    check(LIST_5, "1,18/03/2020,No,", "", "last lawful day");
    check(LIST_5, "1,18/03/2021,No,01/03/2021", "", "before its enquiry");
    check(LIST_5, "1,18/04/2021,No,", "", "after 2021-03-31");
    check(LIST_5, "1,18/03/2021,No,\n1,19/03/2021,a) Yes,", "", "");
    check(LIST_5, ",18/03/2021,No,", "", "wanted the child's number");
    check(LIST_5, "1,18/03/2021,perhaps,", "", "wanted yes or no");
}

#[test]
fn an_open_plan_is_reviewed_first_after_three_months_and_then_after_six() {
    // 3 months from 4 January is 4 April, 90 days; 6 months from 4 January is 4 July, 181 days.
    check(LIST_7, "1,04/01/2021,,", "first_review_conference 2021-01-04/2021-04-04", "");
    check(LIST_7, "1,2020-10-01,2021-01-04,", "review_conference 2021-01-04/2021-07-04", "");
    check(LIST_7, "1,04/01/2021,,01/03/2021", "", "");
    check(LIST_7, "1,04/01/2021,,01/04/2021", "first_review_conference 2021-01-04/2021-04-04", "");
    check(LIST_7, "1,04/01/2021,05/04/2021,", "first_review_conference 2021-01-04/2021-04-04", "");
    check(
        LIST_7,
        "1,04/01/2021,04/01/2021,",
        "first_review_conference 2021-01-04/2021-04-04",
        "is not after",
    );
    check(LIST_7, "1,04/01/2021,,01/12/2020", "", "before it begins");
    check(LIST_7, "1,,,", "", "is empty");
    check(LIST_7, "1,13/13/2021,,", "", "is not a date");
    check(LIST_7, "1,04/01/1980,,", "", "bank holidays are not known");
    check(
        LIST_7,
        "1,04/01/2021,,\n1,04/01/2021,,",
        "first_review_conference 2021-01-04/2021-04-04",
        "given twice",
    );
    check(
        LIST_7,
        "1,04/01/2021,,\n1,01/02/2021,,",
        "first_review_conference 2021-02-01/2021-05-01",
        "two open plans",
    );
}

#[test]
fn of_a_row_at_fault_the_whole_child_is_left_out() {
    // Without the second row the review of January would seem to be the latest.
    check(LIST_7, "1,01/10/2020,04/01/2021,\n1,01/10/2020,4.3.21,", "", "maybe \"2021-03-04\"");
}

#[test]
fn the_reviews_of_looked_after_children_count_from_one_another() {
    // 20 working days from Monday 15 March 2021, over Easter, is Wednesday 14 April.
    check(LIST_8, "1,15/03/2021,,", "cla_first_review 2021-03-15/2021-04-14", "");
    // By four months it may have been the first review: the second is due sooner than a later one.
    check(LIST_8, "1,04/01/2021,29/01/2021,", "cla_second_review 2021-01-29/2021-04-29", "");
    check(LIST_8, "1,04/01/2020,04/01/2021,", "cla_review 2021-01-04/2021-07-04", "");
    check(LIST_8, "1,04/01/2020,04/01/2021,05/02/2021", "", "");
}

#[test]
fn looked_after_returns_are_read_with_their_episodes() {
    let episodes = "CHILD,DECOM,RNE,LS,DEC,REC\n";
    let cases = [
        ("1,04/01/2021,S,V2,,\n", "", "cla_first_review 2021-01-04/2021-02-01"),
        ("1,04/01/2021,S,V2,,\n", "1,29/01/2021,PN1\n", "cla_second_review 2021-01-29/2021-04-29"),
        (
            "1,04/01/2020,S,V2,04/02/2020,X1\n1,04/02/2020,P,V2,,\n",
            "1,29/01/2020,PN1\n1,04/01/2021,PN1\n",
            "cla_review 2021-01-04/2021-07-04",
        ),
        // The second period has no review of its own.
        (
            "1,04/01/2019,S,V2,04/02/2019,E4\n1,15/03/2021,S,V2,,\n",
            "1,25/01/2019,PN1\n",
            "cla_first_review 2021-03-15/2021-04-14",
        ),
        ("1,04/01/2020,S,V2,04/02/2021,E4\n", "1,29/01/2020,PN1\n", ""),
        // It began before the return does.
        ("1,04/01/2020,P,V2,,\n", "1,29/01/2020,PN1\n1,04/01/2021,PN1\n", "cla_review 2021-01-04/2021-07-04"),
    ];
    for (rows, reviews, expected) in cases {
        let episodes = format!("{episodes}{rows}");
        let reviews = format!("CHILD,REVIEW,REVIEW_CODE\n{reviews}");
        let (found, _) = due(&[("reviews.csv", &reviews), ("episodes.csv", &episodes)]);
        assert_eq!(found, expected, "{rows} {reviews}");
    }
    let (found, told) = due(&[("reviews.csv", "CHILD,REVIEW\n1,29/01/2021\n")]);
    assert!(found.is_empty() && told.join("").contains("wanted the episodes"), "{told:?}");
}

#[test]
fn of_the_standard_dataset_children_at_one_meeting_are_one_household() {
    let plans = "cppl_cp_plan_id,cppl_person_id,cppl_cp_plan_start_date,cppl_cp_plan_end_date,cppl_cp_plan_latest_category\n\
                 P1,11,2021-01-04 00:00:00,,NEG\nP2,12,2021-01-04,,NEG\nP3,13,2021-01-04,NULL,EMO\n";
    let conferences = "icpc_icpc_id,icpc_icpc_meeting_id,icpc_s47_enquiry_id,icpc_person_id,icpc_icpc_target_date,icpc_icpc_date\n\
                       I1,M1,E1,11,2021-01-05,2021-01-04\nI2,M1,E2,12,2021-01-05,2021-01-04\nI3,M3,,13,,2021-01-04\n";
    let enquiries =
        "s47e_s47_enquiry_id,s47e_person_id,s47e_s47_start_date\nE1,11,2020-12-10\nE2,12,2020-12-10\n";
    let reviews = "cppr_cp_review_id,cppr_person_id,cppr_cp_plan_id,cppr_cp_review_due,cppr_cp_review_date\n\
                   R1,11,P1,2021-04-05,\nR3,13,P3,2021-04-05,2021-03-01\n";
    let texts = [("a.csv", plans), ("b.csv", conferences), ("c.csv", enquiries), ("d.csv", reviews)];
    let (found, told) = due(&texts);
    assert_eq!(
        found,
        "first_review_conference 2021-01-04/2021-04-04 for 2; review_conference 2021-03-01/2021-08-31"
    );
    assert!(told.is_empty(), "{told:?}");
    let run = import(&texts, &tiny(), &options());
    // 15 working days from 10 December 2020, over Christmas (25 and 28 December) and New Year, is 5 January.
    assert_eq!(run.counts.dates_compared, 3);
    let differences: Vec<String> =
        run.differences.iter().map(|d| format!("{} {}/{}", d.kind, d.theirs, d.ours)).collect();
    assert_eq!(differences, ["first_review_conference 2021-04-05/2021-04-04"]);
    let households: Vec<&Change> = run.changes.iter().filter(|change| change.table == "households").collect();
    assert_eq!(households.len(), 2);
    assert!(households[0].cells.iter().any(|cell| cell.column == "children" && cell.becomes == "2"));
    let tables: Vec<String> = changed_tables(&tiny(), &run).into_iter().map(|(name, _)| name).collect();
    assert_eq!(tables, ["households.csv", "children.csv", "meetings.csv"]);
}

#[test]
fn a_review_that_was_held_makes_room_for_the_next() {
    let at = |row: &str| format!("{LIST_7}\n{row}\n");
    let first = import(&[("a.csv", &at("1,04/01/2021,,"))], &tiny(), &options());
    let register = again(&first);
    let later = |row: &str, register: &Register| {
        let run = import(&[("b.csv", &at(row))], register, &options());
        let meetings: Vec<String> = run
            .register()
            .meetings
            .iter()
            .map(|m| {
                let kind = &register.kind(m).name;
                format!("{kind} {} {}", m.from_date.expect("a date"), m.status.word())
            })
            .collect();
        (meetings.join("; "), run)
    };
    let (meetings, _) = later("1,04/01/2021,30/03/2021,", &register);
    assert_eq!(meetings, "first_review_conference 2021-01-04 held; review_conference 2021-03-30 to book");
    // The plan began earlier than was thought.
    let (meetings, _) = later("1,03/01/2021,,", &register);
    assert_eq!(meetings, "first_review_conference 2021-01-03 to book");
    // The plan has ended: nothing is cancelled, and it is told.
    let (meetings, run) = later("1,04/01/2021,30/03/2021,30/03/2021", &register);
    assert_eq!(meetings, "first_review_conference 2021-01-04 to book");
    assert_eq!(run.no_longer_due.len(), 1);
    // Booked for the day on which it was held, and for another.
    for (day, expected, n_warnings) in [
        ("2021-03-30", "first_review_conference 2021-01-04 held; review_conference 2021-03-30 to book", 0),
        ("2021-04-01", "first_review_conference 2021-01-04 booked", 1),
    ] {
        let mut booked = register.clone();
        booked.meetings[0].status = crate::register::MeetingStatus::Booked;
        booked.bookings.push(crate::register::Booking {
            meeting: 0_usize.into(),
            starts: parse_date(day).expect("a date").and_hms_opt(10, 0, 0).expect("a time"),
            iro: None,
            room: None,
            minute_taker: None,
            status: crate::register::BookingStatus::Confirmed,
            extra: Vec::new(),
        });
        let (meetings, run) = later("1,04/01/2021,30/03/2021,", &booked);
        assert_eq!(meetings, expected);
        assert_eq!(run.warnings.len(), n_warnings, "{:?}", run.warnings);
        assert_eq!(again(&run).meetings, run.register().meetings);
    }
}

#[test]
fn districts_are_asked_for_and_not_guessed() {
    let header = format!("{LIST_7},Allocated Team");
    let text = format!(
        "{header}\n1,04/01/2021,,,Duty Team\n2,04/01/2021,,, duty  team\n3,04/01/2021,,,Other\n4,04/01/2021,,,\n"
    );
    let mut options = options();
    options.default_area = None;
    let told = |options: &Options| {
        let run = import(&[("a.csv", &text)], &tiny(), options);
        run.faults.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let faults = told(&options);
    assert_eq!(faults.len(), 3, "{faults:?}");
    assert!(faults[0].contains("team \"Duty Team\" is not said (2 households)"), "{faults:?}");
    options.teams.insert("Duty Team".to_owned(), Area::parse("WEST:Ashford"));
    assert_eq!(told(&options).len(), 2);
    options.default_area = Some(Area::parse("WSET"));
    let faults = told(&options);
    assert!(faults.iter().any(|fault| fault.contains("maybe \"WEST\" was meant")), "{faults:?}");
    options.default_area = Some(Area::parse("EAST"));
    assert_eq!(told(&options), Vec::<String>::new());
    let run = import(&[("a.csv", &text)], &tiny(), &options);
    let districts: Vec<&str> = run
        .register()
        .households
        .iter()
        .map(|h| run.register().districts[h.district.expect("a district").at()].reference.as_str())
        .collect();
    assert_eq!(districts, ["WEST", "WEST", "EAST", "EAST"]);
}

#[test]
fn a_file_of_no_known_kind_is_told_what_is_known() {
    for (text, expected) in [
        ("meeting,kind\nM1,x\n", "is of no kind that is known"),
        ("<EXPSSDA903/>", "begins with the element \"EXPSSDA903\""),
        ("", "is empty"),
        ("PK\u{3}\u{4}", "is no workbook"),
        ("CHILD,REVEIW,REVIEW_CODE\n", "a column is near to \"REVIEW\""),
        (
            "cppl_cp_plan_id,cppl_person_id,cppl_cp_plan_strat_date,cppl_cp_plan_end_date\n",
            "maybe \"cppl_cp_plan_strat_date\"",
        ),
    ] {
        let run = import(&[("x", text)], &tiny(), &options());
        assert_eq!(run.faults.len(), 1, "{text}: {:?}", run.faults);
        assert!(run.faults[0].to_string().contains(expected), "{text}: {:?}", run.faults);
    }
}

#[test]
fn a_census_gives_what_its_children_are_due() {
    let child = |inner: &str| {
        format!(
            "<Message><Header><CollectionDetails><Collection>CIN</Collection></CollectionDetails></Header><Children><Child>\
             <ChildIdentifiers><LAchildID>77</LAchildID>stray<UPN>A1</UPN><Sex>F</Sex></ChildIdentifiers>{inner}\
             </Child></Children></Message>"
        )
    };
    let enquiry = "<Section47><S47ActualStartDate>2021-03-18</S47ActualStartDate><InitialCPCtarget>2021-04-08</InitialCPCtarget>\
                   <ICPCnotRequired>0</ICPCnotRequired></Section47>";
    let cases = [
        (format!("<CINdetails>{enquiry}</CINdetails>"), "initial_conference 2021-03-18/2021-04-12", ""),
        (format!("<CINdetails><CINclosureDate>2021-03-30</CINclosureDate>{enquiry}</CINdetails>"), "", ""),
        (format!("<CINdetails>{}</CINdetails>", enquiry.replace(">0<", ">true<")), "", ""),
        (format!("<CINdetails>{}</CINdetails>", enquiry.replace("2021-03-18", "18.3.2021")), "", "maybe \"2021-03-18\""),
        (
            "<CINdetails><DateOfInitialCPC>2021-01-04</DateOfInitialCPC><PreProceedingsandFGDM><PPStartDate>x</PPStartDate>\
             </PreProceedingsandFGDM><ChildProtectionPlans><CPPstartDate>2021-01-04</CPPstartDate><NumberOfPreviousCPP>0\
             </NumberOfPreviousCPP><Reviews><CPPreviewDate>2021-03-01</CPPreviewDate></Reviews></ChildProtectionPlans></CINdetails>"
                .to_owned(),
            "review_conference 2021-03-01/2021-08-31",
            "",
        ),
    ];
    for (inner, expected, told) in cases {
        let text = child(&inner);
        let (found, faults) = due(&[("cin.xml", &text)]);
        assert_eq!(found, expected, "{inner}: {faults:?}");
        assert!(faults.join("").contains(told), "{inner}: {faults:?}");
        assert_eq!(faults.is_empty(), told.is_empty(), "{inner}: {faults:?}");
    }
    let run = import(
        &[("cin.xml", &child(&format!("<CINdetails>{enquiry}<Foo/></CINdetails>")))],
        &tiny(),
        &options(),
    );
    assert_eq!(run.counts.dates_that_differ, 1);
    assert!(run.notes.iter().any(|note| note.contains("\"Foo\" is not known")), "{:?}", run.notes);
}
