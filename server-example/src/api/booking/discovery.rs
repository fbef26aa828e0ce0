//! What anybody may ask of a shop: types, doctors, slots.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, Method};
use frontdesk::limits::MINUTE_OF_DAY_MAX;
use frontdesk::{
    AppointmentType, Clinic, Grid, GridMode, Instant, MeetingType, RebookingMode, Slot, SlotQuery, Uid,
    WishedTime,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::TAG;
use super::appointments::actor;
use super::booked::{own, patient};
use crate::app::App;
use crate::auth::{Access, booking_caller};
use crate::desk::{By, Desk, kind};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Data, Query};
use crate::limits::{SLOT_RANGE_DAYS_MAX, SLOTS_ANSWERED_MAX};

const DAY: i64 = 86_400;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(Method::GET, "/v1/scheduling/appointment-types", Access::Public, appointment_types)
            .says(TAG, "What can be booked")
            .query::<OfShop>()
            .answers::<Data<BookableType>>(200, "Active types")
            .refuses(&[404]),
        Endpoint::new(Method::GET, "/v1/scheduling/doctors", Access::Public, doctors)
            .says(TAG, "Who offers a type")
            .query::<OfType>()
            .answers::<Data<BookableDoctor>>(200, "Doctors, by uid")
            .refuses(&[404]),
        Endpoint::new(Method::GET, "/v1/scheduling/slots", Access::Public, slots)
            .says(TAG, "When a type can be booked")
            .notes(
                "By start, then doctor. At most 62 days. Whoever moves an appointment names it by \
                 `exclude_appointment_uid`, and shows what the move takes: a booking token of its patient, \
                 or an API key with `scheduling:write`. Listed is where it can go then: with its own doctor \
                 only, if its type keeps the doctor. `for_me` and `patient_profile_uid` leave out what that \
                 patient can't hold. A `grid` other than the type's shows other starts; a hold has the \
                 type's.",
            )
            .query::<OfTime>()
            .answers::<Data<Slot>>(200, "Slots that can be held")
            .refuses(&[401, 403, 404]),
    ]
}

#[derive(Deserialize, JsonSchema)]
struct OfShop {
    /// The shop.
    shop_uid: String,
}

#[derive(Deserialize, JsonSchema)]
struct OfType {
    /// The shop.
    shop_uid: String,
    /// The type.
    appointment_type_uid: String,
}

#[derive(Deserialize, JsonSchema)]
struct OfTime {
    /// The shop.
    shop_uid: String,
    /// The type.
    appointment_type_uid: String,
    /// Earliest start.
    #[schemars(required)]
    from: Option<i64>,
    /// First start that is too late.
    #[schemars(required)]
    to: Option<i64>,
    /// Only this doctor.
    doctor_uid: Option<String>,
    /// Only at this location.
    #[schemars(extend("x-extension" = true))]
    location_uid: Option<String>,
    /// Only the first so many slots; what is over 5000 is 5000.
    #[schemars(range(min = 1))]
    limit: Option<i64>,
    /// Only starts on these weekdays, separated by commas; 0 is Monday.
    #[schemars(extend("x-extension" = true))]
    weekdays: Option<String>,
    /// Only starts from this minute of the day on.
    #[schemars(range(min = 0, max = 1_440), extend("x-extension" = true))]
    time_from: Option<i64>,
    /// Only starts before this minute of the day.
    #[schemars(range(min = 0, max = 1_440), extend("x-extension" = true))]
    time_to: Option<i64>,
    /// On whose clock weekdays and times are; on each doctor's if nothing is said.
    #[schemars(extend("x-extension" = true))]
    timezone: Option<String>,
    /// An appointment that is to be moved: it is not in its own way.
    #[schemars(extend("x-extension" = true))]
    exclude_appointment_uid: Option<String>,
    /// Only what the booking token's patient can hold.
    #[schemars(extend("x-extension" = true))]
    for_me: Option<bool>,
    /// Only what can be held for this patient. With an API key, and only then.
    #[schemars(extend("x-extension" = true))]
    patient_profile_uid: Option<String>,
    /// How long, in minutes: one of the type's lengths. As long as it takes with the doctor if nothing is
    /// said, or as was asked for the appointment that is to be moved.
    #[schemars(range(min = 1, max = 1_440), extend("x-extension" = true))]
    duration_minutes: Option<i64>,
    /// How many seats of a group visit one appointment is to take; 1 if nothing is said, or as many as the
    /// appointment has that is to be moved.
    #[schemars(range(min = 1, max = 1_000), extend("x-extension" = true))]
    seats: Option<i64>,
    /// What anchors the grid of starts; as in the type if nothing is said.
    #[schemars(extend("x-extension" = true))]
    grid: Option<GridMode>,
    /// From one start to the next, in minutes. Only with `grid`.
    #[schemars(range(min = 1, max = 10_080), extend("x-extension" = true))]
    grid_step_minutes: Option<i64>,
    /// For the `clock` grid, a divisor of 1440. Only with `grid`.
    #[schemars(range(min = 1, max = 1_440), extend("x-extension" = true))]
    grid_align_minutes: Option<i64>,
    /// No hole shorter than this is left, in minutes. Only with `grid`.
    #[schemars(range(min = 1, max = 1_440), extend("x-extension" = true))]
    grid_least_gap_minutes: Option<i64>,
}

