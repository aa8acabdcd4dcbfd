//! The one list of the model's scalar parameters. It makes the keys that files may set, their documentation, the
//! defaults, what is sampled, what a tornado varies, and the values that the simulator reads.
//!
//! # Adding a parameter
//! 1. Add a line to the list: its key in the program, its key in files, the default, the range that is plausible (what a
//!    tornado varies where a file gives a plain value), the limits, the unit, what it is, and where it is from ("assumption"
//!    where nobody has measured it).
//! 2. Read it where it matters: `values.get(Key::…)`.
//!
//! Sources: "report" is the Lancashire Safeguarding IRO annual report 2011/12; "fitted" is fitted to its tables; "DfE" are
//! statistics of the Department for Education, children in need and social work workforce.

use super::Amount;

/// A parameter: one line of the list.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// Which.
    pub key: Key,
    /// Its key in files, such as `plans.ends_at_first_review`.
    pub path: &'static str,
    /// The value where a file gives none.
    pub default: f64,
    /// The tenth and ninetieth percentile of what it may plausibly be; equal where it is not in doubt.
    pub plausible: (f64, f64),
    /// The least and the most that a file may give.
    pub limits: (f64, f64),
    /// Its unit.
    pub unit: &'static str,
    /// What it is.
    pub about: &'static str,
    /// Where the default is from.
    pub source: &'static str,
}

macro_rules! catalogue {
    ($($key:ident $path:literal $default:literal ($p10:literal, $p90:literal) ($least:literal, $most:literal)
       $unit:literal $about:literal $source:literal;)*) => {
        /// The scalar parameters, in the order of the list.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "`Parameter::about` says what each is")]
        pub enum Key { $($key,)* }

        /// Every parameter, indexed by `Key as usize`.
        pub static PARAMETERS: &[Parameter] = &[$(Parameter {
            key: Key::$key,
            path: $path,
            default: $default,
            plausible: ($p10, $p90),
            limits: ($least, $most),
            unit: $unit,
            about: $about,
            source: $source,
        },)*];
    };
}

