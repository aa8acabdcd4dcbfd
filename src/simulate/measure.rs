//! The one list of what a run is measured by, month by month and year by year.
//!
//! Values are whole numbers: what can be counted is counted, and what is divided is kept in tenths or hundredths, so that
//! every sum is exact and the same in any order. Two units go side by side wherever both exist: meetings and children.

macro_rules! counts {
    ($($count:ident)*) => {
        /// What the simulator counts in a month: numbers at its end, or numbers of the month.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[expect(missing_docs, reason = "`Line::about` says what is made of them")]
        pub enum Count { $($count,)* }

        /// How many counts there are.
        pub const N_COUNTS: usize = [$(Count::$count,)*].len();
    };
}

counts! {
    OnPlans Households LookedAfter Both Carers
    Starts Ends EndedTo3 EndedTo6 EndedTo12 EndedTo24 EndedTo36 EndedOver36
    OpenTo3 OpenTo6 OpenTo12 OpenTo24 OpenOver24
    CareEntries CareExits
    InitialMeetings InitialChildren ReviewMeetings ReviewChildren StrategyMeetings CareMeetings FosterMeetings
    AdjournedMeetings AdjournedChildren
    InitialInTime InitialChildrenInTime ReviewsInTime
    SnapshotChildren SnapshotInTime YearChildren YearInTime
    CareInTime FosterInTime LateByCapacity CareLateByCapacity
    QualityDue QualityDone SheetsDue SheetsInTime RecordsOut RecordsInTime RecordsWaiting
    TimeOffMinutes TimeOffOwedMinutes Covered Managed
    NeededMinutes AvailableMinutes ChairingMinutes TravelMinutes GivenMinutes CutMinutes SlidMeetings
    ChairHandovers LeaverHandovers StarterHandovers CoverHandovers TransferHandovers
    FteMilli EffectiveMilli PermanentMilli TemporaryMilli AgencyMilli SecondmentMilli VacantMilli
    ProtectionMilli ProtectionEffectiveMilli CareMilli CareEffectiveMilli
    ServiceChildren ProtectionChildren CareChildren
    ChairLeast ChairMiddle ChairMost ChairFamilies
    Adverts Offers FirstDays Leavers
    InBand AboveBand BelowBand Months
    ReportedConferences
    Cost
}

/// How a measure is made of counts. Of a year, numbers at the end are those of its last month; all else is made of sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A number at the end of the month.
    Level(Count),
    /// A number of the month.
    Flow(Count),
    /// Minutes of the month, as whole hours.
    Hours(Count),
    /// Minutes at the end of the month, as whole hours.
    HoursOwed(Count),
    /// The first for each hundred of the second, in hundredths of a per cent; nothing where there is no second.
    Share(Count, Count),
    /// The same of the numbers at the end of the month; of a year, at its end.
    ShareAtEnd(Count, Count),
    /// So many of the first, all of them, for each hundred of the mean of the second, in hundredths.
    PerMean(Count, Count),
    /// The first over the second times so much, in tenths; nothing where there is no second.
    Ratio(Count, Count, i64),
}

/// A measure: one line of the list.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// Which.
    pub measure: Measure,
    /// Its name in files, such as `caseload_per_fte`.
    pub name: &'static str,
    /// Its title, for people.
    pub title: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// How it is made.
    pub form: Form,
    /// By how much a stored value is divided before it is shown.
    pub scale: i64,
    /// What exactly is counted: numerator and denominator.
    pub about: &'static str,
}

macro_rules! measures {
    ($($measure:ident $name:literal $title:literal $unit:literal $form:expr, $scale:literal $about:literal;)*) => {
        /// What a run is measured by, in the order of the list.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "`Line::about` says what each is")]
        pub enum Measure { $($measure,)* }

        /// Every measure, indexed by `Measure as usize`.
        pub static MEASURES: &[Line] = &[$(Line {
            measure: Measure::$measure, name: $name, title: $title, unit: $unit, form: $form, scale: $scale,
            about: $about,
        },)*];

        /// How many measures there are.
        pub const N_MEASURES: usize = [$(Measure::$measure,)*].len();
    };
}

