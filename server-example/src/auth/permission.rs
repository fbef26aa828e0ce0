//! Permissions, as documented: each is granted by name, and none implies another.

/// Every permission there is. A key with any other can't be made.
pub const PERMISSIONS: &[&str] = &[
    SCHEDULING_READ,
    SCHEDULING_ADMIN,
    SCHEDULING_WRITE,
    "waiting_room:read",
    "waiting_room:write",
    "doctor:read",
    "doctor_statistics:read",
    "patient:read",
    "patient:write",
    "order:read",
    "prescription:read",
    "product:read",
    "wallet_pass_template:read",
    "wallet_pass:read",
    "wallet_pass:write",
    "wallet_pass_push_notification:write",
    NOTIFICATION_SUBSCRIPTION_READ,
    NOTIFICATION_SUBSCRIPTION_WRITE,
    "rooms:write",
    AUDIT_READ,
];

/// Every GET of the scheduling configuration and of appointments.
pub const SCHEDULING_READ: &str = "scheduling:read";
/// Every change to them.
pub const SCHEDULING_ADMIN: &str = "scheduling:admin";
/// Webhook deliveries, which are ours; subscriptions, if the server was told to ask.
pub const NOTIFICATION_SUBSCRIPTION_READ: &str = "notification_subscription:read";
/// Every change to them.
pub const NOTIFICATION_SUBSCRIPTION_WRITE: &str = "notification_subscription:write";
/// The audit trail. Ours.
pub const AUDIT_READ: &str = "audit:read";
/// Booking for patients, instead of a booking token.
pub const SCHEDULING_WRITE: &str = "scheduling:write";
