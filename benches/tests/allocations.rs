//! What the engine allocates: nothing for a query with a used buffer, and little for what it keeps.

use allocation_counter::measure;
use frontdesk::{
    Appointment, AppointmentType, BookingOptions, Calendar, Change, Clinic, ClinicSnapshot, SlotBuffer, Uid,
    Zone,
};
use frontdesk_benches::practice::{Practice, appointment_type};

const BYTES_PER_APPOINTMENT_MAX: i64 = 200;
const BYTES_PER_DOCTOR_MAX: i64 = 4_096;
const BYTES_LEFT_BEHIND_MAX: i64 = 4_096;

#[test]
fn a_query_with_a_used_buffer_allocates_nothing() {
    let practice = Practice::new(16, 90);
    let (clinic, now) = (practice.clinic(), practice.range().now.into());
    let queries: Vec<_> = (0..16).map(|index| practice.query_of(index)).collect();
    let mut buffer = SlotBuffer::new();
    let mut ask_all = || {
        for query in &queries {
            clinic.find_slots_into(query, now, &mut buffer).expect("a valid question");
            clinic.find_slots_by_doctor_into(query, now, &mut buffer).expect("a valid question");
        }
    };
    ask_all();
    assert_eq!(measure(ask_all).count_total, 0);
}

#[test]
fn a_query_with_a_fresh_buffer_allocates_once() {
    // Doctors 5 and 66 work in the night in which the clocks change.
    let practice = Practice::new(70, 90);
    let (clinic, now) = (practice.clinic(), practice.range().now.into());
    for index in 0..practice.staff.len() {
        let query = practice.query_of(index);
        let mut buffer = SlotBuffer::new();
        let allocations =
            measure(|| clinic.find_slots_into(&query, now, &mut buffer).expect("a valid question"))
                .count_total;
        assert_eq!(allocations, 1, "doctor {index}");
        assert!(buffer.slots().len() > 300);
    }
}

#[test]
fn a_doctor_without_a_clinic_allocates_no_more() {
    let practice = Practice::new(1, 90);
    let (staff, range) = (&practice.staff[0], practice.range());
    let zone = Zone::named(staff.zone.name()).expect("a zone of the tz database");
    let calendar = Calendar::new(&staff.doctor, &zone, &staff.bookings).expect("a valid doctor");
    let appointment_type = appointment_type();
    let mut buffer = SlotBuffer::new();
    let mut ask = || {
        let (from, to, now) = (range.from.into(), range.to.into(), range.now.into());
        calendar.find_slots_into(&appointment_type, from, to, now, &mut buffer).expect("a valid question");
    };
    assert_eq!(measure(&mut ask).count_total, 1, "a fresh buffer");
    assert_eq!(measure(&mut ask).count_total, 0, "a used buffer");
}

#[test]
fn a_check_allocates_nothing() {
    let practice = Practice::new(16, 90);
    let (clinic, range) = (practice.clinic(), practice.range());
    let uid = &practice.staff[3].doctor.uid;
    let check = || {
        let options = BookingOptions::default();
        clinic
            .is_bookable("apt-001", uid, range.to.into(), &options, range.now.into())
            .expect("a valid question")
    };
    let mut bookable = true;
    assert_eq!(measure(|| bookable = check()).count_total, 0);
    assert!(!bookable, "that is after everything the practice has hours for, or at night");
}

#[test]
fn a_prepared_clinic_is_small() {
    let practice = Practice::new(1_000, 90);
    let full = practice.snapshot();
    let appointments = full.appointments.len() as i64;
    let without_appointments = ClinicSnapshot { appointments: Vec::new(), ..full.clone() };
    let without_doctors = ClinicSnapshot { doctors: Vec::new(), ..without_appointments.clone() };

    let [full, without_appointments, without_doctors] =
        [full, without_appointments, without_doctors].map(|snapshot| {
            let mut clinic = None;
            // The copy is made and used up within the measurement, so what is left is the clinic.
            let allocations =
                measure(|| clinic = Some(Clinic::new(snapshot.clone()).expect("a valid clinic")));
            drop(clinic);
            allocations.bytes_current
        });
    let per_appointment = (full - without_appointments) / appointments;
    let per_doctor = (without_appointments - without_doctors) / 1_000;
    println!(
        "{per_appointment} bytes per appointment ({appointments} of them), {per_doctor} bytes per doctor"
    );
    assert!(per_appointment <= BYTES_PER_APPOINTMENT_MAX, "{per_appointment} bytes per appointment");
    assert!(per_doctor <= BYTES_PER_DOCTOR_MAX, "{per_doctor} bytes per doctor");
}

#[test]
fn types_that_come_and_go_leave_nothing_behind() {
    let practice = Practice::new(1, 1);
    let mut clinic = practice.clinic();
    let booked = practice.snapshot().appointments[0].clone();
    let allocations = measure(|| {
        for round in 0..10_000 {
            let uid = Uid::from(format!("apt-{round}"));
            let appointment_type = AppointmentType { uid: uid.clone(), ..appointment_type() };
            // Its appointment outlives it.
            let appointment =
                Appointment { uid: uid.clone(), appointment_type_uid: Some(uid.clone()), ..booked.clone() };
            let changes = [
                Change::PutAppointmentType { appointment_type: appointment_type.clone() },
                Change::PutAppointment { appointment },
                Change::RemoveAppointmentType { uid: uid.clone() },
                Change::RemoveAppointment { uid: uid.clone() },
                Change::PutAppointmentType { appointment_type },
                Change::RemoveAppointmentType { uid },
            ];
            changes.into_iter().for_each(|change| clinic.change(change).expect("nothing is against it"));
        }
    });
    assert!(allocations.bytes_current <= BYTES_LEFT_BEHIND_MAX, "{} bytes", allocations.bytes_current);
}
