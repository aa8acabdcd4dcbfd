//! Messages handed over to a mail server, whatever dies when.

pub(crate) mod kills;
pub(crate) mod mail_server;
mod rounds;
mod secured;

use mail_server::MailServer;

#[test]
fn ten_kills_lose_nothing_and_double_nothing() {
    let server = MailServer::start();
    let counted = kills::kill_and_count(10, &server.url(), &|| server.accepted_ids());
    assert_eq!((counted.lost, counted.doubled), (0, 0), "{counted:?}");
    assert!(10 < counted.messages && counted.messages == counted.handed_over, "{counted:?}");
}
