//! What a return says of small cases written as stories, and that its text keeps to the order of the schema.

use super::{Census, CensusError, Enquiry, Gap, Lea, Plan, census};
use crate::indicators::proofs::builder::{Case, day};
use crate::indicators::{Category, Period};
use crate::register::{ChildDetails, KindIdx, Meeting, MeetingStatus, NotHeld, PlanVerdict, Reference};

fn year() -> Period {
    Period::year(2011).expect("a year")
}

fn made(case: &Case) -> Census {
    census(&case.register, year()).expect("somebody is in the year")
}

/// Returns what could not be said, and of whom.
fn gaps(census: &Census) -> Vec<(Gap, Vec<&str>)> {
    census
        .notes
        .iter()
        // The stories give nobody a day of birth.
        .filter(|note| note.gap != Gap::NoBirth)
        .map(|note| (note.gap, note.references.iter().map(Reference::as_str).collect()))
        .collect()
}

/// Returns the only child of a return.
fn only(census: &Census) -> &super::CensusChild {
    assert_eq!(census.children.len(), 1, "{:?}", census.children);
    &census.children[0]
}

/// Adds a meeting of a family that nothing came of yet.
fn meeting(case: &mut Case, kind: &str, household: usize, from: &str, status: MeetingStatus) {
    let at = case.register.authority.kinds.iter().position(|row| row.name.as_str() == kind);
    let reference = Reference::new(&format!("W{}", case.register.meetings.len())).expect("a reference");
    let kind = KindIdx::from(at.expect("a kind"));
    let row = Meeting::to_book(reference, kind, Some(household.into()), day(from));
    case.register.meetings.push(Meeting { status, ..row });
}

#[test]
fn a_plan_is_given_with_its_enquiry_its_categories_and_its_reviews() {
    let mut case = Case::new();
    let family = case.family(2);
    let starts = case.held("initial_conference", family, "2011-05-03", "2011-05-20", PlanVerdict::PlanStarts);
    let ends =
        case.held("first_review_conference", family, "2011-05-20", "2011-08-10", PlanVerdict::PlanContinues);
    case.held("review_conference", family, "2011-08-10", "2012-01-25", PlanVerdict::PlanEnds);
    for (at, category) in [(starts, "neglect"), (ends, "emotional")] {
        let meeting = case.outcome(at).meeting;
        let rows = case.register.record.decisions.iter_mut().filter(|row| row.meeting == meeting);
        rows.for_each(|row| row.category = category.to_owned());
    }
    let census = made(&case);
    assert_eq!((census.children.len(), census.n_plans(), census.n_reviews()), (2, 2, 4));
    assert_eq!(gaps(&census), []);
    let child = &census.children[0];
    // 15 working days after 3 May 2011 is 24 May.
    let target = Some(day("2011-05-24"));
    assert_eq!(
        child.enquiries,
        [Enquiry { started: day("2011-05-03"), target, conference: Some(day("2011-05-20")) }]
    );
    assert_eq!(
        child.plans,
        [Plan {
            starts: day("2011-05-20"),
            ends: Some(day("2012-01-25")),
            initial: Category::Neglect,
            latest: Category::Emotional,
            previous: 0,
            reviews: vec![day("2011-08-10"), day("2012-01-25")],
        }]
    );
    assert_eq!((child.referred, child.conference), (day("2011-05-03"), None));
}

#[test]
fn a_plan_is_in_the_year_from_its_first_day_to_the_day_it_ended() {
    // The year is that from 1 April 2011 to 31 March 2012: start, end, and the end that the return gives.
    for (starts, ends, expected) in [
        ("2010-05-01", Some("2011-03-31"), None),
        ("2010-05-01", Some("2011-04-01"), Some(Some("2011-04-01"))),
        ("2010-05-01", None, Some(None)),
        ("2012-03-31", None, Some(None)),
        ("2012-04-01", None, None),
        ("2011-05-01", Some("2012-03-31"), Some(Some("2012-03-31"))),
        ("2011-05-01", Some("2012-04-01"), Some(None)),
    ] {
        let mut case = Case::new();
        let child = case.child();
        case.plan(child, starts, ends);
        let found = census(&case.register, year()).ok().map(|census| only(&census).plans[0].ends);
        assert_eq!(found, expected.map(|ends| ends.map(day)), "{starts} to {ends:?}");
    }
}

