//! The tables.

use convene::files::{read_bookings, register_from_texts};

use super::support::{cases, check, check_edits, told};
use crate::good_register::{FILES, write};

#[test]
fn faults_of_places_roads_and_districts() {
    check_edits(
        r#"
places.csv `place,name` `Place,name`
    places.csv:1:1: column "Place" is not known; wanted one of place, lat, lon…maybe "place"
places.csv `lat,lon` `lat,width`
    places.csv:1:1: column "lon" is missing; wanted at least place, lat, lon
    places.csv:1:5: column "width" is not known
places.csv `lat,lon` `lat,lat`
    places.csv:1:1: column "lon" is missing
    places.csv:1:5: column "lat" is given twice; column 4 has it already
places.csv `name,district` `name,`
    places.csv:1:3: the column has no name
places.csv `LA,Lancaster,NORTH` `LA,Lancaster,NORT`
    places.csv:3:3: district "NORT" is not known; wanted a reference of districts…maybe "NORTH"
places.csv `54.0466` `95`
    places.csv:3:4: lat "95" is out of range
places.csv `54.0466` `"54,0466"`
    places.csv:3:4: lat "54,0466" is not a decimal…maybe "54.0466"
places.csv `54.0466` ``
    places.csv:3:4: lat is empty
places.csv `-2.8007` `-182`
    places.csv:3:5: lon "-182" is out of range
places.csv `LA,Lancaster` `PR,Lancaster`
    meetings.csv:4:14: home "LA" is not known
    places.csv:3:1: place "PR" is given twice; line 2 has it already
    roads.csv:2:2: to "LA" is not known
    staff.csv:3:4: base "LA" is not known
    venues.csv:3:3: place "LA" is not known
places.csv `LA,Lancaster` `L A,Lancaster`
    meetings.csv:4:14: home "LA" is not known
    places.csv:3:1: place "L A" is not a reference; wanted 1 to 40 of
    roads.csv:2:2: to "LA" is not known
    staff.csv:3:4: base "LA" is not known
    venues.csv:3:3: place "LA" is not known
places.csv `LA,Lancaster,NORTH,54.0466,-2.8007,2` `LA,Lancaster,NORTH,54.0466`
    places.csv:3:5: the row has 4 cells; wanted 6, as in the header
places.csv `LA,Lancaster,` `LA,Lancaster,x,`
    places.csv:3:7: the row has 7 cells; wanted 6
places.csv `LA,Lancaster` `LA,"Lancaster`
    places.csv:3:2: a quotation mark is opened here and closed inside other text on line 4
places.csv `LA,Lancaster` `LA,Lanc\e[2Jaster`
    places.csv:3:2: holds the control character U+001B
places.csv `LA,Lancaster` `LA,Lanc\0aster`
    places.csv:3:1: the line holds a NUL byte
roads.csv `LA,35` `XX,35`
    roads.csv:2:2: to "XX" is not known; wanted a reference of places
roads.csv `PR,LA,35,\n` ``
    places.csv:3:1: place "LA" is on no road
roads.csv `PR,LA,35,` `PR,LA,35,yes`
    places.csv:3:1: no roads lead from "LA" to "PR"
roads.csv `LA,35` `LA,1441`
    roads.csv:2:3: minutes "1441" is out of range
roads.csv `LA,35,` `LA,35,maybe`
    roads.csv:2:4: one_way "maybe" is not known; wanted one of yes, no
districts.csv `NORTH,North` `SOUTH,North`
    meetings.csv:4:15: district "NORTH" is not known
    places.csv:3:3: district "NORTH" is not known
    staff.csv:4:10: districts "NORTH" is not known
districts.csv `CENTRAL,C` `NORTH,C`
    districts.csv:3:1: district "NORTH" is given twice; line 2 has it already
    households.csv:2:2: district "CENTRAL" is not
    places.csv:2:3: district "CENTRAL" is not
    places.csv:4:3: district "CENTRAL" is not
    staff.csv:2:10: districts "CENTRAL" is not
    staff.csv:4:10: districts "CENTRAL" is not
"#,
    );
}

