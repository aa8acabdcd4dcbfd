//! `lancashire-2012`: the safeguarding team in April 2012; and `tight`, the same team with less time and more to do.
//!
//! Volumes are the report's, a twelfth of the year: 854 initial and 2,067 review conferences counted in children, at
//! 1.9 children a meeting 37 and 91 meetings, and 1,078 strategy meetings, 90 a month.

use super::county::{close, close_schools, lay_out};
use super::families::sizes;
use super::people::{patches, team};
use super::service::{Service, Volume};
use super::shortage::lose_a_quarter;
use crate::register::{PlanStatus, Register};
use crate::synth::draw::Draw;
use crate::synth::make::{date, empty};

/// Families by size: 290 with 547 children, 1.9 each, spread as `1 + Poisson(0.9)`.
const FAMILIES: [usize; 6] = [119, 107, 47, 13, 3, 1];
/// Weights of a size of 1, 2, 3 … children in families that come to an initial conference.
const NEW_FAMILIES: [usize; 5] = [41, 37, 16, 5, 1];

const NONE: Volume = Volume { held: 0, confirmed: 0, proposed: 0 };

/// How many meetings of a month there are to book.
struct Month {
    initial: usize,
    pre_birth: usize,
    transfer_in: usize,
    first_review: usize,
    review: usize,
    /// Strategy meetings newly referred.
    referred: usize,
    /// Strategy meetings that follow an earlier one.
    follow_up: usize,
}

/// A month of 2011/12. Three reviews in ten are a plan's first. A series has one to three strategy meetings: a third
/// are new referrals, the rest follow earlier meetings.
const MONTH: Month = Month {
    initial: 34,
    pre_birth: 2,
    transfer_in: 1,
    first_review: 27,
    review: 64,
    referred: 30,
    follow_up: 60,
};
/// A fifth more than [`MONTH`].
const BUSY_MONTH: Month = Month {
    initial: 41,
    pre_birth: 2,
    transfer_in: 1,
    first_review: 32,
    review: 77,
    referred: 36,
    follow_up: 72,
};

/// Makes the register of `lancashire-2012`.
pub(in crate::synth) fn register_2012(seed: u64) -> Register {
    let mut register = county_2012();
    team(&mut register);
    at_work(register, seed, "M12", &MONTH)
}

/// Makes the register of `tight`: every chair works a quarter less, and there is a fifth more to book.
pub(in crate::synth) fn register_tight(seed: u64) -> Register {
    let mut register = county_2012();
    register.authority.name = "Lancashire, short of chairs".to_owned();
    team(&mut register);
    lose_a_quarter(&mut register, &mut Draw::new(seed, "shortage"));
    at_work(register, seed, "T12", &BUSY_MONTH)
}

/// Returns the county of April 2012, before anybody works in it.
fn county_2012() -> Register {
    let mut register = empty("Lancashire", date("2012-04-02"));
    lay_out(&mut register);
    close_schools(&mut register, date("2012-04-02"), date("2012-04-13"));
    close(&mut register, "BUR-CC", None, ("2012-05-03", None), "polling station");
    close(&mut register, "SKE-CC", None, ("2012-05-03", None), "polling station");
    close(&mut register, "PRE-OFF", Some("PRE-OFF-2"), ("2012-04-17", None), "decorating");
    close(&mut register, "MOR-CC", None, ("2012-04-20", Some((780, 1020))), "staff training");
    close(&mut register, "CHO-CAP", None, ("2012-04-24", Some((540, 780))), "staff training");
    register
}

/// Adds the families, what has been, what stands and what is to book.
fn at_work(register: Register, seed: u64, prefix: &'static str, month: &Month) -> Register {
    let patches = patches(&register);
    let mut service = Service::new(register, seed, prefix, patches);
    let families = sizes(&mut Draw::new(seed, "sizes"), &FAMILIES);
    service.add_families(families, PlanStatus::Cp);
    past_and_booked(&mut service);
    to_book(&mut service, month);
    service.finish()
}

/// What has been held, adjourned or cancelled, and what stands booked in the first two weeks.
fn past_and_booked(service: &mut Service) {
    service.reviews("first_review_conference", Volume { held: 3, confirmed: 7, proposed: 1 }, &[]);
    service.reviews("review_conference", Volume { held: 6, confirmed: 17, proposed: 3 }, &[]);
    let initial = Volume { held: 0, confirmed: 8, proposed: 1 };
    service.first_meetings("initial_conference", &NEW_FAMILIES, initial, &[]);
    service.strategy(Volume { held: 3, confirmed: 6, proposed: 1 }, &[], &[]);
    for (working_days, keeps_date) in [(12, true), (8, false), (3, true)] {
        service.adjourned(working_days, keeps_date);
    }
    service.strategy(NONE, &[date("2012-03-22")], &[]);
    service.cancel_last();
}