#[test]
fn a_second_plan_counts_the_first_and_what_is_known_of_others() {
    let mut case = Case::new();
    let child = case.child();
    case.plan(child, "2009-05-01", Some("2009-11-02"));
    case.plan(child, "2011-05-03", None);
    case.register.record.plans[0].previous = Some(2);
    let census = made(&case);
    let plans = &only(&census).plans;
    assert_eq!(plans.iter().map(|plan| plan.previous).collect::<Vec<_>>(), [3]);
}

#[test]
fn an_initial_conference_stands_with_its_enquiry_or_by_itself() {
    // Kind, strategy discussion, conference: the enquiry that is given, or a conference without one.
    for (kind, from, is_enquiry, gap) in [
        ("initial_conference", "2011-05-03", true, None),
        ("initial_conference", "2011-05-20", true, None),
        ("pre_birth_conference", "2011-05-03", true, None),
        ("transfer_in_conference", "2011-05-03", false, None),
        ("initial_conference", "2011-05-23", false, Some(Gap::EnquiryAfterConference)),
    ] {
        let mut case = Case::new();
        let family = case.family(1);
        case.held(kind, family, from, "2011-05-20", PlanVerdict::NoPlan);
        let census = made(&case);
        let child = only(&census);
        assert_eq!(child.enquiries.len(), usize::from(is_enquiry), "{kind} {from}");
        assert_eq!(child.conference, (!is_enquiry).then(|| day("2011-05-20")), "{kind} {from}");
        let told: Vec<Gap> = gaps(&census).into_iter().map(|(gap, _)| gap).collect();
        assert_eq!(told, gap.into_iter().collect::<Vec<_>>(), "{kind} {from}");
    }
}

#[test]
fn an_adjourned_conference_has_the_day_on_which_it_was_completed() {
    let mut case = Case::new();
    let family = case.family(1);
    case.adjourned("initial_conference", family, "2012-02-01", "2012-02-20", NotHeld::NoReport);
    let waiting = Enquiry {
        started: day("2012-02-01"),
        // 15 working days after 1 February 2012.
        target: Some(day("2012-02-22")),
        conference: None,
    };
    assert_eq!(only(&made(&case)).enquiries, std::slice::from_ref(&waiting));
    case.held("reconvened_conference", family, "2012-02-20", "2012-03-05", PlanVerdict::NoPlan);
    let held = Enquiry { conference: Some(day("2012-03-05")), ..waiting };
    assert_eq!(only(&made(&case)).enquiries, [held]);
}

#[test]
fn an_enquiry_waits_for_a_conference_that_is_to_come() {
    let waits = |status| {
        let mut case = Case::new();
        case.family(1);
        meeting(&mut case, "initial_conference", 0, "2012-03-20", status);
        census(&case.register, year()).map(|census| only(&census).enquiries.len())
    };
    assert_eq!(waits(MeetingStatus::ToBook), Ok(1));
    assert_eq!(waits(MeetingStatus::Booked), Ok(1));
    assert_eq!(waits(MeetingStatus::Cancelled), Err(CensusError::Nobody(year())));
    // One that is held after the year is not yet held at its end.
    let mut case = Case::new();
    let family = case.family(1);
    case.held("initial_conference", family, "2012-03-20", "2012-04-02", PlanVerdict::NoPlan);
    let census = made(&case);
    assert_eq!(only(&census).enquiries[0].conference, None);
    assert_eq!(gaps(&census), []);
}