#[test]
fn faults_of_venues_rooms_and_closures() {
    check_edits(
        r#"
venues.csv `office,PR,` `office,,`
    venues.csv:2:3: place is empty; wanted it in every row
venues.csv `district_office` `office`
    venues.csv:2:4: kind "office" is not known; wanted one of district_office,
venues.csv `district_office` `distrct_office`
    venues.csv:2:4: kind "distrct_office" is not known…maybe "district_office"
venues.csv `09:00,17:00` `9:00,17:00`
    venues.csv:2:5: opens "9:00" is not a time; wanted a time such as 09:30…maybe "09:00"
venues.csv `09:00,17:00` `09:00,09:00`
    venues.csv:2:6: opens–closes "09:00–09:00" is no time
venues.csv `09:00,17:00` `18:00,`
    venues.csv:2:5: opens–closes "18:00–17:30" is no time
venues.csv `Mon;Tue` `Monday;Teu`
    venues.csv:2:7: weekdays "Monday" is not known…maybe "Mon"
    venues.csv:2:7: weekdays "Teu" is not known…maybe "Tue"
venues.csv `Mon;Tue;Wed` `Mon; Tue`
    venues.csv:2:7: weekdays " Tue" is not known…maybe "Tue"
venues.csv `2013-12-31` `2009-12-31`
    venues.csv:2:9: until "2009-12-31" is before from; wanted 2010-01-01 or later
venues.csv `step_free;` `step_free;;`
    venues.csv:2:10: features "" is not a word
venues.csv `from,until,features` `from,until,feature`
    venues.csv:1:10: column "feature" is not known…maybe "features"
rooms.csv `LA-1` `home`
    bookings.csv:2:4: room "LA-1" is not known
    rooms.csv:4:1: room "home" stands for the household's home
rooms.csv `V-LA,20` `V-LO,20`
    rooms.csv:4:2: venue "V-LO" is not known; wanted a reference of venues…maybe "V-LA"
rooms.csv `V-LA,20` `V-LA,`
    rooms.csv:4:3: capacity is empty
rooms.csv `V-LA,20` `V-LA,10001`
    rooms.csv:4:3: capacity "10001" is out of range; wanted people, a whole number from 0 to 10000
closures.csv `V-LA,,` `,,`
    closures.csv:2:1: venue and room are empty; wanted one of them
closures.csv `V-LA,,` `V-LA,PR-1,`
    closures.csv:2:2: room "PR-1" is not in that venue; wanted a room of V-LA, or venue V-PR
closures.csv `2012-04-12T12:00` `2012-04-12T09:00`
    closures.csv:3:4: ends "2012-04-12T09:00" is not after starts; wanted an end after 2012-04-12T09:00
closures.csv `2012-04-12T12:00` `2012-04-12 12:00`
    closures.csv:3:4: ends "2012-04-12 12:00" is neither a date nor a moment…maybe "2012-04-12T12:00"
closures.csv `2012-04-10,2012-04-11` `2012-04-10,2012-04-09`
    closures.csv:2:4: ends "2012-04-09" is not after starts
"#,
    );
}

#[test]
fn faults_of_staff_hours_and_absences() {
    check_edits(
        r#"
staff.csv `Archer,iro` `Archer,IRO`
    staff.csv:2:3: role "IRO" is not known; wanted one of iro, senior_iro, minute_taker…maybe "iro"
staff.csv `iro,PR` `iro,XX`
    staff.csv:2:4: base "XX" is not known
staff.csv `0.6` `"0,6"`
    staff.csv:2:5: fte "0,6" is not a full-time equivalent…maybe "0.6"
staff.csv `permanent` `permenant`
    staff.csv:2:6: contract "permenant" is not known…maybe "permanent"
staff.csv `2010-01-01` `1810-01-01`
    staff.csv:2:7: from "1810-01-01" is out of range; wanted a date from 1900 to 2200
staff.csv `2014-12-31` `2009-12-31`
    staff.csv:2:8: until "2009-12-31" is before from
staff.csv `review_conference;` `review_conferance;`
    staff.csv:2:9: chairs "review_conferance" is not known; wanted a reference of the kinds of meeting…maybe "review_conference"
staff.csv `NORTH;` `NROTH;`
    staff.csv:4:10: districts "NROTH" is not known…maybe "NORTH"
staff.csv `,2,language:urdu` `,51,language:urdu`
    staff.csv:2:11: per_day "51" is out of range
staff.csv `language:urdu` ` language:urdu`
    staff.csv:2:12: features " language:urdu" is not a word…maybe "language:urdu"
hours.csv `I-2,Wed` `I-9,Wed`
    hours.csv:5:1: staff "I-9" is not known; wanted a reference of staff…maybe "I-1"
hours.csv `I-2,Wed` `I-2,Wednesday`
    hours.csv:5:2: weekday "Wednesday" is not known…maybe "Wed"
hours.csv `08:30,17:30` `17:30,17:30`
    hours.csv:5:4: ends "17:30" is not after starts; wanted a time after 17:30
hours.csv `08:30,17:30` `08:30,24:01`
    hours.csv:5:4: ends "24:01" is not a time
hours.csv `08:30,17:30` `,17:30`
    hours.csv:5:3: starts is empty
absences.csv `I-1,2012` `,2012`
    absences.csv:2:1: staff is empty
absences.csv `2012-04-16` `16.4.2012`
    absences.csv:2:2: starts "16.4.2012" is neither a date nor a moment…maybe "2012-04-16"
absences.csv `2012-04-20` `2012-04-15`
    absences.csv:2:3: ends "2012-04-15" is not after starts; wanted an end after 2012-04-16
"#,
    );
}

