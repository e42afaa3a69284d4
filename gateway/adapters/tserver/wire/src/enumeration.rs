//! The enumerations of attribute values: their public names and numbers.
//!
//! Where a public page prints a C enumeration without numbers, a number is the position in it.
//! Where no public page gives numbers or order, T-Link counts for itself, and the table says so. A
//! code without a member survives in a message as the number it is.

use crate::Value;

/// Writes one enumeration: variant, code and, where it differs, the public name.
macro_rules! enumerations {
    ($(
        $(#[$doc:meta])*
        $enumeration:ident { $($variant:ident = $code:literal $(as $name:literal)?,)* }
    )*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $enumeration {
            $($variant,)*
        }

        impl $enumeration {
            /// Every member, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The number on the wire.
            pub const fn code(self) -> i32 {
                match self {
                    $(Self::$variant => $code,)*
                }
            }

            /// The public name.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => member_name!($variant $($name)?),)*
                }
            }

            /// The member with this number on the wire.
            pub const fn from_code(code: i32) -> Option<Self> {
                match code {
                    $($code => Some(Self::$variant),)*
                    _ => None,
                }
            }

            /// The member with this public name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|member| member.name() == name)
            }

            /// The public name that goes with a number on the wire.
            pub fn name_of(code: i32) -> Option<&'static str> {
                Self::from_code(code).map(Self::name)
            }
        }

        impl From<$enumeration> for Value {
            fn from(member: $enumeration) -> Self {
                Self::Integer(member.code())
            }
        }
    )*};
}

macro_rules! member_name {
    ($variant:ident) => {
        stringify!($variant)
    };
    ($variant:ident $name:literal) => {
        $name
    };
}

