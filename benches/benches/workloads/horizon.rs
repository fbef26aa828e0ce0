//! W4: one doctor, up to ten years.

use criterion::{Criterion, Throughput};
use frontdesk_benches::horizon::{DOCTORS, Horizon, YEARS};
use frontdesk_benches::rounds::rotate;

pub(crate) fn bench(criterion: &mut Criterion) {
    let workload = Horizon::new();
    workload.assert_same_answers();
    let mut group = criterion.benchmark_group("W4_horizon");
    for years in YEARS {
        group.throughput(Throughput::Elements(workload.slots(years) as u64));
        let mut call = rotate(DOCTORS, workload.engine(years));
        group.bench_function(format!("engine/{years}"), |bencher| bencher.iter(&mut call));
    }
    let mut call = rotate(DOCTORS, workload.a3(10));
    group.bench_function("a3/10", |bencher| bencher.iter(&mut call));
    group.finish();
}