#[test]
fn faults_of_households_and_children() {
    check_edits(
        r#"
households.csv `CENTRAL,BB` `CENTRE,BB`
    households.csv:2:2: district "CENTRE" is not known…maybe "CENTRAL"
households.csv `CENTRAL,BB` `CENTRAL,XX`
    households.csv:2:3: home "XX" is not known
households.csv `BB,3` `BB,51`
    households.csv:2:4: children "51" is out of range
households.csv `3,I-1` `3,T-1`
    households.csv:2:5: iro "T-1" takes minutes; wanted somebody of role iro or senior_iro
households.csv `2011-10-03` `2011-13-03`
    households.csv:2:6: iro_since "2011-13-03" is not a date
households.csv `SW-1` `Mrs Smith`
    households.csv:2:7: social_worker "Mrs Smith" is not a reference
households.csv `V-LA,I-2` `V-LA;V-XX,I-2`
    households.csv:2:8: venues_excluded "V-XX" is not known
households.csv `V-LA,I-2` `V-LA,I-3`
    households.csv:2:9: conflicts "I-3" is not known
children.csv `C-2,H-2` `C-1,H-2`
    children.csv:3:1: child "C-1" is given twice; line 2 has it already
children.csv `C-2,H-2` `C-2,H-3`
    children.csv:3:2: household "H-3" is not known
children.csv `both` `CP`
    children.csv:2:3: plan "CP" is not known; wanted one of cp, cla, both, none…maybe "cp"
children.csv `2011-10-03` `x`
    children.csv:2:4: plan_start "x" is not a date
children.csv `neglect` `neglected`
    children.csv:2:5: category "neglected" is not known…maybe "neglect"
children.csv `neglect,1` `neglect,-1`
    children.csv:2:6: previous_plans "-1" is out of range
children.csv `2011-12-01` `1.12.11`
    children.csv:2:7: looked_after_since "1.12.11" is not a date…maybe "2011-12-01"
"#,
    );
}

