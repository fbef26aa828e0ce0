//! W3: the earliest ten slots of 1,000 doctors.

use criterion::Criterion;
use frontdesk_benches::earliest::{Earliest, MOMENTS};
use frontdesk_benches::rounds::rotate;

pub(crate) fn bench(criterion: &mut Criterion) {
    let workload = Earliest::new();
    workload.assert_same_answers();
    let mut group = criterion.benchmark_group("W3_earliest");
    let mut call = rotate(MOMENTS, workload.a3());
    group.bench_function("a3", |bencher| bencher.iter(&mut call));
    let mut call = rotate(MOMENTS, workload.first_slots());
    group.bench_function("first_slots", |bencher| bencher.iter(&mut call));
    let mut call = rotate(MOMENTS, workload.packed());
    group.bench_function("packed", |bencher| bencher.iter(&mut call));
    group.finish();
}
