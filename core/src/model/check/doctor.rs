//! Validation of doctors, when a clinic is built or changed.

use super::limit::booking_limits;
use super::ranges::{Ranges, ranges};
use super::window::{exceptions, override_window, rule};
use super::{count, date, optional_uid, text, uid, unique};
use crate::error::faults::Faults;
use crate::error::{ErrorCode, Path};
use crate::limits::{
    BUFFER_MINUTES_MAX, CONCURRENT_APPOINTMENTS_MAX, DURATION_MINUTES_MAX, DURATION_MINUTES_MIN,
    NAME_CHARS_MAX, NOTICE_MINUTES_MAX, OVERRIDES_PER_DOCTOR_MAX, PRIORITY_MAX, RULES_PER_DOCTOR_MAX,
    SETTINGS_PER_DOCTOR_MAX, WEIGHT_MAX, WINDOWS_PER_OVERRIDE_MAX,
};
use crate::model::doctor::{AppointmentTypeSetting, Doctor};
use crate::model::limit::CountedOver;

pub(super) const DOCTOR: Ranges<Doctor> =
    ranges!(Doctor { concurrent_appointments_max: 1..=CONCURRENT_APPOINTMENTS_MAX });

pub(super) const SETTING: Ranges<AppointmentTypeSetting> = ranges!(AppointmentTypeSetting {
    booking_min_notice_minutes: 0..=NOTICE_MINUTES_MAX,
    duration_minutes: DURATION_MINUTES_MIN..=DURATION_MINUTES_MAX,
    priority: 0..=PRIORITY_MAX,
    weight: 1..=WEIGHT_MAX,
    buffer_before_minutes: 0..=BUFFER_MINUTES_MAX,
    buffer_after_minutes: 0..=BUFFER_MINUTES_MAX,
});

/// Everything about a doctor but what refers to the clinic: its zone and the types of its settings.
pub(crate) fn doctor(doctor: &Doctor, path: &Path<'_>, faults: &mut Faults) {
    faults.note(uid(&doctor.uid, &path.field("uid")));
    faults.note(text(doctor.display_name.as_ref(), 0, NAME_CHARS_MAX, &path.field("display_name")));
    optional_uid(doctor.video_room_id.as_ref(), &path.field("video_room_id"), faults);

    let rules = path.field("availability_rules");
    faults.note(count(doctor.availability_rules.len(), RULES_PER_DOCTOR_MAX, &rules));
    for (index, entry) in doctor.availability_rules.iter().enumerate() {
        rule(entry, &doctor.uid, &rules.index(index), faults);
    }
    unique(doctor.availability_rules.iter().map(|rule| &rule.uid), &rules, "uid", faults);

    exceptions(&doctor.availability_exceptions, &path.field("availability_exceptions"), faults);

    let overrides = path.field("date_overrides");
    faults.note(count(doctor.date_overrides.len(), OVERRIDES_PER_DOCTOR_MAX, &overrides));
    for (index, entry) in doctor.date_overrides.iter().enumerate() {
        let path = overrides.index(index);
        faults.note(date(entry.date, &path.field("date")));
        let windows = path.field("windows");
        faults.note(count(entry.windows.len(), WINDOWS_PER_OVERRIDE_MAX, &windows));
        for (index, window) in entry.windows.iter().enumerate() {
            override_window(window, &windows.index(index), faults);
        }
    }
    unique(doctor.date_overrides.iter().map(|entry| entry.date), &overrides, "date", faults);

    let settings = path.field("appointment_type_settings");
    faults.note(count(doctor.appointment_type_settings.len(), SETTINGS_PER_DOCTOR_MAX, &settings));
    for (index, setting) in doctor.appointment_type_settings.iter().enumerate() {
        let path = settings.index(index);
        faults.note(uid(&setting.appointment_type_uid, &path.field("appointment_type_uid")));
        SETTING.check(setting, &path, faults);
    }
    unique(
        doctor.appointment_type_settings.iter().map(|setting| &setting.appointment_type_uid),
        &settings,
        "appointment_type_uid",
        faults,
    );
    DOCTOR.check(doctor, path, faults);
    let list = path.field("limits");
    booking_limits(&doctor.limits, &list, faults);
    for (index, _) in doctor.limits.iter().enumerate().filter(|(_, limit)| limit.scope == CountedOver::Clinic)
    {
        let detail = "a limit of a doctor is not over all doctors".to_owned();
        faults.add(ErrorCode::Conflict { detail }.at(&list.index(index).field("scope")));
    }
}