#[test]
fn faults_of_the_record() {
    check_edits(
        r#"
outcomes.csv `M-4,held` `M-9,held`
    outcomes.csv:3:1: meeting "M-9" is not known; wanted a reference of meetings
outcomes.csv `M-4,held,2011-11-07` `M-4,hold,7/11/2011`
    outcomes.csv:3:2: result "hold" is not known; wanted one of held, adjourned, cancelled…maybe "held"
    outcomes.csv:3:3: on "7/11/2011" is not a date…maybe "2011-11-07"
outcomes.csv `2011-11-07,I-1` `2011-11-07,T-1`
    outcomes.csv:3:4: chair "T-1" takes minutes; wanted somebody of role iro or senior_iro
outcomes.csv `not_quorate` `not quorate`
    outcomes.csv:2:5: reason "not quorate" is not known…maybe "not_quorate"
outcomes.csv `health;education` `helth;education`
    outcomes.csv:3:6: agencies "helth" is not known…maybe "health"
outcomes.csv `2011-11-08T09:00` `2011-11-08`
    outcomes.csv:3:11: sheet_sent "2011-11-08" is not a moment
outcomes.csv `,2,1,` `,two,-1,`
    outcomes.csv:3:16: questionnaires_given "two" is not a whole number
    outcomes.csv:3:17: questionnaires_returned "-1" is out of range
decisions.csv `plan_continues` `continues`
    decisions.csv:2:3: verdict "continues" is not known; wanted one of plan_starts, plan_continues, plan_ends, no_plan
decisions.csv `M-4,C-1` `M-4,C-9`
    decisions.csv:2:2: child "C-9" is not known…maybe "C-1"
decisions.csv `PN3` `3`
    decisions.csv:2:5: participation "3" is not known…maybe "PN3"
plans.csv `2009-01-12,2009-09-30` `2009-01-12,2008-09-30`
    plans.csv:2:3: ends "2008-09-30" is before starts; wanted 2009-01-12 or later
plans.csv `2008-03-03` `2010-03-03`
    plans.csv:2:2: starts "2009-01-12" is before previous_end; wanted 2010-03-03 or later
plans.csv `2011-10-03,` `,`
    plans.csv:3:2: starts is empty
care.csv `2010-03-01` `2010-01-03`
    care.csv:2:3: ends "2010-01-03" is before starts; wanted 2010-01-04 or later
child_details.csv `2005-05-05` `five`
    child_details.csv:2:2: born "five" is not a date
escalations.csv `E-1,H-1,2012-03-01` `E 1,H-1,2012-03-01`
    escalations.csv:2:1: escalation "E 1" is not a reference
escalations.csv `district_manager,2012-03-20` `manager,2012-03-02`
    escalations.csv:3:4: step "manager" is not known
    escalations.csv:3:5: resolved "2012-03-02" is before since; wanted 2012-03-12 or later
combined.csv `cla_second_review` `cla_2nd_review`
    combined.csv:2:2: kind "cla_2nd_review" is not known
"#,
    );
}

#[test]
fn faults_of_meetings_and_unavailability() {
    check_edits(
        r#"
meetings.csv `M-2,initial` `M-1,initial`
    bookings.csv:2:1: meeting "M-2" is not known
    meetings.csv:3:1: meeting "M-1" is given twice; line 2 has it already
meetings.csv `initial_conference` `inital_conference`
    meetings.csv:3:2: kind "inital_conference" is not known; wanted a reference of the kinds of meeting…maybe "initial_conference"
meetings.csv `H-2,2012-03-26` `H-3,2012-03-26`
    meetings.csv:3:3: household "H-3" is not known
meetings.csv `H-2,2012-03-26` `H-2,26/03/2012`
    meetings.csv:3:4: from_date "26/03/2012" is not a date; wanted a date such as 2012-04-02…maybe "2012-03-26"
meetings.csv `H-2,2012-03-26` `H-2,`
    meetings.csv:3:4: meeting "M-2" (initial_conference): its timescale counts from `from_date`, which is empty
meetings.csv `H-2,2012-03-26` `H-2,2036-03-26`
    meetings.csv:3:4: from_date "2036-03-26" cannot be planned with
meetings.csv `H-2,2012-03-26` `H-2,2035-12-20`
    meetings.csv:3:4: the last day on which it may be booked "2036-
meetings.csv `2012-05-04` `2008-05-04`
    meetings.csv:2:5: due "2008-05-04" cannot be planned with
meetings.csv `2012-04-30` `30.04.2012`
    meetings.csv:2:6: target "30.04.2012" is not a date
meetings.csv `2012-04-10` `2012-04-31`
    meetings.csv:2:7: earliest "2012-04-31" is not a date
meetings.csv `,9,step_free` `,nine,step_free`
    meetings.csv:2:8: attendees "nine" is not a whole number
meetings.csv `,9,step_free` `,10001,step_free`
    meetings.csv:2:8: attendees "10001" is out of range
meetings.csv `9,step_free` `9,step_free; video`
    meetings.csv:2:9: needs " video" is not a word…maybe "video"
meetings.csv `language:urdu` `;`
    meetings.csv:2:10: iro_needs "" is not a word
meetings.csv `,110,` `,0,`
    meetings.csv:2:11: minutes "0" is out of range; wanted minutes, a whole number from 1 to 1440
meetings.csv `am,to_book` `AM,to_book`
    meetings.csv:2:12: prefers "AM" is not known; wanted one of am, pm…maybe "am"
meetings.csv `am,to_book` `am,tobook`
    meetings.csv:2:13: status "tobook" is not known…maybe "to_book"
meetings.csv `to_book,,,` `to_book,LA,NORTH,2`
    meetings.csv:2:14: home "LA" is given beside a household
    meetings.csv:2:15: district "NORTH" is given beside
    meetings.csv:2:16: children "2" is given beside
meetings.csv `LA,NORTH,2` `XX,SOUTH,51`
    meetings.csv:4:14: home "XX" is not known
    meetings.csv:4:15: district "SOUTH" is not known
    meetings.csv:4:16: children "51" is out of range
unavailable.csv `M-1,,,` `,,,`
    unavailable.csv:2:1: meeting, household and social_worker are empty; wanted one of them
unavailable.csv `M-1,,,` `M-1,H-1,,`
    unavailable.csv:2:2: meeting and household are given; wanted one of
unavailable.csv `M-1,,,` `M-9,,,`
    unavailable.csv:2:1: meeting "M-9" is not known
unavailable.csv `,H-1,,` `,H-9,,`
    unavailable.csv:3:2: household "H-9" is not known
unavailable.csv `2012-04-18T12:00` `2012-04-18T08:00`
    unavailable.csv:3:5: ends "2012-04-18T08:00" is not after starts
"#,
    );
}