/// A type as patients see it.
#[derive(Serialize, JsonSchema)]
struct BookableType {
    uid: Uid,
    name: Option<String>,
    meeting_type: MeetingType,
    duration_minutes: i64,
    /// Whether patients may rebook it.
    allow_patient_rebooking: bool,
    /// The lengths for which it can be booked beside `duration_minutes`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Option<Vec<i64>>", extend("x-extension" = true))]
    durations_minutes: Vec<i64>,
}

/// A doctor as patients see one.
#[derive(Serialize, JsonSchema)]
struct BookableDoctor {
    uid: Uid,
    display_name: Option<String>,
}

async fn appointment_types(
    State(app): State<App>,
    Query(of): Query<OfShop>,
) -> ApiResult<Json<Data<BookableType>>> {
    let desk = desk_of_shop(&app, &of.shop_uid).await?;
    let view = |kind: &AppointmentType| BookableType {
        uid: kind.uid.clone(),
        name: kind.name.clone(),
        meeting_type: kind.meeting_type,
        duration_minutes: kind.duration_minutes,
        allow_patient_rebooking: kind.allow_patient_rebooking,
        durations_minutes: kind.durations_minutes.clone(),
    };
    let mut data: Vec<_> =
        desk.read(|state| state.clinic.appointment_types().filter(|kind| kind.active).map(view).collect());
    data.sort_by(|a, b| a.uid.cmp(&b.uid));
    Ok(Json(Data { data }))
}

async fn doctors(State(app): State<App>, Query(of): Query<OfType>) -> ApiResult<Json<Data<BookableDoctor>>> {
    let desk = desk_of_shop(&app, &of.shop_uid).await?;
    let data = desk.read(|state| {
        let offering = state.clinic.doctors_offering(&of.appointment_type_uid)?;
        let view = |doctor: &frontdesk::Doctor| BookableDoctor {
            uid: doctor.uid.clone(),
            display_name: doctor.display_name.clone(),
        };
        Ok::<_, ApiError>(offering.into_iter().map(view).collect())
    })?;
    Ok(Json(Data { data }))
}

async fn slots(
    State(app): State<App>,
    Extension(by): Extension<By>,
    headers: HeaderMap,
    Query(of): Query<OfTime>,
) -> ApiResult<Json<Data<Slot>>> {
    let (Some(from), Some(to)) = (of.from, of.to) else {
        return Err(ApiError::bad_request("Missing required parameters: from and to"));
    };
    if to.saturating_sub(from) > SLOT_RANGE_DAYS_MAX * DAY {
        return Err(ApiError::invalid("to", format!("at most {SLOT_RANGE_DAYS_MAX} days after from")));
    }
    if of.limit.is_some_and(|limit| limit < 1) {
        return Err(ApiError::invalid("limit", "must be at least 1"));
    }
    let (grid, times) = (grid(&of)?, times(&of)?);
    let desk = desk_of_shop(&app, &of.shop_uid).await?;
    let mut doctor_uids = of.doctor_uid.map(|uid| vec![Uid::from(uid)]);
    let profile = of.patient_profile_uid.map(Uid::from);
    let is_for_patient = of.for_me == Some(true) || profile.is_some();
    let mut patient_uid = None;
    let caller = match is_for_patient || of.exclude_appointment_uid.is_some() {
        true => Some(booking_caller(&app, &headers, by).await?),
        false => None,
    };
    if caller.as_ref().is_some_and(|caller| caller.organisation() != desk.organisation()) {
        return Err(ApiError::not_found());
    }
    if let Some(caller) = caller.as_ref().filter(|_| is_for_patient) {
        patient_uid = Some(patient(caller, profile.as_ref()).await?.0);
    }
    if let (Some(caller), Some(uid)) = (&caller, &of.exclude_appointment_uid) {
        own(caller, uid).await?;
        // A move is for the patient whose appointment it is.
        patient_uid = desk.read(|state| state.clinic.appointment(uid)).and_then(|moved| moved.patient_uid);
        if let Some(doctor_uid) = desk.read(|state| keeps(&state.clinic, uid)) {
            if doctor_uids.as_ref().is_some_and(|asked| !asked.contains(&doctor_uid)) {
                return Ok(Json(Data { data: Vec::new() }));
            }
            doctor_uids = Some(vec![doctor_uid]);
        }
    }
    let query = SlotQuery {
        exclude_appointment_uid: of.exclude_appointment_uid.map(Uid::from),
        grid,
        duration_minutes: of.duration_minutes,
        seats: of.seats,
        times,
        timezone: of.timezone,
        appointment_type_uid: of.appointment_type_uid.into(),
        from: Instant(from),
        to: Instant(to),
        doctor_uids,
        limit: Some(of.limit.unwrap_or(SLOTS_ANSWERED_MAX).min(SLOTS_ANSWERED_MAX)),
        patient_uid,
        by: caller.as_ref().map(actor).unwrap_or_default(),
        location_uids: of.location_uid.map(|uid| vec![Uid::from(uid)]),
    };
    let now = app.clock.now();
    Ok(Json(Data { data: desk.read(|state| state.clinic.find_slots(&query, now))? }))
}