measures! {
    OnPlans "on_plans" "Children on plans" "children" Form::Level(Count::OnPlans), 1 "Children with a child protection plan at the end of the month";
    Households "households_on_plans" "Families on plans" "families" Form::Level(Count::Households), 1 "Households with at least one such child";
    LookedAfter "looked_after" "Looked-after children" "children" Form::Level(Count::LookedAfter), 1 "Children looked after at the end of the month";
    Both "on_plans_and_looked_after" "Children with both" "children" Form::Level(Count::Both), 1 "Children with a plan who are looked after";
    Starts "starts" "Plans started" "children" Form::Flow(Count::Starts), 1 "Children whose plan started";
    Ends "ends" "Plans ended" "children" Form::Flow(Count::Ends), 1 "Children whose plan ended";
    CareEntries "care_entries" "Became looked after" "children" Form::Flow(Count::CareEntries), 1 "Children who became looked after";
    CareExits "care_exits" "Ceased to be looked after" "children" Form::Flow(Count::CareExits), 1 "Children who ceased to be looked after";
    Caseload "caseload_per_fte" "Caseload per FTE" "children an FTE" Form::Ratio(Count::ServiceChildren, Count::EffectiveMilli, 1000), 10
        "Children with a plan or looked after, each once, over the FTE of protection and looked-after chairs, new chairs counted by the load that they carry";
    CaseloadInPost "caseload_per_fte_in_post" "Caseload per FTE in post" "children an FTE" Form::Ratio(Count::ServiceChildren, Count::FteMilli, 1000), 10 "The same over all FTE in post";
    ProtectionCaseload "protection_caseload_per_fte" "Protection caseload per FTE" "children an FTE" Form::Ratio(Count::ProtectionChildren, Count::ProtectionEffectiveMilli, 1000), 10
        "Children with a plan over the FTE of protection chairs, new chairs counted by the load that they carry; nothing once teams are merged";
    CareCaseload "looked_after_caseload_per_fte" "Looked-after caseload per FTE" "children an FTE" Form::Ratio(Count::CareChildren, Count::CareEffectiveMilli, 1000), 10 "Looked-after children over the FTE of looked-after chairs, likewise";
    ChairLeast "caseload_of_chairs_p10" "Children of a chair, one in ten below" "children an FTE" Form::Level(Count::ChairLeast), 10 "Over chairs in post: one in ten has fewer children an FTE";
    ChairMiddle "caseload_of_chairs_p50" "Children of the middle chair" "children an FTE" Form::Level(Count::ChairMiddle), 10 "Half of the chairs have fewer children an FTE";
    ChairMost "caseload_of_chairs_p90" "Children of a chair, one in ten above" "children an FTE" Form::Level(Count::ChairMost), 10 "Nine in ten have fewer children an FTE";
    FamiliesPerFte "families_per_fte" "Families per FTE" "families an FTE" Form::Ratio(Count::ChairFamilies, Count::EffectiveMilli, 1000), 10 "Households on plans and looked-after children, over the same FTE";
    Fte "fte" "FTE in post" "FTE" Form::Level(Count::FteMilli), 1000 "Protection and looked-after chairs in post at the end of the month";
    Effective "fte_effective" "FTE by load" "FTE" Form::Level(Count::EffectiveMilli), 1000 "The same, new and agency chairs counted by what they carry";
    Permanent "fte_permanent" "Permanent FTE" "FTE" Form::Level(Count::PermanentMilli), 1000 "Permanent chairs in post";
    Temporary "fte_temporary" "Temporary FTE" "FTE" Form::Level(Count::TemporaryMilli), 1000 "Temporary chairs in post";
    Agency "fte_agency" "Agency FTE" "FTE" Form::Level(Count::AgencyMilli), 1000 "Agency chairs in post";
    Secondment "fte_secondment" "Seconded FTE" "FTE" Form::Level(Count::SecondmentMilli), 1000 "Seconded chairs in post";
    Vacant "fte_vacant" "Vacant FTE" "FTE" Form::Level(Count::VacantMilli), 1000 "Funded posts that nobody is in";
    InitialMeetings "initial_conferences" "Initial conferences" "meetings" Form::Flow(Count::InitialMeetings), 1 "Initial conferences held, as meetings";
    InitialChildren "initial_conference_children" "Initial conferences, children" "child-events" Form::Flow(Count::InitialChildren), 1 "Children considered at them";
    ReviewMeetings "review_conferences" "Review conferences" "meetings" Form::Flow(Count::ReviewMeetings), 1 "Review conferences held, adjourned and reconvened ones each counted, as meetings";
    ReviewChildren "review_conference_children" "Review conferences, children" "child-events" Form::Flow(Count::ReviewChildren), 1 "Children considered at them";
    StrategyMeetings "strategy_meetings" "Strategy meetings" "meetings" Form::Flow(Count::StrategyMeetings), 1 "Strategy meetings held";
    CareMeetings "looked_after_reviews" "Looked-after reviews" "meetings" Form::Flow(Count::CareMeetings), 1 "Reviews of looked-after children held; one child each";
    FosterMeetings "foster_reviews" "Foster reviews" "meetings" Form::Flow(Count::FosterMeetings), 1 "Reviews of foster carers held";
    Adjourned "adjourned" "Adjourned conferences" "meetings" Form::Flow(Count::AdjournedMeetings), 1 "Review conferences adjourned, to be reconvened within 28 days";
    InitialInTime "initial_in_time" "Initial conferences within 15 working days" "per cent" Form::Share(Count::InitialInTime, Count::InitialMeetings), 100 "Initial conferences held by the 15th working day, of all held, as meetings";
    InitialChildrenInTime "initial_children_in_time" "Initial conferences within 15 working days, children" "per cent" Form::Share(Count::InitialChildrenInTime, Count::InitialChildren), 100 "The same, as children";
    SnapshotInTime "reviewed_in_time_snapshot" "(a) Children on a plan whose reviews were in time" "per cent" Form::ShareAtEnd(Count::SnapshotInTime, Count::SnapshotChildren), 100
        "Children on a plan for 3 months and more at the end of the month whose every review of the year so far was in time and of whom none is overdue, of all such children (DfE D6, NI 67)";
    YearInTime "reviewed_in_time_year" "(b) Children reviewed whose reviews were in time" "per cent" Form::ShareAtEnd(Count::YearInTime, Count::YearChildren), 100
        "Children reviewed in the year so far whose reviews of the year were all in time, of children reviewed, each once";
    ReviewsInTime "reviewed_in_time_conferences" "(c) Review conferences held in time" "per cent" Form::Share(Count::ReviewsInTime, Count::ReviewMeetings), 100 "Review conferences held in time, of all held";
    CareInTime "looked_after_in_time" "Looked-after reviews in time" "per cent" Form::Share(Count::CareInTime, Count::CareMeetings), 100 "Looked-after reviews held by their statutory date, of all held";
    LateByCapacity "late_by_capacity" "Late for want of capacity" "child-events" Form::Flow(Count::LateByCapacity), 1 "Children whose initial or review conference was held after its statutory date because no chair had time";
    CareLateByCapacity "looked_after_late_by_capacity" "Looked-after reviews late for want of capacity" "meetings" Form::Flow(Count::CareLateByCapacity), 1 "Looked-after reviews held after their statutory date because no chair had time";
    QualityDone "quality_forms_done" "Quality forms done" "forms" Form::Flow(Count::QualityDone), 1 "Quality forms done of the conferences of the month";
    QualityShare "quality_forms_share" "Quality forms done, of conferences" "per cent" Form::Share(Count::QualityDone, Count::QualityDue), 100 "Forms done, of conferences held (meetings) whose form was done or lost in the month";
    QualityShareChildren "quality_forms_share_of_children" "Quality forms done, of children" "per cent" Form::Share(Count::QualityDone, Count::ReportedConferences), 100
        "Forms done over children at conferences: the annual report's reckoning, which mixes units";
    SheetsInTime "sheets_in_time" "Decision sheets sent within 24 hours" "per cent" Form::Share(Count::SheetsInTime, Count::SheetsDue), 100 "Decision sheets out within 24 hours, of those due";
    RecordsInTime "minutes_in_time" "Minutes in time" "per cent" Form::Share(Count::RecordsInTime, Count::RecordsOut), 100 "Minutes signed off within the limit, of those signed off in the month";
    RecordsWaiting "minutes_waiting" "Minutes waiting" "meetings" Form::Level(Count::RecordsWaiting), 1 "Meetings whose minutes are not signed off at the end of the month";
    TimeOff "time_off_worked" "Time off in lieu worked" "hours" Form::Hours(Count::TimeOffMinutes), 1 "Overtime of the month that is owed as time off in lieu, less what was given back";
    TimeOffOwed "time_off_owed" "Time off in lieu owed" "hours" Form::HoursOwed(Count::TimeOffOwedMinutes), 1 "Owed at the end of the month";
    Covered "covered" "Meetings covered by another chair" "meetings" Form::Flow(Count::Covered), 1 "Meetings that another chair held for want of time";
    Managed "managed" "Meetings chaired by a manager" "meetings" Form::Flow(Count::Managed), 1 "Meetings that a manager held";
    Slid "slid" "Meetings put off a week" "meetings" Form::Flow(Count::SlidMeetings), 1 "Meetings put off by a week for want of a chair's time";
    Needed "hours_needed" "Hours needed" "hours" Form::Hours(Count::NeededMinutes), 1 "Hours that the month's meetings and other work ask of chairs";
    Available "hours_available" "Hours available" "hours" Form::Hours(Count::AvailableMinutes), 1 "Casework hours that chairs in post have, without time off in lieu";
    Given "hours_given_way" "Hours that gave way" "hours" Form::Hours(Count::GivenMinutes), 1 "Hours of work left undone or done later: forms, minutes, preparation, sheets, other work";
    PreparationCut "hours_of_preparation_cut" "Hours of preparation left out" "hours" Form::Hours(Count::CutMinutes), 1 "Preparation that chairs did not do for want of time; part of the hours that gave way";
    Travel "hours_travelled" "Hours on the road" "hours" Form::Hours(Count::TravelMinutes), 1 "Journeys of chairs";
    Handovers "handovers" "Changes of chair" "children" Form::Flow(Count::ChairHandovers), 1 "Children whose chair changed: a leaver, a new colleague, cover, a transfer between teams";
    HandoversPerChild "handovers_per_child" "Changes of chair per 100 children" "per 100 children" Form::PerMean(Count::ChairHandovers, Count::ServiceChildren), 100 "Changes of chair over children of the service at the end of the month; of a year, all of its changes over the mean of its months' ends";
    TransferHandovers "handovers_between_teams" "Changes of chair between teams" "children" Form::Flow(Count::TransferHandovers), 1 "Children who became looked after and so changed team and chair";
    Leavers "leavers" "Chairs who left" "people" Form::Flow(Count::Leavers), 1 "Chairs who left their post";
    FirstDays "first_days" "Chairs who started" "people" Form::Flow(Count::FirstDays), 1 "Chairs whose first day it was";
    Adverts "adverts" "Posts advertised" "posts" Form::Flow(Count::Adverts), 1 "Posts advertised in the month";
    Offers "offers" "Offers made" "offers" Form::Flow(Count::Offers), 1 "Offers made in the month";
    InBand "months_in_band" "Months inside the band" "per cent" Form::Share(Count::InBand, Count::Months), 100 "Months whose caseload per FTE is inside the advised band, of all months";
    AboveBand "months_above_band" "Months above the band" "per cent" Form::Share(Count::AboveBand, Count::Months), 100 "Months above it";
    BelowBand "months_below_band" "Months below the band" "per cent" Form::Share(Count::BelowBand, Count::Months), 100 "Months below it";
    Cost "cost" "Cost" "pounds" Form::Flow(Count::Cost), 1 "Pay of chairs in post by contract, fostering chairs included, and adverts";
    EndedTo3 "ended_under_3_months" "Plans ended under 3 months" "children" Form::Flow(Count::EndedTo3), 1 "Plans ended in the month that had lasted so long";
    EndedTo6 "ended_3_to_6_months" "Plans ended at 3 to 6 months" "children" Form::Flow(Count::EndedTo6), 1 "Likewise";
    EndedTo12 "ended_6_to_12_months" "Plans ended at 6 to 12 months" "children" Form::Flow(Count::EndedTo12), 1 "Likewise";
    EndedTo24 "ended_1_to_2_years" "Plans ended at 1 to 2 years" "children" Form::Flow(Count::EndedTo24), 1 "Likewise";
    EndedTo36 "ended_2_to_3_years" "Plans ended at 2 to 3 years" "children" Form::Flow(Count::EndedTo36), 1 "Likewise";
    EndedOver36 "ended_over_3_years" "Plans ended after 3 years" "children" Form::Flow(Count::EndedOver36), 1 "Likewise";
    OpenTo3 "open_under_3_months" "Open under 3 months" "children" Form::Level(Count::OpenTo3), 1 "Plans open at the end of the month for so long";
    OpenTo6 "open_3_to_6_months" "Open 3 to 6 months" "children" Form::Level(Count::OpenTo6), 1 "Likewise";
    OpenTo12 "open_6_to_12_months" "Open 6 to 12 months" "children" Form::Level(Count::OpenTo12), 1 "Likewise";
    OpenTo24 "open_1_to_2_years" "Open 1 to 2 years" "children" Form::Level(Count::OpenTo24), 1 "Likewise";
    OpenOver24 "open_over_2_years" "Open over 2 years" "children" Form::Level(Count::OpenOver24), 1 "Likewise";
}

