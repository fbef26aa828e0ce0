//! W1: one doctor, 90 days.

use criterion::{Criterion, Throughput};
use frontdesk_benches::one_doctor::{DOCTORS, OneDoctor};
use frontdesk_benches::rounds::rotate;

pub(crate) fn bench(criterion: &mut Criterion) {
    let workload = OneDoctor::new();
    workload.assert_same_answers();
    let mut group = criterion.benchmark_group("W1_one_doctor");
    group.throughput(Throughput::Elements(workload.slots() as u64));
    let mut call = rotate(DOCTORS, workload.a2());
    group.bench_function("a2", |bencher| bencher.iter(&mut call));
    let mut call = rotate(DOCTORS, workload.a3());
    group.bench_function("a3", |bencher| bencher.iter(&mut call));
    let mut call = rotate(DOCTORS, workload.a3_cursor());
    group.bench_function("a3_cursor", |bencher| bencher.iter(&mut call));
    let mut call = rotate(DOCTORS, workload.clinic());
    group.bench_function("clinic", |bencher| bencher.iter(&mut call));
    let mut call = rotate(DOCTORS, workload.calendar());
    group.bench_function("calendar", |bencher| bencher.iter(&mut call));
    let mut call = rotate(DOCTORS, workload.a3_stateless());
    group.bench_function("a3_stateless", |bencher| bencher.iter(&mut call));
    let mut call = rotate(DOCTORS, workload.stateless());
    group.bench_function("stateless", |bencher| bencher.iter(&mut call));
    group.finish();
}
