//! What follows from what is recorded, and what nobody but people can say.

use crate::calendar::NaiveDate;
use crate::register::{
    Booking, ChildIdx, HouseholdIdx, KindIdx, MeetingIdx, MeetingResult, Register, StaffIdx,
};

/// A register after what is recorded has been followed through.
#[derive(Debug, Clone, PartialEq)]
pub struct Followed {
    /// The register as it is then.
    pub register: Register,
    /// What is other than it was: that of outcomes first, then household by household.
    pub changes: Vec<Change>,
    /// What somebody must look at, because nothing recorded decides it.
    pub asked: Vec<Question>,
}

/// Something that follows. Positions are those of the register after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A meeting stands as its outcome says.
    Ended {
        /// The meeting.
        meeting: MeetingIdx,
        /// What became of it.
        result: MeetingResult,
        /// On which day.
        on: NaiveDate,
        /// Its booking, where one from today on was dropped.
        dropped: Option<Booking>,
    },
    /// A meeting is to be booked that the register did not have.
    Made {
        /// The meeting.
        meeting: MeetingIdx,
        /// What it follows from.
        why: Why,
    },
    /// A meeting that stands counts from another day than it did, or as another kind; dates that it was given for the old count are gone.
    Recounted {
        /// The meeting.
        meeting: MeetingIdx,
        /// The day that it counted from.
        was: Option<NaiveDate>,
        /// What it follows from.
        why: Why,
    },
    /// A meeting that stands is due sooner than its kind has it.
    Sooner {
        /// The meeting.
        meeting: MeetingIdx,
        /// The day by which it is due.
        due: NaiveDate,
        /// What that follows from.
        why: Why,
    },
    /// A meeting is no longer wanted: it stands as cancelled.
    Closed {
        /// The meeting.
        meeting: MeetingIdx,
        /// Its booking, where one was dropped: people must be told.
        dropped: Option<Booking>,
        /// Why.
        why: Closing,
    },
    /// A conference is a review of looked-after children as well.
    Combined {
        /// The conference.
        meeting: MeetingIdx,
        /// The kind of the review.
        kind: KindIdx,
    },
    /// A household without a chair in post has the one who chaired its meeting.
    Chair {
        /// The household.
        household: HouseholdIdx,
        /// Who.
        chair: StaffIdx,
    },
    /// A household counts the children who have a plan or are looked after.
    Children {
        /// The household.
        household: HouseholdIdx,
        /// How many it counted.
        was: u32,
    },
    /// A child's row says what is recorded of its plans and times in care.
    Standing {
        /// The child.
        child: ChildIdx,
    },
}

/// What a meeting follows from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The conference, held on that day, at which a plan started.
    Started(NaiveDate),
    /// The review before it, held on that day.
    Reviewed(NaiveDate),
    /// A child became looked after on that day.
    LookedAfter(NaiveDate),
    /// The review of looked-after children before it, held on that day.
    CareReviewed(NaiveDate),
    /// A meeting was adjourned on that day.
    Adjourned(MeetingIdx, NaiveDate),
    /// A child was born on that day whose plan started before.
    Born(ChildIdx, NaiveDate),
    /// It is a review of looked-after children as well, which is due then.
    ReviewOfCare,
}

/// Why a meeting is no longer wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    /// No child of the household has a plan since that day.
    PlansEnded(NaiveDate),
    /// No child of the household is looked after since that day.
    CareEnded(NaiveDate),
    /// Its children are reviewed at that conference.
    CombinedWith(MeetingIdx),
    /// It counts from that day, and what was recorded of that day has been corrected.
    Mistaken(NaiveDate),
    /// It was made to take up again that meeting, which was not adjourned after all.
    NotAdjourned(MeetingIdx),
}

/// Something that nothing recorded decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// A meeting is booked for a day after that by which it is now due.
    BookedLate {
        /// The meeting.
        meeting: MeetingIdx,
        /// The day of its booking.
        day: NaiveDate,
        /// The day by which it is due.
        due: NaiveDate,
    },
    /// No child that the register lists has a plan, but the household counts more than it lists: the meeting stays.
    ChildrenNotListed {
        /// The household.
        household: HouseholdIdx,
        /// The meeting.
        meeting: MeetingIdx,
    },
    /// A household is due a meeting whose last lawful day is past, and no review is recorded: none is made.
    LongPast {
        /// The household.
        household: HouseholdIdx,
        /// The kind of the meeting.
        kind: KindIdx,
        /// What it would count from.
        from: NaiveDate,
    },
    /// What is due counts in years whose bank holidays are not known: none is made.
    YearsNotKnown {
        /// The household.
        household: HouseholdIdx,
        /// What it would count from.
        from: NaiveDate,
    },
}