#[test]
fn a_row_at_fault_is_told_once_and_not_by_all_who_point_at_it() {
    check_edits(
        r#"
places.csv `PR,Preston,CENTRAL,53.7569` `PR,Preston,CENTRAL,north`
    places.csv:2:4: lat "north" is not a decimal
staff.csv `Archer,iro` `Archer,chair`
    staff.csv:2:3: role "chair"
households.csv `BB,3` `BB,three`
    households.csv:2:4: children "three"
meetings.csv `initial_conference` `inital_conference`
    meetings.csv:3:2: kind
venues.csv `district_office` `office`
    venues.csv:2:4: kind
authority.toml `notice_days = 1` `notice_days = 999`
    authority.toml:30:15: kinds.adult_strategy.notice_days
"#,
    );
}

const BOOKINGS: &str = r#"
bookings.csv `M-4,` `M-5,`
    bookings.csv:3:1: meeting "M-5" is not known
bookings.csv `M-4,` `M-2,`
    bookings.csv:3:1: meeting "M-2" is booked twice; wanted one booking; line 2 has it
bookings.csv `2012-04-11T10:00` `2012-04-11`
    bookings.csv:2:2: starts "2012-04-11" is not a moment
bookings.csv `2012-04-11T10:00` ``
    bookings.csv:2:2: starts is empty
bookings.csv `I-2,LA-1` `I-8,LA-1`
    bookings.csv:2:3: iro "I-8" is not known
bookings.csv `I-2,LA-1` `I-2,LA-2`
    bookings.csv:2:4: room "LA-2" is not known
bookings.csv `T-1,confirmed` `T-2,confirmed`
    bookings.csv:2:5: minute_taker "T-2" is not known
bookings.csv `T-1,confirmed` `T-1,confirm`
    bookings.csv:2:6: status "confirm" is not known; wanted one of confirmed, proposed, held…maybe "confirmed"
bookings.csv `x_diary` `diary`
    bookings.csv:1:7: column "diary" is not known
"#;

#[test]
fn faults_of_bookings() {
    check_edits(BOOKINGS);
}

#[test]
fn faults_of_bookings_for_a_register_that_is_read_already() {
    let register = register_from_texts(&FILES, None).unwrap_or_else(|faults| panic!("{faults}")).register;
    let place = tempfile::tempdir().expect("a temporary folder");
    let path = place.path().join("plan.csv");
    let shown = path.display().to_string();
    for case in cases(BOOKINGS) {
        let files = case.files();
        let (_, text) = files.iter().find(|(name, _)| name == "bookings.csv").expect("bookings");
        write(place.path(), &[("plan.csv", text)]);
        let told: Vec<String> = told(read_bookings(&path, &register).err())
            .iter()
            .map(|fault| fault.replacen(&shown, "bookings.csv", 1))
            .collect();
        check(&case.edit, &told, &case.expected);
    }
}