impl Measure {
    /// Returns the measure's line of the list.
    pub fn line(self) -> &'static Line {
        &MEASURES[self as usize]
    }

    /// Returns the measure that files call `name`.
    pub fn from_name(name: &str) -> Option<Measure> {
        MEASURES.iter().find(|line| line.name == name).map(|line| line.measure)
    }
}

/// The counts of a month, or the sums of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts([i64; N_COUNTS]);

impl Default for Counts {
    fn default() -> Self {
        Counts([0; N_COUNTS])
    }
}

impl Counts {
    /// Returns one count.
    pub fn get(&self, count: Count) -> i64 {
        self.0[count as usize]
    }

    /// Sets one count.
    pub fn set(&mut self, count: Count, value: i64) {
        self.0[count as usize] = value;
    }

    /// Adds to one count.
    pub fn add(&mut self, count: Count, value: i64) {
        self.0[count as usize] += value;
    }

    /// Adds every count of `other`.
    pub fn add_all(&mut self, other: &Counts) {
        for (sum, value) in self.0.iter_mut().zip(&other.0) {
            *sum += value;
        }
    }
}

/// Returns the stored value of a measure of a stretch of months: `sums` of all of them, and the counts of the `last`.
/// `None` where it is divided by nothing.
pub fn value(measure: Measure, sums: &Counts, last: &Counts) -> Option<i64> {
    match measure.line().form {
        Form::Level(count) => Some(last.get(count)),
        Form::Flow(count) => Some(sums.get(count)),
        Form::Hours(count) => divided(sums.get(count), 60),
        Form::HoursOwed(count) => divided(last.get(count), 60),
        Form::Share(part, whole) => divided(sums.get(part) * 10_000, sums.get(whole)),
        Form::PerMean(part, whole) => {
            divided(sums.get(part) * 10_000 * sums.get(Count::Months), sums.get(whole))
        }
        Form::ShareAtEnd(part, whole) => divided(last.get(part) * 10_000, last.get(whole)),
        Form::Ratio(part, whole, times) => divided(sums.get(part) * 10 * times, sums.get(whole)),
    }
}