catalogue! {
    // Demand: initial conferences and the plans that they start.
    Starts "demand.starts_a_year" 718.0 (531.0, 897.0) (0.0, 50000.0) "children a year"
        "Children who become subject of a child protection plan" "report 6.1, 6.3.3: 547 - 673 + 844; range: DfE, year on year 0.74 to 1.25";
    ChildrenPerHousehold "demand.children_per_household" 1.9 (1.7, 2.1) (1.0, 5.0) "children"
        "Children of a household that starts a plan: 1 and a Poisson number more" "assumption; the report's late conferences held 4 children in 3";
    HouseholdDispersion "demand.household_dispersion" 1.0 (1.0, 1.5) (1.0, 10.0) "variance over mean"
        "Variance of a month's households over their mean: 1 is Poisson" "assumption; siblings alone give 2.4 in children";
    RegimeSd "demand.regime_sd" 0.2 (0.15, 0.25) (0.0, 1.0) "log points"
        "Standard deviation of a year's surprise in the level of starts; 0 switches the regime off" "DfE 2013-2025, authorities with 400 to 1,500 starts";
    RegimePersistence "demand.regime_persistence" 0.39 (0.2, 0.6) (0.0, 0.99) "correlation"
        "How much of a year's level stays for the next" "DfE 2013-2025; biased low by 13 years";
    InitialToPlan "demand.initial_to_plan" 0.84 (0.76, 0.95) (0.05, 1.0) "share"
        "Initial conferences that make a plan" "report 6: 718 of 854 children; range: DfE, authorities";
    InitialInTime "demand.initial_in_time" 0.9 (0.82, 0.95) (0.0, 1.0) "share"
        "Initial conferences asked for early enough to be held within 15 working days" "assumption; report 7.2 says \"the majority\", DfE median 82 to 94 %";
    RepeatShare "demand.repeat_share" 0.108 (0.108, 0.2) (0.0, 0.9) "share"
        "Starts of children who have had a plan before" "report 6.3.3, NI65; England 14.9 % in 2013";
    StrategyMeetings "demand.strategy_meetings_a_year" 1078.0 (950.0, 1200.0) (0.0, 50000.0) "meetings a year"
        "Strategy meetings that a chair of the service leads" "report 6";
    StrategySeries "demand.strategy_meetings_in_series" 2.0 (1.5, 2.5) (1.0, 6.0) "meetings"
        "Strategy meetings about one matter, 1 to twice this less 1" "assumption";
    StrategyWeeks "demand.strategy_weeks_between" 4.0 (3.0, 6.0) (1.0, 26.0) "weeks"
        "Weeks between the meetings of a series" "assumption";

    // How long plans last: a lattice of reviews.
    EndsAtFirst "plans.ends_at_first_review" 0.0591 (0.026, 0.085) (0.0, 1.0) "chance"
        "Chance that a plan ends at its first review" "fitted to the 844 plans ceased, report 6.3.3 (G2 5.0, 2 df)";
    EndsAtLater "plans.ends_at_later_review" 0.3816 (0.342, 0.421) (0.0, 1.0) "chance"
        "Chance that a plan ends at a later review" "fitted, as above";
    ClosesEarly "plans.closes_early_a_month" 0.0486 (0.0405, 0.0562) (0.0, 1.0) "chance a month"
        "Hazard of an early closing between reviews" "fitted, as above";
    ClosureLevel "plans.closure_level" 1.0 (0.95, 1.11) (0.0, 3.0) "times"
        "Level of all three chances: 1.11 in 2011/12, the year of the neglect audit" "fitted to 844 ends, report 6.3.3 and 9.2";
    SiblingsAgree "plans.siblings_agree" 0.8 (0.6, 0.95) (0.0, 1.0) "chance"
        "Chance that a decision is one for all siblings" "assumption";
    EarlyByConference "plans.early_closing_by_conference" 0.9 (0.8, 0.97) (0.0, 1.0) "share"
        "Early closings that a review conference decides; the rest moved, came of age or died" "fitted to 2,067 reviews";
    EarlyToCare "plans.early_closing_to_care" 0.35 (0.25, 0.45) (0.0, 1.0) "share"
        "Early closings of children who have become looked after" "assumption, with the next one set to 39 children with both";
    CareOverlapMonths "plans.care_overlap_months" 4.0 (3.0, 6.0) (0.0, 24.0) "months"
        "Months from becoming looked after to the end of the plan" "assumption, set to report 6.3.4: 39 children with both";

    // Reviews of plans.
    FirstReviewMonths "reviews.first_months" 2.75 (2.6, 2.9) (0.5, 3.0) "months"
        "From the initial conference to the first review" "assumption below the law's 3 months or 91 days";
    FirstReviewSd "reviews.first_sd_months" 0.2 (0.1, 0.3) (0.0, 1.0) "months"
        "Its spread" "assumption";
    LaterReviewMonths "reviews.later_months" 5.0 (4.8, 5.5) (1.0, 6.0) "months"
        "From review to review" "report 6.3.1: at most five months since 2011/12; 5.0 fits the plans ceased";
    LaterReviewSd "reviews.later_sd_months" 0.6 (0.4, 0.8) (0.0, 2.0) "months"
        "Its spread" "fitted";
    Adjourned "reviews.adjourned" 0.04 (0.02, 0.08) (0.0, 0.9) "share"
        "Review conferences that are adjourned and reconvened within 28 days" "assumption; the report gives outcomes only";
    LateByError "reviews.late_by_error" 0.002 (0.001, 0.004) (0.0, 0.5) "share"
        "Reviews held late by human error, whatever the capacity" "report 6.3.1: 4 children of 2,067 reviews";
    PolicySlackDays "reviews.policy_slack_days" 28.0 (14.0, 31.0) (0.0, 92.0) "days"
        "Days that a review can slide before its statutory date is near" "report 6.3.1: five months where the law allows six";

    // Looked-after children.
    CareEntries "looked_after.entries_a_year" 520.0 (460.0, 580.0) (0.0, 50000.0) "children a year"
        "Children who become looked after, those with a plan included" "DfE 2016 scaled to 1,321 children";
    CareDrift "looked_after.drift_a_year" 0.05 (0.02, 0.08) (-0.5, 1.0) "share a year"
        "Yearly growth of entries" "DfE 2012-2016: 26 % in four years";
    CareDriftSd "looked_after.drift_sd" 0.03 (0.02, 0.05) (0.0, 0.5) "share a year"
        "Standard deviation of a year's growth" "DfE";
    ShortStayShare "looked_after.short_stay_share" 0.45 (0.35, 0.55) (0.0, 1.0) "share"
        "Entries that stay for a short time" "assumption";
    ShortStayMonths "looked_after.short_stay_months" 6.0 (4.0, 8.0) (0.5, 60.0) "months"
        "Their mean stay" "assumption";
    LongStayMonths "looked_after.long_stay_months" 50.5 (45.0, 56.0) (1.0, 216.0) "months"
        "Mean stay of the others" "set so that 1,321 children are held by 520 entries a year";
    CareReviewMonths "looked_after.review_months" 5.6 (5.3, 5.9) (1.0, 6.0) "months"
        "From the second review on, from review to review" "law: six months; target ten working days before it";
    CareExtraReviews "looked_after.extra_reviews_a_year" 0.1 (0.05, 0.2) (0.0, 4.0) "reviews a child and year"
        "Reviews brought forward by an unplanned move of placement" "assumption";
    CarersPerChild "looked_after.carers_per_child" 0.44 (0.38, 0.5) (0.0, 2.0) "carers"
        "Foster carers for each looked-after child" "assumption: 70 % fostered, 1.6 children a carer";

    // Minutes of a chair for each meeting: reading, time with parents or child, the meeting, decision sheet, minutes, quality form, journeys.
    InitialPreparation "minutes.initial.preparation" 60.0 (45.0, 90.0) (0.0, 1000.0) "minutes" "Reading for an initial conference" "assumption, domain table 2.2";
    InitialBefore "minutes.initial.before" 30.0 (20.0, 40.0) (0.0, 1000.0) "minutes" "Meeting the parents before it" "assumption, domain table 2.2";
    InitialMeeting "minutes.initial.meeting" 120.0 (90.0, 150.0) (0.0, 1000.0) "minutes" "The conference" "assumption, domain table 2.2";
    InitialSheet "minutes.initial.sheet" 30.0 (20.0, 40.0) (0.0, 1000.0) "minutes" "Its decision sheet" "assumption, domain table 2.2";
    InitialRecord "minutes.initial.record" 45.0 (30.0, 60.0) (0.0, 1000.0) "minutes" "Checking and signing off its minutes" "assumption, domain table 2.2";
    InitialQuality "minutes.initial.quality" 30.0 (20.0, 40.0) (0.0, 1000.0) "minutes" "Its quality form" "assumption, domain table 2.2";
    InitialTravel "minutes.initial.travel" 60.0 (30.0, 90.0) (0.0, 1000.0) "minutes" "Its share of the day's journeys" "assumption, domain table 2.2";
    InitialChild "minutes.initial.further_child" 15.0 (10.0, 20.0) (0.0, 500.0) "minutes" "For each child beyond two" "assumption, domain table 2.2";
    ReviewPreparation "minutes.review.preparation" 45.0 (30.0, 60.0) (0.0, 1000.0) "minutes" "Reading for a review conference" "assumption, domain table 2.2";
    ReviewBefore "minutes.review.before" 20.0 (15.0, 30.0) (0.0, 1000.0) "minutes" "Meeting the parents before it" "assumption, domain table 2.2";
    ReviewMeeting "minutes.review.meeting" 90.0 (60.0, 120.0) (0.0, 1000.0) "minutes" "The conference" "assumption, domain table 2.2";
    ReviewSheet "minutes.review.sheet" 20.0 (15.0, 30.0) (0.0, 1000.0) "minutes" "Its decision sheet" "assumption, domain table 2.2";
    ReviewRecord "minutes.review.record" 30.0 (20.0, 45.0) (0.0, 1000.0) "minutes" "Checking and signing off its minutes" "assumption, domain table 2.2";
    ReviewQuality "minutes.review.quality" 30.0 (20.0, 40.0) (0.0, 1000.0) "minutes" "Its quality form" "assumption, domain table 2.2";
    ReviewTravel "minutes.review.travel" 60.0 (30.0, 90.0) (0.0, 1000.0) "minutes" "Its share of the day's journeys" "assumption, domain table 2.2";
    ReviewChild "minutes.review.further_child" 10.0 (5.0, 15.0) (0.0, 500.0) "minutes" "For each child beyond two" "assumption, domain table 2.2";
    StrategyPreparation "minutes.strategy.preparation" 30.0 (20.0, 60.0) (0.0, 1000.0) "minutes" "Reading for a strategy meeting" "assumption, domain table 2.2";
    StrategyBefore "minutes.strategy.before" 0.0 (0.0, 0.0) (0.0, 1000.0) "minutes" "Before it" "assumption, domain table 2.2";
    StrategyMeeting "minutes.strategy.meeting" 75.0 (60.0, 120.0) (0.0, 1000.0) "minutes" "The meeting" "assumption, domain table 2.2";
    StrategySheet "minutes.strategy.sheet" 20.0 (10.0, 30.0) (0.0, 1000.0) "minutes" "Its decisions" "assumption, domain table 2.2";
    StrategyRecord "minutes.strategy.record" 30.0 (20.0, 45.0) (0.0, 1000.0) "minutes" "Checking and signing off its minutes" "assumption, domain table 2.2";
    StrategyQuality "minutes.strategy.quality" 0.0 (0.0, 0.0) (0.0, 1000.0) "minutes" "It has no quality form" "assumption, domain table 2.2";
    StrategyTravel "minutes.strategy.travel" 45.0 (20.0, 70.0) (0.0, 1000.0) "minutes" "Its share of the day's journeys" "assumption, domain table 2.2";
    StrategyChild "minutes.strategy.further_child" 0.0 (0.0, 0.0) (0.0, 500.0) "minutes" "For each child beyond two" "assumption, domain table 2.2";
    CarePreparation "minutes.care.preparation" 60.0 (45.0, 90.0) (0.0, 1000.0) "minutes" "Reading for a looked-after review" "assumption, domain table 2.2";
    CareBefore "minutes.care.before" 60.0 (30.0, 75.0) (0.0, 1000.0) "minutes" "Visiting the child before it" "assumption, domain table 2.2";
    CareMeeting "minutes.care.meeting" 75.0 (60.0, 90.0) (0.0, 1000.0) "minutes" "The review" "assumption, domain table 2.2";
    CareSheet "minutes.care.sheet" 30.0 (20.0, 40.0) (0.0, 1000.0) "minutes" "Its decisions" "assumption, domain table 2.2";
    CareRecord "minutes.care.record" 90.0 (60.0, 110.0) (0.0, 1000.0) "minutes" "Writing its record" "assumption, domain table 2.2";
    CareQuality "minutes.care.quality" 20.0 (10.0, 30.0) (0.0, 1000.0) "minutes" "Its quality form" "assumption, domain table 2.2";
    CareTravel "minutes.care.travel" 80.0 (50.0, 110.0) (0.0, 1000.0) "minutes" "Its share of the day's journeys" "assumption, domain table 2.2";
    CareChild "minutes.care.further_child" 0.0 (0.0, 0.0) (0.0, 500.0) "minutes" "Each child has a review of its own" "assumption, domain table 2.2";
    FosterPreparation "minutes.foster.preparation" 45.0 (30.0, 60.0) (0.0, 1000.0) "minutes" "Reading for a foster carer's review" "assumption, domain table 2.2";
    FosterBefore "minutes.foster.before" 0.0 (0.0, 0.0) (0.0, 1000.0) "minutes" "Before it" "assumption, domain table 2.2";
    FosterMeeting "minutes.foster.meeting" 75.0 (60.0, 90.0) (0.0, 1000.0) "minutes" "The review" "assumption, domain table 2.2";
    FosterSheet "minutes.foster.sheet" 0.0 (0.0, 0.0) (0.0, 1000.0) "minutes" "It has no decision sheet" "assumption, domain table 2.2";
    FosterRecord "minutes.foster.record" 90.0 (60.0, 110.0) (0.0, 1000.0) "minutes" "Writing its record" "assumption, domain table 2.2";
    FosterQuality "minutes.foster.quality" 0.0 (0.0, 0.0) (0.0, 1000.0) "minutes" "It has no quality form" "assumption, domain table 2.2";
    FosterTravel "minutes.foster.travel" 80.0 (50.0, 110.0) (0.0, 1000.0) "minutes" "Its share of the day's journeys" "assumption, domain table 2.2";
    FosterChild "minutes.foster.further_child" 0.0 (0.0, 0.0) (0.0, 500.0) "minutes" "For each child beyond two" "assumption, domain table 2.2";
    TimeLevel "minutes.level" 0.725 (0.69, 0.8) (0.1, 3.0) "times"
        "Level of all the minutes above" "fitted: 6.5 FTE with 2 to 6 hours' time off in lieu a week just fit 174 forms, report 7.2";
    TravelLevel "minutes.travel_level" 1.0 (0.85, 1.15) (0.1, 3.0) "times"
        "Level of journeys, as the replayed year has learnt it" "assumption";

    // What a chair has.
    HoursADay "capacity.hours_a_day" 7.4 (7.4, 7.4) (1.0, 12.0) "hours" "Hours of a full-time day" "national agreement: 37 hours a week";
    LeaveDays "capacity.leave_days" 29.0 (27.0, 31.0) (0.0, 60.0) "days a year" "Annual leave" "domain 2.3";
    TrainingDays "capacity.training_days" 9.0 (6.0, 12.0) (0.0, 60.0) "days a year" "Training and study" "domain 2.3";
    Sickness "capacity.sickness" 0.031 (0.016, 0.05) (0.0, 0.5) "share of days" "Days lost to sickness, in spells" "DfE workforce, median and range";
    SicknessWeeks "capacity.sickness_weeks" 2.0 (1.0, 4.0) (1.0, 26.0) "weeks" "Mean length of a spell of sickness" "assumption";
    Overhead "capacity.overhead" 0.15 (0.1, 0.2) (0.0, 0.9) "share" "Hours of supervision, team, advice" "assumption, domain 2.3: 10 to 15 %";
    OtherWork "capacity.other_work_hours_a_week" 1.0 (0.5, 2.0) (0.0, 30.0) "hours an FTE and week"
        "Audit, cluster meetings, workshops: the first to give way" "assumption";
    MeetingsAWeek "capacity.meetings_a_week" 12.0 (10.0, 15.0) (1.0, 30.0) "meetings an FTE and week"
        "Most meetings that calendars, journeys and rooms let one chair hold" "assumption; the replayed year learns it";
    TimeOffHours "capacity.time_off_hours_a_week" 6.0 (2.0, 6.0) (0.0, 40.0) "hours an FTE and week" "Most overtime in a week, given back as time off in lieu" "assumption; report 5.3 says \"significant\"";
    TimeOffBank "capacity.time_off_bank_hours" 40.0 (20.0, 60.0) (0.0, 400.0) "hours an FTE" "Most time off in lieu that one chair is owed; more only where a meeting is late or would be" "assumption";
    PreparationFloor "capacity.preparation_floor" 0.5 (0.4, 0.7) (0.0, 1.0) "share" "Least preparation that a chair comes down to" "assumption";
    CoverTravel "capacity.cover_travel_minutes" 45.0 (30.0, 60.0) (0.0, 500.0) "minutes" "Further journeys where another chair covers a meeting, or has taken a household over from one who left" "assumption; report 5.4";
    ManagerMeetings "capacity.manager_meetings_a_week" 2.0 (0.0, 2.0) (0.0, 20.0) "meetings" "Most meetings that a manager chairs" "report 5.3: another manager assisted";
    ConcernShare "capacity.concern_share" 0.2 (0.1, 0.3) (0.0, 1.0) "share" "Conferences of concern, whose quality forms come first" "assumption; report 5.4, 7.2";
    QualityDays "capacity.quality_days" 10.0 (10.0, 10.0) (5.0, 60.0) "working days" "A quality form not done by then is lost" "assumption";
    RecordDays "capacity.record_days" 20.0 (15.0, 20.0) (5.0, 120.0) "working days" "Minutes distributed after this are late" "domain 1.1: 15 to 20";
    RampFirst "ramp.first" 0.6 (0.5, 0.7) (0.0, 1.0) "share" "Load and speed of a new chair in the first stage" "fitted: gives the report's 84 to 118 children a chair";
    RampSecond "ramp.second" 0.8 (0.7, 0.9) (0.0, 1.0) "share" "In the second stage" "fitted, as above";
    RampMonths "ramp.months_a_stage" 3.0 (2.0, 4.0) (0.0, 24.0) "months" "Length of each stage" "fitted, as above";
    NewDuty "ramp.new_duty" 0.85 (0.75, 0.95) (0.1, 1.0) "share" "Speed on the kinds of meeting that are new to a chair once teams are merged" "assumption";
    NewDutyMonths "ramp.new_duty_months" 6.0 (3.0, 9.0) (0.0, 36.0) "months" "For how long: cross-training" "assumption";
    RebalanceOnStart "caseload.rebalanced_on_start" 1.0 (0.5, 1.0) (0.0, 1.0) "share" "How much of a fair caseload a new chair is given by colleagues; new cases bring the rest" "assumption";

    // Who leaves and who comes.
    Leaving "supply.leaving_a_year" 0.13 (0.085, 0.24) (0.0, 3.0) "chance a year" "Permanent chairs who leave" "DfE workforce: P10, P50, P90 of turnover 8.5, 14.8, 24.0 %";
    NoticeWeeks "supply.notice_weeks" 10.0 (8.0, 12.0) (0.0, 52.0) "weeks" "Notice of somebody who leaves" "assumption";
    OverloadLeaving "supply.overload_leaving" 0.0 (0.0, 0.5) (0.0, 10.0) "times"
        "How much leaving rises with caseload above the band: times 1 + this × (caseload / top of the band - 1)" "off unless set: no public figure";
    Readvertise "recruitment.readvertise" 1.0 (1.0, 1.0) (0.0, 1.0) "0 or 1" "Whether a vacancy is advertised at once, and again until it is filled" "assumption";
    ApprovalWeeks "recruitment.approval_weeks" 4.0 (2.0, 6.0) (0.0, 52.0) "weeks" "From vacancy to advert; each stage varies by a third" "domain 2.3";
    AdvertWeeks "recruitment.advert_weeks" 3.0 (2.0, 4.0) (0.0, 52.0) "weeks" "The advert is out" "domain 2.3";
    SelectionWeeks "recruitment.selection_weeks" 3.0 (2.0, 4.0) (0.0, 52.0) "weeks" "From closing date to offer" "domain 2.3";
    ChecksWeeks "recruitment.checks_weeks" 12.0 (8.0, 16.0) (0.0, 104.0) "weeks" "From offer to first day: checks and notice" "domain 2.3";
    SuccessPermanent "recruitment.success_permanent" 0.55 (0.4, 0.7) (0.0, 1.0) "chance" "An advert for a permanent post ends in a first day" "assumption; report 5.3: two offers refused";
    SuccessTemporary "recruitment.success_temporary" 0.35 (0.2, 0.5) (0.0, 1.0) "chance" "An advert for a temporary post does" "assumption; report 5.3: hard to fill at the grade";
    FallThrough "recruitment.offer_falls_through" 0.3 (0.2, 0.4) (0.0, 0.95) "chance" "Of the adverts that fail or not, offers that are refused or withdrawn; the rest of the failures find nobody" "domain 2.3";
    TemporaryMonths "recruitment.temporary_months" 12.0 (12.0, 12.0) (1.0, 60.0) "months" "Length of a temporary contract" "report 5.3";
    AdvertsAMonth "recruitment.adverts_a_month" 4.0 (2.0, 6.0) (0.0, 50.0) "posts" "Most posts that panels can select for in a month" "assumption";
    AgencyEffect "agency.effect" 0.9 (0.8, 1.0) (0.0, 1.0) "share" "What an agency chair does of a settled one's work" "assumption";
    AgencyLeadWeeks "agency.lead_weeks" 3.0 (2.0, 4.0) (0.0, 26.0) "weeks" "From order to first day" "assumption";
    AgencyMinimumWeeks "agency.minimum_weeks" 13.0 (13.0, 13.0) (1.0, 104.0) "weeks" "Shortest engagement" "assumption";
    AgencyMost "agency.most" 6.0 (2.0, 6.0) (0.0, 100.0) "FTE" "Most agency chairs at a time" "assumption";
    AgencyAim "agency.aim_caseload" 0.0 (0.0, 0.0) (0.0, 500.0) "children an FTE"
        "Caseload that agency chairs are ordered to come down to, month by month; 0 orders none" "off unless set";

    // Money.
    PayPermanent "costs.permanent" 48000.0 (45000.0, 60000.0) (0.0, 500000.0) "pounds an FTE and year" "A permanent chair with on-costs" "assumption";
    PayTemporary "costs.temporary" 48000.0 (45000.0, 60000.0) (0.0, 500000.0) "pounds an FTE and year" "A temporary or seconded chair with on-costs" "assumption";
    PayAgency "costs.agency" 80000.0 (70000.0, 96000.0) (0.0, 500000.0) "pounds an FTE and year" "An agency chair" "assumption: 1.5 to 2 times";
    CostAdvert "costs.advert" 4000.0 (2000.0, 6000.0) (0.0, 100000.0) "pounds" "An advert and its panel" "assumption";

    // The advised caseload, and regions.
    BandLowest "band.lowest" 50.0 (50.0, 50.0) (0.0, 1000.0) "children an FTE" "Least of the advised caseload" "IRO Handbook 2010";
    BandHighest "band.highest" 70.0 (70.0, 70.0) (1.0, 1000.0) "children an FTE" "Most of the advised caseload" "IRO Handbook 2010";
    Authorities "region.authorities" 1.0 (1.0, 1.0) (1.0, 40.0) "authorities" "Authorities like this one that share the service: demand, stock and posts are so many times as many" "report 8.4: a network of four";
    RegionCorrelation "region.correlation" 0.3 (0.1, 0.5) (0.0, 1.0) "correlation" "Of the authorities' levels of demand" "assumption";
}

