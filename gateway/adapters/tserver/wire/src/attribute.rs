//! The attributes of messages: T-Library's public names under codes of T-Link's own.
//!
//! The numbers of T-Library's attributes are not public. The codes here are a dense table of
//! T-Link, from 1 up; codes from `0xF000` belong to the link's own messages.

use std::fmt;

use crate::enumeration::{
    AddressInfoType, AddressType, AgentWorkMode, CallState, CallType, ControlMode, DnRole,
    ForwardMode, GoodbyeReason, MakeCallType, MergeType, MonitorNextCallType, NetworkCallState,
    RegisterMode, Reliability, RouteType, ServerRole, TreatmentType,
};

/// The code of an attribute; codes without a row in the table survive as they are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttributeId(pub u16);

impl AttributeId {
    /// The public name, such as `ThisDN`; logs write it with the word `Attribute` before it.
    pub fn name(self) -> Option<&'static str> {
        self.row().map(|row| row.name)
    }

    /// The attribute with this public name.
    pub fn from_name(name: &str) -> Option<Self> {
        ROWS.iter().find(|row| row.name == name).map(|row| row.id)
    }

    /// What the attribute's value means; `None` for an unknown attribute.
    pub fn shape(self) -> Option<Shape> {
        self.row().map(|row| row.shape)
    }

    /// Every attribute of the table, by ascending code.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| row.id)
    }

    fn row(self) -> Option<&'static Row> {
        let at = ROWS.binary_search_by_key(&self, |row| row.id).ok()?;
        ROWS.get(at)
    }
}

impl fmt::Display for AttributeId {
    /// Writes the name, or the bare code when it has none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.pad(name),
            None => write!(f, "{}", self.0),
        }
    }
}

impl fmt::Debug for AttributeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AttributeId({self})")
    }
}

