//! Reasons in words: every reason in every language.

use chrono::NaiveDate;
use frontdesk::{
    Explanation, Instant, Language, LimitScope, LimitUnit, NotOffering, Period, Reason, Refusal, Rule, Zone,
};

/// Monday, 2027-03-22, 09:00 in Berlin.
const NINE: Instant = Instant(1_805_702_400);

/// How many lines the table has for a reason. A new reason does not compile until it has some.
fn lines(reason: &Reason) -> usize {
    match reason {
        Reason::TypeInactive
        | Reason::TooSoon { .. }
        | Reason::BeyondHorizon { .. }
        | Reason::NonexistentLocalTime { .. }
        | Reason::Closed { .. }
        | Reason::Blocked { .. }
        | Reason::SlotTaken { .. }
        | Reason::LeavesGap { .. }
        | Reason::PlacesFull { .. }
        | Reason::Held { .. }
        | Reason::NotReleased { .. }
        | Reason::OtherLocation { .. }
        | Reason::PatientBusy { .. } => 1,
        Reason::DoctorNotOffering { .. } => 3,
        Reason::Reserved { .. }
        | Reason::OutsideHours { .. }
        | Reason::WindowFull { .. }
        | Reason::OffGrid { .. }
        | Reason::NotAdjacent { .. }
        | Reason::TooManyHolds { .. } => 2,
        Reason::GroupFull { .. } => 4,
        Reason::LimitReached { .. } => 7,
    }
}

fn reached(scope: LimitScope, per: impl Into<Option<Period>>, unit: LimitUnit, limit: u32) -> Reason {
    Reason::LimitReached { scope, per: per.into(), unit, limit, used: i64::from(limit) }
}

