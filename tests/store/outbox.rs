//! The outbox: queued with the change or not at all, claimed by one, and never handed over again once that is written down.

use std::collections::BTreeSet;
use std::thread;

use chrono::Duration;
use convene::store::{
    Letter, Released, Settlement, Standing, Store, StoreError, What, WhenUnsettled, no_referee,
};

use super::bench::{assert_sound, at, book, booking, by, meddle, on_each};

fn letter(key: &str) -> Letter {
    Letter {
        key: key.to_owned(),
        kind: "invitation".to_owned(),
        recipient: "W-1".to_owned(),
        meeting: "M-1".to_owned(),
        contents: "{}".to_owned(),
        not_before: at(5),
        not_after: at(10_000),
    }
}

fn standings(store: &Store) -> Vec<&'static str> {
    let mut all = store.outbox(None, 1_000).unwrap();
    all.reverse();
    all.iter().map(|message| message.standing.word()).collect()
}

fn acknowledged() -> Settlement {
    Settlement::HandedOver { answer: "250 ok".to_owned() }
}

#[test]
fn a_message_is_there_when_the_change_is_and_otherwise_never_was() {
    on_each(|bench| {
        let (_, store) = bench.store(&[]);
        let changes = [book(booking("M-1", 10, "R-1", "C-1"))];
        let refused = store.commit(&by("clerk-1", 1), &[], &changes, &|view| {
            assert_eq!(view.queue(&by("clerk-1", 1), &[letter("a")])?, 1);
            Err(StoreError::Refused { reason: "no".to_owned() })
        });
        assert!(refused.is_err());
        assert_eq!(store.outbox(None, 10).unwrap(), []);
        let done = store
            .commit(&by("clerk-1", 1), &[], &changes, &|view| {
                let n_new = view.queue(&by("clerk-1", 1), &[letter("a"), letter("b"), letter("a")])?;
                assert_eq!(n_new, 2, "a key is taken once");
                Ok(())
            })
            .unwrap();
        let messages = store.outbox(None, 10).unwrap();
        assert_eq!(messages.len(), 2);
        for message in &messages {
            assert_eq!((message.event, message.tries, message.standing), (done.last, 0, Standing::Queued));
            assert_eq!((message.queued_at, message.next_try), (at(1), at(5)));
            assert_eq!(message.token.len(), 32);
        }
        assert_ne!(messages[0].token, messages[1].token);
        assert_eq!(store.queue_messages(&by("desk", 2), &[letter("b"), letter("c")]).unwrap(), 1);
        assert_eq!(store.outbox_counts().unwrap(), [(Standing::Queued, 3)]);
        assert_sound(&store);
    });
}

#[test]
fn a_message_goes_its_way_step_by_step() {
    on_each(|bench| {
        let (_, store) = bench.store(&[]);
        store.queue_messages(&by("desk", 0), &[letter("a")]).unwrap();
        assert!(!store.is_message_due(at(4)).unwrap(), "it is held back");
        assert_eq!(store.claim_message(at(4), at(8)).unwrap(), None);
        assert!(store.is_message_due(at(5)).unwrap());
        let claimed = store.claim_message(at(5), at(8)).unwrap().unwrap();
        assert_eq!((claimed.message.tries, claimed.message.standing), (1, Standing::Claimed));
        assert_eq!(store.claim_message(at(5), at(8)).unwrap(), None, "one sender has it");
        // Put off, it comes again later.
        let later = Settlement::Later { answer: "451 busy".to_owned(), next_try: at(10), counts: true };
        assert!(store.settle_message(&claimed, at(6), &later).unwrap());
        assert!(!store.settle_message(&claimed, at(6), &later).unwrap(), "it is nobody's any more");
        assert_eq!(store.claim_message(at(9), at(12)).unwrap(), None);
        let claimed = store.claim_message(at(10), at(14)).unwrap().unwrap();
        assert_eq!(claimed.message.last_answer.as_deref(), Some("451 busy"));
        assert!(store.begin_handover(&claimed, at(15)).unwrap());
        assert!(!store.begin_handover(&claimed, at(15)).unwrap(), "its end is sent once");
        assert!(store.settle_message(&claimed, at(11), &acknowledged()).unwrap());
        let message = store.outbox(None, 1).unwrap().remove(0);
        assert_eq!(
            (message.standing, message.tries, message.settled_at),
            (Standing::HandedOver, 2, Some(at(11)))
        );
        assert_eq!(store.release_messages(at(9_000), WhenUnsettled::SendAgain).unwrap(), Released::default());
        assert_eq!(store.claim_message(at(9_000), at(9_001)).unwrap(), None, "it never goes out again");
        assert!(store.send_again(&by("clerk-1", 20), message.id).is_err());
        // A try that met no server does not count.
        store.queue_messages(&by("desk", 20), &[letter("b")]).unwrap();
        let claimed = store.claim_message(at(20), at(24)).unwrap().unwrap();
        let uncounted =
            Settlement::Later { answer: "no address".to_owned(), next_try: at(30), counts: false };
        store.settle_message(&claimed, at(20), &uncounted).unwrap();
        assert_eq!(store.outbox(Some(Standing::Queued), 1).unwrap()[0].tries, 0);
        assert_sound(&store);
    });
}

