//! Appointments: list, cancel.

use axum::Json;
use axum::http::{Method, StatusCode};
use frontdesk::{Actor, Appointment, AppointmentStatus, Approval, Command, Instant, Uid, from_json};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::TAG;
use crate::auth::permission::{SCHEDULING_ADMIN, SCHEDULING_READ};
use crate::auth::{Access, Caller, Scope};
use crate::desk::AppointmentView;
use crate::desk::{Answer, State, status_word};
use crate::endpoint::Endpoint;
use crate::error::{ApiError, ApiResult};
use crate::extract::{Body, Ids, Paged, Query, page};
use crate::store::{AppointmentFilter, AppointmentRow};

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(
            Method::GET,
            "/v1/management/scheduling/appointments",
            Access::Permission(SCHEDULING_READ, Scope::Shop),
            list,
        )
        .says(TAG, "List appointments")
        .notes("By start. Without `status`, `from` and `to`: what is held or confirmed and has not begun.")
        .query::<Filter>()
        .answers::<Paged<ListedAppointment>>(200, "A page"),
        Endpoint::new(
            Method::POST,
            "/v1/management/scheduling/appointments/{meeting_uid}/cancel",
            Access::Permission(SCHEDULING_ADMIN, Scope::Shop),
            cancel,
        )
        .says(TAG, "Cancel an appointment")
        .notes("Whatever the type's notice is: that binds patients.")
        .body(Cancellation::json_schema)
        .answers::<Cancelled>(200, "Cancelled")
        .refuses(&[409]),
    ]
}

/// A scheduled meeting in a list, with what a desk has to know of it.
#[derive(Serialize, JsonSchema)]
struct ListedAppointment {
    #[serde(flatten)]
    appointment: AppointmentView,
    /// First instant at which the hold no longer counts, while it is held.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-extension" = true))]
    hold_expires_at: Option<Instant>,
    /// `requested` while it waits to be approved. It is `held` then.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-extension" = true))]
    approval: Option<Approval>,
    /// When the patient came, while it is `confirmed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-extension" = true))]
    arrived_at: Option<Instant>,
}

impl ListedAppointment {
    fn new(row: AppointmentRow, state: &State, now: Instant) -> ApiResult<Self> {
        let appointment: Appointment = from_json(&row.data).map_err(|error| ApiError::internal(&error))?;
        let is_held = appointment.status_at(now) == AppointmentStatus::Held;
        Ok(Self {
            hold_expires_at: appointment.hold_expires_at.filter(|_| is_held),
            approval: appointment.approval.filter(|_| is_held),
            arrived_at: state.arrived_at(&appointment),
            appointment: AppointmentView::of(appointment, row.memo, &state.clinic, now),
        })
    }
}

#[derive(Deserialize, JsonSchema)]
struct Filter {
    /// Page number, from 0.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    page: Option<i64>,
    /// Appointments of a page; what is over 200 is 200.
    #[schemars(range(min = 1))]
    limit: Option<i64>,
    /// Of this doctor.
    doctor_uid: Option<String>,
    /// Of this patient.
    patient_uid: Option<String>,
    /// Where they stand.
    status: Option<StatusFilter>,
    /// Starting then or later.
    from: Option<i64>,
    /// Starting then or earlier. After `from`.
    to: Option<i64>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum StatusFilter {
    Held,
    Confirmed,
    Cancelled,
    Expired,
    Completed,
    NoShow,
    All,
}

async fn list(caller: Caller, Query(filter): Query<Filter>) -> ApiResult<Json<Paged<ListedAppointment>>> {
    let page = page(filter.page, filter.limit)?;
    if let (Some(from), Some(to)) = (filter.from, filter.to)
        && to <= from
    {
        return Err(ApiError::invalid("to", "must be greater than from"));
    }
    let statuses = statuses(filter.status);
    // Nobody who asks for nothing in particular wants to page through the past.
    let unasked = filter.status.is_none() && filter.from.is_none() && filter.to.is_none();
    let filter = AppointmentFilter {
        doctor_uid: filter.doctor_uid,
        patient_uid: filter.patient_uid,
        shop_uid: caller.shop.clone(),
        statuses,
        from: filter.from.map(Instant).or(unasked.then_some(caller.now)),
        to: filter.to.map(Instant),
        now: caller.now,
    };
    let listed = caller.store.appointments(caller.organisation(), &filter, page).await?;
    let views = caller
        .desk
        .read(|state| Paged::new(listed, page, |row| ListedAppointment::new(row, state, caller.now)));
    Ok(Json(views.transposed()?))
}

fn statuses(filter: Option<StatusFilter>) -> Vec<&'static str> {
    let statuses: &[AppointmentStatus] = match filter {
        None => &[AppointmentStatus::Held, AppointmentStatus::Confirmed],
        Some(StatusFilter::All) => &[],
        Some(StatusFilter::Held) => &[AppointmentStatus::Held],
        Some(StatusFilter::Confirmed) => &[AppointmentStatus::Confirmed],
        Some(StatusFilter::Cancelled) => &[AppointmentStatus::Cancelled],
        Some(StatusFilter::Expired) => &[AppointmentStatus::Expired],
        Some(StatusFilter::Completed) => &[AppointmentStatus::Completed],
        Some(StatusFilter::NoShow) => &[AppointmentStatus::NoShow],
    };
    statuses.iter().map(|status| status_word(*status)).collect()
}

/// Why an appointment is cancelled.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Cancellation {
    /// Why; not blank.
    #[schemars(length(min = 1, max = 2000), regex(pattern = "\\S"))]
    reason: String,
}

/// What became of it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CancelledAppointment")]
struct Cancelled {
    appointment_uid: Uid,
    status: AppointmentStatus,
    cancelled_at: Option<Instant>,
    cancellation_reason: Option<String>,
}

async fn cancel(caller: Caller, Ids([uid]): Ids<1>, body: Body) -> ApiResult<Answer> {
    let row = caller.store.appointment(caller.organisation(), &uid).await?.ok_or_else(ApiError::not_found)?;
    if !caller.reaches(row.memo.shop_uid.as_ref()) {
        return Err(ApiError::not_found());
    }
    let Cancellation { reason } = body.read()?;
    let command = Command::Cancel { uid: uid.as_str().into(), reason, by: Actor::Administrator };
    let task = move |work: &mut crate::desk::Work<'_>| {
        work.decide(&command)?;
        let appointment = work.clinic().appointment(&uid).ok_or_else(ApiError::not_found)?;
        let cancelled = Cancelled {
            appointment_uid: appointment.uid,
            status: appointment.status,
            cancelled_at: appointment.cancelled_at,
            cancellation_reason: appointment.cancellation_reason,
        };
        Ok(Answer::new(StatusCode::OK, &cancelled))
    };
    caller.write(body.idempotency(&caller), task).await
}