/// How many parameters there are.
pub const N_PARAMETERS: usize = Key::RegionCorrelation as usize + 1;

impl Key {
    /// Returns the parameter's line of the list.
    pub fn parameter(self) -> &'static Parameter {
        &PARAMETERS[self as usize]
    }

    /// Returns the parameter that a file calls `path`.
    pub fn from_path(path: &str) -> Option<Key> {
        PARAMETERS.iter().find(|parameter| parameter.path == path).map(|parameter| parameter.key)
    }
}

/// The values of all parameters at one time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Values([f64; N_PARAMETERS]);

impl Values {
    /// Returns the values that `of` gives.
    pub fn from_fn(mut of: impl FnMut(&Parameter) -> f64) -> Values {
        Values(std::array::from_fn(|at| of(&PARAMETERS[at])))
    }

    /// Returns one value, in the unit of the list.
    pub fn get(&self, key: Key) -> f64 {
        self.0[key as usize]
    }

    /// Sets one value, kept inside the parameter's limits.
    pub fn set(&mut self, key: Key, value: f64) {
        let (least, most) = key.parameter().limits;
        self.0[key as usize] = value.clamp(least, most);
    }
}

/// The amounts of all parameters as a file gives them.
#[derive(Debug, Clone, PartialEq)]
pub struct Amounts([Amount; N_PARAMETERS]);