#[test]
fn what_a_dead_sender_leaves_is_told_apart_by_whether_it_can_have_been_acknowledged() {
    on_each(|bench| {
        for (when, closing) in [(WhenUnsettled::Ask, "unsettled"), (WhenUnsettled::SendAgain, "queued")] {
            let (_, store) = bench.store(&[]);
            store.queue_messages(&by("desk", 0), &[letter("a"), letter("b")]).unwrap();
            let early = store.claim_message(at(5), at(9)).unwrap().unwrap();
            let late = store.claim_message(at(5), at(9)).unwrap().unwrap();
            assert!(store.begin_handover(&late, at(10)).unwrap());
            assert_eq!(store.release_messages(at(8), when).unwrap(), Released::default(), "leases run");
            let released = store.release_messages(at(10), when).unwrap();
            assert_eq!(released.requeued + released.unsettled, 2);
            assert_eq!(standings(&store), ["queued", closing]);
            // The dead come back: nothing of theirs is sent any more.
            assert!(!store.begin_handover(&early, at(20)).unwrap());
            let again = store.claim_message(at(10), at(14)).unwrap().unwrap();
            assert_eq!((again.message.id, &again.message.token), (early.message.id, &early.message.token));
            // But what a server has acknowledged is written down whoever has it by now.
            assert!(store.settle_message(&late, at(11), &acknowledged()).unwrap());
            assert_eq!(standings(&store), ["claimed", "handed_over"]);
            let failed = Settlement::Failed { answer: "550 no".to_owned() };
            assert!(!store.settle_message(&early, at(11), &failed).unwrap());
            assert_eq!(standings(&store)[0], "claimed");
        }
    });
}

#[test]
fn somebody_decides_about_what_failed_and_what_may_have_arrived() {
    on_each(|bench| {
        let (_, store) = bench.store(&[]);
        store.queue_messages(&by("desk", 0), &[letter("a"), letter("b"), letter("c")]).unwrap();
        for _ in 0..2 {
            let claimed = store.claim_message(at(5), at(9)).unwrap().unwrap();
            assert!(store.begin_handover(&claimed, at(9)).unwrap());
        }
        let refused = store.claim_message(at(5), at(9)).unwrap().unwrap();
        store.settle_message(&refused, at(6), &Settlement::Failed { answer: "550 no".to_owned() }).unwrap();
        store.release_messages(at(9), WhenUnsettled::Ask).unwrap();
        assert_eq!(standings(&store), ["unsettled", "unsettled", "failed"]);
        let event = store.settle_as_arrived(&by("clerk-1", 10), 1).unwrap();
        store.send_again(&by("clerk-1", 10), 2).unwrap();
        store.send_again(&by("clerk-1", 10), 3).unwrap();
        assert_eq!(standings(&store), ["handed_over", "queued", "queued"]);
        assert!(store.is_message_due(at(10)).unwrap(), "at once");
        let told = store.events_since(event - 1, 1).unwrap().remove(0);
        assert_eq!((told.what, told.who.as_str()), (What::OutboxChanged, "clerk-1"));
        let contents = told.contents.unwrap();
        assert_eq!(contents.subjects, ["M-1"]);
        assert_eq!(
            (&contents.before["standing"], &contents.after["standing"]),
            (&"unsettled".into(), &"handed_over".into())
        );
        for wrong in [store.settle_as_arrived(&by("clerk-1", 11), 3), store.send_again(&by("clerk-1", 11), 9)]
        {
            assert!(matches!(wrong, Err(StoreError::Invalid { .. })), "{wrong:?}");
        }
        assert!(store.undo(&by("clerk-1", 12), event, &no_referee).is_err(), "what is sent is sent");
        assert_sound(&store);
    });
}

#[test]
fn what_is_undone_before_it_is_sent_is_taken_back_and_what_comes_too_late_ends() {
    on_each(|bench| {
        let (_, store) = bench.store(&[]);
        let done = store
            .commit(&by("clerk-1", 1), &[], &[book(booking("M-1", 10, "R-1", "C-1"))], &|view| {
                view.queue(&by("clerk-1", 1), &[letter("a"), letter("b")]).map(|_| ())
            })
            .unwrap();
        // One of them has been tried.
        let tried = store.claim_message(at(5), at(9)).unwrap().unwrap();
        let later = Settlement::Later { answer: "451 busy".to_owned(), next_try: at(20), counts: true };
        store.settle_message(&tried, at(5), &later).unwrap();
        store
            .undo_all(&by("clerk-1", 6), done.first, done.last, &|view| {
                let told = view.withdraw(&by("clerk-1", 6), done.first, done.last)?;
                assert_eq!(told, [("W-1".to_owned(), "M-1".to_owned())]);
                Ok(())
            })
            .unwrap();
        assert_eq!(standings(&store), ["queued", "withdrawn"]);
        let released = store.release_messages(at(10_000), WhenUnsettled::Ask).unwrap();
        assert_eq!(released, Released { expired: 1, ..Released::default() });
        assert_eq!(standings(&store), ["failed", "withdrawn"]);
        let said = store.outbox(Some(Standing::Failed), 1).unwrap().remove(0).last_answer.unwrap();
        assert_eq!(said, "too late to be of use; before that: 451 busy");
    });
}

