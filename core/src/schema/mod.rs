//! The wire model as one JSON Schema, of which the types of other languages are printed.
//!
//! What serde reads and what it writes are not the same: a field with a default may be missing in what is
//! given, and is there in what comes back. So both are asked for. Where they differ, what comes back has a
//! name of its own, that of the type and `Output`.

mod merge;
mod ranges;
mod refusal;
mod tidy;

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::booking::{Command, Event, OutsideHours, Refusal};
use crate::clinic::{Change, ClinicSnapshot, InstantQuery, LocalTimeChange};
use crate::error::Error;
use crate::evaluation::{EvaluationQuery, WaitEvaluation};
use crate::icalendar::{BusyTime, BusyTimeQuery, CalendarQuery, EventDetails};
use crate::model::appointment::Appointment;
use crate::model::appointment_type::AppointmentType;
use crate::model::doctor::Doctor;
use crate::model::reminder::DueReminder;
use crate::planning::{
    DayWaits, ErlangA, ErlangB, ErlangC, ImpatientQueueAhead, LognormalService, Mgc, Mmck, QueueAhead,
    ServiceLevel, SteadyState, WaitBehind, WalkInDay,
};
use crate::report::appointments::AppointmentsQuery;
use crate::report::hours::OpenHours;
use crate::report::outcomes::Outcomes;
use crate::report::utilisation::{Utilisation, UtilisationQuery};
use crate::slot::{DayWithSlots, DaysQuery, ExplainQuery, ExplainedDay, Explanation, Slot, SlotQuery};
use crate::time::zone::TimezoneData;
use crate::wait::{EstimateQuery, Learner, Visit, VisitReason, WaitEstimate};
use crate::waiting_room::{
    ForgottenConsultation, Joining, Promises, QueueChange, QueueCommand, QueueDoctor, QueueEntry, QueueEvent,
    QueuePolicy, QueueRefusal, WaitingRoomSnapshot,
};

/// The definitions that these types need, by name, after those of the types themselves.
macro_rules! definitions {
    ($generator:expr, $($type:ty),* $(,)?) => {{
        let mut generator: SchemaGenerator = $generator;
        let roots = vec![$(generator.subschema_for::<$type>().to_value()),*];
        Contract { roots, definitions: generator.take_definitions(true) }
    }};
}

/// One direction of the wire.
struct Contract {
    /// A reference to each type that is handed over as such.
    roots: Vec<Value>,
    definitions: Map<String, Value>,
}

/// Every type that crosses the border, as a JSON Schema (draft 2020-12) with a definition for each.
///
/// The document itself accepts each value that can be handed to the engine or comes from it; its two branches
/// list these types.
pub fn document() -> Value {
    let mut given = given();
    let mut answered = answered();
    for contract in [&mut given, &mut answered] {
        tidy::definitions(&mut contract.definitions);
        ranges::add(&mut contract.definitions);
        contract.definitions.values_mut().for_each(tidy::widths);
    }
    tidy::need_a_time(&mut given.definitions);
    tidy::answers(&mut answered.definitions);
    let definitions = merge::merge(&given, &mut answered);
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Frontdesk",
        "description": "The wire model of Frontdesk. Times are Unix seconds.",
        "anyOf": [
            { "title": "input", "description": "What is handed to the engine.", "anyOf": given.roots },
            { "title": "output", "description": "What comes from it.", "anyOf": answered.roots },
        ],
        "$defs": definitions,
    })
}

/// Adds to schemas of what is handed to the engine the ranges that it checks, and tidies them.
///
/// `definitions` are by the name of their type, as `SchemaGenerator::take_definitions` gives them. Those of
/// other types are tidied alike: so a service states in its own schemas what the engine will take.
pub fn tighten(definitions: &mut Map<String, Value>) {
    tidy::definitions(definitions);
    ranges::add(definitions);
    ranges::given(definitions);
}

fn given() -> Contract {
    definitions!(
        SchemaSettings::draft2020_12().for_deserialize().into_generator(),
        ClinicSnapshot,
        Change,
        SlotQuery,
        DaysQuery,
        ExplainQuery,
        InstantQuery,
        AppointmentsQuery,
        UtilisationQuery,
        Command,
        Event,
        AppointmentType,
        Doctor,
        TimezoneData,
        CalendarQuery,
        EventDetails,
        BusyTimeQuery,
        WaitingRoomSnapshot,
        QueueChange,
        QueueCommand,
        QueueEvent,
        EstimateQuery,
        EvaluationQuery,
        Joining,
        Learner,
        Visit,
        VisitReason,
        WalkInDay,
        ErlangA,
        ErlangB,
        ErlangC,
        Mgc,
        Mmck,
        ServiceLevel,
        LognormalService,
        QueueAhead,
        ImpatientQueueAhead,
    )
}

fn answered() -> Contract {
    definitions!(
        SchemaSettings::draft2020_12().for_serialize().into_generator(),
        ClinicSnapshot,
        Appointment,
        Slot,
        DayWithSlots,
        Explanation,
        ExplainedDay,
        OpenHours,
        Outcomes,
        Utilisation,
        Event,
        DueReminder,
        OutsideHours,
        LocalTimeChange,
        TimezoneData,
        BusyTime,
        Error,
        Refusal,
        WaitingRoomSnapshot,
        QueueDoctor,
        QueueEntry,
        QueuePolicy,
        QueueEvent,
        QueueRefusal,
        ForgottenConsultation,
        Promises,
        WaitEstimate,
        WaitEvaluation,
        Learner,
        Visit,
        DayWaits,
        SteadyState,
        WaitBehind,
    )
}
