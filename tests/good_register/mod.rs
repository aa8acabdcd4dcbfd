//! A small register without a fault that touches every file and every column.

use std::fs;
use std::path::Path;

/// The files, by name, in the order of the contract; then those of the record.
pub(crate) const FILES: [(&str, &str); 22] = [
    (
        "authority.toml",
        r#"# A county for tests.
name = "Testshire"
today = 2012-04-02
timescales = "england-2010"
grid_minutes = 5
office_hours = { opens = "08:30", closes = "17:30" }
holidays = "england-and-wales"
extra_holidays = [2012-12-24, "2012-12-31"]
late_limit_days = 15

[travel]
speed_kmh = 40
detour = 1.25
parking_minutes = 10

[lunch]
minutes = 20
from = "12:00"
until = "14:00"

[kinds.review_conference]
minutes = 100
urgency = 20

[kinds.adult_strategy]
minutes = 60
before = 0
after = 15
minute_taker = false
notice_days = 1
statutory = "20 working days"
target = "5 working days before statutory"
opens = "15 working days before target"
at_home = true
family = false
continuity = false
urgency = 5

[weights]
moved = 50
"#,
    ),
    (
        "places.csv",
        "place,name,district,lat,lon,x_ward\n\
         PR,Preston,CENTRAL,53.7569,-2.7081,1\n\
         LA,Lancaster,NORTH,54.0466,-2.8007,2\n\
         BB,\"Blackburn, east\",CENTRAL,53.7486,-2.4875,3\n",
    ),
    ("roads.csv", "from,to,minutes,one_way\nPR,LA,35,\nPR,BB,20,no\nBB,PR,25,yes\n"),
    ("districts.csv", "district,name,cluster\nNORTH,North,1\nCENTRAL,Central,2\n"),
    (
        "venues.csv",
        "venue,name,place,kind,opens,closes,weekdays,from,until,features\n\
         V-PR,Preston office,PR,district_office,09:00,17:00,Mon;Tue;Wed,2010-01-01,2013-12-31,step_free;family_friendly\n\
         V-LA,Lancaster centre,LA,childrens_centre,,,,,,withdrawal_room\n\
         V-NET,Video,,online,,,,,,video\n",
    ),
    (
        "rooms.csv",
        "room,venue,capacity,features\nPR-1,V-PR,12,creche\nPR-2,V-PR,6,\nLA-1,V-LA,20,\nNET,V-NET,100,\n",
    ),
    (
        "closures.csv",
        "venue,room,starts,ends,reason\n\
         V-LA,,2012-04-10,2012-04-11,\"painting, upstairs\"\n\
         ,PR-2,2012-04-12T09:00,2012-04-12T12:00,boiler\n\
         V-PR,PR-1,2013-01-01,,sold\n",
    ),
    (
        "staff.csv",
        "staff,name,role,base,fte,contract,from,until,chairs,districts,per_day,features\n\
         I-1,Ann Archer,iro,PR,0.6,permanent,2010-01-01,2014-12-31,review_conference;adult_strategy,CENTRAL,2,language:urdu\n\
         I-2,\"Bob \"\"Bo\"\" Barnes\",senior_iro,LA,,agency,,,,,,\n\
         T-1,,minute_taker,PR,,,,,,NORTH;CENTRAL,,\n",
    ),
    (
        "hours.csv",
        "staff,weekday,starts,ends\n\
         I-1,Mon,09:00,17:00\n\
         I-1,Tue,09:00,12:00\n\
         I-1,Tue,12:00,17:00\n\
         I-2,Wed,08:30,17:30\n\
         T-1,Mon,09:00,17:00\n",
    ),
    (
        "absences.csv",
        "staff,starts,ends,reason\nI-1,2012-04-16,2012-04-20,leave\nT-1,,2012-04-03T13:00,sick\n",
    ),
    (
        "households.csv",
        "household,district,home,children,iro,iro_since,social_worker,venues_excluded,conflicts\n\
         H-1,CENTRAL,BB,3,I-1,2011-10-03,SW-1,V-LA,I-2\n\
         H-2,,,1,,,,,\n",
    ),
    (
        "children.csv",
        "child,household,plan,plan_start,category,previous_plans,looked_after_since\n\
         C-1,H-1,both,2011-10-03,neglect,1,2011-12-01\n\
         C-2,H-2,,,,,\n",
    ),
    (
        "meetings.csv",
        "meeting,kind,household,from_date,due,target,earliest,attendees,needs,iro_needs,minutes,prefers,status,home,district,children\n\
         M-1,review_conference,H-1,2011-11-07,2012-05-04,2012-04-30,2012-04-10,9,step_free,language:urdu,110,am,to_book,,,\n\
         M-2,initial_conference,H-2,2012-03-26,,,,,,,,,booked,,,\n\
         M-3,adult_strategy,,2012-03-26,,,,,,,,pm,,LA,NORTH,2\n\
         M-4,review_conference,H-1,2011-05-09,,,,,,,,,held,,,\n",
    ),
    (
        "unavailable.csv",
        "meeting,household,social_worker,starts,ends,reason\n\
         M-1,,,2012-04-17,2012-04-17,police\n\
         ,H-1,,2012-04-18T09:00,2012-04-18T12:00,school\n\
         ,,SW-1,2012-05-01,,maternity leave\n",
    ),
    (
        "bookings.csv",
        "meeting,starts,iro,room,minute_taker,status,x_diary\n\
         M-2,2012-04-11T10:00,I-2,LA-1,T-1,confirmed,D 17\n\
         M-4,2011-11-07T09:30,I-1,home,,held,\n",
    ),
    (
        "outcomes.csv",
        "meeting,result,on,chair,reason,agencies,quorate,parents,advocate,report_shared,sheet_sent,minutes_signed,minutes_sent,concern,form_done,questionnaires_given,questionnaires_returned,recorded,by\n\
         M-4,adjourned,2011-11-07,,not_quorate,social_care,no,,,,,,,,,,,2011-11-07T16:00,clerk-7\n\
         M-4,held,2011-11-07,I-1,,social_care;health;education,yes,yes,no,2011-11-04T09:30,2011-11-08T09:00,2011-11-21,2011-11-24,yes,2011-11-10,2,1,2011-11-07T16:05,clerk-7\n",
    ),
    ("decisions.csv", "meeting,child,verdict,category,participation\nM-4,C-1,plan_continues,neglect,PN3\n"),
    (
        "plans.csv",
        "child,starts,ends,category,previous,previous_end\n\
         C-1,2009-01-12,2009-09-30,physical,1,2008-03-03\n\
         C-1,2011-10-03,,neglect,,\n",
    ),
    (
        "care.csv",
        "child,starts,ends,legal_status,placement\n\
         C-1,2010-01-04,2010-03-01,section_20,foster_in_authority\n\
         C-1,2011-12-01,,interim_care_order,foster_in_authority\n",
    ),
    ("child_details.csv", "child,born,expected,ethnicity\nC-1,2005-05-05,2005-05-01,WBRI\n"),
    (
        "escalations.csv",
        "escalation,household,since,step,resolved\n\
         E-1,H-1,2012-03-01,team_manager,\n\
         E-1,H-1,2012-03-12,district_manager,2012-03-20\n",
    ),
    ("combined.csv", "meeting,kind\nM-1,cla_second_review\n"),
];

/// Returns the files with `edit` applied to the text of `file`, which must change it.
pub(crate) fn edited(file: &str, from: &str, to: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> =
        FILES.iter().map(|&(name, text)| (name.to_owned(), text.to_owned())).collect();
    let (_, text) = files.iter_mut().find(|(name, _)| name == file).expect("a file of the register");
    assert!(text.contains(from), "{file} does not hold {from:?}");
    *text = text.replacen(from, to, 1);
    files
}

/// Writes files into a folder.
pub(crate) fn write(folder: &Path, files: &[(impl AsRef<str>, impl AsRef<[u8]>)]) {
    for (name, bytes) in files {
        fs::write(folder.join(name.as_ref()), bytes).expect("a file in a temporary folder");
    }
}
