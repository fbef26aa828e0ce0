//! One desk for each organisation: it keeps the engine's values in mind, answers questions from them, and is
//! the only one in this process that changes them.

mod admission;
mod announcement;
mod appointment;
mod arrival;
mod attempt;
mod audit;
mod batch;
mod consultation;
mod customer;
mod decided;
mod delivery;
mod desks;
mod directory;
mod entry;
mod erasure;
mod job;
mod kept;
mod lent;
mod queued;
mod records;
mod room;
mod rows;
mod state;
mod subscription;
mod trail;
mod visitor;
mod vsee;
mod waits;
mod work;

pub(crate) use self::announcement::reminder_due;
pub use self::announcement::{Announcement, EVENT_TYPES, PUSH_NOTIFICATION, REMINDER_DUE};
pub(crate) use self::appointment::AppointmentView;
pub use self::audit::By;
pub use self::consultation::UnderWay;
pub use self::customer::{Customer, KnownCustomer, ProfileField};
pub use self::desks::{Desk, Desks, is_kept};
pub use self::directory::{DirectoryRecord, DoctorStatistics, PatientIntent, Prescriber, Prescription};
pub use self::entry::Entry;
pub use self::erasure::Erased;
pub use self::job::{Answer, Idempotency};
pub use self::records::{
    Arrival, BookingPage, BookingSecret, CalendarFeed, ErasedPatient, FeedTitles, InactivePatient, KINDS,
    PERSONAL, Patient, PatientProfile, Shop, kind, profile_alias,
};
pub use self::room::{EntryRecord, Room, WaitingRoomSettings};
pub use self::rows::{MEETING_FORMAT_DEFAULT, rows_of_clinic, status_word, word};
pub use self::state::{State, Unfit};
pub use self::subscription::{CustomHeader, ReminderCursor, Subscription};
pub use self::visitor::Visitor;
pub use self::vsee::{Account, ConsultationRoom, Provider, RoomConsultation, ShortBio, Specialty, Vsee};
pub use self::work::Work;
