//! W6: the days with slots in a year.

use criterion::Criterion;
use frontdesk_benches::rounds::rotate;
use frontdesk_benches::year::{DOCTORS, Year};

pub(crate) fn bench(criterion: &mut Criterion) {
    let workload = Year::new();
    workload.assert_same_answers();
    let mut group = criterion.benchmark_group("W6_year");
    let mut call = rotate(DOCTORS, workload.a3());
    group.bench_function("a3", |bencher| bencher.iter(&mut call));
    let mut call = rotate(DOCTORS, workload.engine());
    group.bench_function("engine", |bencher| bencher.iter(&mut call));
    group.finish();
}
