//! What the demo has besides its clinic: people who wait, rooms of the VSee API, and a small directory.

use frontdesk::{Instant, from_json};
use serde_json::{Value, json};

use crate::import::Import;

const DAY: i64 = 86_400;

/// Adds all of it, as of `now`.
pub(super) fn add(import: &mut Import, now: Instant) -> Result<(), frontdesk::Error> {
    let beside: Import = from_json(&beside(now).to_string())?;
    import.waiting_rooms = beside.waiting_rooms;
    import.queue_entries = beside.queue_entries;
    import.account = beside.account;
    import.rooms = beside.rooms;
    import.providers = beside.providers;
    import.orders = beside.orders;
    import.prescriptions = beside.prescriptions;
    import.products = beside.products;
    import.patient_intents = beside.patient_intents;
    import.wallet_pass_templates = beside.wallet_pass_templates;
    import.wallet_passes = beside.wallet_passes;
    Ok(())
}

fn beside(now: Instant) -> Value {
    // The shop's queue: two wait, so that who registers next has the documented position 3, and `q-abc123`
    // has position 2.
    let entry = |room: &str, uid: &str, patient: &str, number: i64| {
        json!({ "room_uid": room, "entry": { "uid": uid, "status": "waiting", "patient_uid": patient,
            "visit_reason": "Follow-up consultation",
            "registered_at": now.0 - 900 + 60 * number, "sequence": number } })
    };
    let mut entries =
        vec![entry("shop-abc123", "q-abc122", "pat-790", 0), entry("shop-abc123", "q-abc123", "pat-791", 1)];
    entries.extend((0..10).map(|number| {
        entry("ceproom1", &format!("q-ceproom1-{number}"), &format!("pat-ceproom1-{number}"), number)
    }));
    let consultation = json!({ "id": "5fb57ace-4808-4346-ad3c-3348925862c1",
        "description": "15-min Consultation", "duration": 15, "amount": 0,
        "group": false, "charge": false, "slots": 1 });
    let room = |code: &str,
                id: &str,
                slug: &str,
                name: &str,
                domain: &str,
                queue: Option<&str>,
                providers: &[&str],
                at: i64| {
        json!({ "code": code, "id": id, "slug": slug, "name": name, "domain": domain,
            "account_code": "vclinic",
            "subtitle": "If this is an emergency, please call 911.", "consultations": [ consultation ],
            "provider_ids": providers,
            "specialties": [ { "code": "general_care", "name": "Default", "duration": 15 } ],
            "waiting_room_uid": queue, "default_timezone": "America/Los_Angeles", "created": at,
            "modified": at })
    };
    json!({
        "waiting_rooms": [
            { "uid": "shop-abc123", "policy": { "guard_minutes": 5, "no_show_grace_minutes": 5,
                "visit_reasons": [ { "reason": "Follow-up consultation", "duration_minutes": 10 } ] } },
            { "uid": "ceproom1", "policy": { "capacity": 100, "average_visit_minutes": 60 },
                "doctor_uids": [ "doc-458" ] },
        ],
        "queue_entries": entries,
        "account": { "code": "vclinic", "user_id": "85741", "shop_uid": "shop-abc123",
            "default_timezone": "America/Los_Angeles" },
        "rooms": [
            room("room1_code", "1", "room1", "Room 1", "demo.vsee.me", Some("shop-abc123"), &["826"],
                                              1_427_922_788),
            room("ceproom1", "169", "ceproom1", "CEP room 1", "vclinic.vsee.me", None, &["826"],
                1_427_922_788),
            room("example-room-code", "170", "example-room", "Example room", "vclinic.vsee.me",
                Some("shop-abc123"), &["401"], 1_605_549_399),
        ],
        "providers": [
            { "id": "401", "username": "provider-401", "subtype": "482", "first_name": "Jarod",
                "last_name": "Sun 401",
              "vseeid": "evisitdev+user401", "active": true },
            { "id": "826", "code": "55de45a2ce384a24ad633301ac1f0144", "first_name": "John",
                "last_name": "Will", "username": "provider1",
              "vseeid": "conciergedev+user826", "email": "anton+provider1@vsee.com", "active": true,
              "title": "Dr.", "suffix": "M.D.", "tos": false,
              "phone": "334 2222211", "subtype": "482", "status": false,
              "educational_training": "edu and training...",
              "professional_interests": "interests...", "personal_interests": "some personal hobby",
              "short_bio": "..." },
        ],
        "orders": [ { "uid": "ord-001", "shop_uid": "shop-abc123", "patient_uid": "pat-789",
            "status": "created", "created_at": now.0 - DAY,
            "items": [ { "sku": "sku-001", "quantity": 1 } ] } ],
        "prescriptions": [
            { "uid": "rx-001", "status": "signed", "doctor": { "uid": "doc-456",
                "display_name": "Dr. Schmidt" }, "rendered": true,
              "shop_uid": "shop-abc123" },
            { "uid": "rx-002", "status": "waiting_for_doctor",
                "doctor": { "uid": "doc-456", "display_name": "Dr. Schmidt" }, "rendered": false,
              "shop_uid": "shop-abc123" },
        ],
        "products": [
            { "uid": "prod-001", "shop_uid": "shop-abc123", "name": "Salbutamol inhaler",
                "skus": [ { "uid": "sku-001", "name": "100 µg, 200 doses" } ] },
            { "uid": "prod-002", "name": "Cetirizine", "skus": [ { "uid": "sku-002",
                "name": "10 mg, 20 tablets" }, { "uid": "sku-003", "name": "10 mg, 50 tablets" } ] },
        ],
        "patient_intents": [
            { "patient_uid": "pat-789", "intent": "renewal", "expires_at": now.0 + 30 * DAY },
            { "patient_uid": "pat-789", "intent": "questionnaire", "expires_at": now.0 - DAY },
        ],
        "wallet_pass_templates": [ { "uid": "wpt-001", "name": "Appointment card" } ],
        "wallet_passes": [ { "uid": "wp-001", "shop_uid": "shop-abc123", "template_uid": "wpt-001",
            "patient_profile_uid": "pp-xyz789" } ],
    })
}
