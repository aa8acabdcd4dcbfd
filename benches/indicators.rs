//! How long the indicators take: five years of a county, 20,000 meetings, every indicator by month, district, chair and category.

use std::hint::black_box;

use convene::indicators::{Facts, Period, Policy, cube};
use convene::synth::recorded_years;
use criterion::{Criterion, criterion_group, criterion_main};

/// Meetings of five years of a county.
const MEETINGS: usize = 20_000;

fn five_years(criterion: &mut Criterion) {
    let register = recorded_years(MEETINGS);
    let months: Vec<Period> = (2007..=2011).filter_map(Period::year).flat_map(Period::each_month).collect();
    criterion.bench_function("indicators: sort the record", |bencher| {
        bencher.iter(|| black_box(Facts::new(&register, Policy::default())).spells.len());
    });
    criterion.bench_function("indicators: all, from the record, 60 months", |bencher| {
        bencher.iter(|| {
            let facts = Facts::new(&register, Policy::default());
            black_box(cube(&facts, &months)).len()
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = five_years
}
criterion_main!(benches);