#[test]
fn every_reason_is_told_in_every_language() {
    let by = || "mtg-1".into();
    let date = NaiveDate::from_ymd_opt(2027, 3, 22).expect("a date");
    let table = [
        (Reason::TypeInactive, "this type is not active", "diese Terminart ist nicht aktiv"),
        (
            Reason::OtherLocation { location_uid: Some("south".into()) },
            "at another location",
            "an einem anderen Standort",
        ),
        (
            Reason::DoctorNotOffering { cause: NotOffering::DoctorInactive },
            "the doctor is not active",
            "diese Ärztin oder dieser Arzt ist nicht aktiv",
        ),
        (
            Reason::DoctorNotOffering { cause: NotOffering::NoActiveSetting },
            "the doctor does not offer this type",
            "diese Ärztin oder dieser Arzt bietet diese Terminart nicht an",
        ),
        (
            Reason::DoctorNotOffering { cause: NotOffering::SeveralPlaces },
            "the doctor has no group visits",
            "diese Ärztin oder dieser Arzt bietet keine Gruppentermine an",
        ),
        (
            Reason::TooSoon { earliest: NINE },
            "too soon; can be booked from Mon 2027-03-22 09:00",
            "zu kurzfristig; buchbar ab Mo 22.03.2027 09:00",
        ),
        (
            Reason::BeyondHorizon { latest: NINE },
            "too far ahead; can be booked up to Mon 2027-03-22 09:00",
            "zu weit im Voraus; buchbar bis Mo 22.03.2027 09:00",
        ),
        (
            Reason::NonexistentLocalTime { next: NINE },
            "the clock skips this time; it goes on at Mon 2027-03-22 09:00",
            "diese Uhrzeit entfällt durch die Zeitumstellung; weiter geht es Mo 22.03.2027 09:00",
        ),
        (Reason::Closed { date }, "closed on Mon 2027-03-22", "geschlossen am Mo 22.03.2027"),
        (
            Reason::Blocked { by: by(), until: NINE },
            "not available until Mon 2027-03-22 09:00",
            "nicht verfügbar bis Mo 22.03.2027 09:00",
        ),
        (
            Reason::Reserved { types: vec!["yoga".into()], until: Some(NINE) },
            "hours of other types; open for booking on Mon 2027-03-22 09:00",
            "Sprechzeiten anderer Terminarten; zu buchen ab Mo 22.03.2027 09:00",
        ),
        (
            Reason::Reserved { types: vec!["yoga".into()], until: None },
            "hours of other types",
            "Sprechzeiten anderer Terminarten",
        ),
        (
            Reason::NotReleased { at: NINE },
            "not released yet; open for booking on Mon 2027-03-22 09:00",
            "noch nicht freigegeben; zu buchen ab Mo 22.03.2027 09:00",
        ),
        (
            Reason::OutsideHours { next_opening: Some(NINE) },
            "outside hours; next opening Mon 2027-03-22 09:00",
            "außerhalb der Sprechzeiten; nächste Öffnung Mo 22.03.2027 09:00",
        ),
        (
            Reason::OutsideHours { next_opening: None },
            "outside hours; no opening within a year",
            "außerhalb der Sprechzeiten; keine Öffnung innerhalb eines Jahres",
        ),
        (
            Reason::NotAdjacent { nearest: Some(NINE) },
            "not beside another appointment; the nearest is Mon 2027-03-22 09:00",
            "nicht neben einem anderen Termin; der nächste ist Mo 22.03.2027 09:00",
        ),
        (
            Reason::NotAdjacent { nearest: None },
            "not beside another appointment; there is none in these hours",
            "nicht neben einem anderen Termin; in dieser Zeit gibt es keinen",
        ),
        (
            Reason::LeavesGap { minutes: 10, least: 15 },
            "too short a gap would be left; 10 of at least 15 minutes",
            "es bliebe eine zu kurze Lücke; 10 von mindestens 15 Minuten",
        ),
        (
            Reason::OffGrid { nearest: Some(NINE) },
            "no start of the grid; the nearest is Mon 2027-03-22 09:00",
            "kein Beginn im Raster; der nächste ist Mo 22.03.2027 09:00",
        ),
        (
            Reason::OffGrid { nearest: None },
            "no start of the grid; there is none in these hours",
            "kein Beginn im Raster; in dieser Zeit gibt es keinen",
        ),
        (
            Reason::SlotTaken { by: by(), until: NINE },
            "taken until Mon 2027-03-22 09:00",
            "belegt bis Mo 22.03.2027 09:00",
        ),
        (
            Reason::Held { by: by(), until: NINE },
            "reserved until Mon 2027-03-22 09:00",
            "reserviert bis Mo 22.03.2027 09:00",
        ),
        (
            Reason::WindowFull { limit: 1, used: 1 },
            "no more than 1 appointment of such types in these hours; used: 1",
            "in dieser Sprechzeit nicht mehr als 1 Termin solcher Arten; belegt: 1",
        ),
        (
            Reason::WindowFull { limit: 4, used: 5 },
            "no more than 4 appointments of such types in these hours; used: 5",
            "in dieser Sprechzeit nicht mehr als 4 Termine solcher Arten; belegt: 5",
        ),
        (
            Reason::PlacesFull { places: 2, until: NINE },
            "all 2 places are taken until Mon 2027-03-22 09:00",
            "alle 2 Plätze sind belegt bis Mo 22.03.2027 09:00",
        ),
        (
            Reason::GroupFull { capacity: 8, seats_left: 1 },
            "only 1 seat is left",
            "nur 1 Platz ist noch frei",
        ),
        (
            Reason::GroupFull { capacity: 8, seats_left: 3 },
            "only 3 seats are left",
            "nur 3 Plätze sind noch frei",
        ),
        (
            Reason::GroupFull { capacity: 1, seats_left: 0 },
            "the only seat is taken",
            "der einzige Platz ist belegt",
        ),
        (
            Reason::GroupFull { capacity: 8, seats_left: 0 },
            "all 8 seats are taken",
            "alle 8 Plätze sind belegt",
        ),
        (
            reached(LimitScope::Clinic, Period::Month, LimitUnit::Appointments, 2),
            "no more than 2 appointments per month of this type in the clinic; used: 2",
            "nicht mehr als 2 Termine pro Monat dieser Art in der Praxis; belegt: 2",
        ),
        (
            reached(LimitScope::Patient, Period::Year, LimitUnit::Appointments, 2),
            "no more than 2 appointments per year for one patient; used: 2",
            "nicht mehr als 2 Termine pro Jahr für eine Person; belegt: 2",
        ),
        (
            reached(LimitScope::Patient, None, LimitUnit::Appointments, 1),
            "no more than 1 appointment to come for one patient; used: 1",
            "nicht mehr als 1 Termin im Voraus für eine Person; belegt: 1",
        ),
        (
            reached(LimitScope::Doctor, Period::Day, LimitUnit::Appointments, 1),
            "no more than 1 appointment per day with this doctor; used: 1",
            "nicht mehr als 1 Termin pro Tag bei dieser Ärztin oder diesem Arzt; belegt: 1",
        ),
        (
            reached(LimitScope::AppointmentType, Period::Week, LimitUnit::Appointments, 8),
            "no more than 8 appointments per week of this type; used: 8",
            "nicht mehr als 8 Termine pro Woche dieser Art; belegt: 8",
        ),
        (
            reached(LimitScope::AppointmentType, Period::Day, LimitUnit::Minutes, 1),
            "no more than 1 minute per day of this type; used: 1",
            "nicht mehr als 1 Minute pro Tag dieser Art; belegt: 1",
        ),
        (
            reached(LimitScope::Doctor, Period::Week, LimitUnit::Minutes, 90),
            "no more than 90 minutes per week with this doctor; used: 90",
            "nicht mehr als 90 Minuten pro Woche bei dieser Ärztin oder diesem Arzt; belegt: 90",
        ),
        (
            Reason::PatientBusy { by: by(), until: NINE },
            "the patient has another appointment until Mon 2027-03-22 09:00",
            "die Patientin oder der Patient hat einen anderen Termin bis Mo 22.03.2027 09:00",
        ),
        (
            Reason::TooManyHolds { limit: 1 },
            "no more than 1 hold at a time",
            "nicht mehr als 1 Reservierung zugleich",
        ),
        (
            Reason::TooManyHolds { limit: 5 },
            "no more than 5 holds at a time",
            "nicht mehr als 5 Reservierungen zugleich",
        ),
    ];
    let berlin = Zone::named("Europe/Berlin").expect("it is built in");
    for (reason, english, german) in &table {
        assert_eq!(reason.sentence(Language::English, &berlin), *english);
        assert_eq!(reason.sentence(Language::German, &berlin), *german);
        let same = |other: &&(Reason, &str, &str)| {
            std::mem::discriminant(&other.0) == std::mem::discriminant(reason)
        };
        assert_eq!(table.iter().filter(same).count(), lines(reason), "{reason:?}");
        // Nothing of another appointment but that there is one.
        for language in [Language::English, Language::German] {
            let brief = reason.brief(language);
            assert!(!brief.contains("mtg-1") && !brief.contains("09:00"), "{brief}");
        }
    }
}

