//! A clinic as a handle, and what is asked to show what can be booked.

use frontdesk::{
    BookingOptions, ClinicSnapshot, DaysQuery, ExplainQuery, Instant, InstantQuery, Reason,
    Result as Answered, SlotBuffer, SlotQuery,
};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::border::{Answer, answer, instant, read, read_as, refusal, write};
use crate::lenient::LeftOut;
use crate::zones;

#[wasm_bindgen(raw_module = "./packed_slots.js")]
extern "C" {
    /// A copy of the columns as an object of four typed arrays. The host may have no memory for it.
    #[wasm_bindgen(js_name = packedSlots, catch)]
    fn packed_slots(columns: &[u8]) -> Result<JsValue, JsValue>;
}

/// What a slot takes in columns: eight bytes of its start, four each of its doctor and its seats, two of its
/// location.
const ROW_BYTES: usize = 18;

/// A clinic, ready to be asked.
#[wasm_bindgen]
pub struct Clinic {
    pub(crate) clinic: frontdesk::Clinic,
    /// Both used again for every list in bulk.
    buffer: SlotBuffer,
    columns: Vec<u8>,
    /// What was not known of what a newer server wrote; refused if there is no list.
    pub(crate) left_out: Option<Vec<LeftOut>>,
}

/// A query that was read and checked.
#[wasm_bindgen]
pub struct Query {
    query: SlotQuery,
}

#[wasm_bindgen]
impl Clinic {
    /// Checks and prepares a clinic.
    ///
    /// # Errors
    /// As `Clinic::new` of the core; so with all of them.
    #[wasm_bindgen(constructor)]
    pub fn new(snapshot: &[u8], is_lenient: bool) -> Answer<Clinic> {
        let mut left_out = is_lenient.then(Vec::new);
        let snapshot = read_as::<ClinicSnapshot>(snapshot, left_out.as_mut())?;
        let clinic = frontdesk::Clinic::with_zones(snapshot, zones::of_host);
        let clinic = clinic.map_err(|error| refusal(&error))?;
        Ok(Self { clinic, buffer: SlotBuffer::new(), columns: Vec::new(), left_out })
    }

    /// What was left out of the snapshot, of events and of changes.
    #[wasm_bindgen(js_name = leftOut)]
    pub fn left_out(&self) -> Answer {
        write(self.left_out.as_deref().unwrap_or_default())
    }

    /// The zone of doctors that name none.
    pub fn timezone(&self) -> String {
        self.clinic.timezone_name().to_owned()
    }

    /// The zone of a doctor, or null.
    #[wasm_bindgen(js_name = timezoneOf)]
    pub fn timezone_of(&self, doctor_uid: &str) -> Option<String> {
        self.clinic.timezone_of(doctor_uid).map(|zone| zone.name().to_owned())
    }

    /// The doctors in the order in which packed slots count them.
    #[wasm_bindgen(js_name = doctorUids)]
    pub fn doctor_uids(&self) -> Answer {
        write(&self.clinic.doctor_uids().collect::<Vec<_>>())
    }

    /// Where patients are seen.
    pub fn locations(&self) -> Answer {
        write(&self.clinic.locations())
    }

    /// Slots by start and doctor.
    #[wasm_bindgen(js_name = findSlots)]
    pub fn find_slots(&self, query: &[u8], now: f64) -> Answer {
        answer(self.clinic.find_slots(&read(query)?, instant(now)))
    }

    /// The earliest slots.
    #[wasm_bindgen(js_name = firstSlots)]
    pub fn first_slots(&self, query: &[u8], now: f64) -> Answer {
        answer(self.clinic.first_slots(&read(query)?, instant(now)))
    }

    /// Slots by start and doctor, as four columns: starts, doctors, seats, locations.
    #[wasm_bindgen(js_name = findSlotsPacked)]
    pub fn find_slots_packed(&mut self, query: &[u8], now: f64) -> Result<JsValue, JsValue> {
        self.packed(&read(query)?, now, frontdesk::Clinic::find_slots_into)
    }

    /// Slots doctor by doctor, as four columns.
    #[wasm_bindgen(js_name = findSlotsByDoctorPacked)]
    pub fn find_slots_by_doctor_packed(&mut self, query: &[u8], now: f64) -> Result<JsValue, JsValue> {
        self.packed(&read(query)?, now, frontdesk::Clinic::find_slots_by_doctor_into)
    }

    /// Reads and checks a query.
    pub fn prepare(&self, query: &[u8]) -> Answer<Query> {
        let query = read(query)?;
        self.clinic.check_query(&query).map_err(|error| refusal(&error))?;
        Ok(Query { query })
    }

    /// Slots by start and doctor, of a query that was read.
    #[wasm_bindgen(js_name = findPrepared)]
    pub fn find_prepared(&self, query: &Query, now: f64) -> Answer {
        answer(self.clinic.find_slots(&query.query, instant(now)))
    }