#[test]
fn many_senders_at_once_have_each_message_once() {
    on_each(|bench| {
        const MESSAGES: usize = 40;
        let (location, store) = bench.store(&[]);
        let letters: Vec<Letter> = (0..MESSAGES).map(|n| letter(&format!("m-{n}"))).collect();
        store.queue_messages(&by("desk", 0), &letters).unwrap();
        let sent: Vec<u64> = thread::scope(|scope| {
            let senders: Vec<_> = (0..4)
                .map(|_| {
                    let location = &location;
                    scope.spawn(move || {
                        // As another process has it.
                        let store = Store::open(location).unwrap();
                        let mut mine = Vec::new();
                        while let Some(claimed) = store.claim_message(at(5), at(500)).unwrap() {
                            assert!(store.begin_handover(&claimed, at(500)).unwrap());
                            assert!(store.settle_message(&claimed, at(6), &acknowledged()).unwrap());
                            mine.push(claimed.message.id);
                        }
                        mine
                    })
                })
                .collect();
            senders.into_iter().flat_map(|sender| sender.join().unwrap()).collect()
        });
        assert_eq!(sent.len(), MESSAGES);
        assert_eq!(sent.iter().collect::<BTreeSet<_>>().len(), MESSAGES);
        assert_eq!(store.outbox_counts().unwrap(), [(Standing::HandedOver, MESSAGES as u64)]);
    });
}

#[test]
fn after_a_restore_nothing_goes_out_that_may_have_gone_out_since_the_copy() {
    on_each(|bench| {
        let (_, store) = bench.store(&[]);
        store.queue_messages(&by("desk", 0), &[letter("a"), letter("b"), letter("c")]).unwrap();
        let sent = store.claim_message(at(5), at(9)).unwrap().unwrap();
        store.begin_handover(&sent, at(9)).unwrap();
        store.settle_message(&sent, at(6), &acknowledged()).unwrap();
        store.claim_message(at(5), at(9)).unwrap().unwrap();
        let copy = bench.file("copy.db");
        store.backup(&copy).unwrap();
        on_each(|target| {
            let (restored, _) = Store::restore(&copy, &target.location(), &by("admin-1", 9)).unwrap();
            assert_eq!(standings(&restored), ["handed_over", "unsettled", "unsettled"]);
            assert!(!restored.is_message_due(at(9_999)).unwrap());
            assert_eq!(restored.queue_messages(&by("desk", 10), &[letter("a")]).unwrap(), 0, "keys are kept");
            assert_sound(&restored);
        });
    });
}

#[test]
fn retention_removes_messages_that_wait_for_nobody() {
    on_each(|bench| {
        let (location, store) = bench.store(&[]);
        store.queue_messages(&by("desk", 0), &[letter("a"), letter("b"), letter("c")]).unwrap();
        for _ in 0..2 {
            let claimed = store.claim_message(at(5), at(9)).unwrap().unwrap();
            store.begin_handover(&claimed, at(9)).unwrap();
            store.settle_message(&claimed, at(6), &acknowledged()).unwrap();
        }
        store.prune(&by("records", 7), at(0)).unwrap();
        assert_eq!(standings(&store).len(), 3, "none is older");
        store.prune(&by("records", 7), at(0) + Duration::minutes(1)).unwrap();
        assert_eq!(standings(&store), ["queued"]);
        // The last one leaves its number behind, and nothing that it said.
        let claimed = store.claim_message(at(8), at(12)).unwrap().unwrap();
        store.begin_handover(&claimed, at(12)).unwrap();
        store.settle_message(&claimed, at(9), &acknowledged()).unwrap();
        store.prune(&by("records", 10), at(1)).unwrap();
        let last = store.outbox(None, 9).unwrap().remove(0);
        assert_eq!(
            (last.contents.as_str(), last.recipient.as_str(), last.meeting.as_str()),
            ("{}", "-", "-")
        );
        store.queue_messages(&by("desk", 11), &[letter("d")]).unwrap();
        assert_eq!(store.outbox(None, 9).unwrap()[0].id, last.id + 1);
        assert_sound(&store);
        // A standing that is none is refused by the database itself.
        assert!(meddle(&location, "UPDATE outbox SET standing = 'lost'").is_err());
    });
}
