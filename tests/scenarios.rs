//! The committed scenarios are what `convene synth` makes, read without faults, and stand on lawful bookings.

use std::path::{Path, PathBuf};

use convene::check::check;
use convene::files::{read_register, register_files};
use convene::synth::{Preset, generate};
use convene::travel::Travel;

#[test]
fn dbg() {
    for preset in [Preset::Lancashire2012, Preset::Lancashire2013] {
        let t = std::time::Instant::now();
        let r = generate(preset, 1);
        println!("{} made in {:?}", preset.name(), t.elapsed());
        println!(
            "m {} b {} hh {} ch {} sw {} unav {}",
            r.meetings.len(),
            r.bookings.len(),
            r.households.len(),
            r.children.len(),
            r.social_workers.len(),
            r.unavailable.len()
        );
        let travel = Travel::new(&r).unwrap();
        let v = check(&r, &travel, &r.bookings);
        for b in v.breaches.iter().take(20) {
            println!("{} {}", b.code, b.message);
        }
        println!("{:?}", v.score);
        for k in &r.authority.kinds {
            let n = |s: convene::register::MeetingStatus| {
                r.meetings.iter().filter(|m| r.kind(m).name == k.name && m.status == s).count()
            };
            use convene::register::MeetingStatus::*;
            println!(
                "{} to_book {} booked {} held {} adj {} canc {}",
                k.name,
                n(ToBook),
                n(Booked),
                n(Held),
                n(Adjourned),
                n(Cancelled)
            );
        }
        for s in &r.staff {
            if s.role.chairs() {
                let i = r
                    .staff
                    .iter()
                    .position(|x| x.reference == s.reference)
                    .map(convene::register::StaffIdx::from);
                let c: u32 = r.households.iter().filter(|h| h.iro == i).map(|h| h.children).sum();
                println!("{} {}", s.reference, c);
            }
        }
    }
}
