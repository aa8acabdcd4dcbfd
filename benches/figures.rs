//! The figures of `benches/README.md`: reading, the first plan, one best place, the referee.

use std::hint::black_box;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use convene::check::check;
use convene::files::read_register;
use convene::plan::make;
use convene::problem::Problem;
use convene::solver::{AnyPlace, Budget, Config, Scratch, best_place, construct, solve};
use convene::synth;
use convene::travel::Travel;
use criterion::{Criterion, criterion_group, criterion_main};

const SCENARIO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/lancashire-2012");

fn county_month(criterion: &mut Criterion) {
    let path = Path::new(SCENARIO);
    let loaded = read_register(path, None).expect("the scenario has no faults");
    let (register, travel) = (&loaded.register, &loaded.travel);
    let problem = Problem::new(register, travel);

    let mut group = criterion.benchmark_group("lancashire-2012");
    group.bench_function("register read", |b| b.iter(|| read_register(black_box(path), None)));
    group.bench_function("first lawful plan", |b| {
        b.iter(|| {
            let problem = Problem::new(black_box(register), travel);
            construct(&problem).score()
        });
    });
    let mut state = construct(&problem);
    let mut scratch = Scratch::default();
    let mut request = 0;
    group.bench_function("best place of one meeting", |b| {
        b.iter(|| {
            request = (request + 1) % problem.requests.len();
            let own = state.remove(request);
            let offer = best_place(&state, &mut scratch, request, &mut AnyPlace);
            if let Some(own) = own {
                state.insert(request, own);
            }
            offer
        });
    });
    group.sample_size(10);
    group.bench_function("1,000 steps of ruin and recreate", |b| {
        let config = Config { seed: 1, threads: 1 };
        b.iter(|| {
            solve(&problem, &config, &Budget::Iterations(1000), &AtomicBool::new(false), &|_| ()).score
        });
    });
    group.finish();
}

fn referee(criterion: &mut Criterion) {
    let register = synth::lancashire(10_000);
    let travel = Travel::new(&register).expect("all places are joined");
    let problem = Problem::new(&register, &travel);
    let config = Config { seed: 1, threads: 1 };
    let solution = solve(&problem, &config, &Budget::Iterations(0), &AtomicBool::new(false), &|_| ());
    let plan = make(&problem, &solution).expect("lawful");
    let mut group = criterion.benchmark_group("referee");
    group.sample_size(10);
    group.bench_function(format!("check of {} bookings", plan.bookings.len()), |b| {
        b.iter(|| check(black_box(&register), &travel, &plan.bookings).score.levels());
    });
    group.finish();
}

criterion_group!(figures, county_month, referee);
criterion_main!(figures);
