//! A megabyte of somebody else's calendar.

use std::hint::black_box;

use criterion::Criterion;
use frontdesk_benches::calendar::Calendar;

pub(crate) fn bench(criterion: &mut Criterion) {
    let workload = Calendar::new();
    workload.assert_answers();
    criterion.bench_function("calendar_of_a_megabyte", |bencher| bencher.iter(|| black_box(workload.read())));
}
