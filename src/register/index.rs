//! Positions in the register's lists, one type each, so that a chair is never taken for a room.

use serde::{Deserialize, Serialize};

macro_rules! indices {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub u32);

        impl $name {
            /// Returns the position in its list.
            pub fn at(self) -> usize {
                self.0 as usize
            }
        }

        impl From<usize> for $name {
            /// Lists are far shorter than 2³² rows: readers refuse larger files.
            fn from(position: usize) -> Self {
                $name(position as u32)
            }
        }
    )*};
}

indices! {
    /// A place in [`Register::places`](super::Register::places).
    PlaceIdx;
    /// A district in [`Register::districts`](super::Register::districts).
    DistrictIdx;
    /// A venue in [`Register::venues`](super::Register::venues).
    VenueIdx;
    /// A room in [`Register::rooms`](super::Register::rooms).
    RoomIdx;
    /// A chair or minute taker in [`Register::staff`](super::Register::staff).
    StaffIdx;
    /// A household in [`Register::households`](super::Register::households).
    HouseholdIdx;
    /// A child in [`Register::children`](super::Register::children).
    ChildIdx;
    /// A social worker in [`Register::social_workers`](super::Register::social_workers).
    SocialWorkerIdx;
    /// A meeting in [`Register::meetings`](super::Register::meetings).
    MeetingIdx;
    /// A kind of meeting in [`Authority::kinds`](super::Authority::kinds).
    KindIdx;
}