#[test]
fn a_refusal_names_its_reasons() {
    let berlin = Zone::named("Europe/Berlin").expect("it is built in");
    let of = |reasons: &[Reason]| Explanation { doctor_uid: "doc-456".into(), reasons: reasons.to_vec() };
    let hours = Reason::OutsideHours { next_opening: Some(NINE) };
    let refused = |explanations| Refusal::Rule(Rule::NotBookable { explanations });

    let one = refused(vec![of(std::slice::from_ref(&hours))]);
    assert_eq!(one.to_string(), "the slot can't be booked: outside hours");
    assert_eq!(
        one.sentence(Language::English, &berlin),
        "the slot can't be booked: outside hours; next opening Mon 2027-03-22 09:00"
    );
    assert_eq!(
        one.sentence(Language::German, &berlin),
        "der Termin kann nicht gebucht werden: außerhalb der Sprechzeiten; nächste Öffnung Mo 22.03.2027 \
         09:00"
    );

    let taken = Reason::SlotTaken { by: "mtg-1".into(), until: NINE };
    let several = refused(vec![of(std::slice::from_ref(&hours)), of(&[hours.clone(), taken])]);
    assert_eq!(several.to_string(), "the slot can't be booked: outside hours; also taken");
    assert_eq!(refused(vec![]).to_string(), "the slot can't be booked: no doctor offers it");
}
