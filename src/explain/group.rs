//! The named groups of constraints that an explanation speaks of, and sets of them.

use serde::ser::{Serialize, SerializeSeq, Serializer};

/// A group of constraints that can stand in a meeting's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Its opening date (H02).
    Opening,
    /// The notice that its kind needs (H02).
    Notice,
    /// The working days past its statutory date on which it may still be booked (H02).
    LateLimit,
    /// Office hours (H13).
    OfficeHours,
    /// When the family cannot come (H10).
    FamilyAway,
    /// The family's other meetings (H06).
    FamilyElsewhere,
    /// When the social worker cannot come (H10).
    WorkerAway,
    /// The social worker's other meetings (H06).
    WorkerElsewhere,
    /// When the attendees cannot come (H10).
    AttendeesAway,
    /// The size of the room (H05).
    RoomSize,
    /// What the room or its venue must have (H05).
    RoomFeatures,
    /// Venues excluded for the household (H05).
    VenueExcluded,
    /// The weekdays and hours on which venues open (H05).
    VenueHours,
    /// The dates on which venues are in use (H05).
    VenueDates,
    /// Closures of venues and rooms (H05).
    Closure,
    /// Other meetings in the room (H06).
    RoomTaken,
    /// Kinds of meeting that a chair may chair (H03).
    ChairKind,
    /// What the chair must have (H03).
    ChairNeeds,
    /// Chairs who are not independent of the household (H03).
    ChairConflict,
    /// Days on which chairs are in post (H03).
    ChairPost,
    /// Chairs' working hours (H04, H07).
    ChairHours,
    /// Chairs' absences (H04).
    ChairAbsence,
    /// Chairs' other meetings, with the journeys and lunch between (H06, H07, H09).
    ChairDiary,
    /// The most meetings that a chair may have in a day (H08).
    ChairLimit,
    /// Districts that minute takers cover (H11).
    TakerDistrict,
    /// Days on which minute takers are in post (H04).
    TakerPost,
    /// Minute takers' working hours (H04, H07).
    TakerHours,
    /// Minute takers' absences (H04).
    TakerAbsence,
    /// Minute takers' other meetings, with the journeys and lunch between (H06, H07, H09).
    TakerDiary,
    /// The most meetings that a minute taker may have in a day (H08).
    TakerLimit,
    /// The lunch break of chair and minute taker (H09).
    Lunch,
    /// Nothing is booked before today (H02). It cannot be otherwise.
    Past,
    /// Nothing is booked on other than working days (H02). It cannot be otherwise.
    NonWorking,
    /// Starts lie on the planning grid (H01). It cannot be otherwise.
    OffGrid,
    /// Meetings of its kind are not held at home, or no home is given (H05). It cannot be otherwise.
    NotAtHome,
    /// Who chairs is an IRO (H03). It cannot be otherwise.
    ChairRole,
    /// Who takes the minutes is a minute taker (H01). It cannot be otherwise.
    TakerRole,
    /// Its kind has no minute taker (H01). It cannot be otherwise.
    NoTaker,
}

impl Group {
    /// Every group, in the order in which explanations name them.
    pub const ALL: [Group; 38] = [
        Group::Opening,
        Group::Notice,
        Group::LateLimit,
        Group::OfficeHours,
        Group::FamilyAway,
        Group::FamilyElsewhere,
        Group::WorkerAway,
        Group::WorkerElsewhere,
        Group::AttendeesAway,
        Group::RoomSize,
        Group::RoomFeatures,
        Group::VenueExcluded,
        Group::VenueHours,
        Group::VenueDates,
        Group::Closure,
        Group::RoomTaken,
        Group::ChairKind,
        Group::ChairNeeds,
        Group::ChairConflict,
        Group::ChairPost,
        Group::ChairHours,
        Group::ChairAbsence,
        Group::ChairDiary,
        Group::ChairLimit,
        Group::TakerDistrict,
        Group::TakerPost,
        Group::TakerHours,
        Group::TakerAbsence,
        Group::TakerDiary,
        Group::TakerLimit,
        Group::Lunch,
        Group::Past,
        Group::NonWorking,
        Group::OffGrid,
        Group::NotAtHome,
        Group::ChairRole,
        Group::TakerRole,
        Group::NoTaker,
    ];

