//! The dates that a meeting follows from: what came before it, given when it should be.

use chrono::{Days, Months, NaiveDate};

use crate::calendar::WorkingCalendar;
use crate::synth::draw::Draw;

/// Returns a day from which `kind` counts so that its target falls on `target` or a few days before: the last
/// working day on which a discussion, conference or review may have been.
pub(super) fn counted_from(calendar: &WorkingCalendar, kind: &str, target: NaiveDate) -> NaiveDate {
    // Where the target lies 10 working days before the statutory date.
    let statutory = calendar.after(target, 10);
    let from = match kind {
        "first_review_conference" | "cla_second_review" => statutory - Days::new(91),
        "cla_review" => statutory - Days::new(183),
        "foster_review" => statutory - Months::new(12),
        "review_conference" => target - Months::new(5),
        "cla_first_review" => calendar.before(target, 17),
        "reconvened_conference" => calendar.before(target, 10),
        "strategy_meeting" => calendar.before(target, 5),
        _ => calendar.before(target, 12),
    };
    calendar.on_or_before(from)
}

/// Returns when the plan, or being looked after, began for a family whose meeting of `kind` counts from `from`; `None`
/// where there is neither yet. Reviews are reckoned at 3 and then every 5 months, or every 6 for children looked
/// after.
pub(super) fn began(
    calendar: &WorkingCalendar,
    draw: &mut Draw,
    kind: &str,
    from: NaiveDate,
) -> Option<NaiveDate> {
    let start = match kind {
        "first_review_conference" | "cla_first_review" => from,
        "cla_second_review" => calendar.before(from, 19),
        "review_conference" | "reconvened_conference" => {
            // Four plans in ten that are reviewed again have had one review, few have had five.
            let reviews = draw.weighted(&[42, 28, 16, 9, 5]) as u32;
            from - Months::new(3 + 5 * reviews)
        }
        "cla_review" => {
            let reviews = draw.weighted(&[25, 20, 15, 12, 10, 8, 5, 5]) as u32;
            from - Months::new(4 + 6 * reviews)
        }
        _ => return None,
    };
    Some(calendar.on_or_before(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Holidays;
    use crate::synth::make::{Find, date, empty, meeting};

    #[test]
    fn targets_fall_where_they_should_or_a_few_days_before() {
        let calendar = WorkingCalendar::new(Holidays::EnglandAndWales, &[]);
        let register = empty("Somewhere", date("2012-04-02"));
        for kind in &register.authority.kinds {
            for day in ["2012-04-11", "2012-05-08", "2013-01-21"] {
                let wanted = date(day);
                let from = counted_from(&calendar, kind.name.as_str(), wanted);
                let row = meeting("M1", register.kind_of(kind.name.as_str()), Some(from));
                let target = register.deadlines(&row).expect("counted").target;
                let early = (wanted - target).num_days();
                assert!((-1..=6).contains(&early), "{}: {target}, not {wanted}", kind.name);
            }
        }
    }

    #[test]
    fn plans_begin_before_their_reviews() {
        let calendar = WorkingCalendar::new(Holidays::EnglandAndWales, &[]);
        let mut draw = Draw::new(1, "dates");
        let from = date("2011-12-01");
        for kind in ["first_review_conference", "review_conference", "cla_second_review", "cla_review"] {
            assert!(began(&calendar, &mut draw, kind, from).is_some_and(|start| start <= from), "{kind}");
        }
        assert_eq!(began(&calendar, &mut draw, "initial_conference", from), None);
    }
}
