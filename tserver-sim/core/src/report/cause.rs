//! Why a call got nowhere, or a party left it, as `CallState` (PSDK T-Library reference,
//! `TCallState`; Genesys Events and Models, Predictive Call, for the outcomes of the network).

use switch_sim::{event::Cause, q850::Q850};
use tserver_wire::CallState;

/// Why a call got nowhere.
pub(super) fn failure_state(cause: Cause) -> CallState {
    match cause {
        Cause::Busy | Cause::CallRejected => CallState::Busy,
        Cause::InvalidNumber => CallState::SitInvalidnum,
        Cause::TrunksBusy => CallState::AllTrunksBusy,
        Cause::QueueFull => CallState::QueueFull,
        Cause::CallNotAnswered => CallState::NoAnswer,
        Cause::AnsweringMachine => CallState::AnsweringMachineDetected,
        Cause::Network(cause) => network_state(cause),
        Cause::NormalClearing
        | Cause::CallCancelled
        | Cause::Transfer
        | Cause::Conference
        | Cause::Dropped
        | Cause::Redirected
        | Cause::AnsweredElsewhere => CallState::GeneralError,
    }
}

/// `CallState` of a release.
pub(super) fn release_state(cause: Cause) -> CallState {
    match cause {
        Cause::CallNotAnswered => CallState::NoAnswer,
        Cause::Transfer => CallState::Transferred,
        Cause::Conference => CallState::Conferenced,
        Cause::Redirected => CallState::Redirected,
        Cause::AnsweredElsewhere => CallState::Pickedup,
        Cause::NormalClearing
        | Cause::CallCancelled
        | Cause::CallRejected
        | Cause::Busy
        | Cause::InvalidNumber
        | Cause::TrunksBusy
        | Cause::QueueFull
        | Cause::AnsweringMachine
        | Cause::Network(_)
        | Cause::Dropped => CallState::Ok,
    }
}

/// What came of a predictive call that reached no agent.
pub(super) fn outcome_state(cause: Cause) -> CallState {
    match cause {
        Cause::NormalClearing | Cause::CallCancelled | Cause::Dropped => CallState::Dropped,
        Cause::CallRejected
        | Cause::CallNotAnswered
        | Cause::Busy
        | Cause::InvalidNumber
        | Cause::TrunksBusy
        | Cause::QueueFull
        | Cause::AnsweringMachine
        | Cause::Network(_)
        | Cause::Transfer
        | Cause::Conference
        | Cause::Redirected
        | Cause::AnsweredElsewhere => failure_state(cause),
    }
}

/// What dialers make of the causes of the network (ITU-T Q.850).
fn network_state(cause: Q850) -> CallState {
    match cause {
        Q850::UserBusy => CallState::Busy,
        Q850::NoUserResponding | Q850::NoAnswer | Q850::SubscriberAbsent | Q850::TimerExpired => {
            CallState::NoAnswer
        }
        Q850::UnallocatedNumber | Q850::InvalidNumberFormat => CallState::SitInvalidnum,
        Q850::NoRouteToDestination | Q850::NormalUnspecified => CallState::SitVacant,
        Q850::SpecialInformationTone | Q850::NumberChanged => CallState::SitIntercept,
        Q850::MisdialledTrunkPrefix | Q850::DestinationOutOfOrder | Q850::TemporaryFailure => {
            CallState::SitReorder
        }
        Q850::NoRouteToTransitNetwork | Q850::SwitchingCongestion => CallState::SitNocircuit,
        Q850::NoCircuit | Q850::ChannelNotAvailable => CallState::AllTrunksBusy,
        Q850::NetworkOutOfOrder | Q850::ResourceUnavailable => CallState::SystemError,
        Q850::CallRejected
        | Q850::NonSelectedUserClearing
        | Q850::Preemption
        | Q850::PreemptionCircuitReserved => CallState::Dropped,
        Q850::IncompatibleDestination => CallState::FaxDetected,
        Q850::NormalClearing | Q850::Interworking => CallState::Ok,
        Q850::ChannelUnacceptable
        | Q850::CallAwarded
        | Q850::Redirection
        | Q850::ExchangeRoutingError
        | Q850::FacilityRejected
        | Q850::StatusEnquiryResponse
        | Q850::AccessInformationDiscarded
        | Q850::FacilityNotSubscribed
        | Q850::IncomingBarred
        | Q850::BearerNotAuthorized
        | Q850::BearerNotAvailable
        | Q850::ServiceUnavailable
        | Q850::BearerNotImplemented
        | Q850::FacilityNotImplemented
        | Q850::OnlyRestrictedDigital
        | Q850::ServiceNotImplemented
        | Q850::InvalidCallReference
        | Q850::ChannelDoesNotExist
        | Q850::CallIdentityUnknown
        | Q850::CallIdentityInUse
        | Q850::NoCallSuspended
        | Q850::SuspendedCallCleared
        | Q850::NotMemberOfGroup
        | Q850::InvalidTransitNetwork
        | Q850::InvalidMessage
        | Q850::MandatoryElementMissing
        | Q850::MessageTypeUnknown
        | Q850::MessageNotCompatible
        | Q850::ElementUnknown
        | Q850::InvalidElement
        | Q850::MessageInWrongState
        | Q850::ProtocolError => CallState::GeneralError,
    }
}