    /// Returns the codes of the rules that it stands for.
    pub fn codes(self) -> &'static [&'static str] {
        use Group::*;
        match self {
            Opening | Notice | LateLimit | Past | NonWorking => &["H02"],
            OfficeHours => &["H13"],
            FamilyAway | WorkerAway | AttendeesAway => &["H10"],
            FamilyElsewhere | WorkerElsewhere | RoomTaken => &["H06"],
            RoomSize | RoomFeatures | VenueExcluded | VenueHours | VenueDates | Closure | NotAtHome => {
                &["H05"]
            }
            ChairKind | ChairNeeds | ChairConflict | ChairRole => &["H03"],
            ChairPost => &["H03", "H04"],
            ChairHours | TakerHours => &["H04", "H07"],
            ChairAbsence | TakerAbsence | TakerPost => &["H04"],
            ChairDiary | TakerDiary => &["H06", "H07", "H09"],
            ChairLimit | TakerLimit => &["H08"],
            TakerDistrict => &["H11"],
            Lunch => &["H09"],
            OffGrid | TakerRole | NoTaker => &["H01"],
        }
    }

    /// Returns what stands in the way, as a noun without its article's capital: `the chairs' other meetings`.
    pub fn words(self) -> &'static str {
        use Group::*;
        match self {
            Opening => "its opening date",
            Notice => "the notice that its kind needs",
            LateLimit => "the limit on days past its due date",
            OfficeHours => "office hours",
            FamilyAway => "days on which the family cannot come",
            FamilyElsewhere => "the family's other meetings",
            WorkerAway => "days on which the social worker cannot come",
            WorkerElsewhere => "the social worker's other meetings",
            AttendeesAway => "days on which attendees cannot come",
            RoomSize => "the size of rooms",
            RoomFeatures => "what rooms and venues have",
            VenueExcluded => "venues excluded for the household",
            VenueHours => "the weekdays and hours of venues",
            VenueDates => "the dates on which venues are in use",
            Closure => "closures of venues and rooms",
            RoomTaken => "other meetings in the rooms",
            ChairKind => "the kinds that chairs may take",
            ChairNeeds => "what the chair must have",
            ChairConflict => "chairs' conflicts with the household",
            ChairPost => "chairs who are not in post",
            ChairHours => "chairs' working hours",
            ChairAbsence => "chairs' absences",
            ChairDiary => "chairs' other meetings",
            ChairLimit => "the most meetings a chair may have in a day",
            TakerDistrict => "the districts that minute takers cover",
            TakerPost => "minute takers who are not in post",
            TakerHours => "minute takers' working hours",
            TakerAbsence => "minute takers' absences",
            TakerDiary => "minute takers' other meetings",
            TakerLimit => "the most meetings a minute taker may have in a day",
            Lunch => "the lunch break",
            Past => "the date has passed",
            NonWorking => "it is no working day",
            OffGrid => "the start is off the planning grid",
            NotAtHome => "it is not held at home",
            ChairRole => "who chairs must be an IRO",
            TakerRole => "who takes the minutes must be a minute taker",
            NoTaker => "its kind has no minute taker",
        }
    }

    /// Whether a change to the register could take it out of the way.
    pub fn is_mendable(self) -> bool {
        self < Group::Past
    }
}

/// A set of groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Groups(u64);

impl Groups {
    /// No group.
    pub const NONE: Groups = Groups(0);

    /// Returns the groups listed.
    pub fn of(groups: &[Group]) -> Groups {
        groups.iter().fold(Groups::NONE, |all, &group| all.with(group))
    }

    /// Returns the set with one more.
    #[must_use]
    pub fn with(self, group: Group) -> Groups {
        Groups(self.0 | 1 << group as u64)
    }

    /// Returns the set without one.
    #[must_use]
    pub fn without(self, group: Group) -> Groups {
        Groups(self.0 & !(1 << group as u64))
    }

    /// Returns what is in either.
    #[must_use]
    pub fn union(self, other: Groups) -> Groups {
        Groups(self.0 | other.0)
    }

    /// Whether it has a group.
    pub fn has(self, group: Group) -> bool {
        self.0 & 1 << group as u64 != 0
    }

    /// Whether the two share a group.
    pub fn meets(self, other: Groups) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether all of it is in the other.
    pub fn is_within(self, other: Groups) -> bool {
        self.0 & !other.0 == 0
    }

    /// Whether it is empty.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns how many groups it has.
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether changes to the register could take all of them out of the way.
    pub fn is_mendable(self) -> bool {
        self.iter().all(Group::is_mendable)
    }

    /// Returns its groups, in order.
    pub fn iter(self) -> impl Iterator<Item = Group> {
        Group::ALL.into_iter().filter(move |&group| self.has(group))
    }
}

impl Serialize for Groups {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.len()))?;
        for group in self.iter() {
            list.serialize_element(&group)?;
        }
        list.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_has_its_own_bit_codes_and_words() {
        let mut words: Vec<&str> = Group::ALL.iter().map(|group| group.words()).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), Group::ALL.len());
        assert!(Group::ALL.is_sorted());
        assert_eq!(Groups::of(&Group::ALL).len(), Group::ALL.len());
        for group in Group::ALL {
            assert!(group.codes().iter().all(|code| code.len() == 3 && code.starts_with('H')), "{group:?}");
        }
    }
}
