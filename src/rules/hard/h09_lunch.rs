//! H09: whoever works through the lunch window gets lunch.

use crate::rules::{Breach, Case, HardRule, Spell};
use crate::words::day;

/// H09.
pub(super) struct Lunch;

impl HardRule for Lunch {
    fn code(&self) -> &'static str {
        "H09"
    }

    fn sentence(&self) -> &'static str {
        "a working spell over the whole lunch window that holds a meeting has a gap for lunch in it, the journey \
         made besides"
    }

    fn breaches(&self, case: &Case<'_>) -> Vec<Breach> {
        let mut breaches = Vec::new();
        let lunch = case.register.authority.lunch;
        for diary in case.diaries() {
            for spell in &diary.spells {
                if spell.span.covers(lunch.window) && !has_lunch(case, spell) {
                    let meetings = spell.meetings();
                    let message = format!(
                        "{} on {}: {} has no {} minutes for lunch in the window {}",
                        case.references(&meetings),
                        day(diary.date),
                        case.staff(diary.person).reference,
                        lunch.minutes,
                        lunch.window
                    );
                    breaches.push(Breach { code: self.code(), meetings, message });
                }
            }
        }
        breaches.sort_by(|a, b| a.meetings.cmp(&b.meetings));
        breaches
    }
}

fn has_lunch(case: &Case<'_>, spell: &Spell<'_>) -> bool {
    let lunch = case.register.authority.lunch;
    spell.gaps.iter().any(|gap| {
        let in_window = gap.span.until.min(lunch.window.until) - gap.span.from.max(lunch.window.from);
        let to_spare = gap.span.minutes() - gap.journey;
        lunch.minutes <= in_window && lunch.minutes <= to_spare
    })
}

#[cfg(test)]
mod tests {
    use crate::calendar::Span;
    use crate::rules::testing::{County, check_breaches};

    /// Wednesday, from Monday.
    const WED: usize = 2;

    /// Books F-1, which takes its chair from its start on, so that it ends at 14:30, when the lunch window does.
    fn busy_until_half_past_two(county: &mut County, row: &str, minutes: i32) {
        county.meeting("F-1").minutes = Some(minutes - 15);
        county.book(row);
    }

    #[test]
    fn half_an_hour_of_the_window_is_free() {
        check_breaches(&[
            (
                "11:30 to 12:00 before the meeting",
                |c| busy_until_half_past_two(c, "F-1 2012-04-18T12:00 ANN PRE-1 -", 150),
                "",
            ),
            (
                "only 15 minutes of the window, though the morning was free",
                |c| busy_until_half_past_two(c, "F-1 2012-04-18T11:45 ANN PRE-1 -", 165),
                "H09 F-1",
            ),
            (
                "14:00 to 14:30 after the meeting",
                |c| busy_until_half_past_two(c, "F-1 2012-04-18T11:30 ANN PRE-1 -", 150),
                "",
            ),
            (
                "chair and minute taker both go without",
                |c| {
                    c.meeting("R-1").minutes = Some(150);
                    c.book("R-1 2012-04-18T12:00 ANN PRE-1 TOM");
                },
                "H09 R-1, H09 R-1",
            ),
            (
                "a shorter lunch",
                |c| {
                    c.register.authority.lunch.minutes = 15;
                    busy_until_half_past_two(c, "F-1 2012-04-18T11:45 ANN PRE-1 -", 165);
                },
                "",
            ),
        ]);
    }

    #[test]
    fn the_journey_is_made_besides() {
        // C-1 at 09:15 ends at 10:45, at 09:45 at 11:15; Preston to Burnley takes 30 minutes.
        check_breaches(&[
            (
                "75 minutes from 10:45: 45 to spare",
                |c| {
                    c.book("C-1 2012-04-18T09:15 ANN PRE-1 -");
                    busy_until_half_past_two(c, "F-1 2012-04-18T12:00 ANN BUR-1 -", 150);
                },
                "",
            ),
            (
                "45 minutes from 11:15: 15 to spare; all of the spell is named",
                |c| {
                    c.book("C-1 2012-04-18T09:45 ANN PRE-1 -");
                    busy_until_half_past_two(c, "F-1 2012-04-18T12:00 ANN BUR-1 -", 150);
                },
                "H09 C-1+F-1",
            ),
            (
                "from 11:30 to 12:00 nobody drives to an online meeting",
                |c| {
                    c.staff("ANN").hours[WED] = vec![Span::new(690, 1020)];
                    c.book("C-1 2012-04-18T12:15 ANN CALL -");
                    c.book("F-1 2012-04-18T14:15 ANN BUR-1 -");
                },
                "",
            ),
            (
                "to Burnley they do",
                |c| {
                    c.staff("ANN").hours[WED] = vec![Span::new(690, 1020)];
                    c.book("C-1 2012-04-18T12:15 ANN BUR-1 -");
                    c.book("F-1 2012-04-18T14:00 ANN BUR-1 -");
                },
                "H09 C-1+F-1",
            ),
        ]);
    }

    #[test]
    fn only_who_works_through_the_whole_window_needs_it() {
        check_breaches(&[
            (
                "works until the window ends",
                |c| {
                    c.staff("ANN").hours[WED] = vec![Span::new(540, 870)];
                    busy_until_half_past_two(c, "F-1 2012-04-18T11:45 ANN PRE-1 -", 165);
                },
                "H09 F-1",
            ),
            (
                "comes a minute after it begins",
                |c| {
                    c.staff("ANN").hours[WED] = vec![Span::new(691, 1020)];
                    busy_until_half_past_two(c, "F-1 2012-04-18T11:45 ANN PRE-1 -", 165);
                },
                "",
            ),
            (
                "leaves a minute before it ends",
                |c| {
                    c.staff("ANN").hours[WED] = vec![Span::new(540, 869)];
                    busy_until_half_past_two(c, "F-1 2012-04-18T11:45 ANN PRE-1 -", 150);
                },
                "",
            ),
        ]);
    }

    #[test]
    fn says_who_goes_without_lunch() {
        let mut county = County::new();
        busy_until_half_past_two(&mut county, "F-1 2012-04-18T11:45 ANN PRE-1 -", 165);
        assert_eq!(
            county.messages(),
            ["F-1 on Wed 18 April 2012: ANN has no 30 minutes for lunch in the window 11:30 to 14:30"]
        );
    }
}