/// Divides and rounds to the nearest, halves away from nought; `None` where there is nothing to divide by.
fn divided(part: i64, whole: i64) -> Option<i64> {
    (0 < whole).then(|| (2 * part + part.signum() * whole) / (2 * whole))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_list_is_in_order_and_each_line_is_whole() {
        let mut names = BTreeSet::new();
        for (at, line) in MEASURES.iter().enumerate() {
            assert_eq!(line.measure as usize, at, "{}", line.name);
            assert!(names.insert(line.name), "{} comes twice", line.name);
            assert_eq!(Measure::from_name(line.name), Some(line.measure));
            let scale = match line.form {
                Form::Share(..) | Form::ShareAtEnd(..) | Form::PerMean(..) => 100,
                Form::Ratio(..) => 10,
                Form::Hours(_) | Form::HoursOwed(_) => 1,
                Form::Level(_) | Form::Flow(_) => line.scale,
            };
            assert_eq!(line.scale, scale, "{}", line.name);
        }
    }

    #[test]
    fn levels_are_the_last_and_the_rest_is_made_of_sums() {
        let counts = |on_plans, effective, in_time, held| {
            let mut counts = Counts::default();
            counts.set(Count::ServiceChildren, on_plans);
            counts.set(Count::OnPlans, on_plans);
            counts.set(Count::EffectiveMilli, effective);
            counts.set(Count::ReviewsInTime, in_time);
            counts.set(Count::ReviewMeetings, held);
            counts
        };
        let (first, last) = (counts(600, 6_000, 8, 10), counts(500, 6_500, 30, 30));
        let mut sums = first;
        sums.add_all(&last);
        assert_eq!(value(Measure::OnPlans, &sums, &last), Some(500));
        assert_eq!(value(Measure::ReviewMeetings, &sums, &last), Some(40));
        assert_eq!(value(Measure::ReviewsInTime, &sums, &last), Some(9_500)); // 38 of 40
        assert_eq!(value(Measure::Caseload, &sums, &last), Some(880)); // 1,100 / 12.5 = 88.0
        assert_eq!(value(Measure::Caseload, &first, &first), Some(1_000));
        assert_eq!(value(Measure::InitialInTime, &sums, &last), None);
    }
}