/// What the value of a known attribute means: how a sender fills it and how a log writes it.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Text that no log shows.
    Secret,
    /// Text.
    Text,
    /// A signed number.
    Number,
    /// A number without sign, carried in the 32 bits of an integer.
    Unsigned,
    /// Seconds since 1970-01-01 GMT.
    Seconds,
    /// A connection identifier, written as 16 hexadecimal digits.
    Connection,
    /// The event sequence number, written in hexadecimal.
    Sequence,
    /// Bytes.
    Bytes,
    /// A key-value list.
    List,
    /// The number of a message.
    MessageNumber,
    /// A code of an enumeration, which logs write as a bare number.
    Coded(fn(i32) -> Option<&'static str>),
    /// A code of an enumeration, which logs write with its name in parentheses.
    Glossed(fn(i32) -> Option<&'static str>),
}

/// One line of the attribute table.
struct Row {
    id: AttributeId,
    name: &'static str,
    shape: Shape,
}

/// Writes the table: constant, code, name, shape.
macro_rules! attributes {
    ($(
        $(#[$doc:meta])*
        $constant:ident = $code:literal, $name:literal, $shape:ident $(($coding:ident))?;
    )*) => {
        impl AttributeId {
            $($(#[$doc])* pub const $constant: Self = Self($code);)*
        }

        /// The table, by ascending code.
        const ROWS: &[Row] = &[$(Row {
            id: AttributeId::$constant,
            name: $name,
            shape: Shape::$shape $(($coding::name_of))?,
        },)*];
    };
}

attributes! {
    /// The request this belongs to, chosen by the client; 4294967295 stands for none.
    REFERENCE_ID = 1, "ReferenceID", Unsigned;
    /// When the event was generated: seconds since 1970-01-01 GMT.
    TIME_IN_SECS = 2, "TimeinSecs", Seconds;
    /// When the event was generated: microseconds within the second.
    TIME_IN_USECS = 3, "TimeinuSecs", Number;
    /// How many events the server has sent.
    EVENT_SEQUENCE_NUMBER = 4, "EventSequenceNumber", Sequence;
    /// The number the message is about: its registered clients get the event.
    THIS_DN = 5, "ThisDN", Text;
    /// The role of ThisDN.
    THIS_DN_ROLE = 6, "ThisDNRole", Coded(DnRole);
    /// The queue of the event; for queues and routing points equal to ThisDN.
    THIS_QUEUE = 7, "ThisQueue", Text;
    /// The trunk of ThisDN.
    THIS_TRUNK = 8, "ThisTrunk", Unsigned;
    /// The other party; in a request the destination.
    OTHER_DN = 9, "OtherDN", Text;
    /// The role of OtherDN; present with it.
    OTHER_DN_ROLE = 10, "OtherDNRole", Coded(DnRole);
    /// The queue related to OtherDN.
    OTHER_QUEUE = 11, "OtherQueue", Text;
    /// The trunk of OtherDN.
    OTHER_TRUNK = 12, "OtherTrunk", Unsigned;
    /// The third party: who transferred, added or deleted, or where a call was diverted to.
    THIRD_PARTY_DN = 13, "ThirdPartyDN", Text;
    /// The role of ThirdPartyDN.
    THIRD_PARTY_DN_ROLE = 14, "ThirdPartyDNRole", Coded(DnRole);
    /// The queue related to ThirdPartyDN.
    THIRD_PARTY_QUEUE = 15, "ThirdPartyQueue", Text;
    /// The trunk related to ThirdPartyDN.
    THIRD_PARTY_TRUNK = 16, "ThirdPartyTrunk", Unsigned;
    /// The call; which of two calls in a request, the request's row says.
    CONN_ID = 17, "ConnID", Connection;
    /// For a consultation call the original one; for a changed party the call it had before.
    PREVIOUS_CONN_ID = 18, "PreviousConnID", Connection;
    /// The partner call of a two-step operation.
    TRANSFER_CONN_ID = 19, "TransferConnID", Connection;
    /// In a request to complete a conference the current call.
    CONFERENCE_CONN_ID = 20, "ConferenceConnID", Connection;
    /// The call as the switch numbers it.
    CALL_ID = 21, "CallID", Unsigned;
    /// The globally unique name of the call: 32 characters.
    CALL_UUID = 22, "CallUUID", Text;
    /// The unique name of the original call of a consultation call.
    ORIG_CALL_UUID = 23, "OrigCallUUID", Text;
    /// The type of the call, seen from the local switch.
    CALL_TYPE = 24, "CallType", Coded(CallType);
    /// The type of the call, seen from where it entered the network.
    PROPAGATED_CALL_TYPE = 25, "PropagatedCallType", Coded(CallType);
    /// A qualifier of the event, such as busy or transferred.
    CALL_STATE = 26, "CallState", Coded(CallState);
    /// The path of the call through a network of several sites.
    CALL_HISTORY = 27, "CallHistory", List;
    /// The calling number.
    ANI = 28, "ANI", Text;
    /// The number the caller dialled.
    DNIS = 29, "DNIS", Text;
    /// The number dialled, of an outgoing call.
    DIALED_NUMBER = 30, "DialedNumber", Text;
    /// The digits collected from the caller.
    COLLECTED_DIGITS = 31, "CollectedDigits", Text;
    /// The last digit collected.
    LAST_COLLECTED_DIGIT = 32, "LastCollectedDigit", Text;
    /// The name of the caller; obsolete.
    CALLING_LINE_NAME = 33, "CallingLineName", Text;
    /// The calling line; obsolete.
    CLID = 34, "CLID", Text;
    /// The data attached to the call.
    USER_DATA = 35, "UserData", List;
    /// Why the requester acts; echoed in the events it causes.
    REASONS = 36, "Reasons", List;
    /// Additional data of the switch or the server.
    EXTENSIONS = 37, "Extensions", List;
    /// The identifier an agent logs in with.
    AGENT_ID = 38, "AgentID", Text;
    /// What an agent does while ready or not ready.
    WORK_MODE = 39, "AgentWorkMode", Glossed(AgentWorkMode);
    /// The kind of agent at log-in, as the switch defines it.
    AGENT_TYPE = 40, "AgentType", Number;
    /// The password of an agent or an application.
    PASSWORD = 41, "Password", Secret;
    /// Why an agent is idle, as the switch defines it.
    IDLE_REASON = 42, "IdleReason", Number;
    /// Why a request failed; the codes differ from switch to switch.
    ERROR_CODE = 43, "ErrorCode", Number;
    /// The text of the error.
    ERROR_MESSAGE = 44, "ErrorMessage", Text;
    /// Why a network call changed its state.
    CAUSE = 45, "Cause", Number;
    /// The call as the network numbers it.
    NETWORK_CALL_ID = 46, "NetworkCallID", Unsigned;
    /// The node of the network.
    NETWORK_NODE_ID = 47, "NetworkNodeID", Number;
    /// The transferred call as the network numbers it.
    TRANSFERRED_NETWORK_CALL_ID = 48, "TransferredNetworkCallID", Unsigned;
    /// The network node of the transferred call.
    TRANSFERRED_NETWORK_NODE_ID = 49, "TransferredNetworkNodeID", Number;
    /// The switch node of the call.
    NODE_ID = 50, "NodeID", Number;
    /// The state of a network call with several parties.
    NETWORK_CALL_STATE = 51, "NetworkCallState", Coded(NetworkCallState);
    /// The role of a party of a network call.
    NETWORK_PARTY_ROLE = 52, "NetworkPartyRole", Number;
    /// The originating party of a network call.
    NETWORK_ORIG_DN = 53, "NetworkOrigDN", Text;
    /// The destination of a network call.
    NETWORK_DEST_DN = 54, "NetworkDestDN", Text;
    /// The state of the destination of a network call.
    NETWORK_DEST_STATE = 55, "NetworkDestState", Number;
    /// The packed state bits of a party (`TPartyState`).
    PARTY_STATE = 56, "PartyState", Number;
    /// How far the time of the event can be trusted.
    RELIABILITY = 57, "Reliability", Coded(Reliability);
    /// The legs of the call at other sites.
    IS_LINK_LIST = 58, "ISLinkList", List;
    /// How a client shares a number with other clients.
    REGISTER_MODE = 59, "RegisterMode", Coded(RegisterMode);
    /// Whether a registration goes on to the switch.
    CONTROL_MODE = 60, "ControlMode", Coded(ControlMode);
    /// The kind of object a number denotes.
    ADDRESS_TYPE = 61, "AddressType", Glossed(AddressType);
    /// What a query asks or answers.
    ADDRESS_INFO_TYPE = 62, "AddressInfoType", Glossed(AddressInfoType);
    /// The answer to a query, in the terms of its info type.
    ADDRESS_INFO_STATUS = 63, "AddressInfoStatus", Number;
    /// The messages a client wants: a `MessageMask`.
    INPUT_MASK = 64, "InputMask", Bytes;
    /// A remote switch: its name, or a server at it.
    LOCATION = 65, "Location", Text;
    /// What changed about a remote location.
    LOCATION_INFO = 66, "LocationInfo", Number;
    /// The switch of the server that generated the event.
    HOME_LOCATION = 67, "HomeLocation", Text;
    /// The kind of call to make.
    MAKE_CALL_TYPE = 68, "MakeCallType", Glossed(MakeCallType);
    /// What a merge makes of two calls.
    MERGE_TYPE = 69, "MergeType", Coded(MergeType);
    /// When calls are forwarded.
    FORWARD_MODE = 70, "ForwardMode", Coded(ForwardMode);
    /// The kind of routing.
    ROUTE_TYPE = 71, "RouteType", Glossed(RouteType);
    /// The kind of routing between switches.
    X_ROUTE_TYPE = 72, "XRouteType", Number;
    /// The request of another site this belongs to.
    X_REFERENCE_ID = 73, "XReferenceID", Unsigned;
    /// The number that reaches a routing point of another switch.
    ACCESS_NUMBER = 74, "AccessNumber", Text;
    /// The kind of treatment.
    TREATMENT_TYPE = 75, "TreatmentType", Coded(TreatmentType);
    /// The parameters of a treatment.
    TREATMENT_PARMS = 76, "TreatmentParms", List;
    /// The tones to send.
    DTMF_DIGITS = 77, "DTMFDigits", Text;
    /// Whether one call is monitored or all.
    MONITOR_NEXT_CALL_TYPE = 78, "MonitorNextCallType", Coded(MonitorNextCallType);
    /// The name of an agent's place, in reservations.
    PLACE = 79, "Place", Text;
    /// The priority of a reservation.
    PRIORITY = 80, "Priority", Number;
    /// A duration; in reservations in milliseconds, in predictive calls in seconds.
    TIMEOUT = 81, "Timeout", Number;
    /// What a query of a call asks.
    CALL_INFO_TYPE = 82, "CallInfoType", Number;
    /// What a query of the switch asks.
    SWITCH_INFO_TYPE = 83, "SwitchInfoType", Number;
    /// A subscription to the transactions between sites.
    SUBSCRIPTION_ID = 84, "SubscriptionID", Number;
    /// The request acknowledged, or the event to distribute.
    USER_EVENT = 85, "UserEvent", MessageNumber;
    /// The number of a message private to a switch.
    PRIVATE_EVENT = 86, "PrivateEvent", Number;
    /// A voice file.
    FILE_HANDLE = 87, "FileHandle", Number;
    /// Internal to the server.
    RAW_DATA = 88, "RawData", Bytes;
    /// The tenant.
    CUSTOMER_ID = 89, "CustomerID", Text;
    /// The name of an application.
    APPLICATION_NAME = 90, "ApplicationName", Text;
    /// The session, as the server names it.
    SESSION_ID = 91, "SessionID", Text;
    /// The version of the server.
    SERVER_VERSION = 92, "ServerVersion", Text;
    /// Whether the server is the primary or the backup one.
    SERVER_ROLE = 93, "ServerRole", Coded(ServerRole);
    /// The requests and events the server supports: a `MessageMask`.
    CAPABILITIES = 94, "Capabilities", Bytes;
    /// The version of T-Link a side speaks; this codec speaks `PROTOCOL_VERSION`.
    PROTOCOL_VERSION = 0xF000, "ProtocolVersion", Number;
    /// How often a side polls and how long it waits for the answer, in milliseconds; 0 is never.
    POLL_INTERVAL = 0xF001, "PollInterval", Number;
    /// The number of a poll, echoed in its answer.
    POLL_NUMBER = 0xF002, "PollNumber", Unsigned;
    /// Why a side closes the connection.
    GOODBYE_REASON = 0xF003, "GoodbyeReason", Coded(GoodbyeReason);
}
