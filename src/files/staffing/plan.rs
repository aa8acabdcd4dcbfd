//! A plan of recruitment as an overlay, so that it can be run as a scenario beside others.

use chrono::NaiveDate;
use serde::Serialize;
use toml::value::{Date, Datetime};

use crate::staffing::Key;
use crate::staffing::baseline::{Advert, Contract, Post, Team};

/// What an overlay of a plan says, in the order of the file.
#[derive(Serialize)]
struct Overlay<'a> {
    name: &'a str,
    about: &'a str,
    changes: [Change; 1],
    adverts: Vec<AdvertRow>,
    posts: Vec<PostRow<'a>>,
}

/// While the plan lasts nothing is advertised but what it says.
#[derive(Serialize)]
struct Change {
    key: &'static str,
    from: Option<Datetime>,
    until: Option<Datetime>,
    to: u8,
}

#[derive(Serialize)]
struct AdvertRow {
    month: String,
    team: Team,
    contract: Contract,
    posts: u32,
}

#[derive(Serialize)]
struct PostRow<'a> {
    name: &'a str,
    team: Team,
    contract: Contract,
    whole_service: bool,
    from: Datetime,
    starts: Datetime,
    until: Datetime,
}

/// Returns an overlay with the adverts and the agency chairs of a plan, on the baseline that it was made for. From its first day to
/// its last, `lasts`, vacancies are not advertised by themselves, as they are not in the plan.
///
/// # Errors
/// Where the text cannot be made; a plan's own dates can always be written.
pub fn plan_toml(
    name: &str,
    about: &str,
    lasts: (NaiveDate, NaiveDate),
    adverts: &[Advert],
    hired: &[Post],
) -> Result<String, toml::ser::Error> {
    let adverts = adverts.iter().map(|advert| AdvertRow {
        month: advert.month.format("%Y-%m").to_string(),
        team: advert.team,
        contract: advert.contract,
        posts: advert.posts,
    });
    // A plan's chairs come and go on days that it names.
    let posts = hired.iter().filter_map(|post| {
        Some(PostRow {
            name: &post.name,
            team: post.team,
            contract: post.contract,
            whole_service: true,
            from: date_of(post.starts?)?,
            starts: date_of(post.starts?)?,
            until: date_of(post.until?)?,
        })
    });
    let (adverts, posts) = (adverts.collect(), posts.collect());
    let (from, until) = (date_of(lasts.0), date_of(lasts.1));
    let changes = [Change { key: Key::Readvertise.parameter().path, from, until, to: 0 }];
    toml::to_string(&Overlay { name, about, changes, adverts, posts })
}

fn date_of(date: NaiveDate) -> Option<Datetime> {
    use chrono::Datelike;
    let (year, month, day) = (u16::try_from(date.year()).ok()?, date.month() as u8, date.day() as u8);
    Some(Datetime { date: Some(Date { year, month, day }), time: None, offset: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::staffing_from_texts;
    use crate::size::{Forecast, Options, Plan};

    const LANCASHIRE: &str = include_str!("../../../scenarios/staffing/lancashire-october-2012.toml");

    #[test]
    fn a_plan_reads_back_as_the_scenario_that_it_is() {
        let base = ("october.toml", LANCASHIRE);
        let baseline = staffing_from_texts(base, &[]).expect("sound").baseline;
        let mut plan = Plan::nothing(24);
        plan.adverts[2] = [3, 1];
        plan.agency[4] = 2;
        let forecast = Forecast::new(&baseline, 24, 1, &Options::default()).expect("it can be run");
        let (adverts, hired) = forecast.planned(&plan);
        assert_eq!((adverts.len(), hired.len()), (2, 2));
        let lasts = (baseline.start, baseline.start + chrono::Days::new(729));
        let text = plan_toml("Plan \"A\"", "", lasts, &adverts, &hired).expect("its dates can be written");
        let read = staffing_from_texts(base, &[("plan.toml", &text)]).expect(&text).baseline;
        assert_eq!(read.name, "Plan \"A\"");
        assert_eq!(read.adverts[baseline.adverts.len()..], adverts);
        assert_eq!((&read.posts, read.hired.len()), (&baseline.posts, 2));
        for (read, hired) in read.hired.iter().zip(&hired) {
            assert_eq!(
                (read.team, read.contract, read.from, read.starts, read.until),
                (hired.team, hired.contract, hired.from, hired.starts, hired.until)
            );
        }
        // Another plan on top hires its own.
        let twice = staffing_from_texts(base, &[("plan.toml", &text), ("again.toml", &text)]).expect(&text);
        assert_eq!(twice.baseline.hired.len(), 4);
        let change = read.changes.last().expect("a change");
        assert_eq!((change.key, change.from, change.until), (Key::Readvertise, lasts.0, Some(lasts.1)));
    }
}
