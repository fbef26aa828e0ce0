//! W2: 1,000 doctors, 90 days.

use criterion::{Criterion, Throughput};
use frontdesk_benches::bulk::Bulk;
use frontdesk_benches::rounds::rotate;

pub(crate) fn bench(criterion: &mut Criterion) {
    let workload = Bulk::new();
    workload.assert_same_answers();
    let mut group = criterion.benchmark_group("W2_bulk");
    group.sample_size(20).throughput(Throughput::Elements(workload.slots() as u64));
    let mut call = rotate(1, workload.a3_by_doctor());
    group.bench_function("a3_by_doctor", |bencher| bencher.iter(&mut call));
    let mut call = rotate(1, workload.by_doctor());
    group.bench_function("by_doctor", |bencher| bencher.iter(&mut call));
    let mut call = rotate(1, workload.write_only());
    group.bench_function("write_only", |bencher| bencher.iter(&mut call));
    let mut call = rotate(1, workload.a3_ordered());
    group.bench_function("a3_ordered", |bencher| bencher.iter(&mut call));
    let mut call = rotate(1, workload.ordered());
    group.bench_function("ordered", |bencher| bencher.iter(&mut call));
    group.finish();
}
