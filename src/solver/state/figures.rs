//! What the bookings under way come to, person by person, for those who explain a plan.

use super::State;

impl State<'_> {
    /// Returns the minutes that a person travels on a day, base to base.
    pub fn travel_minutes(&self, person: u32, day: usize) -> i64 {
        i64::from(self.diary(person, day).travel)
    }

    /// Returns the minutes of a chair's week, occupation and travel, in which a day lies.
    pub fn week_minutes(&self, chair: u32, day: usize) -> i64 {
        self.load[chair as usize * self.problem.n_weeks + self.problem.week_of[day]]
    }

    /// Returns the children on a chair's caseload at the end of the plan.
    pub fn caseload_children(&self, chair: u32) -> i64 {
        self.caseload[chair as usize]
    }
}