#[test]
fn what_cannot_be_said_is_told_by_reference() {
    let mut case = Case::new();
    // C1 has a plan whose category nobody wrote down; C2 is reviewed and has no plan; W2 was called off, W3 has no outcome.
    let first = case.child();
    case.plan(first, "2011-05-03", None);
    case.register.record.plans[0].category = String::new();
    let second = case.family(1);
    case.held("review_conference", second, "2011-02-01", "2011-07-04", PlanVerdict::NoPlan);
    let third = case.child();
    case.plan(third, "2011-05-03", None);
    for (status, household) in [(MeetingStatus::Cancelled, 0), (MeetingStatus::Held, 1)] {
        meeting(&mut case, "initial_conference", household, "2011-06-01", status);
    }
    case.register.record.details.push(ChildDetails {
        child: third,
        born: None,
        expected: Some(day("2012-05-01")),
        ethnicity: "martian".to_owned(),
    });
    let census = made(&case);
    assert_eq!(
        gaps(&census),
        [
            (Gap::PlanWithoutCategory, vec!["C1"]),
            (Gap::ReviewOutsidePlan, vec!["C2"]),
            (Gap::HeldWithoutOutcome, vec!["W2"]),
            (Gap::CalledOff, vec!["W1"]),
            (Gap::EthnicityNoCode, vec!["C3"]),
        ]
    );
    let child = only(&census);
    assert_eq!((child.expected, child.ethnicity), (Some(day("2012-05-01")), "NOBT"));
    let sentences: Vec<String> = census.notes.iter().map(super::Note::sentence).collect();
    assert!(sentences.iter().any(|sentence| sentence.ends_with("in child_details: C3")), "{sentences:?}");
}

#[test]
fn a_child_born_after_the_year_is_expected() {
    let mut case = Case::new();
    let child = case.child();
    case.plan(child, "2011-05-03", None);
    case.born(0, 2012);
    let census = made(&case);
    let child = only(&census);
    assert_eq!((child.born, child.expected), (None, Some(day("2012-04-01"))));
}

#[test]
fn a_year_under_way_and_a_year_of_nobody_are_told() {
    let mut case = Case::new();
    assert_eq!(census(&case.register, year()), Err(CensusError::Nobody(year())));
    let child = case.child();
    case.plan(child, "2011-05-03", None);
    assert_eq!(gaps(&made(&case)), []);
    case.register.authority.today = day("2012-03-31");
    assert_eq!(gaps(&made(&case)), [(Gap::YearUnderWay, vec![])]);
}

#[test]
fn the_text_has_the_elements_in_the_order_of_the_schema() {
    let mut case = Case::new();
    let family = case.family(1);
    case.held("initial_conference", family, "2011-05-03", "2011-05-20", PlanVerdict::PlanStarts);
    case.register.record.decisions[0].category = "physical".to_owned();
    case.held("first_review_conference", family, "2011-05-20", "2011-08-10", PlanVerdict::PlanContinues);
    case.born(0, 2008);
    let text = made(&case).xml(Lea::parse("888").as_ref());
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?> <Message> <Header> <CollectionDetails> <Collection>CIN</Collection> \
        <Year>2012</Year> <ReferenceDate>2012-03-31</ReferenceDate> </CollectionDetails> <Source> <SourceLevel>L</SourceLevel> \
        <LEA>888</LEA> <SoftwareCode>Convene</SoftwareCode> </Source> </Header> <Children> <Child> <ChildIdentifiers> \
        <LAchildID>C1</LAchildID> <PersonBirthDate>2008-04-01</PersonBirthDate> <Sex>U</Sex> </ChildIdentifiers> \
        <ChildCharacteristics> <Ethnicity>NOBT</Ethnicity> </ChildCharacteristics> <CINdetails> \
        <CINreferralDate>2011-05-03</CINreferralDate> <ReferralSource>10</ReferralSource> <Section47> \
        <S47ActualStartDate>2011-05-03</S47ActualStartDate> <InitialCPCtarget>2011-05-24</InitialCPCtarget> \
        <DateOfInitialCPC>2011-05-20</DateOfInitialCPC> <ICPCnotRequired>0</ICPCnotRequired> </Section47> \
        <ReferralNFA>0</ReferralNFA> <ChildProtectionPlans> <CPPstartDate>2011-05-20</CPPstartDate> \
        <InitialCategoryOfAbuse>PHY</InitialCategoryOfAbuse> <LatestCategoryOfAbuse>PHY</LatestCategoryOfAbuse> \
        <NumberOfPreviousCPP>0</NumberOfPreviousCPP> <Reviews> <CPPreviewDate>2011-08-10</CPPreviewDate> </Reviews> \
        </ChildProtectionPlans> </CINdetails> </Child> </Children> </Message>";
    assert_eq!(lines.join(" "), expected);
}

#[test]
fn a_number_of_an_authority_is_three_digits() {
    for (text, is_one) in [("888", true), ("88", false), ("8888", false), ("8a8", false), ("", false)] {
        assert_eq!(Lea::parse(text).is_some(), is_one, "{text}");
    }
}
