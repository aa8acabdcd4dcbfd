//! Reading events backwards: the store counts on from a number, and a reader of the record begins with what happened last.

use crate::store::{Event, Store, StoreError, What};

/// Events on one page.
pub(crate) const PAGE: usize = 50;
/// Events read in one go once the newest are not enough.
const WINDOW: u64 = 500;
/// Most events looked at for one page: after them the page says where to go on, so that a rare filter does not keep the store busy.
const MOST_LOOKED_AT: u64 = 20_000;
/// Most events about one thing.
const MOST_ABOUT: u32 = 20_000;

/// Every kind of event, in the order of the filter.
pub(crate) const KINDS: [What; 14] = [
    What::Booked,
    What::HoldsEnded,
    What::TableReplaced,
    What::Undone,
    What::Seen,
    What::SignedIn,
    What::SignedOut,
    What::Refused,
    What::AccountChanged,
    What::FeedChanged,
    What::OutboxChanged,
    What::Created,
    What::Pruned,
    What::Restored,
];

/// What is wanted of the record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// A meeting, a table or an account.
    pub(crate) about: Option<String>,
    pub(crate) who: Option<String>,
    pub(crate) what: Option<What>,
    /// Only events before this number.
    pub(crate) before: Option<u64>,
}

impl Wanted {
    fn is(&self, event: &Event) -> bool {
        self.who.as_ref().is_none_or(|who| *who == event.who)
            && self.what.is_none_or(|what| what == event.what)
            && self.before.is_none_or(|before| event.number < before)
    }
}

/// A page of events.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// The newest first.
    pub(crate) events: Vec<Event>,
    /// The number before which older ones may be, `None` where there is none.
    pub(crate) older: Option<u64>,
}

/// Reads a page.
pub(crate) fn read(store: &Store, wanted: &Wanted) -> Result<Found, StoreError> {
    match &wanted.about {
        Some(about) => of_subject(&|most| store.events_about(about, most), wanted),
        None => {
            let head = store.head()?.number;
            let last = wanted.before.map_or(head, |before| head.min(before.saturating_sub(1)));
            backwards(last, &|after, most| store.events_since(after, most), wanted)
        }
    }
}

/// Reads from event `last` back, window by window; events are numbered without a gap.
fn backwards(
    last: u64,
    events_since: &dyn Fn(u64, u32) -> Result<Vec<Event>, StoreError>,
    wanted: &Wanted,
) -> Result<Found, StoreError> {
    let mut found = Found::default();
    let (mut upto, mut looked_at, mut window) = (last, 0, PAGE as u64);
    while 0 < upto {
        let after = upto.saturating_sub(window);
        let events = events_since(after, (upto - after) as u32)?;
        // A record with a gap yields events that were seen already.
        for event in events.into_iter().rev().filter(|event| event.number <= upto && wanted.is(event)) {
            if found.events.len() == PAGE {
                found.older = found.events.last().map(|event| event.number);
                return Ok(found);
            }
            found.events.push(event);
        }
        looked_at += upto - after;
        upto = after;
        if 0 < upto && (found.events.len() == PAGE || MOST_LOOKED_AT <= looked_at) {
            found.older = Some(upto + 1);
            return Ok(found);
        }
        window = WINDOW;
    }
    Ok(found)
}

/// Reads the events about one thing, of which the store gives the newest so many: more and more, until a page is full.
fn of_subject(
    newest: &dyn Fn(u32) -> Result<Vec<Event>, StoreError>,
    wanted: &Wanted,
) -> Result<Found, StoreError> {
    let mut most = 4 * PAGE as u32;
    loop {
        let events = newest(most)?;
        let is_all = events.len() < most as usize;
        let mut events: Vec<Event> =
            events.into_iter().filter(|event| wanted.is(event)).take(PAGE + 1).collect();
        if PAGE < events.len() || is_all || MOST_ABOUT <= most {
            let is_more = PAGE < events.len();
            events.truncate(PAGE);
            let older = events.last().filter(|_| is_more).map(|event| event.number);
            return Ok(Found { events, older });
        }
        most = (most * 4).min(MOST_ABOUT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    /// Events 1 to `n`; every third is a sign-in, the others are bookings; those of even number are of A.
    fn record(n: u64) -> Vec<Event> {
        (1..=n)
            .map(|number| Event {
                number,
                at: DateTime::UNIX_EPOCH,
                who: if number % 2 == 0 { "A" } else { "B" }.to_owned(),
                what: if number % 3 == 0 { What::SignedIn } else { What::Booked },
                contents: None,
                hash: String::new(),
            })
            .collect()
    }

    fn since(record: &[Event]) -> impl Fn(u64, u32) -> Result<Vec<Event>, StoreError> + '_ {
        |after, most| Ok(record.iter().filter(|e| after < e.number).take(most as usize).cloned().collect())
    }

    fn numbers(found: &Found) -> Vec<u64> {
        found.events.iter().map(|event| event.number).collect()
    }

    #[test]
    fn the_newest_come_first_and_every_event_once() {
        let record = record(120);
        let mut upto = 120;
        let mut all = Vec::new();
        for expected in [50, 50, 20] {
            let page = backwards(upto, &since(&record), &Wanted::default()).expect("a page");
            assert_eq!(page.events.len(), expected);
            all.extend(numbers(&page));
            upto = page.older.map_or(0, |before| before - 1);
        }
        assert_eq!(all, (1..=120).rev().collect::<Vec<_>>());
        assert_eq!(upto, 0);
    }

    #[test]
    fn filters_look_further_back_until_a_page_is_full() {
        let record = record(2_000);
        let wanted = Wanted { who: Some("A".to_owned()), what: Some(What::SignedIn), ..Wanted::default() };
        let page = backwards(2_000, &since(&record), &wanted).expect("a page");
        // Those of A that are sign-ins are the multiples of 6: 1998 down to 1998 − 49·6.
        assert_eq!(numbers(&page), (0..50).map(|nth| 1_998 - 6 * nth).collect::<Vec<_>>());
        assert_eq!(page.older, Some(1_704));
        let nobody = Wanted { who: Some("C".to_owned()), ..Wanted::default() };
        assert_eq!(backwards(2_000, &since(&record), &nobody).expect("a page"), Found::default());
    }

    #[test]
    fn a_rare_filter_ends_somewhere_and_says_where_to_go_on() {
        let record = record(MOST_LOOKED_AT + 5_000);
        let nobody = Wanted { who: Some("C".to_owned()), ..Wanted::default() };
        let page = backwards(MOST_LOOKED_AT + 5_000, &since(&record), &nobody).expect("a page");
        assert!(page.events.is_empty());
        assert!(page.older.is_some_and(|before| before <= 5_001), "{:?}", page.older);
    }

    #[test]
    fn events_about_one_thing_are_paged_by_number() {
        let mut record = record(900);
        record.reverse();
        let newest = |most: u32| -> Result<Vec<Event>, StoreError> {
            Ok(record.iter().take(most as usize).cloned().collect())
        };
        let wanted = Wanted { before: Some(300), ..Wanted::default() };
        let page = of_subject(&newest, &wanted).expect("a page");
        assert_eq!((page.events[0].number, page.older), (299, Some(250)));
        let last = Wanted { before: Some(11), ..Wanted::default() };
        let page = of_subject(&newest, &last).expect("a page");
        assert_eq!((numbers(&page), page.older), ((1..=10).rev().collect::<Vec<_>>(), None));
    }

    #[test]
    fn every_kind_can_be_filtered_by_its_word() {
        let mut words: Vec<&str> = KINDS.iter().map(|what| what.word()).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), KINDS.len());
    }
}
