//! The set-partitioning programme.

use std::collections::BTreeMap;

use good_lp::{Expression, Solution, SolverModel, Variable, constraint, highs, variable, variables};

use super::columns::{Cell, Columns, cell};

/// Returns the days of the best choice that HiGHS finds in `seconds`: positions among chairs' days, then minute
/// takers'. `None` where it finds none.
pub(super) fn solve(columns: &Columns, seconds: f64) -> Option<Vec<usize>> {
    let mut vars = variables!();
    let mut cost = Expression::default();
    let days: Vec<Variable> = columns
        .chair_days
        .iter()
        .chain(&columns.taker_days)
        .map(|day| {
            let chosen = vars.add(variable().binary().initial(f64::from(u8::from(day.is_first))));
            cost += chosen * day.cost as f64;
            chosen
        })
        .collect();
    let (chair_days, taker_days) = days.split_at(columns.chair_days.len());
    let mut rows = Vec::new();

    // Every meeting is chaired once or left out.
    let mut held: Vec<Expression> = columns
        .left_out
        .iter()
        .map(|&price| {
            let left_out = vars.add(variable().binary());
            cost += left_out * price as f64;
            Expression::from(left_out)
        })
        .collect();
    // It is minuted where and when it is chaired.
    let mut cells: BTreeMap<Cell, Expression> = BTreeMap::new();
    for (day, &chosen) in columns.chair_days.iter().zip(chair_days) {
        for (request, placement) in &day.meetings {
            held[*request] += chosen;
            if columns.needs_taker[*request] {
                *cells.entry(cell(*request, placement)).or_default() += chosen;
            }
        }
    }
    for (day, &chosen) in columns.taker_days.iter().zip(taker_days) {
        for (request, placement) in &day.meetings {
            *cells.entry(cell(*request, placement)).or_default() -= chosen;
        }
    }
    rows.extend(held.into_iter().map(|held| constraint!(held == 1)));
    rows.extend(cells.into_values().map(|difference| constraint!(difference == 0)));

    // Nobody has two days at once.
    let mut own: BTreeMap<(u32, usize), Expression> = BTreeMap::new();
    for (day, &chosen) in columns.chair_days.iter().chain(&columns.taker_days).zip(&days) {
        *own.entry((day.person, day.day)).or_default() += chosen;
    }
    rows.extend(own.into_values().map(|days| constraint!(days <= 1)));

    // Rooms, households and social workers are in one place at a time: at the start of each occupation.
    for taken in &columns.taken {
        let mut instants: Vec<i32> = taken.iter().map(|(span, _)| span.from).collect();
        instants.sort_unstable();
        instants.dedup();
        for at in instants {
            let there = taken.iter().filter(|(span, _)| span.from <= at && at < span.until);
            let together: Expression = there.map(|&(_, day)| chair_days[day]).sum();
            rows.push(constraint!(together <= 1));
        }
    }

    for limit in &columns.limits {
        // What a chair has beyond the limit already is paid whatever is chosen, and earned back where a day gives it up.
        let beyond = vars.add(variable().min(0));
        cost += beyond * limit.price as f64;
        let used: Expression = limit.uses.iter().map(|&(amount, day)| chair_days[day] * amount as f64).sum();
        rows.push(constraint!(used - beyond <= limit.free as f64));
    }

    let mut model =
        vars.minimise(cost).using(highs).set_threads(1).set_time_limit(seconds).set_mip_rel_gap(0.0).ok()?;
    for row in rows {
        model.add_constraint(row);
    }
    let solution = model.solve().ok()?;
    Some((0..days.len()).filter(|&i| 0.5 < solution.value(days[i])).collect())
}
