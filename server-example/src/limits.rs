//! Every bound of the server, named once, with its reason. Those of the engine are in `frontdesk::limits`.

use std::time::Duration;

/// Longest body of a request. The largest documented one is a few hundred bytes; a doctor with a year of
/// overrides fits as well.
pub const BODY_BYTES_MAX: usize = 256 * 1024;
/// Longest time that a request may take, body included.
pub const REQUEST_TIME_MAX: Duration = Duration::from_secs(30);
/// Longest body with a calendar in it: thirty years of a busy one, if it has no pictures.
pub const CALENDAR_BODY_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Longest name of a calendar's source. With the character behind it, it fits into the engine's prefix of
/// uids.
pub const CALENDAR_SOURCE_BYTES_MAX: usize = 64;
/// How far back busy time is read from a calendar if the caller does not say, in days.
pub const CALENDAR_DAYS_BEFORE: i64 = 30;
/// How far ahead, in days.
pub const CALENDAR_DAYS_AHEAD: i64 = 366;
/// Entries of a page where none are asked for (documented).
pub const PAGE_LIMIT_DEFAULT: i64 = 50;
/// Most entries of a page; a larger `limit` is cut to it (documented).
pub const PAGE_LIMIT_MAX: i64 = 200;
/// Last page. Beyond it a multiplication could overflow, and no list is as long.
pub const PAGE_MAX: i64 = 1_000_000_000;
/// Longest `Idempotency-Key`, in bytes.
pub const IDEMPOTENCY_KEY_BYTES_MAX: usize = 255;
/// How long the answer to an `Idempotency-Key` is kept, in seconds.
pub const IDEMPOTENCY_SECONDS: i64 = 86_400;
/// How long a verified API key is believed without asking the database: how late a revocation by another
/// process takes effect.
pub const KEY_CACHE: Duration = Duration::from_secs(1);
/// Verified API keys that are kept at a time.
pub const KEY_CACHE_MAX: usize = 10_000;
/// Requests that are decided and written in one transaction.
pub const BATCH_MAX: usize = 256;
/// Writes that may wait for one organisation's desk; who comes later is told to come again.
pub const DESK_QUEUE_MAX: usize = 4_096;
/// How often a server looks for what other processes have written.
pub const FOLLOW_INTERVAL: Duration = Duration::from_millis(500);
/// How long it may take to get a connection to the database, new or from the pool.
pub const DATABASE_CONNECT_TIME_MAX: Duration = Duration::from_secs(3);
/// How long a transaction waits for a lock that another process holds: longer than the server lets a process
/// hold it that has gone quiet, and short of what a caller waits for.
pub const DATABASE_LOCK_TIME_MAX: Duration = Duration::from_secs(3);
/// How long a process may be quiet inside a transaction before PostgreSQL ends its session: one that hangs
/// with an organisation's lock holds up the others no longer than this. Deciding a full batch takes
/// milliseconds.
pub const DATABASE_IDLE_IN_TRANSACTION_MAX: Duration = Duration::from_secs(2);
/// Longest statement. The longest that is asked for, to load an organisation with a million appointments,
/// takes some seconds.
pub const DATABASE_STATEMENT_TIME_MAX: Duration = Duration::from_secs(60);
/// How long the server may take to answer what is short: a little more than a lock is waited for.
pub const DATABASE_ANSWER_TIME_MAX: Duration = Duration::from_secs(5);
/// What each row that a transaction writes adds to that: an import has hundreds of thousands.
pub const DATABASE_ROW_TIME: Duration = Duration::from_millis(2);
/// How long it is asked what became of a transaction whose commit was not answered: a restart of PostgreSQL
/// takes a second or two.
pub const DATABASE_OUTCOME_TIME_MAX: Duration = Duration::from_secs(5);
/// How long a connection may be silent before the network is asked whether the other side is there.
pub const DATABASE_KEEPALIVE_IDLE: Duration = Duration::from_secs(10);
/// How long after a question to which no answer came the network is asked again.
pub const DATABASE_KEEPALIVE_INTERVAL: Duration = Duration::from_secs(5);
/// Questions without an answer after which a connection is given up.
pub const DATABASE_KEEPALIVES: u32 = 3;
/// How long what was sent may stay without the network's acknowledgement (`tcp_user_timeout`).
pub const DATABASE_UNACKNOWLEDGED_MAX: Duration = Duration::from_secs(10);
/// How long an answer of `/health` takes at most: load balancers give up after two seconds.
pub const HEALTH_TIME_MAX: Duration = Duration::from_millis(1_800);
/// How long a write may take that tells whether the database can be written, before it is said that another
/// holds the lock, or that it does not answer: short of the above, so that the reason is told.
pub const DATABASE_PROBE_TIME_MAX: Duration = Duration::from_millis(1_500);
/// How long the end of the last transaction tells whether an SQLite file can be written; then something small
/// is written to see.
pub const DATABASE_PROBE_INTERVAL: Duration = Duration::from_secs(1);
/// How long what was found of a PostgreSQL is believed, however many ask; then something small is written
/// anew. Its disk is that of many, so it is written less often.
pub const POSTGRES_PROBE_INTERVAL: Duration = Duration::from_secs(2);
/// How long a close waits for those who read.
pub const DATABASE_CLOSE_TIME_MAX: Duration = Duration::from_secs(5);
/// Longest range of one question about slots, in days.
pub const SLOT_RANGE_DAYS_MAX: i64 = 62;
/// Most slots in one answer: a screen shows fewer, and half a megabyte is enough.
pub const SLOTS_ANSWERED_MAX: i64 = 5_000;
/// Longest life of a booking token, in seconds. The documents speak of under five minutes; an hour leaves
/// room for slow patients.
pub const BOOKING_TOKEN_SECONDS_MAX: i64 = 3_600;
/// Life of a booking launch code, in seconds.
pub const LAUNCH_CODE_SECONDS: i64 = 120;
/// Life of the session that a launch code is exchanged for, in seconds.
pub const SESSION_SECONDS: i64 = 1_800;
/// Launch codes and stream tickets of one patient in a minute: a page needs one of each.
pub const PASSES_PER_MINUTE_MAX: i64 = 10;
/// Passes that were looked up a moment ago and are kept in mind. Those beyond are looked up each time.
pub const PASS_CACHE_MAX: usize = 10_000;
/// How long a pass is believed without asking the database.
pub const PASS_CACHE: Duration = Duration::from_secs(1);
/// How long links lead a visitor back to what was booked, in seconds from when the visitor first came: half a
/// year.
pub const BOOKING_LINK_SECONDS: i64 = 183 * 86_400;
/// Life of a link to one's own place in a queue, in seconds.
pub const WAIT_LINK_SECONDS: i64 = 86_400;
/// Times an hour that one address may become a visitor, where `--visitor-rate-limit` says nothing else: a
/// household, and short of what a script would hold.
pub const VISITOR_RATE_LIMIT_DEFAULT: u32 = 60;
/// The same at once: a clinic's wireless network is one address.
pub const VISITORS_AT_ONCE: u32 = 10;
/// Appointments to come of one visitor.
pub const VISITOR_APPOINTMENTS_MAX: usize = 3;
/// Longest first or last name of a visitor, in characters.
pub const VISITOR_NAME_CHARS_MAX: usize = 100;
/// Longest telephone number of a visitor, in characters.
pub const VISITOR_PHONE_CHARS_MAX: usize = 40;
/// How far back what is taken is told to pages, in days: a day of any zone, and what ran into it. What a
/// limit counts is told from its period on.
pub const AVAILABILITY_DAYS_BEFORE: i64 = 2;
/// How hard what pages compute slots from is compressed, 1 to 9. A year of thirty doctors takes 2 ms at 1 and
/// 30 ms at 6, which saves another quarter. Whoever asks for the same shop in the same second gets the same.
pub const AVAILABILITY_GZIP_LEVEL: u32 = 6;
/// Live holds of one patient where the clinic says nothing else.
pub const LIVE_HOLDS_DEFAULT: i64 = 5;
/// Clocks of the server and of whoever signs a booking token differ by up to so many seconds.
pub const CLOCK_SKEW_SECONDS: i64 = 10;
/// Profile fields of one booking token.
pub const PROFILE_FIELDS_MAX: usize = 100;
/// Profile fields that are kept of one customer: what many tokens, or many calls, have said together.
pub const PROFILE_FIELDS_KEPT_MAX: usize = 1_000;
/// Longest name of a profile field, in bytes.
pub const PROFILE_NAME_BYTES_MAX: usize = 255;
/// Longest value of a profile field, in bytes; of one that is no text, its JSON's. The longest that a shop
/// sends is an address.
pub const PROFILE_VALUE_BYTES_MAX: usize = 2_000;
/// Longest email, in bytes (RFC 5321 §4.5.3.1.3: a path has 256 octets, two of which are brackets). Patients
/// are found by it, and an entry of PostgreSQL's indexes has 2,704 bytes at most.
pub const EMAIL_BYTES_MAX: usize = 254;
/// For how many days from yesterday on a waiting room knows when its doctors are there.
pub const DUTY_DAYS: i64 = 5;
/// How long an entry of a waiting room can be asked for when it is over, in seconds.
pub const QUEUE_ENTRY_SECONDS: i64 = 30 * 86_400;
/// How long before its start, and after its end, it can be said that the patient of an appointment has come,
/// in seconds. After twice that, nobody knows it any more.
pub const ARRIVAL_SECONDS_MAX: i64 = 86_400;
/// Those who listen to one organisation's waiting rooms at a time, and booking pages that are open at a time.
pub const LISTENERS_MAX: usize = 10_000;
/// How often a listener is told the estimate anew while nothing happens.
pub const LISTENER_INTERVAL: Duration = Duration::from_secs(30);
/// How often it is looked whether a listener may still listen: how late a stream ends whose key was revoked
/// or whose ticket ran out, while nothing happens.
pub const PROOF_INTERVAL: Duration = Duration::from_secs(5);
/// Life of a stream ticket, in seconds. A browser that loses the connection comes back with the same one.
pub const STREAM_TICKET_SECONDS: i64 = 900;
/// How long a subscriber may take to answer (documented).
pub const WEBHOOK_TIME_MAX: Duration = Duration::from_secs(5);
/// How often a delivery is tried before it is given up.
pub const WEBHOOK_ATTEMPTS_MAX: u32 = 8;
/// How long after the first failure a delivery is tried again, in seconds; twice as long after each further
/// one.
pub const WEBHOOK_BACKOFF_SECONDS: i64 = 10;
/// The longest such wait, in seconds.
pub const WEBHOOK_BACKOFF_SECONDS_MAX: i64 = 3_600;
/// Attempts that fail one after the other before a subscription is left alone for a while, and then tried
/// with one at a time.
pub const WEBHOOK_FAILURES_MAX: u32 = 5;
/// The longest such while, in seconds: how late a subscriber who is back is told so.
pub const WEBHOOK_PAUSE_SECONDS_MAX: i64 = 600;
/// How long a delivery may wait in all, in seconds, before it is given up.
pub const WEBHOOK_AGE_SECONDS_MAX: i64 = 86_400;
/// Attempts of one subscription under way at a time.
pub const WEBHOOKS_AT_ONCE_OF_SUBSCRIPTION: usize = 8;
/// Attempts of one organisation under way at a time, besides one for each of its subscriptions.
pub const WEBHOOKS_EXTRA_OF_ORGANISATION: usize = 32;
/// Attempts of one organisation under way at a time, all in all: one for each subscription that it may have,
/// so that none of them waits for another that hangs, and less than a fifth of what the process has.
pub const WEBHOOKS_AT_ONCE_OF_ORGANISATION: usize = SUBSCRIPTIONS_MAX;
/// Attempts of one process under way at a time.
pub const WEBHOOKS_AT_ONCE: usize = 512;
/// Attempts of one process under way at a time, besides, to subscriptions that have failed again and again.
pub const WEBHOOKS_AT_ONCE_TO_FAILING: usize = 128;
/// How many of these one organisation has, at most.
pub const WEBHOOKS_AT_ONCE_TO_FAILING_OF_ORGANISATION: usize = 24;
/// Subscriptions that one process sends to at a time.
pub const WEBHOOK_COURIERS_MAX: usize = 2_048;
/// How often the outbox is looked at for what is due again, and for what other processes left there.
pub const WEBHOOK_INTERVAL: Duration = Duration::from_secs(1);
/// How long deliveries that are over can be looked at and replayed, in seconds.
pub const WEBHOOK_KEPT_SECONDS: i64 = 30 * 86_400;
/// Longest address of a subscriber, in bytes.
pub const WEBHOOK_TARGET_BYTES_MAX: usize = 2_048;
/// Subscriptions of one organisation.
pub const SUBSCRIPTIONS_MAX: usize = 100;
/// Push notifications of one request.
pub const PUSH_NOTIFICATIONS_MAX: usize = 100;
/// Longest text of a push notification, in characters.
pub const PUSH_MESSAGE_CHARS_MAX: usize = 2_000;
/// Shops of one organisation. A chain of pharmacies has a few thousand.
pub const SHOPS_MAX: usize = 10_000;
/// API keys of one organisation that are not revoked.
pub const API_KEYS_MAX: usize = 1_000;
/// Calendar feeds of one doctor: one for each device and each secretary.
pub const CALENDAR_FEEDS_MAX: usize = 20;
/// How far back a calendar feed goes, in days.
pub const CALENDAR_FEED_DAYS_BEFORE: i64 = 30;
/// How far ahead a calendar feed goes, in days.
pub const CALENDAR_FEED_DAYS_AHEAD: i64 = 366;
/// After how many minutes a calendar program is told to ask a calendar feed again.
pub const CALENDAR_FEED_REFRESH_MINUTES: i64 = 30;
/// How long lines of the audit trail are kept, in seconds: three years and a little.
pub const AUDIT_KEPT_SECONDS: i64 = 3 * 366 * 86_400;
/// How long lines of the journal are kept, in seconds: a process that slept for longer loads everything anew.
pub const JOURNAL_KEPT_SECONDS: i64 = 7 * 86_400;
/// Lines of the journal that are kept however old they are.
pub const JOURNAL_LINES_KEPT: i64 = 10_000;
/// Most records, and most lines of the journal and of the audit trail, of one patient's export.
pub const EXPORT_ROWS_MAX: i64 = 10_000;
/// Rooms of one account of the VSee API.
pub const ROOMS_MAX: usize = 10_000;
/// Longest `X-Request-Id` that is taken over from a caller, in bytes.
pub const REQUEST_ID_BYTES_MAX: usize = 64;
/// Requests a second of one caller, and as many at once, where `--rate-limit` says nothing else: far beyond
/// what a practice needs, and short of what a loop that ran wild would ask.
pub const RATE_LIMIT_DEFAULT: u32 = 1_000;
/// The most that `--rate-limit` may say. A bucket is filled by whole nanoseconds.
pub const RATE_LIMIT_MAX: u32 = 1_000_000;
/// Requests a second of one patient, where `--patient-rate-limit` says nothing else: a person with a page
/// that loads a few things at once.
pub const PATIENT_RATE_LIMIT_DEFAULT: u32 = 10;
/// How many seconds' requests a patient may ask at once.
pub const PATIENT_BURST_SECONDS: u32 = 2;
/// Callers whose requests are counted at a time. Those beyond share one count.
pub const RATE_LIMITED_CALLERS_MAX: usize = 100_000;
/// Origins whose pages may ask the server.
pub const CORS_ORIGINS_MAX: usize = 100;
/// Proxies, or networks of them, that are trusted.
pub const TRUSTED_PROXIES_MAX: usize = 100;
/// Addresses in `X-Forwarded-For` that are looked at, from the last one on: nobody has a longer chain of
/// proxies.
pub const FORWARDED_HOPS_MAX: usize = 16;
/// Longest file of settings, in bytes.
pub const SETTINGS_BYTES_MAX: u64 = 64 * 1024;
/// How often what nobody needs any more is looked for.
pub const PRUNE_INTERVAL: Duration = Duration::from_secs(60);
/// Rows that one step of that removes: a booking never waits for long.
pub const PRUNE_STEP_MAX: i64 = 500;
/// Connections at a time: those who listen, and room for the others.
pub const CONNECTIONS_MAX: usize = 16_384;
/// Connections of one address, or of one /64 of version 6. A proxy is one address, so there are many.
pub const CONNECTIONS_PER_ADDRESS_MAX: usize = 4_096;
/// Open files that the server asks the system for.
pub const FILES_WANTED: u64 = 65_536;
/// Files that are not for connections of callers: databases, webhooks, the log.
pub const FILES_RESERVED: usize = 256;
/// How long the head of a request may take.
pub const HEAD_TIME_MAX: Duration = Duration::from_secs(10);
/// How long a connection is kept on which nothing is asked.
pub const IDLE_TIME_MAX: Duration = Duration::from_secs(60);
/// How long requests and streams may go on after the server was told to stop.
pub const SHUTDOWN_TIME_MAX: Duration = Duration::from_secs(10);
/// What of a file's faults is named, before it is only counted.
pub const IMPORT_FAULTS_MAX: usize = 100;
/// Longest file that is imported, in bytes: some hundred thousand patients.
pub const IMPORT_BYTES_MAX: u64 = 256 * 1024 * 1024;
