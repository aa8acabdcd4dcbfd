//! What an import is told besides the files.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::key::Key;
use crate::files::{Fault, Findings, foreign_csv, foreign_text};

/// What an import is told besides the files.
#[derive(Debug, Clone)]
pub struct Options {
    /// The authority's secret, which references are made with.
    pub key: Key,
    /// Where households are whose team says nothing else, or that have none; `None` = nothing is assumed.
    pub default_area: Option<Area>,
    /// Where the households of each team are, by the team's name as the case system has it. Blanks around it and the
    /// size of letters do not count.
    pub teams: BTreeMap<String, Area>,
    /// The register's staff by the case system's number of a chair; one that is a reference of the register need not
    /// be here.
    pub chairs: BTreeMap<String, String>,
    /// The day that the import is for; `None` = the register's today. What lies after it was not held yet.
    pub today: Option<NaiveDate>,
}

/// Where households are, by the register's references.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// The district.
    pub district: String,
    /// The place that stands for their home; `None` = not known, and families' journeys are not counted.
    pub home: Option<String>,
}

impl Options {
    /// Returns options with a key and nothing assumed.
    pub fn new(key: Key) -> Options {
        Options { key, default_area: None, teams: BTreeMap::new(), chairs: BTreeMap::new(), today: None }
    }
}

impl Area {
    /// Reads `DISTRICT` or `DISTRICT:PLACE`.
    pub fn parse(text: &str) -> Area {
        match text.split_once(':') {
            Some((district, home)) => {
                Area { district: district.trim().to_owned(), home: Some(home.trim().to_owned()) }
            }
            None => Area { district: text.trim().to_owned(), home: None },
        }
    }
}

/// Returns a team's name as it is compared.
pub(super) fn team_key(team: &str) -> String {
    team.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Reads which team is where from a CSV file with the columns `team,district` and, where wanted, `home`.
///
/// # Errors
/// Every fault of the file.
pub fn read_teams(file: &str, bytes: &[u8]) -> Result<BTreeMap<String, Area>, Vec<Fault>> {
    let mut findings = Findings::default();
    let mut teams = BTreeMap::new();
    let table =
        foreign_text(file, bytes, &mut findings).and_then(|text| foreign_csv(file, &text, &mut findings));
    if let Some(table) = table {
        let column = |name: &str| table.header.iter().position(|header| header.trim() == name);
        for name in ["team", "district"].into_iter().filter(|name| column(name).is_none()) {
            let meant = findings.nearest(name, table.header.iter().map(String::as_str));
            let message = format!("has no column {name}; wanted team, district and, where known, home");
            findings.fault_meaning(table.origin.whole(), message, meant);
        }
        for row in table.rows.iter().filter(|row| row.sound && !row.is_blank()) {
            let cell = |name: &str| {
                column(name).and_then(|at| row.cells.get(at)).map_or("", |cell| cell.trim()).to_owned()
            };
            let home = Some(cell("home")).filter(|home| !home.is_empty());
            let area = Area { district: cell("district"), home };
            if teams.insert(team_key(&cell("team")), area).is_some() {
                findings.fault(table.at(row, 0), "the team is given twice; wanted it once");
            }
        }
    }
    findings.finish().map(|_| teams).map_err(|faults| faults.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn teams_are_read_and_their_faults_told() {
        let teams = read_teams("t.csv", b"team,district,home\n Duty  Team ,WEST,Ashford\nEast,EAST,\n")
            .expect("teams");
        assert_eq!(teams["duty team"], Area::parse("WEST:Ashford"));
        assert_eq!(teams["east"], Area::parse("EAST"));
        let faults = read_teams("t.csv", b"teem,district\na,b\n").expect_err("faults");
        assert_eq!(faults[0].meant.as_deref(), Some("teem"));
        assert_eq!(read_teams("t.csv", b"team,district\na,b\nA,c\n").expect_err("faults").len(), 1);
    }
}