enumerations! {
    /// The type of a call, seen from the local switch (T-Library reference, `TCallType`).
    CallType {
        Unknown = 0,
        Internal = 1,
        Inbound = 2,
        Outbound = 3,
        Consult = 4,
    }

    /// A qualifier of a call event (T-Library reference, `TCallState`).
    CallState {
        Ok = 0,
        Transferred = 1,
        Conferenced = 2,
        GeneralError = 3,
        SystemError = 4,
        RemoteRelease = 5,
        Busy = 6,
        NoAnswer = 7,
        SitDetected = 8,
        AnsweringMachineDetected = 9,
        AllTrunksBusy = 10,
        SitInvalidnum = 11,
        SitVacant = 12,
        SitIntercept = 13,
        SitUnknown = 14,
        SitNocircuit = 15,
        SitReorder = 16,
        FaxDetected = 17,
        QueueFull = 18,
        Cleared = 19,
        Overflowed = 20,
        Abandoned = 21,
        Redirected = 22,
        Forwarded = 23,
        Consult = 24,
        Pickedup = 25,
        Dropped = 26,
        Droppednoanswer = 27,
        Unknown = 28,
        Covered = 29,
        ConverseOn = 30,
        Bridged = 31,
        Deafened = 32,
        Held = 33,
    }

    /// The role of a party in an event (T-Library reference, `TDNRole`).
    DnRole {
        Unknown = 0,
        Origination = 1,
        Destination = 2,
        ConferenceMember = 3,
        NewParty = 4,
        AddedBy = 5,
        DeletedBy = 6,
        TransferredBy = 7,
        DeletedParty = 8,
        ConferencedBy = 9,
        Observer = 10,
    }

    /// What an agent does while ready or not ready (T-Library reference, `TAgentWorkMode`); a
    /// not-ready agent with `AutoIn` is the sub-state that the page calls `LegalGuard`.
    AgentWorkMode {
        Unknown = 0,
        ManualIn = 1,
        AutoIn = 2,
        AfterCallWork = 3,
        AuxWork = 4,
        NoCallDisconnect = 5,
        WalkAway = 6,
        ReturnBack = 7,
    }

    /// The kind of routing (T-Library reference, `TRouteType`).
    RouteType {
        Unknown = 0,
        Default = 1,
        Label = 2,
        OverwriteDnis = 3 as "OverwriteDNIS",
        Ddd = 4 as "DDD",
        Iddd = 5 as "IDDD",
        Direct = 6,
        Reject = 7,
        Announcement = 8,
        PostFeature = 9,
        DirectAgent = 10,
        Priority = 11,
        DirectPriority = 12,
        AgentId = 13 as "AgentID",
        CallDisconnect = 14,
    }

    /// How a client shares a number with other clients (T-Library reference, `TRegisterMode`).
    RegisterMode {
        Share = 0 as "ModeShare",
        Private = 1 as "ModePrivate",
        Monitor = 2 as "ModeMonitor",
    }

    /// Whether a registration goes on to the switch (PSDK Developer, T-Server); T-Link's own
    /// numbers.
    ControlMode {
        Default = 0 as "RegisterDefault",
        Force = 1 as "RegisterForce",
        Local = 2 as "RegisterLocal",
    }

    /// The kind of object a number denotes (T-Library reference, `TAddressType`).
    AddressType {
        Unknown = 0,
        Dn = 1 as "DN",
        Position = 2,
        Queue = 3,
        RouteDn = 4 as "RouteDN",
        Trunk = 5,
        VoiceChannel = 6,
        DataChannel = 7,
        Announcement = 8,
        Asai = 9 as "ASAI",
        AcdGroup = 10 as "ACDGroup",
        Vsp = 11 as "VSP",
        RouteQueue = 12,
        AgentId = 13 as "AgentID",
        Other = 14,
    }

    /// The status of a number (T-Library reference, `AddressStatusInfoType`).
    AddressStatus {
        Idle = 0,
        Origination = 1,
        Dialing = 2,
        Talking = 3,
        Ringing = 4,
        Held = 5,
        Treatment = 6,
        LockedOut = 7,
        Maintenance = 8,
        Available = 9,
        Vacant = 10,
    }

    /// What a query asks (Genesys Events and Models, Query Events); T-Link's own numbers.
    AddressInfoType {
        Unknown = 0 as "AddressInfoUnknown",
        AddressType = 1 as "AddressInfoAddressType",
        DnStatus = 2 as "AddressInfoDNStatus",
        QueueStatus = 3 as "AddressInfoQueueStatus",
        AgentStatus = 4 as "AddressInfoAgentStatus",
        CallsQuery = 5 as "AddressInfoCallsQuery",
    }

    /// When calls are forwarded (T-Library reference, `TForwardMode`).
    ForwardMode {
        None = 0,
        Unconditional = 1,
        OnBusy = 2,
        OnNoAnswer = 3,
        OnBusyAndNoAnswer = 4,
        SendAllCalls = 5,
    }

    /// The state of a network call with several parties (PSDK 8.5.3 API Reference,
    /// `TNetworkCallState`).
    NetworkCallState {
        Unknown = 0,
        Consulting = 1,
        ConsultHeld = 2,
        Transferred = 3,
        Conferenced = 4,
        Reconnected = 5,
        Disconnected = 6,
        Null = 7,
    }

    /// How far the time of an event can be trusted (PSDK 8.5.3 API Reference, `TReliability`).
    Reliability {
        Ok = 0,
        InPast = 1,
        Uncertain = 2,
        External = 3,
    }

    /// What a merge makes of two calls (T-Library reference, `TMergeCalls`); T-Link's own numbers.
    MergeType {
        Transfer = 0,
        Conference = 1,
    }

    /// The kind of call to make; of T-Library's kinds only the default is public. T-Link's own
    /// number.
    MakeCallType {
        Regular = 0,
    }

    /// Whether one call is monitored or all (T-Library reference, `TMonitorNextCall`); T-Link's own
    /// numbers.
    MonitorNextCallType {
        OneCall = 0,
        AllCalls = 1,
    }

    /// Which of two servers is in charge (Genesys Events and Models, Event Attributes); T-Link's
    /// own numbers.
    ServerRole {
        Unknown = 0,
        Primary = 1,
        Backup = 2,
    }

    /// The kinds of treatment that the public message names show; T-Link's own numbers.
    TreatmentType {
        Unknown = 0,
        Music = 1,
        Silence = 2,
        RingBack = 3,
        Busy = 4,
        CollectDigits = 5,
        PlayAnnouncement = 6,
    }

    /// Why a side closes a T-Link connection.
    GoodbyeReason {
        Finished = 0,
        VersionNotSpoken = 1,
        HandshakeMissing = 2,
        Refused = 3,
        Malformed = 4,
        PollUnanswered = 5,
        ShuttingDown = 6,
    }
}
