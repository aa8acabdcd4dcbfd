//! `convene repair`.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;

use super::interrupt::{Interrupt, Writing};
use super::repair_json::as_json;
use super::repair_text::{Answered, as_text};
use super::source::Source;
use super::{Answer, print_notes, print_text};
use crate::events::Change;
use crate::files::{self, Contents, EventWords, OutputFolder};
use crate::register::{MeetingStatus, Register};
use crate::repair::{Confirmed, LivePlan, Options, Repair};
use crate::words::date;

/// Find the least disturbing ways back to a lawful plan after something has happened
#[derive(Debug, Args)]
#[command(
    after_help = "Every event may be given any number of times, in any order. FROM and UNTIL are dates, the last one \
    included, or moments such as 2012-05-14T13:00. Confirmed bookings stay unless they are broken.\n\
    With --out the register is written as it is after the events and the choice; `convene check` of it passes. It \
    has no place for the reasons of adjournments: they are in the answer only.\n\
    Absences of social workers and families go into unavailable.csv.\n\
    \"Moving is worth 90 besides\": choices are weighed with minutes of cost for each booking that moves though people \
    know of it (moved, moved_confirmed and moved_late in [weights]); the score of `check` has no part of it.\n\
    Ctrl-C ends the search and shows the choices found so far; a second one ends the program (exit code 130).\n\
    Exit code, by the choice of --choice (the first without it): 0 every meeting has a lawful place, or nothing is \
    to do; 1 some meeting has none; 2 the input has faults.\n\n\
    Example:\n  convene repair scenarios/lancashire-2012 --bookings april/bookings.csv \\\n    \
    --absent IRO4 2012-04-16 2012-04-20 --cancel M12-0007 --out mended --choice 1"
)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) source: Source,
    /// Take the bookings of this file, such as a plan's, in place of all that the register has; nothing else is booked
    #[arg(long, value_name = "FILE")]
    bookings: Option<PathBuf>,
    /// A chair or minute taker is away
    #[arg(long, num_args = 3, value_names = ["STAFF", "FROM", "UNTIL"])]
    absent: Vec<String>,
    /// A venue or a room cannot be used
    #[arg(long, num_args = 3, value_names = ["VENUE|ROOM", "FROM", "UNTIL"])]
    close: Vec<String>,
    /// A meeting will not take place
    #[arg(long, value_name = "MEETING")]
    cancel: Vec<String>,
    /// Meetings to book as well: a file with the columns of meetings.csv
    #[arg(long, value_name = "MEETINGS.csv")]
    add: Vec<PathBuf>,
    /// A meeting is adjourned, and reconvened on a later day, within 28 days or by its original date
    #[arg(long, num_args = 2, value_names = ["MEETING", "REASON"])]
    adjourn: Vec<String>,
    /// Show at most this many ways
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=50))]
    choices: u16,
    /// These confirmed bookings may move too although they are not broken; without a meeting, all
    #[arg(long, value_name = "MEETING", num_args = 0..)]
    move_confirmed: Option<Vec<String>>,
    /// Search for this many steps
    #[arg(
        long,
        value_name = "N",
        default_value_t = Options::default().steps,
        value_parser = clap::value_parser!(u64).range(..=1_000_000_000)
    )]
    steps: u64,
    /// Decides every draw
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Write the register as it is after the repair to this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Which choice to write, and to tell in full who must hear of it [default: 1]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    choice: Option<u16>,
    /// Replace an output folder that exists
    #[arg(long)]
    force: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Answer> {
    let interrupt = Interrupt::listen()?;
    let loaded = arguments.source.read_with(arguments.bookings.as_deref())?;
    let events = files::read_events(&loaded.register, &arguments.words())?;
    // Nobody should hear only after the work that the folder may not be written.
    if let Some(out) = &arguments.out {
        OutputFolder::check(out, Contents::Register, arguments.force)?;
    }
    let mut plan = LivePlan::new(loaded.register, loaded.travel);
    let changes = match plan.apply(&events) {
        Ok(changes) => changes,
        Err(faults) => bail!("{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    };
    let options = arguments.options(&plan)?;
    if events.is_empty() {
        arguments.check_that_something_stands(plan.register())?;
    }
    let repair = plan.repair(&options, interrupt.stop());
    arguments.check_choice(&repair)?;
    interrupt.while_writing(|writing| arguments.write(&mut plan, &repair, writing))?;
    arguments.say(&plan, &changes, &repair, interrupt.is_heard(), &loaded.notes)?;
    let is_mended =
        repair.choices.get(arguments.chosen()).map_or(repair.is_sound(), |choice| choice.is_whole());
    Ok(if is_mended { Answer::Yes } else { Answer::No })
}

impl Arguments {
    fn words(&self) -> EventWords {
        let threes = |flat: &[String]| {
            flat.chunks_exact(3).map(|words| [words[0].clone(), words[1].clone(), words[2].clone()]).collect()
        };
        EventWords {
            absent: threes(&self.absent),
            closed: threes(&self.close),
            cancelled: self.cancel.clone(),
            added: self.add.clone(),
            adjourned: self
                .adjourn
                .chunks_exact(2)
                .map(|words| (words[0].clone(), words[1].clone()))
                .collect(),
        }
    }

    fn options(&self, plan: &LivePlan) -> Result<Options> {
        let confirmed = match self.move_confirmed.as_deref() {
            None => Options::default().confirmed,
            Some([]) => Confirmed::All,
            Some(given) => {
                let these = files::find_meetings(plan.register(), "--move-confirmed", given)?;
                Confirmed::These(these.into_iter().collect())
            }
        };
        Ok(Options {
            choices: usize::from(self.choices),
            steps: self.steps,
            seed: self.seed,
            confirmed,
            ..Options::default()
        })
    }

    /// Refuses a register that has meetings to book and no booking from today on: it wants a plan.
    fn check_that_something_stands(&self, register: &Register) -> Result<()> {
        let today = register.authority.today;
        let is_to_book = register.meetings.iter().any(|meeting| meeting.status == MeetingStatus::ToBook);
        if !is_to_book || register.bookings.iter().any(|booking| today <= booking.date()) {
            return Ok(());
        }
        bail!(
            "no booking stands from {} on and nothing is said to have happened: there is nothing to repair. \
             `convene plan {}` books the meetings; --bookings gives the bookings of a plan",
            date(today),
            self.source.register.display()
        )
    }

    /// Returns the choice that is judged, written or told in full.
    fn chosen(&self) -> usize {
        usize::from(self.choice.unwrap_or(1)) - 1
    }

    fn check_choice(&self, repair: &Repair) -> Result<()> {
        let n = repair.choices.len();
        match self.choice {
            Some(choice) if 0 < n && n < usize::from(choice) => {
                let wanted = if n == 1 { "1, the only one".to_owned() } else { format!("1 to {n}") };
                bail!("there is no choice {choice}; wanted {wanted}. Nothing was written")
            }
            _ => Ok(()),
        }
    }

    /// Writes the register after the repair, never an unlawful one.
    fn write(&self, plan: &mut LivePlan, repair: &Repair, writing: &Writing<'_>) -> Result<()> {
        let Some(out) = &self.out else { return Ok(()) };
        match repair.choices.get(self.chosen()) {
            Some(choice) if !choice.breaches.is_empty() => bail!(
                "choice {} still breaks a rule ({}) and was not written",
                self.chosen() + 1,
                choice.breaches[0].message
            ),
            Some(choice) => plan.take(choice),
            None if repair.is_sound() => {}
            None => bail!(
                "bookings that no repair may move break a rule ({}); nothing was written",
                repair
                    .breaches
                    .iter()
                    .chain(&repair.known)
                    .map(|breach| breach.message.as_str())
                    .next()
                    .unwrap_or_default()
            ),
        }
        let mut folder = OutputFolder::create(out, Contents::Register, self.force)?;
        for (name, text) in files::register_files(plan.register()) {
            folder.write(&name, text)?;
        }
        writing.go_on()?;
        folder.finish()?;
        Ok(())
    }

    fn say(
        &self,
        plan: &LivePlan,
        changes: &[Change],
        repair: &Repair,
        is_interrupted: bool,
        notes: &[String],
    ) -> Result<()> {
        let answered = Answered {
            register: plan.register(),
            changes,
            repair,
            in_full: self.choice.is_some().then(|| self.chosen()),
            is_interrupted,
            written: self.out.as_deref().map(|out| (out, self.chosen())),
            notes,
        };
        if self.source.json {
            return print_text(&format!("{:#}\n", as_json(&answered)));
        }
        print_notes(notes);
        print_text(&as_text(&answered))
    }
}
