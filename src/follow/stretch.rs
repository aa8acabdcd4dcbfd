//! Stretches of days of one child, put together so that no two share a day.

use chrono::NaiveDate;

/// From a day on, until a day or open. The last day may be the first of the next stretch: a plan may end at the meeting at which another
/// is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DayStretch<T> {
    pub(super) starts: NaiveDate,
    pub(super) ends: Option<NaiveDate>,
    /// What else is known of it.
    pub(super) known: T,
}

impl<T> DayStretch<T> {
    /// Whether it has begun on `day` and not ended before or on it. Its first day is in it even where it is its last.
    pub(super) fn covers(&self, day: NaiveDate) -> bool {
        self.starts == day || self.starts < day && self.ends.is_none_or(|ends| day < ends)
    }
}

/// Returns stretches in order, with those that share days made one; `take` takes over into the earlier what is known of the later.
pub(super) fn joined<T>(mut stretches: Vec<DayStretch<T>>, take: impl Fn(&mut T, T)) -> Vec<DayStretch<T>> {
    stretches.sort_by_key(|stretch| (stretch.starts, stretch.ends.unwrap_or(NaiveDate::MAX)));
    let mut joined: Vec<DayStretch<T>> = Vec::with_capacity(stretches.len());
    for stretch in stretches {
        match joined.last_mut() {
            Some(last)
                if last.starts == stretch.starts || last.ends.is_none_or(|ends| stretch.starts < ends) =>
            {
                last.ends = match (last.ends, stretch.ends) {
                    (Some(one), Some(other)) => Some(one.max(other)),
                    _ => None,
                };
                take(&mut last.known, stretch.known);
            }
            _ => joined.push(stretch),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_that_share_days_are_one_and_those_that_touch_are_two() {
        let day = |day| NaiveDate::from_ymd_opt(2012, 4, day).expect("a date");
        let stretch = |(starts, ends): (u32, u32)| DayStretch {
            starts: day(starts),
            ends: Some(ends).filter(|&ends| 0 < ends).map(day),
            known: (),
        };
        // Days of April, 0 for an open end: the rows, and what they come to.
        let cases: [(&[(u32, u32)], &[(u32, u32)]); 5] = [
            (&[(10, 20), (1, 5)], &[(1, 5), (10, 20)]),
            (&[(1, 10), (10, 20)], &[(1, 10), (10, 20)]),
            (&[(1, 11), (10, 20)], &[(1, 20)]),
            (&[(1, 0), (10, 20)], &[(1, 0)]),
            (&[(1, 20), (2, 3), (19, 0)], &[(1, 0)]),
        ];
        for (rows, expected) in cases {
            let joined = joined(rows.iter().copied().map(stretch).collect(), |(), ()| {});
            assert_eq!(joined, expected.iter().copied().map(stretch).collect::<Vec<_>>(), "{rows:?}");
        }
    }
}
