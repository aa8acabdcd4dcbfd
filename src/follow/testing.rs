//! A small authority for stories: what each test adds to it is the story.

use crate::calendar::{NaiveDate, parse_date};
use crate::files::register_from_texts;
use crate::follow::{Followed, Practice, follow};
use crate::register::{MeetingStatus, Register};

const BASE: [(&str, &str); 5] = [
    ("places.csv", "place,lat,lon\nP,53.8,-2.7\n"),
    ("venues.csv", "venue,place\nV,P\n"),
    ("rooms.csv", "room,venue,capacity\nR,V,12\n"),
    ("staff.csv", "staff,role,base\nIRO1,iro,P\nIRO2,iro,P\nMT1,minute_taker,P\n"),
    ("hours.csv", "staff,weekday,starts,ends\nIRO1,Mon,09:00,17:00\n"),
];

/// Family H-1 with children A and B, chaired by IRO1; family H-2 with child C and no chair.
pub(crate) const HOUSEHOLDS: &str = "household,children,iro\nH-1,2,IRO1\nH-2,1,\n";
pub(crate) const CHILDREN: &str = "child,household\nA,H-1\nB,H-1\nC,H-2\n";

/// Returns the register of a story as of `today`: `texts` are its own files, of which households and children may be left out.
pub(crate) fn story(today: &str, texts: &[(&str, &str)]) -> Register {
    let authority = format!("name = \"X\"\ntoday = {today}\ntimescales = \"england-2010\"\n");
    let mut all: Vec<(&str, &str)> = vec![("authority.toml", &authority)];
    all.extend(BASE);
    for (name, text) in [("households.csv", HOUSEHOLDS), ("children.csv", CHILDREN)] {
        if !texts.iter().any(|own| own.0 == name) {
            all.push((name, text));
        }
    }
    all.extend(texts);
    register_from_texts(&all, None).unwrap_or_else(|faults| panic!("{faults}")).register
}

/// Follows a register through.
pub(crate) fn followed(register: &Register) -> Followed {
    follow(register, &Practice::default())
}

/// Returns the meetings that stand: kind, household, the day that they count from, their statutory date and target.
pub(crate) fn standing(register: &Register) -> Vec<String> {
    let live = register.meetings.iter().filter(|meeting| meeting.status.is_live());
    live.map(|meeting| {
        let dates = register.deadlines(meeting).expect("it has dates");
        let household = meeting.household.map_or("-", |at| register.households[at.at()].reference.as_str());
        let from = meeting.from_date.expect("it counts from a day");
        let statutory = dates.statutory.expect("a statutory date");
        format!(
            "{} {household} from {from} by {statutory}, target {}",
            register.kind(meeting).name,
            dates.target
        )
    })
    .collect()
}

/// Returns the status of a meeting.
pub(crate) fn status(register: &Register, reference: &str) -> MeetingStatus {
    let meeting = register.meetings.iter().find(|meeting| meeting.reference.as_str() == reference);
    meeting.unwrap_or_else(|| panic!("no meeting {reference}")).status
}

/// Returns a date.
pub(crate) fn date(text: &str) -> NaiveDate {
    parse_date(text).unwrap_or_else(|| panic!("{text}"))
}
