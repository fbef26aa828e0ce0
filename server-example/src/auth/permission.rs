//! Permissions, as documented: each is granted by name, and none implies another. A set is a list of them
//! with a name, for those who make keys.

/// Every permission there is. A key with any other can't be made.
pub const PERMISSIONS: &[&str] = &[
    SCHEDULING_READ,
    SCHEDULING_ADMIN,
    SCHEDULING_WRITE,
    "waiting_room:read",
    "waiting_room:write",
    "doctor:read",
    DOCTOR_WRITE,
    SHOP_READ,
    SHOP_WRITE,
    "doctor_statistics:read",
    PATIENT_READ,
    PATIENT_WRITE,
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
    API_KEY_READ,
    API_KEY_WRITE,
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

/// Viewing patients.
pub const PATIENT_READ: &str = "patient:read";
/// Making and changing patients.
pub const PATIENT_WRITE: &str = "patient:write";
/// Making and changing doctors. Ours.
pub const DOCTOR_WRITE: &str = "doctor:write";
/// Viewing shops. Ours.
pub const SHOP_READ: &str = "shop:read";
/// Making and changing shops. Ours.
pub const SHOP_WRITE: &str = "shop:write";
/// Viewing API keys, without their secrets. Ours.
pub const API_KEY_READ: &str = "api_key:read";
/// Making and revoking API keys. Ours.
pub const API_KEY_WRITE: &str = "api_key:write";

/// Permissions that a kind of caller needs, under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PermissionSet {
    /// The name.
    pub name: &'static str,
    /// Who such a key is for.
    pub purpose: &'static str,
    /// What it may do.
    pub permissions: &'static [&'static str],
    /// Whether a key with it is always of one shop: it lies where its secret may be lost, and reaches no more
    /// then.
    pub of_one_shop: bool,
}

/// The sets there are. Whoever needs something else lists permissions.
pub const SETS: &[PermissionSet] = &[
    PermissionSet {
        name: "administrator",
        purpose: "whoever sets the practice up: everything",
        permissions: PERMISSIONS,
        of_one_shop: false,
    },
    PermissionSet {
        name: "desk",
        purpose: "the reception's program: calendar, patients, waiting room",
        permissions: &[
            SCHEDULING_READ,
            SCHEDULING_ADMIN,
            SCHEDULING_WRITE,
            "waiting_room:read",
            "waiting_room:write",
            "doctor:read",
            SHOP_READ,
            PATIENT_READ,
            PATIENT_WRITE,
        ],
        of_one_shop: false,
    },
    PermissionSet {
        name: "partner",
        purpose: "a partner's system that books for its customers, and is told of it",
        permissions: &[
            SCHEDULING_READ,
            SCHEDULING_WRITE,
            "waiting_room:read",
            "waiting_room:write",
            "doctor:read",
            SHOP_READ,
            PATIENT_WRITE,
            NOTIFICATION_SUBSCRIPTION_READ,
            NOTIFICATION_SUBSCRIPTION_WRITE,
        ],
        of_one_shop: false,
    },
    PermissionSet {
        name: "widget",
        purpose: "the server behind one shop's booking page: making its customers known, and booking for \
                  them",
        permissions: &[SCHEDULING_WRITE, PATIENT_WRITE],
        of_one_shop: true,
    },
];

/// The set of this name.
pub fn set(name: &str) -> Option<&'static PermissionSet> {
    SETS.iter().find(|set| set.name == name)
}
