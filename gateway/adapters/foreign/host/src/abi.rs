//! `gateway/adapters/pts_adapter.h` in Rust; the tests hold both to be the same.

use std::ffi::{c_char, c_void};

use gateway_core::middleware::{
    Arrival, CallKind, CallState, DenialReason, Dropped, FailCause, ForwardWhen, MonitorMode,
    MonitorScope, Purpose, ReleaseCause,
};

/// The version of the interface (`PTS_ADAPTER_ABI`).
pub(crate) const ABI: u32 = 1;

/// Defines a structure of the header with its fields in their order.
macro_rules! structures {
    ($($name:ident = $c:ident { $($field:ident: $type:ty,)* })*) => {
        $(
            #[repr(C)]
            #[derive(Clone, Copy)]
            pub(crate) struct $name { $(pub(crate) $field: $type,)* }
        )*

        /// What the header has to agree with.
        #[cfg(test)]
        fn claims_of_structures() -> Vec<String> {
            let mut claims = Vec::new();
            $(
                claims.push(format!("sizeof({}) == {}", stringify!($c), size_of::<$name>()));
                $(claims.push(format!(
                    "offsetof({}, {}) == {}",
                    stringify!($c), stringify!($field), std::mem::offset_of!($name, $field)
                ));)*
            )*
            claims
        }
    };
}

structures! {
    Pair = pts_pair { key: Text, value: Text, }
    Command = pts_command {
        id: u64,
        dn: Text,
        order: u32,
        purpose: u32,
        monitor_mode: u32,
        monitor_scope: u32,
        forward_when: u32,
        on: u32,
        call: u64,
        active: u64,
        number: Text,
        agent: Text,
        password: Text,
        reason: Text,
        digits: Text,
        texts: *const Text,
        text_count: usize,
        data: *const Pair,
        data_count: usize,
    }
    CallInfo = pts_call_info {
        kind: u32,
        observes: u32,
        muted: u32,
        conference: u32,
        other: Text,
        ani: Text,
        dnis: Text,
        queue: Text,
        consult_of: u64,
        data: *const Pair,
        data_count: usize,
    }
    CallSnapshot = pts_call_snapshot {
        call: u64,
        state: u32,
        muted: u32,
        info: CallInfo,
        parties: *const Text,
        party_count: usize,
        observer: Text,
    }
    Features = pts_features {
        do_not_disturb: u32,
        message_waiting: u32,
        forward_when: u32,
        forward_to: Text,
        monitors: Text,
    }
    Event = pts_event {
        event: u32,
        change: u32,
        command: u64,
        dn: Text,
        call: u64,
        previous: u64,
        number: Text,
        arrival: u32,
        release_cause: u32,
        fail_cause: u32,
        conference: u32,
        agent_state: u32,
        denial: u32,
        code: i32,
        on: u32,
        forward_when: u32,
        text: Text,
        reason: Text,
        info: *const CallInfo,
        calls: *const CallSnapshot,
        call_count: usize,
        features: *const Features,
    }
    Host = pts_host {
        size: u32,
        abi: u32,
        context: *const c_void,
        tell: unsafe extern "C" fn(*const c_void, *const Event),
    }
    Adapter = pts_adapter {
        size: u32,
        abi: u32,
        name: Text,
        version: Text,
        start: Option<Start>,
        command: Option<unsafe extern "C" fn(*mut c_void, *const Command)>,
        stop: Option<unsafe extern "C" fn(*mut c_void)>,
    }
}

/// A text that ends with NUL, or none.
pub(crate) type Text = *const c_char;

/// How a library begins.
pub(crate) type Start =
    unsafe extern "C" fn(*const Host, *const Pair, usize, *mut Text) -> *mut c_void;

/// A choice that the header writes as a number.
pub(crate) trait Coded: Copy + Eq + 'static {
    /// Every choice; its number is its place, from 1.
    const ALL: &'static [Self];

    /// The number of the choice.
    fn code(self) -> u32 {
        let place = Self::ALL.iter().position(|choice| *choice == self);
        place.map_or(0, |place| u32::try_from(place + 1).unwrap_or_default())
    }

    /// The choice with this number.
    fn from_code(code: u32) -> Option<Self> {
        let place = usize::try_from(code).ok()?.checked_sub(1)?;
        Self::ALL.get(place).copied()
    }
}

