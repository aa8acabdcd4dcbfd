//! `lancashire-2012`: the safeguarding team in April 2012.
//!
//! Volumes are the report's, a twelfth of the year: 854 initial and 2,067 review conferences counted in children, at
//! 1.9 children a meeting 37 and 91 meetings, and 1,078 strategy meetings, 90 a month.

use super::county::{close, close_schools, lay_out};
use super::families::sizes;
use super::people::{patches, team};
use super::service::{Service, Volume};
use crate::register::{PlanStatus, Register};
use crate::synth::draw::Draw;
use crate::synth::make::{date, empty};

/// Families by size: 290 with 547 children, 1.9 each, spread as `1 + Poisson(0.9)`.
const FAMILIES: [usize; 6] = [119, 107, 47, 13, 3, 1];
/// Weights of a size of 1, 2, 3 … children in families that come to an initial conference.
const NEW_FAMILIES: [usize; 5] = [41, 37, 16, 5, 1];

const NONE: Volume = Volume { held: 0, confirmed: 0, proposed: 0 };

/// Makes the register.
pub(in crate::synth) fn register_2012(seed: u64) -> Register {
    let mut register = empty("Lancashire", date("2012-04-02"));
    lay_out(&mut register);
    close_schools(&mut register, date("2012-04-02"), date("2012-04-13"));
    close(&mut register, "BUR-CC", None, ("2012-05-03", None), "polling station");
    close(&mut register, "SKE-CC", None, ("2012-05-03", None), "polling station");
    close(&mut register, "PRE-OFF", Some("PRE-OFF-2"), ("2012-04-17", None), "decorating");
    close(&mut register, "MOR-CC", None, ("2012-04-20", Some((780, 1020))), "staff training");
    close(&mut register, "CHO-CAP", None, ("2012-04-24", Some((540, 780))), "staff training");
    team(&mut register);
    let patches = patches(&register);
    let mut service = Service::new(register, seed, "M12", patches);
    let families = sizes(&mut Draw::new(seed, "sizes"), &FAMILIES);
    service.add_families(families, PlanStatus::Cp);
    past_and_booked(&mut service);
    to_book(&mut service);
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
fn to_book(service: &mut Service) {
    // Discussions of the last ten working days, whose 15 working days end between 12 and 25 April.
    let discussed = (service.day_before(9), service.day(0));
    for (kind, n) in [("initial_conference", 34), ("pre_birth_conference", 2), ("transfer_in_conference", 1)]
    {
        let from = service.spread(n, discussed);
        service.first_meetings(kind, &NEW_FAMILIES, NONE, &from);
    }
    // Three reviews in ten are a plan's first; targets lie over the four weeks after the notice.
    let window = (date("2012-04-11"), date("2012-05-11"));
    for (kind, n) in [("first_review_conference", 27), ("review_conference", 64)] {
        let from = service.spread_targets(kind, n, window);
        service.reviews(kind, NONE, &from);
    }
    // A series has one to three strategy meetings: a third are new referrals, the rest follow earlier meetings.
    let referred = service.spread(30, (service.day_before(3), service.day(0)));
    let follow_up = service.spread(60, (service.day(3), date("2012-05-04")));
    service.strategy(NONE, &referred, &follow_up);
}
