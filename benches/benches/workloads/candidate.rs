//! W7: can this start be booked?

use criterion::Criterion;
use frontdesk_benches::candidate::{CANDIDATES, Candidates};
use frontdesk_benches::rounds::rotate;

pub(crate) fn bench(criterion: &mut Criterion) {
    let workload = Candidates::new();
    workload.assert_same_answers();
    let mut group = criterion.benchmark_group("W7_candidate");
    let mut call = rotate(CANDIDATES, workload.a3());
    group.bench_function("a3", |bencher| bencher.iter(&mut call));
    let mut call = rotate(CANDIDATES, workload.engine());
    group.bench_function("engine", |bencher| bencher.iter(&mut call));
    group.finish();
}