    /// The earliest slots, of such a query.
    #[wasm_bindgen(js_name = firstPrepared)]
    pub fn first_prepared(&self, query: &Query, now: f64) -> Answer {
        answer(self.clinic.first_slots(&query.query, instant(now)))
    }

    /// Slots by start and doctor, or doctor by doctor, as four columns, of such a query.
    #[wasm_bindgen(js_name = findPreparedPacked)]
    pub fn find_prepared_packed(
        &mut self,
        query: &Query,
        now: f64,
        by_doctor: bool,
    ) -> Result<JsValue, JsValue> {
        let by_start = frontdesk::Clinic::find_slots_into;
        let find = if by_doctor { frontdesk::Clinic::find_slots_by_doctor_into } else { by_start };
        self.packed(&query.query, now, find)
    }

    /// The local days on which something can be booked.
    #[wasm_bindgen(js_name = daysWithSlots)]
    pub fn days_with_slots(&self, query: &[u8], now: f64) -> Answer {
        answer(self.clinic.days_with_slots(&read::<DaysQuery>(query)?, instant(now)))
    }

    /// Whether a start can be booked.
    #[wasm_bindgen(js_name = isBookable)]
    pub fn is_bookable(
        &self,
        appointment_type_uid: &str,
        doctor_uid: &str,
        start: f64,
        options: &[u8],
        now: f64,
    ) -> Answer<bool> {
        let options: BookingOptions = read(options)?;
        let (start, now) = (instant(start), instant(now));
        let answered = self.clinic.is_bookable(appointment_type_uid, doctor_uid, start, &options, now);
        answered.map_err(|error| refusal(&error))
    }

    /// Why a start can't be booked.
    pub fn explain(&self, query: &[u8], now: f64) -> Answer {
        answer(self.clinic.explain(&read::<ExplainQuery>(query)?, instant(now)))
    }

    /// What stands against days.
    #[wasm_bindgen(js_name = explainDays)]
    pub fn explain_days(&self, query: &[u8], now: f64) -> Answer {
        answer(self.clinic.explain_days(&read::<DaysQuery>(query)?, instant(now)))
    }

    /// A reason in words, as they are.
    #[wasm_bindgen(js_name = reasonSentence)]
    #[allow(clippy::needless_pass_by_value, reason = "wasm-bindgen hands an optional text over")]
    pub fn reason_sentence(&self, reason: &[u8], language: &str, timezone: Option<String>) -> Answer {
        let told = self.clinic.reason_sentence(&read::<Reason>(reason)?, language, timezone.as_deref());
        told.map_err(|error| refusal(&error))
    }

    /// The instant at which a clock shows a local time.
    pub fn instant(&self, query: &[u8]) -> Answer<f64> {
        let at = self.clinic.instant(&read::<InstantQuery>(query)?);
        at.map(|Instant(at)| at as f64).map_err(|error| refusal(&error))
    }

    /// Makes a change.
    pub fn change(&mut self, change: &[u8]) -> Answer<()> {
        self.clinic.change(read_as(change, self.left_out.as_mut())?).map_err(|error| refusal(&error))
    }

    /// When something is due next, or null.
    #[wasm_bindgen(js_name = nextDue)]
    pub fn next_due(&self, after: f64) -> Option<f64> {
        self.clinic.next_due(instant(after)).map(|Instant(at)| at as f64)
    }
}

impl Clinic {
    fn packed(
        &mut self,
        query: &SlotQuery,
        now: f64,
        find: fn(&frontdesk::Clinic, &SlotQuery, Instant, &mut SlotBuffer) -> Answered<()>,
    ) -> Result<JsValue, JsValue> {
        find(&self.clinic, query, instant(now), &mut self.buffer).map_err(|error| refusal(&error))?;
        let slots = self.buffer.slots();
        self.columns.resize(ROW_BYTES * slots.len(), 0);
        let (starts, rest) = self.columns.split_at_mut(8 * slots.len());
        let (doctors, rest) = rest.split_at_mut(4 * slots.len());
        let (seats, locations) = rest.split_at_mut(4 * slots.len());
        let rows =
            starts.as_chunks_mut().0.iter_mut().zip(doctors.as_chunks_mut().0).zip(seats.as_chunks_mut().0);
        let rows = rows.zip(locations.as_chunks_mut().0);
        for (slot, (((start, doctor), seats), location)) in slots.iter().zip(rows) {
            *start = (slot.start_date as f64).to_le_bytes();
            *doctor = slot.doctor.to_le_bytes();
            *seats = u32::from(slot.seats_left).to_le_bytes();
            *location = slot.location.to_le_bytes();
        }
        packed_slots(&self.columns)
    }
}