impl Default for Amounts {
    fn default() -> Self {
        Amounts(std::array::from_fn(|at| Amount::Exact(PARAMETERS[at].default)))
    }
}

impl Amounts {
    /// Returns the amount of a parameter.
    pub fn get(&self, key: Key) -> Amount {
        self.0[key as usize]
    }

    /// Sets the amount of a parameter.
    pub fn set(&mut self, key: Key, amount: Amount) {
        self.0[key as usize] = amount;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_list_is_in_order_and_each_line_is_whole() {
        assert_eq!(PARAMETERS.len(), N_PARAMETERS);
        let mut paths = BTreeSet::new();
        for (at, parameter) in PARAMETERS.iter().enumerate() {
            assert_eq!(parameter.key as usize, at, "{}", parameter.path);
            assert!(paths.insert(parameter.path), "{} comes twice", parameter.path);
            assert_eq!(Key::from_path(parameter.path), Some(parameter.key));
            let (least, most) = parameter.limits;
            let (p10, p90) = parameter.plausible;
            assert!(least <= parameter.default && parameter.default <= most, "{}", parameter.path);
            assert!(least <= p10 && p10 <= p90 && p90 <= most, "{}", parameter.path);
            assert!(p10 <= parameter.default && parameter.default <= p90, "{}", parameter.path);
            assert!(!parameter.about.is_empty() && !parameter.source.is_empty(), "{}", parameter.path);
        }
    }
}
