//! Who may do what: one table, which every page and every call of the API goes by.

use crate::store::Role;

/// Something that a role may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Right {
    /// See the queue, meetings and everybody's calendar.
    See,
    /// See the own diary.
    SeeOwn,
    /// Record what became of meetings and see the work lists: who does not see everybody's meetings, of the own ones.
    FollowUp,
    /// Book, move, hold, cancel, accept plans and repairs, undo.
    Book,
    /// Change the register's tables, and import.
    Edit,
    /// Take the register out.
    Export,
    /// Run staffing scenarios and recruitment sizing.
    Staffing,
    /// Read the record of what was done.
    Audit,
    /// Make and change accounts.
    Accounts,
    /// See what became of messages, and decide about them.
    Messages,
}

impl Right {
    /// Every right.
    pub(crate) const ALL: [Right; 10] = [
        Right::See,
        Right::SeeOwn,
        Right::FollowUp,
        Right::Book,
        Right::Edit,
        Right::Export,
        Right::Staffing,
        Right::Audit,
        Right::Accounts,
        Right::Messages,
    ];

    /// Returns what it is for, as words that follow "may not".
    pub(crate) fn words(self) -> &'static str {
        match self {
            Right::See => "see meetings and calendars",
            Right::SeeOwn => "see a diary",
            Right::FollowUp => "follow meetings up",
            Right::Book => "change bookings",
            Right::Edit => "change the register",
            Right::Export => "take the register out",
            Right::Staffing => "run staffing scenarios",
            Right::Audit => "read the audit",
            Right::Accounts => "change accounts",
            Right::Messages => "see and settle messages",
        }
    }
}

/// Whether a role has a right. An administrator keeps accounts and the way of messages, and sees no case; an auditor reads what was done and changes nothing.
pub(crate) fn may(role: Role, right: Right) -> bool {
    match role {
        Role::Clerk => {
            matches!(
                right,
                Right::See | Right::FollowUp | Right::Book | Right::Edit | Right::Export | Right::Messages
            )
        }
        Role::Chair => matches!(right, Right::SeeOwn | Right::FollowUp),
        Role::Manager => {
            matches!(
                right,
                Right::See
                    | Right::FollowUp
                    | Right::Book
                    | Right::Edit
                    | Right::Export
                    | Right::Staffing
                    | Right::Audit
                    | Right::Messages
            )
        }
        Role::Auditor => matches!(right, Right::Audit),
        Role::Administrator => matches!(right, Right::Accounts | Right::Messages),
    }
}