/// Numbers the choices of a type as the header does; a new one stops the build here.
macro_rules! code {
    ($type:ident { $($choice:ident)* }) => {
        impl Coded for $type {
            const ALL: &'static [Self] = &[$(Self::$choice),*];
        }
        const _: fn($type) = |choice| match choice { $($type::$choice => {})* };
    };
}

/// All choices of the header: those that have no type of their own in the port, and the port's.
macro_rules! codes {
    (
        here { $($(#[$doc:meta])* $own:ident { $($own_choice:ident $own_c:ident)* })* }
        port { $($port:ident { $($choice:ident $c:ident)* })* }
    ) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq)]
            pub(crate) enum $own { $($own_choice),* }
            code!($own { $($own_choice)* });
        )*
        $(code!($port { $($choice)* });)*

        /// What the header has to agree with.
        #[cfg(test)]
        fn claims_of_codes() -> Vec<String> {
            vec![
                $($(format!("{} == {}", stringify!($own_c), $own::$own_choice.code()),)*)*
                $($(format!("{} == {}", stringify!($c), $port::$choice.code()),)*)*
            ]
        }
    };
}

codes! {
    here {
        /// `PTS_ORDER_`: what is wanted.
        OrderCode {
            Register PTS_ORDER_REGISTER
            Unregister PTS_ORDER_UNREGISTER
            LogOn PTS_ORDER_LOG_ON
            LogOff PTS_ORDER_LOG_OFF
            SetReady PTS_ORDER_SET_READY
            SetNotReady PTS_ORDER_SET_NOT_READY
            MakeCall PTS_ORDER_MAKE_CALL
            Answer PTS_ORDER_ANSWER
            Release PTS_ORDER_RELEASE
            Hold PTS_ORDER_HOLD
            Retrieve PTS_ORDER_RETRIEVE
            Alternate PTS_ORDER_ALTERNATE
            Consult PTS_ORDER_CONSULT
            CompleteTransfer PTS_ORDER_COMPLETE_TRANSFER
            CompleteConference PTS_ORDER_COMPLETE_CONFERENCE
            Reconnect PTS_ORDER_RECONNECT
            BlindTransfer PTS_ORDER_BLIND_TRANSFER
            RemoveParty PTS_ORDER_REMOVE_PARTY
            Redirect PTS_ORDER_REDIRECT
            SendDigits PTS_ORDER_SEND_DIGITS
            Mute PTS_ORDER_MUTE
            Unmute PTS_ORDER_UNMUTE
            SetDoNotDisturb PTS_ORDER_SET_DO_NOT_DISTURB
            SetForwarding PTS_ORDER_SET_FORWARDING
            SetMessageWaiting PTS_ORDER_SET_MESSAGE_WAITING
            Monitor PTS_ORDER_MONITOR
            CancelMonitoring PTS_ORDER_CANCEL_MONITORING
            UpdateData PTS_ORDER_UPDATE_DATA
            DeleteData PTS_ORDER_DELETE_DATA
        }
        /// `PTS_EVENT_`: what happens.
        EventCode {
            LinkUp PTS_EVENT_LINK_UP
            LinkDown PTS_EVENT_LINK_DOWN
            Registered PTS_EVENT_REGISTERED
            RegistrationLost PTS_EVENT_REGISTRATION_LOST
            Done PTS_EVENT_DONE
            Denied PTS_EVENT_DENIED
            Agent PTS_EVENT_AGENT
            DoNotDisturb PTS_EVENT_DO_NOT_DISTURB
            Forwarding PTS_EVENT_FORWARDING
            MessageWaiting PTS_EVENT_MESSAGE_WAITING
            Queue PTS_EVENT_QUEUE
            Monitoring PTS_EVENT_MONITORING
            Call PTS_EVENT_CALL
            Dropped PTS_EVENT_DROPPED
        }
        /// `PTS_AGENT_`: how an agent stands.
        AgentCode {
            LoggedOut PTS_AGENT_LOGGED_OUT
            NotReady PTS_AGENT_NOT_READY
            Ready PTS_AGENT_READY
            AfterCallWork PTS_AGENT_AFTER_CALL_WORK
        }
        /// `PTS_QUEUE_`: what happens to a call at a queue.
        QueueCode {
            Entered PTS_QUEUE_ENTERED
            Distributed PTS_QUEUE_DISTRIBUTED
            Abandoned PTS_QUEUE_ABANDONED
        }
        /// `PTS_CALL_`: what happens to a part in a call.
        CallCode {
            Dialing PTS_CALL_DIALING
            Ringing PTS_CALL_RINGING
            Established PTS_CALL_ESTABLISHED
            Held PTS_CALL_HELD
            Retrieved PTS_CALL_RETRIEVED
            Released PTS_CALL_RELEASED
            Abandoned PTS_CALL_ABANDONED
            Failed PTS_CALL_FAILED
            NetworkReached PTS_CALL_NETWORK_REACHED
            PartyAdded PTS_CALL_PARTY_ADDED
            PartyRemoved PTS_CALL_PARTY_REMOVED
            PartyChanged PTS_CALL_PARTY_CHANGED
            Observed PTS_CALL_OBSERVED
            Muted PTS_CALL_MUTED
            Unmuted PTS_CALL_UNMUTED
            DataChanged PTS_CALL_DATA_CHANGED
        }
        /// `PTS_MUTED_`: whether a device is heard.
        MutedCode { No PTS_MUTED_NO Yes PTS_MUTED_YES }
    }
    port {
        Purpose { Transfer PTS_PURPOSE_TRANSFER Conference PTS_PURPOSE_CONFERENCE }
        MonitorMode { Listen PTS_MONITOR_LISTEN Whisper PTS_MONITOR_WHISPER Barge PTS_MONITOR_BARGE }
        MonitorScope { OneCall PTS_MONITOR_ONE_CALL AllCalls PTS_MONITOR_ALL_CALLS }
        ForwardWhen { Always PTS_FORWARD_ALWAYS Busy PTS_FORWARD_BUSY NoAnswer PTS_FORWARD_NO_ANSWER }
        DenialReason {
            Refused PTS_DENIED_REFUSED
            NoAnswer PTS_DENIED_NO_ANSWER
            LinkDown PTS_DENIED_LINK_DOWN
            Unsupported PTS_DENIED_UNSUPPORTED
            Overload PTS_DENIED_OVERLOAD
        }
        Arrival {
            Direct PTS_ARRIVAL_DIRECT
            Consult PTS_ARRIVAL_CONSULT
            Transferred PTS_ARRIVAL_TRANSFERRED
        }
        ReleaseCause {
            Normal PTS_RELEASED_NORMAL
            Transferred PTS_RELEASED_TRANSFERRED
            Conferenced PTS_RELEASED_CONFERENCED
            Redirected PTS_RELEASED_REDIRECTED
            NoAnswer PTS_RELEASED_NO_ANSWER
            Stuck PTS_RELEASED_STUCK
        }
        Dropped {
            Unknown PTS_DROPPED_UNKNOWN
            Duplicate PTS_DROPPED_DUPLICATE
            OutOfTurn PTS_DROPPED_OUT_OF_TURN
            LateAnswer PTS_DROPPED_LATE_ANSWER
        }
        FailCause {
            Busy PTS_FAILED_BUSY
            NoAnswer PTS_FAILED_NO_ANSWER
            InvalidNumber PTS_FAILED_INVALID_NUMBER
            AllTrunksBusy PTS_FAILED_ALL_TRUNKS_BUSY
            Other PTS_FAILED_OTHER
        }
        CallState {
            Dialing PTS_STATE_DIALING
            Ringing PTS_STATE_RINGING
            Connected PTS_STATE_CONNECTED
            Held PTS_STATE_HELD
            Failed PTS_STATE_FAILED
        }
        CallKind {
            Unknown PTS_KIND_UNKNOWN
            Internal PTS_KIND_INTERNAL
            Inbound PTS_KIND_INBOUND
            Outbound PTS_KIND_OUTBOUND
            Consult PTS_KIND_CONSULT
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::Write as _,
        path::Path,
        process::{Command, Stdio},
    };

    use super::*;

    /// A C compiler agrees to every size, offset and number.
    #[test]
    fn the_header_is_the_same() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut compiler = Command::new("cc")
            .args(["-std=c11", "-Wall", "-Wextra", "-pedantic", "-Werror", "-fsyntax-only"])
            .args(["-x", "c", "-I"])
            .arg(folder)
            .arg("-")
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a C compiler (cc) is installed");
        let mut source = compiler.stdin.take().unwrap();
        writeln!(source, "#include \"pts_adapter.h\"").unwrap();
        let mut claims = vec![format!("PTS_ADAPTER_ABI == {ABI}")];
        claims.extend(claims_of_structures());
        claims.extend(claims_of_codes());
        for claim in &claims {
            writeln!(source, "_Static_assert({claim}, \"\");").unwrap();
        }
        drop(source);
        let output = compiler.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}
