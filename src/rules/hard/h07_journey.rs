//! H07: there is time to get there, and back.

use crate::rules::{Breach, Case, Diary, Gap, HardRule, Spell};

/// H07.
pub(super) struct Journey;

impl HardRule for Journey {
    fn code(&self) -> &'static str {
        "H07"
    }

    fn sentence(&self) -> &'static str {
        "a working spell has time for the journeys from the base, between venues, and back to the base"
    }

    fn breaches(&self, case: &Case<'_>) -> Vec<Breach> {
        let mut breaches = Vec::new();
        for diary in case.diaries() {
            for spell in &diary.spells {
                for (at, gap) in spell.gaps.iter().enumerate() {
                    if gap.span.minutes() < gap.journey {
                        breaches.push(breach(self.code(), case, diary, spell, at, gap));
                    }
                }
            }
        }
        breaches.sort_by(|a, b| a.meetings.cmp(&b.meetings));
        breaches
    }
}

fn breach(
    code: &'static str,
    case: &Case<'_>,
    diary: &Diary<'_>,
    spell: &Spell<'_>,
    at: usize,
    gap: &Gap,
) -> Breach {
    let person = &case.staff(diary.person).reference;
    let (booking, way) = match spell.entries.get(at) {
        Some(next) if at == 0 => (next.booking, "from the base".to_owned()),
        Some(next) => {
            let last = &case.meeting(spell.entries[at - 1].booking).reference;
            if gap.span.minutes() < 0 {
                return case.breach(code, next.booking, &format!("{person} is still taken by {last}"));
            }
            (next.booking, format!("from {last}"))
        }
        None => (spell.entries[at - 1].booking, "back to the base".to_owned()),
    };
    case.breach(
        code,
        booking,
        &format!("{person} needs {} minutes {way} and has {} minutes", gap.journey, gap.span.minutes()),
    )
}

#[cfg(test)]
mod tests {
    use crate::calendar::Span;
    use crate::rules::testing::{County, check_breaches};

    /// Wednesday, from Monday.
    const WED: usize = 2;

    #[test]
    fn there_is_time_to_come_and_to_go_back() {
        // Preston to Burnley takes 30 minutes; looked-after reviews take chair and room 15 minutes before and
        // after their 75.
        check_breaches(&[
            ("leaves at 09:00, is there at 09:30", |c| c.book("C-1 2012-04-18T09:45 ANN BUR-1 -"), ""),
            ("would have to be there at 09:15", |c| c.book("C-1 2012-04-18T09:30 ANN BUR-1 -"), "H07 C-1"),
            ("leaves at 16:30, is back at 17:00", |c| c.book("C-1 2012-04-18T15:00 ANN BUR-1 -"), ""),
            ("leaves at 16:45", |c| c.book("C-1 2012-04-18T15:15 ANN BUR-1 -"), "H07 C-1"),
            (
                "the minute taker too: 09:30 to 12:00 in Burnley from 09:05",
                |c| {
                    c.staff("TOM").hours[WED] = vec![Span::new(545, 1020)];
                    c.book("R-2 2012-04-18T09:45 BOB BUR-1 TOM");
                },
                "H07 R-2",
            ),
            ("in time from 09:00", |c| c.book("R-2 2012-04-18T09:45 BOB BUR-1 TOM"), ""),
        ]);
    }

    #[test]
    fn there_is_time_between_venues() {
        // C-1 at 09:15 takes its chair from 09:00 to 10:45; F-1 takes it from its start on.
        check_breaches(&[
            (
                "Preston to Burnley in 30 minutes",
                |c| {
                    c.book("C-1 2012-04-18T09:15 ANN PRE-1 -");
                    c.book("F-1 2012-04-18T11:15 ANN BUR-1 -");
                },
                "",
            ),
            (
                "in 15 minutes",
                |c| {
                    c.book("C-1 2012-04-18T09:15 ANN PRE-1 -");
                    c.book("F-1 2012-04-18T11:00 ANN BUR-1 -");
                },
                "H07 F-1",
            ),
            (
                "in no time within a venue",
                |c| {
                    c.book("C-1 2012-04-18T09:15 ANN PRE-1 -");
                    c.book("F-1 2012-04-18T10:45 ANN PRE-2 -");
                },
                "",
            ),
            (
                "to the family's home in 10 minutes",
                |c| {
                    c.book("C-1 2012-04-18T09:15 ANN PRE-1 -");
                    c.book("F-1 2012-04-18T11:00 ANN home -");
                },
                "",
            ),
        ]);
    }

    #[test]
    fn online_meetings_are_no_journey_and_do_not_save_one() {
        check_breaches(&[
            (
                "base, online, Burnley: driven after the online meeting",
                |c| {
                    c.book("C-1 2012-04-18T09:15 ANN CALL -");
                    c.book("F-1 2012-04-18T11:15 ANN BUR-1 -");
                },
                "",
            ),
            (
                "there are 15 minutes after it",
                |c| {
                    c.book("C-1 2012-04-18T09:15 ANN CALL -");
                    c.book("F-1 2012-04-18T11:00 ANN BUR-1 -");
                },
                "H07 F-1",
            ),
            (
                "online until 16:45 where one was, then 30 minutes home",
                |c| {
                    c.book("F-1 2012-04-18T13:30 ANN BUR-1 -");
                    c.book("C-1 2012-04-18T15:15 ANN CALL -");
                },
                "H07 C-1",
            ),
        ]);
    }

    #[test]
    fn each_spell_starts_and_ends_at_the_base() {
        // With 12:00 to 13:00 off: 09:30 to 11:15 in Burnley, back at 11:45; there again at 13:30.
        check_breaches(&[
            (
                "there and back twice",
                |c| {
                    c.staff("ANN").hours[WED] = vec![Span::new(540, 720), Span::new(780, 1020)];
                    c.book("C-1 2012-04-18T09:45 ANN BUR-1 -");
                    c.book("F-1 2012-04-18T13:30 ANN BUR-1 -");
                },
                "",
            ),
            (
                "the second time is late",
                |c| {
                    c.staff("ANN").hours[WED] = vec![Span::new(540, 720), Span::new(780, 1020)];
                    c.book("C-1 2012-04-18T09:45 ANN BUR-1 -");
                    c.book("F-1 2012-04-18T13:15 ANN BUR-1 -");
                },
                "H07 F-1",
            ),
        ]);
    }

    #[test]
    fn says_which_journey_does_not_fit() {
        let mut county = County::new();
        county.book("C-1 2012-04-18T09:15 ANN BUR-1 -");
        county.book("F-1 2012-04-18T11:15 ANN LAN-1 -");
        county.book("R-2 2012-04-18T14:45 BOB LAN-1 -");
        let messages = county.messages();
        let h07: Vec<&str> =
            messages.iter().map(String::as_str).filter(|message| message.contains("minutes")).collect();
        assert_eq!(
            h07,
            [
                "R-2 on Wed 18 April 2012 14:45: BOB needs 65 minutes back to the base and has 30 minutes",
                "C-1 on Wed 18 April 2012 09:15: ANN needs 30 minutes from the base and has 0 minutes",
                "F-1 on Wed 18 April 2012 11:15: ANN needs 65 minutes from C-1 and has 30 minutes",
            ]
        );

        let mut county = County::new();
        county.book("R-1 2012-04-18T10:00 ANN PRE-1 TOM");
        county.book("R-2 2012-04-18T11:45 BOB PRE-2 TOM");
        let last = county.messages().pop();
        assert_eq!(last.as_deref(), Some("R-2 on Wed 18 April 2012 11:45: TOM is still taken by R-1"));
    }
}
