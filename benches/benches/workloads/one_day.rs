//! W5: an appointment moves, and its day is listed anew.

use criterion::Criterion;
use frontdesk_benches::one_day::{DOCTORS, OneDay};
use frontdesk_benches::rounds::rotate;

pub(crate) fn bench(criterion: &mut Criterion) {
    let workload = OneDay::new();
    workload.assert_same_answers();
    let mut group = criterion.benchmark_group("W5_one_day");
    let mut call = rotate(DOCTORS, workload.a3());
    group.bench_function("a3", |bencher| bencher.iter(&mut call));
    let mut call = rotate(DOCTORS, workload.engine());
    group.bench_function("engine", |bencher| bencher.iter(&mut call));
    let mut call = rotate(DOCTORS, workload.a3_change());
    group.bench_function("a3_change", |bencher| bencher.iter(&mut call));
    let mut call = rotate(DOCTORS, workload.engine_change());
    group.bench_function("engine_change", |bencher| bencher.iter(&mut call));
    group.finish();
}
