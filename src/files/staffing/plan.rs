//! A plan of recruitment as an overlay, so that it can be run as a scenario beside others.

use chrono::NaiveDate;
use serde::Serialize;
use toml::value::{Date, Datetime};

use crate::staffing::baseline::{Advert, Contract, Post, Team};

/// What an overlay of a plan says, in the order of the file.
#[derive(Serialize)]
struct Overlay<'a> {
    name: &'a str,
    about: &'a str,
    recruitment: Recruitment,
    adverts: Vec<AdvertRow>,
    posts: Vec<PostRow<'a>>,
}

/// Nothing is advertised but what the plan says.
#[derive(Serialize)]
struct Recruitment {
    readvertise: u8,
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
    starts: Option<Datetime>,
    until: Option<Datetime>,
}

/// Returns an overlay with the adverts and the agency chairs of a plan, on the baseline that it was made for. Vacancies are not
/// advertised by themselves in it, as they are not in the plan.
///
/// # Errors
/// Where a date cannot be written: years before 0 or after 9999.
pub fn plan_toml(
    name: &str,
    about: &str,
    adverts: &[Advert],
    hired: &[Post],
) -> Result<String, toml::ser::Error> {
    let adverts = adverts.iter().map(|advert| AdvertRow {
        month: advert.month.format("%Y-%m").to_string(),
        team: advert.team,
        contract: advert.contract,
        posts: advert.posts,
    });
    let posts = hired.iter().map(|post| PostRow {
        name: &post.name,
        team: post.team,
        contract: post.contract,
        starts: post.starts.and_then(date_of),
        until: post.until.and_then(date_of),
    });
    let (adverts, posts) = (adverts.collect(), posts.collect());
    toml::to_string(&Overlay { name, about, recruitment: Recruitment { readvertise: 0 }, adverts, posts })
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
    use crate::staffing::Key;

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
        let text = plan_toml("Plan \"A\"", "", &adverts, &hired).expect("its dates can be written");
        let read = staffing_from_texts(base, &[("plan.toml", &text)]).expect(&text).baseline;
        assert_eq!(read.name, "Plan \"A\"");
        assert_eq!(read.adverts[baseline.adverts.len()..], adverts);
        let posts = &read.posts[baseline.posts.len()..];
        assert_eq!(posts.len(), 2);
        for (read, hired) in posts.iter().zip(&hired) {
            assert_eq!(
                (read.team, read.contract, read.starts, read.until),
                (hired.team, hired.contract, hired.starts, hired.until)
            );
        }
        assert_eq!(read.amounts.get(Key::Readvertise).middle(), 0.0);
    }
}
