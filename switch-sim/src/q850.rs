//! Q.850 causes: what the public network says of a call that got nowhere, what that comes to, and
//! the ECMA-269 event cause that says the same (ITU-T Q.850, table 1; ECMA-269, event causes; RFC
//! 3398 for the same by SIP).

use std::fmt;

/// What a cause comes to, for whoever decides what to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Somebody hung up.
    Normal,
    /// The destination is on another call.
    Busy,
    /// Nobody answered, or could have.
    NoAnswer,
    /// The destination does not want the call.
    Rejected,
    /// The number leads nowhere.
    InvalidNumber,
    /// The number leads elsewhere.
    Changed,
    /// The network plays a tone or says a sentence instead.
    Announcement,
    /// The destination's line or equipment does not work.
    OutOfOrder,
    /// Every circuit is taken.
    AllTrunksBusy,
    /// Both ends took the same circuit.
    Glare,
    /// The network is short of something, or ill.
    Congestion,
    /// The caller may not call there.
    Barred,
    /// What answers is no telephone: a modem, a fax, another bearer.
    Incompatible,
    /// A function is not subscribed to or does not exist.
    Facility,
    /// The two ends did not understand each other.
    Protocol,
}

/// Writes the table: name, number, what it means, the SIP status that says the same before an
/// answer (0: there is none), outcome, ECMA-269 cause.
macro_rules! causes {
    ($($name:ident = $number:literal, $meaning:literal, $sip:literal, $outcome:ident, $ecma:literal;)+) => {
        /// The causes of Q.850 that end a call or an attempt.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Q850 { $(#[doc = $meaning] $name = $number),+ }

        impl Q850 {
            /// Every cause, by its number.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// What the cause means.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning),+ }
            }

            /// The status by which a SIP trunk refuses a call for this cause (RFC 3398, 8.2.6.1).
            pub fn sip(self) -> Option<u16> {
                let status = match self { $(Self::$name => $sip),+ };
                (status > 0).then_some(status)
            }

            /// What it comes to.
            pub fn outcome(self) -> Outcome {
                match self { $(Self::$name => Outcome::$outcome),+ }
            }

            /// The event cause of ECMA-269 that says the same.
            pub fn ecma(self) -> &'static str {
                match self { $(Self::$name => $ecma),+ }
            }
        }
    };
}

