//! Passwords that whoever guesses tries first: the most common of those that have leaked, and what people make of them.
//!
//! `zxcvbn` (Wheeler, USENIX Security 2016) holds the 30,000 most common passwords of published leaks, names and words, and estimates how
//! many guesses a password takes that is put together from them, repeated, spelled with digits or typed along the keyboard. Hardly any on
//! that list has the 15 characters that the desk wants, so that a list alone would refuse nothing: the estimate finds
//! `passwordpassword` and `1q2w3e4r5t6y7u8i9o0p` as well (ASVS 5.0: 6.2.4, 6.2.11, 6.2.12).

use zxcvbn::zxcvbn;

/// The fewest guesses, as a power of ten, that a password must take: the highest of zxcvbn's five grades. argon2 slows whoever has stolen
/// the store to some thousand guesses a second, so that these are months.
const LEAST_GUESSES_LOG10: f64 = 10.0;

/// Words that come to mind first at this desk.
const OF_THE_DESK: [&str; 12] = [
    "convene",
    "council",
    "county",
    "safeguarding",
    "conference",
    "chair",
    "clerk",
    "childprotection",
    "children",
    "socialwork",
    "reviewing",
    "officer",
];

/// Whether a password of the account `who` is among the first that are tried.
pub(super) fn is_guessable(password: &str, who: &str) -> bool {
    let mut words = OF_THE_DESK.to_vec();
    words.push(who);
    zxcvbn(password, &words).guesses_log10() < LEAST_GUESSES_LOG10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_leaked_and_what_is_made_of_it_is_refused_and_four_plain_words_are_not() {
        for (password, expected) in [
            ("passwordpassword", true),
            ("p4ssw0rdp4ssw0rd", true),
            ("Password123456!", true),
            ("123456789012345", true),
            ("qwertyuiopasdfghjkl", true),
            ("1q2w3e4r5t6y7u8i9o0p", true),
            ("iloveyouiloveyou", true),
            ("letmeinletmeinletmein", true),
            ("manchesterunited1", true),
            ("aaaaaaaaaaaaaaaaaaaa", true),
            ("november november november", true),
            // What anybody thinks of at this desk.
            ("Safeguarding2026!", true),
            ("childprotection1", true),
            ("convene convene convene", true),
            ("clerk-1clerk-1clerk-1", true),
            ("four plain words here", false),
            ("winter-boat-lamp-eleven", false),
            ("tMx93!kqLr02_zzB", false),
            ("f3a9c1d07be24a6d8e5510bb", false),
        ] {
            assert_eq!(is_guessable(password, "clerk-1"), expected, "{password}");
        }
    }
}
