//! What is read and written again is the same.

mod good_register;

use convene::files::{Loaded, bookings_csv, register_files, register_from_texts};
use good_register::FILES;

fn load(files: &[(String, String)]) -> Loaded {
    let texts: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    register_from_texts(&texts, None).unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn a_register_survives_being_written_and_read() {
    let loaded = register_from_texts(&FILES, None).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(loaded.notes, Vec::<String>::new());
    let files = register_files(&loaded.register);
    assert_eq!(load(&files).register, loaded.register);
    assert_eq!(register_files(&load(&files).register), files, "writing is a fixed point");
    println!("{}", files.iter().map(|(name, text)| format!("--- {name}\n{text}")).collect::<String>());
    assert!(bookings_csv(&loaded.register, &loaded.register.bookings).starts_with(
        "meeting,starts,iro,room,minute_taker,status,x_diary\n\
         M-2,2012-04-11T10:00,I-2,LA-1,T-1,confirmed,D 17\n"
    ));
}
