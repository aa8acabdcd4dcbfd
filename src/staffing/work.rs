//! Kinds of meeting and parts of a chair's work, as capacity is reckoned.

use super::catalogue::Key;

/// A kind of meeting, as a chair's time is reckoned. The booking side tells more kinds apart; see
/// [`crate::register::Kind`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum MeetingKind {
    /// Initial child protection conference.
    Initial,
    /// Review child protection conference, reconvened ones too.
    Review,
    /// Strategy meeting.
    Strategy,
    /// Review of a looked-after child.
    Care,
    /// Review of a foster carer.
    Foster,
}

/// A part of the work that a meeting brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Part {
    /// Reading beforehand.
    Preparation,
    /// Meeting the parents or visiting the child.
    Before,
    /// The meeting.
    Meeting,
    /// Decision sheet.
    Sheet,
    /// Checking and signing off the minutes, or writing the record.
    Record,
    /// Quality form.
    Quality,
    /// Journeys.
    Travel,
    /// For each child beyond two, in the meeting.
    FurtherChild,
}

/// How many kinds there are.
pub const N_KINDS: usize = 5;
/// How many parts there are.
pub const N_PARTS: usize = 8;

/// The parameter of each kind's and part's minutes.
const MINUTES: [[Key; N_PARTS]; N_KINDS] = [
    [
        Key::InitialPreparation,
        Key::InitialBefore,
        Key::InitialMeeting,
        Key::InitialSheet,
        Key::InitialRecord,
        Key::InitialQuality,
        Key::InitialTravel,
        Key::InitialChild,
    ],
    [
        Key::ReviewPreparation,
        Key::ReviewBefore,
        Key::ReviewMeeting,
        Key::ReviewSheet,
        Key::ReviewRecord,
        Key::ReviewQuality,
        Key::ReviewTravel,
        Key::ReviewChild,
    ],
    [
        Key::StrategyPreparation,
        Key::StrategyBefore,
        Key::StrategyMeeting,
        Key::StrategySheet,
        Key::StrategyRecord,
        Key::StrategyQuality,
        Key::StrategyTravel,
        Key::StrategyChild,
    ],
    [
        Key::CarePreparation,
        Key::CareBefore,
        Key::CareMeeting,
        Key::CareSheet,
        Key::CareRecord,
        Key::CareQuality,
        Key::CareTravel,
        Key::CareChild,
    ],
    [
        Key::FosterPreparation,
        Key::FosterBefore,
        Key::FosterMeeting,
        Key::FosterSheet,
        Key::FosterRecord,
        Key::FosterQuality,
        Key::FosterTravel,
        Key::FosterChild,
    ],
];

impl Part {
    /// Every part, in order.
    pub const ALL: [Part; N_PARTS] = [
        Part::Preparation,
        Part::Before,
        Part::Meeting,
        Part::Sheet,
        Part::Record,
        Part::Quality,
        Part::Travel,
        Part::FurtherChild,
    ];
}

impl MeetingKind {
    /// Every kind, in order.
    pub const ALL: [MeetingKind; N_KINDS] = [
        MeetingKind::Initial,
        MeetingKind::Review,
        MeetingKind::Strategy,
        MeetingKind::Care,
        MeetingKind::Foster,
    ];

    /// Returns the parameter that holds the minutes of one part of its work.
    pub fn minutes(self, part: Part) -> Key {
        MINUTES[self as usize][part as usize]
    }

    /// Returns its name in the plural, for people to read.
    pub fn plural(self) -> &'static str {
        match self {
            MeetingKind::Initial => "initial conferences",
            MeetingKind::Review => "review conferences",
            MeetingKind::Strategy => "strategy meetings",
            MeetingKind::Care => "looked-after reviews",
            MeetingKind::Foster => "foster reviews",
        }
    }
}