/// The times of the week that a query asks for.
fn times(of: &OfTime) -> ApiResult<Vec<WishedTime>> {
    let (from, to) = (of.time_from.unwrap_or(0), of.time_to.unwrap_or(MINUTE_OF_DAY_MAX));
    if [from, to].iter().any(|minute| !(0..=MINUTE_OF_DAY_MAX).contains(minute)) || to <= from {
        let field = if of.time_to.is_some() { "time_to" } else { "time_from" };
        return Err(ApiError::invalid(field, "minutes of a day, the first before the last"));
    }
    let Some(weekdays) = &of.weekdays else {
        let is_any = of.time_from.is_none() && of.time_to.is_none();
        return Ok(if is_any { Vec::new() } else { vec![WishedTime { weekday: None, from, to }] });
    };
    let weekday = |text: &str| match text.parse() {
        Ok(weekday @ 0..=6) => Ok(WishedTime { weekday: Some(weekday), from, to }),
        _ => Err(ApiError::invalid("weekdays", "numbers from 0 to 6, separated by commas; 0 is Monday")),
    };
    weekdays.split(',').map(weekday).collect()
}

/// The grid that a query asks for.
fn grid(of: &OfTime) -> ApiResult<Option<Grid>> {
    let parts = [
        ("grid_step_minutes", of.grid_step_minutes),
        ("grid_align_minutes", of.grid_align_minutes),
        ("grid_least_gap_minutes", of.grid_least_gap_minutes),
    ];
    match (of.grid, parts.iter().find(|(_, minutes)| minutes.is_some())) {
        (None, Some((name, _))) => Err(ApiError::invalid(name, "only with `grid`")),
        (mode, _) => Ok(mode.map(|mode| Grid {
            mode,
            step_minutes: of.grid_step_minutes,
            align_minutes: of.grid_align_minutes,
            least_gap_minutes: of.grid_least_gap_minutes,
        })),
    }
}

/// The doctor whom an appointment keeps wherever it goes, if its type says so.
fn keeps(clinic: &Clinic, uid: &str) -> Option<Uid> {
    let appointment = clinic.appointment(uid)?;
    let kind = clinic.appointment_type(appointment.appointment_type_uid.as_deref()?)?;
    (kind.rebooking_mode == RebookingMode::SameDoctorOnly).then_some(appointment.doctor_uid)
}

/// The desk of whoever owns a shop.
pub(super) async fn desk_of_shop(app: &App, shop_uid: &str) -> ApiResult<Arc<Desk>> {
    let is_open =
        |desk: &Arc<Desk>| desk.read(|state| state.shops.get(shop_uid).is_none_or(|shop| shop.active));
    if let Some(desk) = app.shops.known(shop_uid) {
        return is_open(&desk).then_some(desk).ok_or_else(ApiError::not_found);
    }
    let owner = app.store.owner(kind::SHOP, shop_uid).await?.ok_or_else(ApiError::not_found)?;
    let desk = app.desks.of(&owner).await?.ok_or_else(ApiError::not_found)?;
    app.shops.remember(shop_uid, &desk);
    is_open(&desk).then_some(desk).ok_or_else(ApiError::not_found)
}
