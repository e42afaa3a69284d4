//! The requests of T-Library: what a client asks.
//!
//! The parameters of the public functions, as attributes: the number a function acts for is ThisDN,
//! its destination OtherDN. Every request carries a ReferenceID, which its answer repeats.
//!
//! Functions over two calls, held and current: to complete a transfer and to merge, ConnID is the
//! held call and `TransferConnID` the current one; to complete a conference, the current call is
//! `ConferenceConnID`; to alternate and to reconnect, ConnID is the current call and PreviousConnID
//! the held one.

super::messages! {
    /// Opens a client's session; on T-Link the handshake does it.
    REQUEST_REGISTER_CLIENT = 0, "RequestRegisterClient", "TlibRef TOpenServerEx",
        [REFERENCE_ID, APPLICATION_NAME],
        [PASSWORD];

    /// Asks for version, role and capabilities of the server.
    REQUEST_QUERY_SERVER = 1, "RequestQueryServer", "TlibRef TQueryServer; attributes inferred",
        [REFERENCE_ID],
        [];

    /// Asks what is known of a number.
    REQUEST_QUERY_ADDRESS = 2, "RequestQueryAddress", "TlibRef TQueryAddress",
        [REFERENCE_ID, THIS_DN, ADDRESS_TYPE, ADDRESS_INFO_TYPE],
        [THIS_QUEUE, EXTENSIONS];

    /// Asks for the events of a number, and for leave to send requests about it.
    REQUEST_REGISTER_ADDRESS = 3, "RequestRegisterAddress", "TlibRef TRegisterAddress",
        [REFERENCE_ID, THIS_DN, REGISTER_MODE, CONTROL_MODE, ADDRESS_TYPE],
        [EXTENSIONS];

    /// Gives a number up.
    REQUEST_UNREGISTER_ADDRESS = 4, "RequestUnregisterAddress",
        "TlibRef TUnregisterAddress; attributes inferred",
        [REFERENCE_ID, THIS_DN],
        [CONTROL_MODE, EXTENSIONS];

    /// Asks for the events of every number.
    REQUEST_REGISTER_ALL = 5, "RequestRegisterAll", "public message list; attributes inferred",
        [REFERENCE_ID],
        [REGISTER_MODE, CONTROL_MODE];

    /// Gives every number up.
    REQUEST_UNREGISTER_ALL = 6, "RequestUnregisterAll", "public message list; attributes inferred",
        [REFERENCE_ID],
        [CONTROL_MODE];

    /// Asks for a part of the events only.
    REQUEST_SET_INPUT_MASK = 7, "RequestSetInputMask", "TlibRef TSetInputMask",
        [REFERENCE_ID, INPUT_MASK],
        [];

    /// Logs an agent in to a queue.
    REQUEST_AGENT_LOGIN = 8, "RequestAgentLogin", "TlibRef TAgentLogin",
        [REFERENCE_ID, THIS_DN],
        [THIS_QUEUE, AGENT_TYPE, AGENT_ID, PASSWORD, WORK_MODE, REASONS, EXTENSIONS];

    /// Logs an agent out of a queue.
    REQUEST_AGENT_LOGOUT = 9, "RequestAgentLogout", "TlibRef TAgentLogout; attributes inferred",
        [REFERENCE_ID, THIS_DN],
        [THIS_QUEUE, REASONS, EXTENSIONS];

    /// Makes an agent ready.
    REQUEST_AGENT_READY = 10, "RequestAgentReady", "TlibRef TAgentSetReady; attributes inferred",
        [REFERENCE_ID, THIS_DN],
        [THIS_QUEUE, WORK_MODE, REASONS, EXTENSIONS];

    /// Makes an agent not ready.
    REQUEST_AGENT_NOT_READY = 11, "RequestAgentNotReady", "TlibRef TAgentSetNotReady",
        [REFERENCE_ID, THIS_DN],
        [THIS_QUEUE, WORK_MODE, REASONS, EXTENSIONS];

    /// Turns do-not-disturb on.
    REQUEST_SET_DND_ON = 12, "RequestSetDNDOn", "TlibRef TSetDNDOn; attributes inferred",
        [REFERENCE_ID, THIS_DN],
        [REASONS, EXTENSIONS];

    /// Turns do-not-disturb off.
    REQUEST_SET_DND_OFF = 13, "RequestSetDNDOff", "TlibRef TSetDNDOff; attributes inferred",
        [REFERENCE_ID, THIS_DN],
        [REASONS, EXTENSIONS];

    /// Calls OtherDN from ThisDN.
    REQUEST_MAKE_CALL = 14, "RequestMakeCall", "TlibRef TMakeCall; attributes inferred",
        [REFERENCE_ID, THIS_DN, OTHER_DN],
        [LOCATION, MAKE_CALL_TYPE, USER_DATA, REASONS, EXTENSIONS];

    /// Calls OtherDN and queues the answered call at ThisDN.
    REQUEST_MAKE_PREDICTIVE_CALL = 15, "RequestMakePredictiveCall", "TlibRef TMakePredictiveCall",
        [REFERENCE_ID, THIS_DN, OTHER_DN],
        [TIMEOUT, USER_DATA, REASONS, EXTENSIONS];

    /// Answers the call that alerts at ThisDN.
    REQUEST_ANSWER_CALL = 16, "RequestAnswerCall", "TlibRef TAnswerCall; attributes inferred",
        [REFERENCE_ID, THIS_DN, CONN_ID],
        [REASONS, EXTENSIONS];

    /// Takes ThisDN out of the call.
    REQUEST_RELEASE_CALL = 17, "RequestReleaseCall", "TlibRef TReleaseCall; attributes inferred",
        [REFERENCE_ID, THIS_DN, CONN_ID],
        [REASONS, EXTENSIONS];

    /// Puts the call on hold.
    REQUEST_HOLD_CALL = 18, "RequestHoldCall", "TlibRef THoldCall",
        [REFERENCE_ID, THIS_DN, CONN_ID],
        [REASONS, EXTENSIONS];

    /// Takes the call back from hold.
    REQUEST_RETRIEVE_CALL = 19, "RequestRetrieveCall", "TlibRef TRetrieveCall; attributes inferred",
        [REFERENCE_ID, THIS_DN, CONN_ID],
        [REASONS, EXTENSIONS];

    /// Holds the call and consults OtherDN, for a conference.
    REQUEST_INITIATE_CONFERENCE = 20, "RequestInitiateConference", "TlibRef TInitiateConference",
        [REFERENCE_ID, THIS_DN, CONN_ID, OTHER_DN],
        [LOCATION, USER_DATA, REASONS, EXTENSIONS];

    /// Joins the held call ConnID, which survives, and the current call `ConferenceConnID`.
    REQUEST_COMPLETE_CONFERENCE = 21, "RequestCompleteConference", "TlibRef TCompleteConference",
        [REFERENCE_ID, THIS_DN, CONN_ID, CONFERENCE_CONN_ID],
        [REASONS, EXTENSIONS];

    /// Drops OtherDN from the conference.
    REQUEST_DELETE_FROM_CONFERENCE = 22, "RequestDeleteFromConference",
        "TlibRef TDeleteFromConference; attributes inferred",
        [REFERENCE_ID, THIS_DN, CONN_ID, OTHER_DN],
        [REASONS, EXTENSIONS];

    /// Holds the call and consults OtherDN, for a transfer.
    REQUEST_INITIATE_TRANSFER = 23, "RequestInitiateTransfer", "TlibRef TInitiateTransfer",
        [REFERENCE_ID, THIS_DN, CONN_ID, OTHER_DN],
        [LOCATION, USER_DATA, REASONS, EXTENSIONS];

    /// Transfers to OtherDN without waiting for its answer.
    REQUEST_MUTE_TRANSFER = 24, "RequestMuteTransfer", "TlibRef TMuteTransfer",
        [REFERENCE_ID, THIS_DN, CONN_ID, OTHER_DN],
        [LOCATION, USER_DATA, REASONS, EXTENSIONS];

    /// Puts OtherDN into the place of ThisDN.
    REQUEST_SINGLE_STEP_TRANSFER = 25, "RequestSingleStepTransfer", "TlibRef TSingleStepTransfer",
        [REFERENCE_ID, THIS_DN, CONN_ID, OTHER_DN],
        [LOCATION, USER_DATA, REASONS, EXTENSIONS];

    /// Connects the parties of the held call ConnID, which survives, and of the current call
    /// `TransferConnID`.
    REQUEST_COMPLETE_TRANSFER = 26, "RequestCompleteTransfer", "TlibRef TCompleteTransfer",
        [REFERENCE_ID, THIS_DN, CONN_ID, TRANSFER_CONN_ID],
        [REASONS, EXTENSIONS];

    /// Merges the held call ConnID, which survives, and the current call `TransferConnID`.
    REQUEST_MERGE_CALLS = 27, "RequestMergeCalls", "TlibRef TMergeCalls",
        [REFERENCE_ID, THIS_DN, CONN_ID, TRANSFER_CONN_ID],
        [MERGE_TYPE, REASONS, EXTENSIONS];

    /// Retrieves the held call PreviousConnID and holds the current call ConnID.
    REQUEST_ALTERNATE_CALL = 28, "RequestAlternateCall", "TlibRef TAlternateCall",
        [REFERENCE_ID, THIS_DN, CONN_ID, PREVIOUS_CONN_ID],
        [REASONS, EXTENSIONS];

    /// Retrieves the held call PreviousConnID and releases the current call ConnID.
    REQUEST_RECONNECT_CALL = 29, "RequestReconnectCall", "TlibRef TReconnectCall",
        [REFERENCE_ID, THIS_DN, CONN_ID, PREVIOUS_CONN_ID],
        [REASONS, EXTENSIONS];

    /// Adds pairs to the user data, also to keys that are there.
    REQUEST_ATTACH_USER_DATA = 30, "RequestAttachUserData", "TlibRef TAttachUserData",
        [REFERENCE_ID, THIS_DN, CONN_ID, USER_DATA],
        [];

    /// Replaces the values of keys that are there and adds the others.
    REQUEST_UPDATE_USER_DATA = 31, "RequestUpdateUserData", "TlibRef TUpdateUserData",
        [REFERENCE_ID, THIS_DN, CONN_ID, USER_DATA],
        [];

    /// Removes the whole user data.
    REQUEST_DELETE_USER_DATA = 32, "RequestDeleteUserData",
        "TlibRef TDeleteUserData; attributes inferred",
        [REFERENCE_ID, THIS_DN, CONN_ID],
        [];

    /// Removes a key from the user data: that of the only pair in UserData (its value is ignored).
    REQUEST_DELETE_PAIR = 33, "RequestDeletePair", "TlibRef TDeletePair; attributes inferred",
        [REFERENCE_ID, THIS_DN, CONN_ID, USER_DATA],
        [];

    /// Forwards calls to OtherDN.
    REQUEST_CALL_FORWARD_SET = 34, "RequestCallForwardSet",
        "TlibRef TCallSetForward; attributes inferred",
        [REFERENCE_ID, THIS_DN, OTHER_DN],
        [FORWARD_MODE, REASONS, EXTENSIONS];

    /// Ends forwarding.
    REQUEST_CALL_FORWARD_CANCEL = 35, "RequestCallForwardCancel",
        "TlibRef TCallCancelForward; attributes inferred",
        [REFERENCE_ID, THIS_DN],
        [FORWARD_MODE, REASONS, EXTENSIONS];

    /// Tells where a call on a routing point goes.
    REQUEST_ROUTE_CALL = 36, "RequestRouteCall", "TlibRef TRouteCall",
        [REFERENCE_ID, THIS_DN, CONN_ID],
        [OTHER_DN, LOCATION, ROUTE_TYPE, DNIS, USER_DATA, REASONS, EXTENSIONS];

    /// Plays music to a call.
    REQUEST_GIVE_MUSIC_TREATMENT = 37, "RequestGiveMusicTreatment",
        "public message list; attributes inferred",
        [REFERENCE_ID, THIS_DN, CONN_ID],
        [OTHER_DN, EXTENSIONS];

    /// Plays silence to a call.
    REQUEST_GIVE_SILENCE_TREATMENT = 38, "RequestGiveSilenceTreatment",
        "public message list; attributes inferred",
        [REFERENCE_ID, THIS_DN, CONN_ID],
        [EXTENSIONS];

    /// Plays the ringing tone to a call.
    REQUEST_GIVE_RING_BACK_TREATMENT = 39, "RequestGiveRingBackTreatment",
        "public message list; attributes inferred",
        [REFERENCE_ID, THIS_DN, CONN_ID],
        [EXTENSIONS];

    /// Logs in to a mailbox.
    REQUEST_LOGIN_MAILBOX = 40, "RequestLoginMailBox", "public message list; attributes inferred",
        [REFERENCE_ID, THIS_DN],
        [PASSWORD, EXTENSIONS];

    /// Logs out of a mailbox.
    REQUEST_LOGOUT_MAILBOX = 41, "RequestLogoutMailBox", "public message list; attributes inferred",
        [REFERENCE_ID, THIS_DN],
        [EXTENSIONS];

    /// Opens a voice file.
    REQUEST_OPEN_VOICE_FILE = 42, "RequestOpenVoiceFile",
        "public message list; attributes inferred",
        [REFERENCE_ID, THIS_DN],
        [EXTENSIONS];

    /// Closes a voice file.
    REQUEST_CLOSE_VOICE_FILE = 43, "RequestCloseVoiceFile",
        "public message list; attributes inferred",
        [REFERENCE_ID, THIS_DN],
        [FILE_HANDLE, EXTENSIONS];

    /// Plays a voice file.
    REQUEST_PLAY_VOICE_FILE = 44, "RequestPlayVoiceFile",
        "public message list; attributes inferred",
        [REFERENCE_ID, THIS_DN],
        [FILE_HANDLE, CONN_ID, EXTENSIONS];

    /// Collects digits from the caller.
    REQUEST_COLLECT_DIGITS = 45, "RequestCollectDigits", "public message list; attributes inferred",
        [REFERENCE_ID, THIS_DN, CONN_ID],
        [TIMEOUT, EXTENSIONS];

    /// Turns the message lamp on.
    REQUEST_SET_MESSAGE_WAITING_ON = 46, "RequestSetMessageWaitingOn",
        "TlibRef TSetMessageWaitingOn; attributes inferred",
        [REFERENCE_ID, THIS_DN],
        [REASONS, EXTENSIONS];

    /// Turns the message lamp off.
    REQUEST_SET_MESSAGE_WAITING_OFF = 47, "RequestSetMessageWaitingOff",
        "TlibRef TSetMessageWaitingOff; attributes inferred",
        [REFERENCE_ID, THIS_DN],
        [REASONS, EXTENSIONS];

    /// Sends a user event to the clients of ThisDN.
    REQUEST_DISTRIBUTE_USER_EVENT = 48, "RequestDistributeUserEvent",
        "TlibRef TSendUserEvent; attributes inferred",
        [REFERENCE_ID, THIS_DN],
        [USER_DATA, EXTENSIONS];

    /// Distributes an event to the clients of ThisDN, as routers do for virtual queues.
    REQUEST_DISTRIBUTE_EVENT = 49, "RequestDistributeEvent",
        "TlibRef TSendEvent; attributes inferred",
        [REFERENCE_ID, THIS_DN, USER_EVENT],
        [
            CALL_UUID, TIMEOUT, EXTENSIONS, DNIS, OTHER_DN_ROLE, OTHER_DN, THIS_DN_ROLE,
            THIS_QUEUE, CALL_TYPE, CALL_ID, CONN_ID, CUSTOMER_ID, USER_DATA, THIRD_PARTY_DN,
            THIRD_PARTY_DN_ROLE, REASONS
        ];

    /// Sends tones into the call.
    REQUEST_SEND_DTMF = 97, "RequestSendDTMF", "TlibRef TSendDTMF; attributes inferred",
        [REFERENCE_ID, THIS_DN, CONN_ID, DTMF_DIGITS],
        [REASONS, EXTENSIONS];

    /// Sends an alerting call elsewhere.
    REQUEST_REDIRECT_CALL = 103, "RequestRedirectCall",
        "TlibRef TRedirectCall; attributes inferred",
        [REFERENCE_ID, THIS_DN, CONN_ID, OTHER_DN],
        [REASONS, EXTENSIONS];

    /// Sets a member of the conference aside.
    REQUEST_LISTEN_DISCONNECT = 104, "RequestListenDisconnect",
        "TlibRef TListenDisconnect; attributes inferred",
        [REFERENCE_ID, THIS_DN, CONN_ID, OTHER_DN],
        [REASONS, EXTENSIONS];

    /// Lets the member rejoin.
    REQUEST_LISTEN_RECONNECT = 105, "RequestListenReconnect",
        "TlibRef TListenReconnect; attributes inferred",
        [REFERENCE_ID, THIS_DN, CONN_ID, OTHER_DN],
        [REASONS, EXTENSIONS];

    /// Asks who takes part in a call.
    REQUEST_QUERY_CALL = 108, "RequestQueryCall", "TlibRef TQueryCall; attributes inferred",
        [REFERENCE_ID, THIS_DN, CONN_ID],
        [CALL_INFO_TYPE, EXTENSIONS];

    /// Drops every party of the call.
    REQUEST_CLEAR_CALL = 110, "RequestClearCall", "TlibRef TClearCall; attributes inferred",
        [REFERENCE_ID, THIS_DN, CONN_ID],
        [REASONS, EXTENSIONS];

    /// Changes the information about a call.
    REQUEST_SET_CALL_INFO = 111, "RequestSetCallInfo", "TlibRef TSetCallInfo; attributes inferred",
        [REFERENCE_ID, CONN_ID],
        [THIS_DN, CUSTOMER_ID, USER_DATA, EXTENSIONS];

    /// Gives a call a treatment.
    REQUEST_APPLY_TREATMENT = 113, "RequestApplyTreatment",
        "TlibRef TApplyTreatment; attributes inferred",
        [REFERENCE_ID, THIS_DN, CONN_ID, TREATMENT_TYPE],
        [TREATMENT_PARMS, REASONS, EXTENSIONS];

    /// Adds OtherDN to the call.
    REQUEST_SINGLE_STEP_CONFERENCE = 120, "RequestSingleStepConference",
        "TlibRef TSingleStepConference",
        [REFERENCE_ID, THIS_DN, CONN_ID, OTHER_DN],
        [LOCATION, USER_DATA, REASONS, EXTENSIONS];

    /// Asks about the switch.
    REQUEST_QUERY_SWITCH = 121, "RequestQuerySwitch", "TlibRef TQuerySwitch; attributes inferred",
        [REFERENCE_ID],
        [SWITCH_INFO_TYPE, EXTENSIONS];

    /// Asks for the number that reaches another switch.
    REQUEST_GET_ACCESS_NUMBER = 123, "RequestGetAccessNumber", "TlibRef TGetAccessNumber",
        [REFERENCE_ID, THIS_DN, CONN_ID, OTHER_DN],
        [LOCATION, X_ROUTE_TYPE, USER_DATA, REASONS, EXTENSIONS];

    /// Takes a request for an access number back.
    REQUEST_CANCEL_REQ_GET_ACCESS_NUMBER = 124, "RequestCancelReqGetAccessNumber",
        "TlibRef TCancelReqGetAccessNumber; attributes inferred",
        [REFERENCE_ID, THIS_DN],
        [X_REFERENCE_ID, CONN_ID, EXTENSIONS];

    /// Reserves an agent against other routers; a Timeout of 0 cancels.
    REQUEST_RESERVE_AGENT = 127, "RequestReserveAgent", "TlibRef TReserveAgent",
        [REFERENCE_ID, TIMEOUT],
        [THIS_DN, AGENT_ID, PLACE, PRIORITY, REASONS, EXTENSIONS];

    /// Reserves an agent and asks for its access number.
    REQUEST_RESERVE_AGENT_AND_GET_ACCESS_NUMBER = 129, "RequestReserveAgentAndGetAccessNumber",
        "TlibRef TReserveAgentAndGetAccessNumber; attributes inferred",
        [REFERENCE_ID, TIMEOUT],
        [THIS_DN, AGENT_ID, PLACE, PRIORITY, OTHER_DN, LOCATION, EXTENSIONS];

    /// Tells why an agent is idle.
    REQUEST_AGENT_SET_IDLE_REASON = 130, "RequestAgentSetIdleReason",
        "TlibRef TAgentSetIdleReason; attributes inferred",
        [REFERENCE_ID, THIS_DN, IDLE_REASON],
        [REASONS, EXTENSIONS];

    /// Tells that the backup server is lost.
    REQUEST_LOST_BACKUP_CONNECTION = 134, "RequestLostBackupConnection",
        "public message list; attributes inferred",
        [REFERENCE_ID],
        [EXTENSIONS];

    /// Changes the information about a number.
    REQUEST_SET_DN_INFO = 135, "RequestSetDNInfo", "public message list; attributes inferred",
        [REFERENCE_ID, THIS_DN],
        [ADDRESS_TYPE, EXTENSIONS];

    /// Asks about remote locations.
    REQUEST_QUERY_LOCATION = 136, "RequestQueryLocation",
        "TlibRef TQueryLocation; attributes inferred",
        [REFERENCE_ID],
        [LOCATION_INFO, LOCATION, EXTENSIONS];

    /// Lets supervisor ThisDN listen to calls of agent OtherDN.
    REQUEST_MONITOR_NEXT_CALL = 139, "RequestMonitorNextCall", "TlibRef TMonitorNextCall",
        [REFERENCE_ID, THIS_DN, OTHER_DN],
        [MONITOR_NEXT_CALL_TYPE, REASONS, EXTENSIONS];

    /// Ends the monitoring.
    REQUEST_CANCEL_MONITORING = 140, "RequestCancelMonitoring",
        "TlibRef TCancelMonitoring; attributes inferred",
        [REFERENCE_ID, THIS_DN, OTHER_DN],
        [REASONS, EXTENSIONS];

    /// Mutes ThisDN in the call.
    REQUEST_SET_MUTE_ON = 143, "RequestSetMuteOn", "TlibRef TSetMuteOn; attributes inferred",
        [REFERENCE_ID, THIS_DN],
        [CONN_ID, REASONS, EXTENSIONS];

    /// Ends the mute.
    REQUEST_SET_MUTE_OFF = 144, "RequestSetMuteOff", "TlibRef TSetMuteOff; attributes inferred",
        [REFERENCE_ID, THIS_DN],
        [CONN_ID, REASONS, EXTENSIONS];

    /// Asks for a service private to the switch.
    REQUEST_PRIVATE_SERVICE = 149, "RequestPrivateService",
        "TlibRef TPrivateService; attributes inferred",
        [REFERENCE_ID, PRIVATE_EVENT],
        [THIS_DN, CONN_ID, USER_DATA, REASONS, EXTENSIONS];

    /// Asks for the call-based events.
    REQUEST_START_CALL_MONITORING = 167, "RequestStartCallMonitoring",
        "TlibRef TStartCallMonitoring; attributes inferred",
        [REFERENCE_ID],
        [THIS_DN, CALL_UUID, EXTENSIONS];

    /// Gives the call-based events up.
    REQUEST_STOP_CALL_MONITORING = 168, "RequestStopCallMonitoring",
        "TlibRef TStopCallMonitoring; attributes inferred",
        [REFERENCE_ID],
        [THIS_DN, CALL_UUID, EXTENSIONS];

    /// Confirms an event.
    REQUEST_SEND_RETURN_RECEIPT = 169, "RequestSendReturnReceipt",
        "public message list; attributes inferred",
        [REFERENCE_ID],
        [USER_EVENT, EXTENSIONS];

    /// Consults OtherDN in the network.
    REQUEST_NETWORK_CONSULT = 171, "RequestNetworkConsult",
        "public message list; attributes inferred",
        [REFERENCE_ID, THIS_DN, CONN_ID, OTHER_DN],
        [LOCATION, HOME_LOCATION, USER_DATA, REASONS, EXTENSIONS];

    /// Changes between the network parties.
    REQUEST_NETWORK_ALTERNATE = 172, "RequestNetworkAlternate",
        "public message list; attributes inferred",
        [REFERENCE_ID, THIS_DN, CONN_ID],
        [HOME_LOCATION, REASONS, EXTENSIONS];

    /// Completes the transfer in the network.
    REQUEST_NETWORK_TRANSFER = 173, "RequestNetworkTransfer",
        "public message list; attributes inferred",
        [REFERENCE_ID, THIS_DN, CONN_ID],
        [HOME_LOCATION, REASONS, EXTENSIONS];

    /// Merges the network parties.
    REQUEST_NETWORK_MERGE = 174, "RequestNetworkMerge", "public message list; attributes inferred",
        [REFERENCE_ID, THIS_DN, CONN_ID],
        [HOME_LOCATION, REASONS, EXTENSIONS];

    /// Returns to the first network party.
    REQUEST_NETWORK_RECONNECT = 175, "RequestNetworkReconnect",
        "public message list; attributes inferred",
        [REFERENCE_ID, THIS_DN, CONN_ID],
        [HOME_LOCATION, REASONS, EXTENSIONS];

    /// Transfers in the network in one step.
    REQUEST_NETWORK_SINGLE_STEP_TRANSFER = 176, "RequestNetworkSingleStepTransfer",
        "TlibRef TNetworkSingleStepTransfer",
        [REFERENCE_ID, THIS_DN, CONN_ID, OTHER_DN],
        [LOCATION, HOME_LOCATION, REASONS, EXTENSIONS];

    /// Asks for a service private to the network.
    REQUEST_NETWORK_PRIVATE_SERVICE = 177, "RequestNetworkPrivateService",
        "TlibRef TNetworkPrivateService; attributes inferred",
        [REFERENCE_ID, PRIVATE_EVENT],
        [THIS_DN, CONN_ID, USER_DATA, REASONS, EXTENSIONS];

    /// Subscribes to the transactions between sites.
    REQUEST_TRANSACTION_MONITORING = 180, "RequestTransactionMonitoring",
        "TlibRef TTransactionMonitoring; attributes inferred",
        [REFERENCE_ID],
        [SUBSCRIPTION_ID, EXTENSIONS];
}