causes! {
    UnallocatedNumber = 1, "unallocated number", 404, InvalidNumber, "numberUnallocated";
    NoRouteToTransitNetwork = 2, "no route to transit network", 404, Congestion, "destNotObtainable";
    NoRouteToDestination = 3, "no route to destination", 404, InvalidNumber, "destNotObtainable";
    SpecialInformationTone = 4, "send special information tone", 0, Announcement, "specialInformationTone";
    MisdialledTrunkPrefix = 5, "misdialled trunk prefix", 0, InvalidNumber, "invalidNumberFormat";
    ChannelUnacceptable = 6, "channel unacceptable", 0, Glare, "networkCongestion";
    CallAwarded = 7, "call awarded in an established channel", 0, Normal, "normal";
    Preemption = 8, "preemption", 0, Congestion, "callPreempted";
    PreemptionCircuitReserved = 9, "preemption, circuit reserved", 0, Congestion, "callPreempted";
    NormalClearing = 16, "normal call clearing", 0, Normal, "normalClearing";
    UserBusy = 17, "user busy", 486, Busy, "busy";
    NoUserResponding = 18, "no user responding", 408, NoAnswer, "callNotAnswered";
    NoAnswer = 19, "no answer, user alerted", 480, NoAnswer, "callNotAnswered";
    SubscriberAbsent = 20, "subscriber absent", 480, NoAnswer, "destNotObtainable";
    CallRejected = 21, "call rejected", 403, Rejected, "callRejected";
    NumberChanged = 22, "number changed", 410, Changed, "numberChanged";
    Redirection = 23, "redirection to new destination", 410, Changed, "redirected";
    ExchangeRoutingError = 25, "exchange routing error", 483, Congestion, "networkCongestion";
    NonSelectedUserClearing = 26, "non-selected user clearing", 404, Normal, "callNotAnswered";
    DestinationOutOfOrder = 27, "destination out of order", 502, OutOfOrder, "destOutOfOrder";
    InvalidNumberFormat = 28, "invalid number format", 484, InvalidNumber, "invalidNumberFormat";
    FacilityRejected = 29, "facility rejected", 501, Facility, "notAvailableBearerService";
    StatusEnquiryResponse = 30, "response to status enquiry", 0, Normal, "normal";
    NormalUnspecified = 31, "normal, unspecified", 480, Announcement, "normalUnspecified";
    NoCircuit = 34, "no circuit available", 503, AllTrunksBusy, "trunksBusy";
    NetworkOutOfOrder = 38, "network out of order", 503, Congestion, "networkOutOfOrder";
    TemporaryFailure = 41, "temporary failure", 503, Congestion, "networkCongestion";
    SwitchingCongestion = 42, "switching equipment congestion", 503, Congestion, "networkCongestion";
    AccessInformationDiscarded = 43, "access information discarded", 0, Normal, "normal";
    ChannelNotAvailable = 44, "requested channel not available", 503, Glare, "trunksBusy";
    ResourceUnavailable = 47, "resource unavailable", 503, Congestion, "resourcesNotAvailable";
    FacilityNotSubscribed = 50, "requested facility not subscribed", 0, Facility, "unauthorizedBearerService";
    IncomingBarred = 55, "incoming calls barred in the closed user group", 403, Barred, "incomingCallBarred";
    BearerNotAuthorized = 57, "bearer capability not authorized", 403, Barred, "unauthorizedBearerService";
    BearerNotAvailable = 58, "bearer capability not available", 503, Congestion, "notAvailableBearerService";
    ServiceUnavailable = 63, "service or option not available", 503, Congestion, "resourcesNotAvailable";
    BearerNotImplemented = 65, "bearer capability not implemented", 488, Incompatible, "incompatibleBearerService";
    FacilityNotImplemented = 69, "requested facility not implemented", 501, Facility, "notSupportedBearerService";
    OnlyRestrictedDigital = 70, "only restricted digital information", 488, Incompatible, "incompatibleBearerService";
    ServiceNotImplemented = 79, "service or option not implemented", 501, Facility, "notSupportedBearerService";
    InvalidCallReference = 81, "invalid call reference", 0, Protocol, "invalidCallReference";
    ChannelDoesNotExist = 82, "identified channel does not exist", 0, Protocol, "protocolError";
    CallIdentityUnknown = 83, "suspended call exists, not this identity", 0, Protocol, "protocolError";
    CallIdentityInUse = 84, "call identity in use", 0, Protocol, "protocolError";
    NoCallSuspended = 85, "no call suspended", 0, Protocol, "protocolError";
    SuspendedCallCleared = 86, "call with the identity was cleared", 0, Protocol, "protocolError";
    NotMemberOfGroup = 87, "user not a member of the closed user group", 403, Barred, "incomingCallBarred";
    IncompatibleDestination = 88, "incompatible destination", 503, Incompatible, "incompatibleDestination";
    InvalidTransitNetwork = 91, "invalid transit network", 0, Congestion, "destNotObtainable";
    InvalidMessage = 95, "invalid message", 0, Protocol, "protocolError";
    MandatoryElementMissing = 96, "mandatory information element missing", 0, Protocol, "protocolError";
    MessageTypeUnknown = 97, "message type does not exist", 0, Protocol, "protocolError";
    MessageNotCompatible = 98, "message does not fit the call's state", 0, Protocol, "protocolError";
    ElementUnknown = 99, "information element does not exist", 0, Protocol, "protocolError";
    InvalidElement = 100, "invalid information element contents", 0, Protocol, "protocolError";
    MessageInWrongState = 101, "message in the wrong state", 0, Protocol, "protocolError";
    TimerExpired = 102, "recovery on timer expiry", 504, NoAnswer, "timeout";
    ProtocolError = 111, "protocol error", 500, Protocol, "protocolError";
    Interworking = 127, "interworking, unspecified", 500, Normal, "normalUnspecified";
}

impl Q850 {
    /// The cause of a number.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.iter().copied().find(|cause| cause.number() == number)
    }

    /// The cause of a final SIP status that refuses a call (RFC 3398, 7.2.4.1).
    pub fn from_sip(status: u16) -> Option<Self> {
        Some(match status {
            400 | 481 | 500 | 503 => Self::TemporaryFailure,
            401 | 402 | 403 | 407 | 603 => Self::CallRejected,
            404 | 485 | 604 => Self::UnallocatedNumber,
            405 => Self::ServiceUnavailable,
            406 | 415 | 501 => Self::ServiceNotImplemented,
            408 | 504 => Self::TimerExpired,
            410 => Self::NumberChanged,
            413 | 414 | 416 | 420 | 421 | 423 | 505 | 513 => Self::Interworking,
            480 => Self::NoUserResponding,
            482 | 483 => Self::ExchangeRoutingError,
            484 => Self::InvalidNumberFormat,
            486 | 600 => Self::UserBusy,
            488 | 606 => Self::BearerNotImplemented,
            502 => Self::NetworkOutOfOrder,
            _ => return None,
        })
    }

    /// The number of Q.850.
    pub fn number(self) -> u8 {
        self as u8
    }
}

impl fmt::Display for Q850 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.number(), self.meaning())
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::Q850;

    #[test]
    fn causes() {
        let mut table = String::new();
        for cause in Q850::ALL {
            let (outcome, ecma) = (format!("{:?}", cause.outcome()), cause.ecma());
            let sip = cause.sip().map_or_else(String::new, |status| status.to_string());
            let (number, meaning) = (cause.number(), cause.meaning());
            writeln!(table, "{number:>3} {outcome:14} {sip:3} {ecma:26} {meaning}").unwrap();
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn numbers_lead_to_causes_and_back() {
        let known = (0..=u8::MAX).filter_map(Q850::from_number);
        assert!(known.eq(Q850::ALL.iter().copied()));
    }
}
