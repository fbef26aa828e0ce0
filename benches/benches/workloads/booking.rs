//! W8: may this be booked?

use criterion::Criterion;
use frontdesk_benches::booking::{Booking, DOCTORS};
use frontdesk_benches::rounds::rotate;

pub(crate) fn bench(criterion: &mut Criterion) {
    let workload = Booking::new();
    workload.assert_answers();
    let mut group = criterion.benchmark_group("W8_booking");
    let mut call = rotate(DOCTORS, workload.granted());
    group.bench_function("decide_hold", |bencher| bencher.iter(&mut call));
    let mut call = rotate(DOCTORS, workload.refused());
    group.bench_function("decide_refused_hold", |bencher| bencher.iter(&mut call));
    let mut call = rotate(DOCTORS, workload.applied());
    group.bench_function("apply_hold_and_release", |bencher| bencher.iter(&mut call));
    group.finish();
}
