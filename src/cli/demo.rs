//! `convene demo`: the Lancashire scenario, from files that are part of the program.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::Answer;
use super::interrupt::Interrupt;
use super::plan::{may_write, plan_into};
use super::search::SearchArguments;
use crate::files;

/// The files of `scenarios/lancashire-2012`.
const LANCASHIRE: &[(&str, &str)] = &[
    ("absences.csv", include_str!("../../scenarios/lancashire-2012/absences.csv")),
    ("authority.toml", include_str!("../../scenarios/lancashire-2012/authority.toml")),
    ("bookings.csv", include_str!("../../scenarios/lancashire-2012/bookings.csv")),
    ("children.csv", include_str!("../../scenarios/lancashire-2012/children.csv")),
    ("closures.csv", include_str!("../../scenarios/lancashire-2012/closures.csv")),
    ("districts.csv", include_str!("../../scenarios/lancashire-2012/districts.csv")),
    ("hours.csv", include_str!("../../scenarios/lancashire-2012/hours.csv")),
    ("households.csv", include_str!("../../scenarios/lancashire-2012/households.csv")),
    ("meetings.csv", include_str!("../../scenarios/lancashire-2012/meetings.csv")),
    ("places.csv", include_str!("../../scenarios/lancashire-2012/places.csv")),
    ("roads.csv", include_str!("../../scenarios/lancashire-2012/roads.csv")),
    ("rooms.csv", include_str!("../../scenarios/lancashire-2012/rooms.csv")),
    ("staff.csv", include_str!("../../scenarios/lancashire-2012/staff.csv")),
    ("unavailable.csv", include_str!("../../scenarios/lancashire-2012/unavailable.csv")),
    ("venues.csv", include_str!("../../scenarios/lancashire-2012/venues.csv")),
];

/// Plan the Lancashire scenario of April 2012, which is part of the program
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  convene demo --out lancashire-demo")]
pub(super) struct Arguments {
    /// The folder to write
    #[arg(long, value_name = "DIR", default_value = "convene-demo")]
    out: PathBuf,
    #[command(flatten)]
    pub(super) search: SearchArguments,
}

pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let interrupt = Interrupt::listen()?;
    may_write(&arguments.out, &arguments.search)?;
    let loaded = files::register_from_texts(LANCASHIRE, arguments.search.today)?;
    plan_into(&loaded, &arguments.search, &arguments.out, &interrupt)
}