/// The month's flow.
fn to_book(service: &mut Service, month: &Month) {
    // Discussions of the last ten working days, whose 15 working days end between 12 and 25 April.
    let discussed = (service.day_before(9), service.day(0));
    for (kind, n) in [
        ("initial_conference", month.initial),
        ("pre_birth_conference", month.pre_birth),
        ("transfer_in_conference", month.transfer_in),
    ] {
        let from = service.spread(n, discussed);
        service.first_meetings(kind, &NEW_FAMILIES, NONE, &from);
    }
    // Targets lie over the four weeks after the notice.
    let window = (date("2012-04-11"), date("2012-05-11"));
    for (kind, n) in [("first_review_conference", month.first_review), ("review_conference", month.review)] {
        let from = service.spread_targets(kind, n, window);
        service.reviews(kind, NONE, &from);
    }
    let referred = service.spread(month.referred, (service.day_before(3), service.day(0)));
    let follow_up = service.spread(month.follow_up, (service.day(3), date("2012-05-04")));
    service.strategy(NONE, &referred, &follow_up);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::{BookingStatus, Fte, MeetingStatus, Role};
    use crate::synth::lancashire::service::testing::{count, fte, on_plan};

    #[test]
    fn the_team_is_that_of_the_report() {
        let register = register_2012(1);
        let iros = |chair: &&crate::register::Staff| chair.role == Role::Iro;
        // Seven full-time posts and a half-time one; without the one who retired, 6.5.
        assert_eq!(fte(&register, iros), Fte::parse("7.5"));
        let today = register.authority.today;
        assert_eq!(fte(&register, |chair| iros(chair) && chair.in_post(today)), Fte::parse("6.5"));
        let men = register.staff.iter().filter(|chair| chair.features == ["gender:male"]).count();
        assert_eq!(men, 2);
        let lancaster =
            register.districts.iter().position(|row| row.reference.as_str() == "LAN").map(Into::into);
        for taker in register.staff.iter().filter(|staff| staff.role == Role::MinuteTaker) {
            let own = taker.reference.as_str() == "MT8" || taker.reference.as_str() == "MT9";
            assert_eq!((taker.covers(lancaster), taker.districts.len()), (own, if own { 1 } else { 8 }));
        }
    }

    #[test]
    fn children_and_families_are_as_many_as_on_31_march_2012() {
        let register = register_2012(1);
        assert_eq!(on_plan(&register), 547);
        let with_plan = register.households.iter().take(290);
        assert_eq!(with_plan.clone().map(|household| household.children).sum::<u32>(), 547);
        let both = register.children.iter().filter(|child| child.plan == Some(PlanStatus::Both)).count();
        assert_eq!(both, 39);
        // 547 ÷ 6.5 posts is 84 children a post.
        let leaver =
            register.staff.iter().position(|staff| staff.reference.as_str() == "IRO2").map(Into::into);
        let left: u32 = register.households.iter().filter(|h| h.iro == leaver).map(|h| h.children).sum();
        assert!((25..=60).contains(&left), "{left} children name a chair who has left");
    }

    #[test]
    fn children_fall_on_the_districts_by_their_weight() {
        let register = register_2012(1);
        for (district, row) in super::super::towns::DISTRICTS.iter().enumerate() {
            let here: u32 = register.households[..290]
                .iter()
                .filter(|household| household.district == Some(district.into()))
                .map(|household| household.children)
                .sum();
            let wanted = 547 * row.weight / 844;
            assert!(here.abs_diff(wanted as u32) <= 4, "{}: {here}, not {wanted}", row.code);
        }
    }

    #[test]
    fn a_tight_month_has_a_quarter_fewer_chair_hours_and_a_fifth_more_meetings() {
        let hours = |register: &Register| -> i32 {
            let chairs = register.staff.iter().filter(|staff| staff.role.chairs());
            chairs.flat_map(|chair| chair.hours.iter().flatten()).map(|span| span.minutes()).sum()
        };
        let to_book = |register: &Register| {
            register.meetings.iter().filter(|row| row.status == MeetingStatus::ToBook).count()
        };
        let usual = register_2012(1);
        for seed in 1..=5 {
            let tight = register_tight(seed);
            assert_eq!(hours(&tight), hours(&usual) * 3 / 4);
            // 218 and 3 reconvened; 261 and 3, and those for whom no standing booking was found.
            assert_eq!(to_book(&usual), 221);
            assert!((264..=268).contains(&to_book(&tight)), "seed {seed}: {}", to_book(&tight));
        }
    }

    #[test]
    fn a_month_of_meetings_is_to_be_booked() {
        for seed in [1, 2] {
            let register = register_2012(seed);
            let to_book = |kinds: &[&str]| count(&register, kinds, MeetingStatus::ToBook);
            let initial = ["initial_conference", "pre_birth_conference", "transfer_in_conference"];
            let review = ["first_review_conference", "review_conference"];
            let strategy = ["strategy_meeting"];
            // 854 and 2,067 children a year at 1.9 a meeting: 37 and 91 a month; 1,078 strategy meetings: 90.
            assert_eq!((to_book(&initial), to_book(&review), to_book(&strategy)), (37, 91, 90));
            assert_eq!(to_book(&["reconvened_conference"]), 3);
            let booked = |kinds: &[&str]| count(&register, kinds, MeetingStatus::Booked);
            assert_eq!((booked(&initial), booked(&review), booked(&strategy)), (9, 28, 7));
            let standing = |s| register.bookings.iter().filter(|booking| booking.status == s).count();
            assert_eq!(standing(BookingStatus::Confirmed), 38);
            assert_eq!((standing(BookingStatus::Proposed), standing(BookingStatus::Held)), (6, 12));
        }
    }
}
