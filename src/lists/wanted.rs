//! What of the work lists is wanted.

use super::item::{Row, View, WorkList, rows};

/// What rows are wanted: empty is any.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Those of this district, by reference.
    pub district: String,
    /// Those of this chair, by reference.
    pub chair: String,
}

impl Wanted {
    /// Returns the rows of a list that are wanted, in its order.
    pub fn rows(&self, view: &View<'_>, list: &WorkList) -> Vec<Row> {
        let is = |wanted: &str, own: &str| wanted.is_empty() || wanted == own;
        let mut all = rows(view, &(list.of)(view));
        all.retain(|row| is(&self.district, &row.district) && is(&self.chair, &row.chair));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::follow::Practice;
    use crate::follow::testing::story;
    use crate::lists::list;

    #[test]
    fn rows_are_those_of_the_district_and_the_chair_that_are_wanted() {
        let meetings = "meeting,kind,household,from_date,due,status\n\
                        M-1,review_conference,H-1,2011-09-01,2012-03-01,to_book\n\
                        M-2,review_conference,H-2,2011-10-01,2012-04-30,to_book\n";
        let households = "household,children,iro,district\nH-1,2,IRO1,BUR\nH-2,1,IRO2,PRE\n";
        let districts = "district,name\nBUR,Burnley\nPRE,Preston\n";
        let register = story(
            "2012-04-02",
            &[("meetings.csv", meetings), ("households.csv", households), ("districts.csv", districts)],
        );
        let view = View::new(&register, Practice::default());
        let unbooked = list("reviews_unbooked").expect("a list");
        let cases: [(&str, &str, &[&str]); 6] = [
            ("", "", &["M-1", "M-2"]),
            ("BUR", "", &["M-1"]),
            ("", "IRO2", &["M-2"]),
            ("BUR", "IRO1", &["M-1"]),
            ("BUR", "IRO2", &[]),
            ("LAN", "", &[]),
        ];
        for (district, chair, expected) in cases {
            let wanted = Wanted { district: district.to_owned(), chair: chair.to_owned() };
            let rows = wanted.rows(&view, unbooked);
            let found: Vec<&str> = rows.iter().map(|row| row.meeting.as_str()).collect();
            assert_eq!(found, expected, "{district:?} {chair:?}");
        }
    }
}
