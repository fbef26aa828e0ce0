//! A small practice: two doctors who are always there, two waiting rooms, and two servers on one database.

use crate::common::{Answered, NOW, Server};
use axum::http::Method;
use frontdesk::{AppointmentStatus, Instant};
use frontdesk_server::auth::permission::PERMISSIONS;
use frontdesk_server::desk::State;
use frontdesk_server::store::Organisation;
use serde_json::{Value, json};

pub(crate) const ORGANISATION: &str = "org-1";
pub(crate) const ROOMS: [&str; 2] = ["north", "south"];
pub(crate) const DOCTORS: [&str; 2] = ["ada", "ben"];
pub(crate) const APPOINTMENTS: usize = 8;
pub(crate) const HALF_AN_HOUR: i64 = 1_800;

/// Two servers on one database: two doctors who are always there, in two waiting rooms, with an appointment
/// every half hour, in turns. What one server is told, the other learns from the database.
pub(crate) struct Practice {
    pub(crate) servers: [Server; 2],
    pub(crate) key: String,
    address: String,
    _folder: tempfile::TempDir,
}

/// When the appointment of a number is.
pub(crate) fn start(number: usize) -> i64 {
    NOW.0 + number as i64 * HALF_AN_HOUR
}

fn doctor(number: usize) -> &'static str {
    DOCTORS[number % DOCTORS.len()]
}

impl Practice {
    pub(crate) async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = folder.path().join("practice.db").display().to_string();
        let first = Server::beside(&address).await;
        let rule = |weekday: i64| {
            json!({ "uid": format!("day-{weekday}"), "weekday": weekday,
            "start_time": 0, "end_time": 1440 })
        };
        let rules: Vec<Value> = (0..7).map(rule).collect();
        let appointment = |number: usize| {
            json!({ "uid": format!("m{number}"), "status": "confirmed", "doctor_uid": doctor(number),
                "patient_uid": format!("p{number}"),
                "appointment_type_uid": "visit", "start_date": start(number),
                "end_date": start(number) + HALF_AN_HOUR })
        };
        let profile = |number: usize| {
            json!({ "uid": format!("profile-{number}"),
            "patient_uid": format!("p{number}"), "shop_uid": ROOMS[0],
            "shop_customer_id": format!("c{number}") })
        };
        let import = json!({
            "clinic": {
                "appointment_types": [ { "uid": "visit", "duration_minutes": 30,
                    "allow_patient_rebooking": true } ],
                "doctors": DOCTORS.map(|uid| json!({ "uid": uid, "availability_rules": rules })),
                "appointments": (0..APPOINTMENTS).map(appointment).collect::<Vec<_>>(),
            },
            "shops": ROOMS.map(|uid| json!({ "uid": uid, "name": uid })),
            // More than have appointments: some walk in.
            "patient_profiles": (0..APPOINTMENTS + 8).map(profile).collect::<Vec<_>>(),
        });
        let organisation = Organisation {
            uid: ORGANISATION.into(),
            name: "Practice".to_owned(),
            timezone: None,
            created_at: NOW,
        };
        first.bring_in(organisation, serde_json::from_value(import).unwrap()).await;
        let key = first.key_for(ORGANISATION, PERMISSIONS).await;
        let second = Server::beside(&address).await;
        Self { servers: [first, second], key, address, _folder: folder }
    }

    /// Another server on the same database, that has just been started.
    pub(crate) async fn restarted(&self, now: i64) -> Server {
        let server = Server::beside(&self.address).await.with_key(&self.key);
        server.app.clock.set(Instant(now));
        server
    }

    /// How many patients a doctor sees at a time in a room.
    pub(crate) async fn places(&self, server: usize, room: &str, doctor: &str, most: Value) -> Answered {
        let path = format!("/v1/management/waiting-room/doctors/{doctor}/places");
        let body = json!({ "shop_uid": room, "concurrent_patients_max": most });
        self.ask(server, Method::PUT, &path, Some(body)).await
    }

    /// Something that is done with an entry of a waiting room.
    pub(crate) async fn entry(&self, server: usize, uid: &str, action: &str, body: Value) -> Answered {
        self.post(server, &format!("/v1/management/waiting-room/{uid}/{action}"), body).await
    }

    pub(crate) fn at(&self, seconds: i64) {
        self.servers.iter().for_each(|server| server.app.clock.set(Instant(seconds)));
    }

    pub(crate) async fn ask(
        &self,
        server: usize,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Answered {
        self.servers[server].ask_with(method, path, &[("x-api-key", &self.key)], body).await
    }

    pub(crate) async fn post(&self, server: usize, path: &str, body: Value) -> Answered {
        self.ask(server, Method::POST, path, Some(body)).await
    }

    /// Something that a doctor does with an appointment in a waiting room.
    pub(crate) async fn room(&self, server: usize, room: &str, uid: &str, action: &str) -> Answered {
        let path = format!("/v1/management/waiting-room/appointments/{uid}/{action}");
        self.post(server, &path, json!({ "shop_uid": room })).await
    }

    /// Something that the desk does with an appointment.
    pub(crate) async fn desk(&self, server: usize, uid: &str, action: &str) -> Answered {
        let path = format!("/v1/management/scheduling/appointments/{uid}/{action}");
        let body = if action == "cancel" { json!({ "reason": "ill" }) } else { json!({}) };
        self.post(server, &path, body).await
    }

    /// What a system that acts for patients does with an appointment.
    pub(crate) async fn patient(&self, server: usize, uid: &str, action: &str, body: Value) -> Answered {
        self.post(server, &format!("/v1/scheduling/appointments/{uid}/{action}"), body).await
    }

    pub(crate) async fn erase(&self, server: usize, patient: &str, query: &str) -> Answered {
        self.ask(server, Method::DELETE, &format!("/v1/management/patients/{patient}{query}"), None).await
    }

    pub(crate) async fn register(&self, server: usize, room: &str, number: usize) -> Answered {
        let body = json!({ "shop_uid": room, "patient_profile_uid": format!("profile-{number}") });
        self.post(server, "/v1/management/waiting-room/register", body).await
    }

    pub(crate) async fn allocate(&self, server: usize, room: &str, doctor: &str) -> Answered {
        let body = json!({ "shop_uid": room, "doctor_uid": doctor });
        self.post(server, "/v1/management/waiting-room/allocate", body).await
    }

    pub(crate) async fn state<T>(&self, server: usize, look: impl FnOnce(&State) -> T) -> T {
        self.servers[server].app.desks.of(&ORGANISATION.into()).await.unwrap().unwrap().read(look)
    }

    pub(crate) async fn status(&self, server: usize, uid: &str) -> AppointmentStatus {
        self.state(server, |state| state.clinic.appointment(uid).unwrap().status).await
    }

    /// Whoever walks in is seen by the doctor: nobody has an appointment within the guard time.
    pub(crate) async fn is_free(&self, server: usize, doctor: &str) {
        for number in 0..APPOINTMENTS {
            self.desk(server, &format!("m{number}"), "cancel").await;
        }
        self.register(server, ROOMS[0], APPOINTMENTS + server).await.is(201);
        self.allocate(server, ROOMS[0], doctor).await.is(200);
    }
}
