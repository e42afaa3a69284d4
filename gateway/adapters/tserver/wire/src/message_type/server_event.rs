//! The events of T-Library about numbers, agents, the link and the server, and the answers to
//! queries.
//!
//! The attributes `Event` and `Server` of the public tables have no place here: the first is the
//! kind of the message, the second a handle local to the client. Rows that say "attributes
//! inferred" extend a table that is not public by the core that all readable tables share.

super::messages! {
    /// Session to the server opened; made by a client library.
    EVENT_SERVER_CONNECTED = 50, "EventServerConnected", "GenEM General Events",
        [],
        [EXTENSIONS];

    /// Connection to the server lost; made by a client library.
    EVENT_SERVER_DISCONNECTED = 51, "EventServerDisconnected", "GenEM General Events",
        [],
        [EXTENSIONS];

    /// A request could not be carried out.
    EVENT_ERROR = 52, "EventError", "GenEM Negative-Response Events",
        [ERROR_CODE, REFERENCE_ID, TIME_IN_SECS, TIME_IN_USECS],
        [CONN_ID, CUSTOMER_ID, ERROR_MESSAGE, THIS_DN, EXTENSIONS];

    /// The client may send requests and gets events for ThisDN; carries a snapshot of the number.
    EVENT_REGISTERED = 53, "EventRegistered", "GenEM Registration Events",
        [EXTENSIONS, ADDRESS_INFO_TYPE, REFERENCE_ID, THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [AGENT_ID, CUSTOMER_ID, ADDRESS_INFO_STATUS];

    /// Registration for ThisDN cancelled.
    EVENT_UNREGISTERED = 54, "EventUnregistered", "GenEM Registration Events",
        [THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [CUSTOMER_ID, ERROR_CODE, ERROR_MESSAGE, REFERENCE_ID, EXTENSIONS];

    /// Reply to register-all.
    EVENT_REGISTERED_ALL = 55, "EventRegisteredAll",
        "GenEM Registration Events; attributes inferred",
        [REFERENCE_ID, TIME_IN_SECS, TIME_IN_USECS],
        [EXTENSIONS];

    /// Reply to unregister-all.
    EVENT_UNREGISTERED_ALL = 56, "EventUnregisteredAll",
        "GenEM Registration Events; attributes inferred",
        [REFERENCE_ID, TIME_IN_SECS, TIME_IN_USECS],
        [EXTENSIONS];

    /// Agent logged in to the queue of `ThisQueue`; may repeat for the same number and agent.
    EVENT_AGENT_LOGIN = 73, "EventAgentLogin", "GenEM Agent-State and DN Events",
        [THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [AGENT_ID, CUSTOMER_ID, REASONS, REFERENCE_ID, THIS_QUEUE, WORK_MODE, EXTENSIONS];

    /// Agent's final logout (where the platform supports several queues).
    EVENT_AGENT_LOGOUT = 74, "EventAgentLogout", "GenEM Agent-State and DN Events",
        [THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [AGENT_ID, CUSTOMER_ID, REFERENCE_ID, THIS_QUEUE, REASONS, EXTENSIONS];

    /// Agent can receive ACD calls.
    EVENT_AGENT_READY = 75, "EventAgentReady",
        "GenEM Agent-State and DN Events; attributes inferred",
        [THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [AGENT_ID, THIS_QUEUE, WORK_MODE, REFERENCE_ID, REASONS, EXTENSIONS];

    /// Agent cannot receive ACD calls (`WorkMode` tells the kind).
    EVENT_AGENT_NOT_READY = 76, "EventAgentNotReady",
        "GenEM Agent-State and DN Events; attributes inferred",
        [THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [AGENT_ID, CUSTOMER_ID, THIS_QUEUE, WORK_MODE, REFERENCE_ID, REASONS, EXTENSIONS];

    /// Do-not-disturb set on ThisDN.
    EVENT_DND_ON = 77, "EventDNDOn", "GenEM Agent-State and DN Events; attributes inferred",
        [THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [REFERENCE_ID, REASONS, EXTENSIONS];

    /// Do-not-disturb cleared.
    EVENT_DND_OFF = 78, "EventDNDOff", "GenEM Agent-State and DN Events; attributes inferred",
        [THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [REFERENCE_ID, REASONS, EXTENSIONS];

    /// Logged in to mailbox.
    EVENT_MAILBOX_LOGIN = 79, "EventMailBoxLogin", "GenEM Voice-Mail Events; attributes inferred",
        [THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [REFERENCE_ID];

    /// Logged out of mailbox.
    EVENT_MAILBOX_LOGOUT = 80, "EventMailBoxLogout", "GenEM Voice-Mail Events; attributes inferred",
        [THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [REFERENCE_ID];

    /// Voice file opened.
    EVENT_VOICE_FILE_OPENED = 81, "EventVoiceFileOpened",
        "GenEM Voice-Mail Events; attributes inferred",
        [THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [FILE_HANDLE];

    /// Voice file closed.
    EVENT_VOICE_FILE_CLOSED = 82, "EventVoiceFileClosed",
        "GenEM Voice-Mail Events; attributes inferred",
        [THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [REFERENCE_ID];

    /// Voice file played to the end.
    EVENT_VOICE_FILE_END_PLAY = 83, "EventVoiceFileEndPlay",
        "GenEM Voice-Mail Events; attributes inferred",
        [THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [REFERENCE_ID];

    /// Device of ThisDN went off-hook.
    EVENT_OFF_HOOK = 86, "EventOffHook", "GenEM Agent-State and DN Events; attributes inferred",
        [THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [CALL_ID, CALL_HISTORY, CONN_ID];

    /// Device of ThisDN went on-hook.
    EVENT_ON_HOOK = 87, "EventOnHook", "GenEM Agent-State and DN Events; attributes inferred",
        [THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [CALL_ID, CALL_HISTORY, CONN_ID];

    /// Forwarding activated.
    EVENT_FORWARD_SET = 88, "EventForwardSet",
        "GenEM Agent-State and DN Events; attributes inferred",
        [THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [OTHER_DN, ADDRESS_INFO_STATUS, REFERENCE_ID, EXTENSIONS];

    /// Forwarding cancelled.
    EVENT_FORWARD_CANCEL = 89, "EventForwardCancel",
        "GenEM Agent-State and DN Events; attributes inferred",
        [THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [ADDRESS_INFO_STATUS, REFERENCE_ID, EXTENSIONS];

    /// Message waiting indicator set.
    EVENT_MESSAGE_WAITING_ON = 90, "EventMessageWaitingOn",
        "GenEM Agent-State and DN Events; attributes inferred",
        [THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [REFERENCE_ID, EXTENSIONS];

    /// Message waiting indicator cleared (answer to `TSetMessageWaitingOff`).
    EVENT_MESSAGE_WAITING_OFF = 91, "EventMessageWaitingOff",
        "GenEM Agent-State and DN Events; attributes inferred",
        [THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [REFERENCE_ID, EXTENSIONS];

    /// Answer to `TQueryAddress` about ThisDN or `ThisQueue`.
    EVENT_ADDRESS_INFO = 92, "EventAddressInfo", "GenEM Query Events",
        [
            ADDRESS_INFO_STATUS, ADDRESS_INFO_TYPE, REFERENCE_ID, THIS_DN, TIME_IN_SECS,
            TIME_IN_USECS
        ],
        [
            AGENT_ID, CALL_ID, CONN_ID, CUSTOMER_ID, EXTENSIONS, NETWORK_CALL_ID, NETWORK_NODE_ID,
            PREVIOUS_CONN_ID, REASONS, THIS_QUEUE, TRANSFERRED_NETWORK_CALL_ID,
            TRANSFERRED_NETWORK_NODE_ID, USER_DATA
        ];

    /// Server version/capabilities (answer to `TQueryServer`).
    EVENT_SERVER_INFO = 93, "EventServerInfo", "GenEM Query Events; attributes inferred",
        [TIME_IN_SECS, TIME_IN_USECS],
        [SERVER_VERSION, SERVER_ROLE, CAPABILITIES, HOME_LOCATION, REFERENCE_ID];

    /// CTI link between T-Server and switch is down; also seen during hot-standby switchover.
    EVENT_LINK_DISCONNECTED = 94, "EventLinkDisconnected", "GenEM General Events",
        [TIME_IN_SECS, TIME_IN_USECS],
        [APPLICATION_NAME, SESSION_ID, CUSTOMER_ID, ERROR_CODE, ERROR_MESSAGE, EXTENSIONS];

    /// CTI link between T-Server and switch is up; sent when restored, right after a client
    /// connects to show current status, and at hot-standby switchover.
    EVENT_LINK_CONNECTED = 95, "EventLinkConnected", "GenEM General Events",
        [TIME_IN_SECS, TIME_IN_USECS],
        [APPLICATION_NAME, SESSION_ID, CUSTOMER_ID, EXTENSIONS];

    /// Event created by a client (`TSendUserEvent`) for clients of a DN.
    EVENT_USER_EVENT = 96, "EventUserEvent", "GenEM Special Events; attributes inferred",
        [TIME_IN_SECS, TIME_IN_USECS],
        [THIS_DN, USER_DATA, EXTENSIONS];

    /// Resource allocated.
    EVENT_RESOURCE_ALLOCATED = 99, "EventResourceAllocated",
        "GenEM Special Events; attributes inferred",
        [TIME_IN_SECS, TIME_IN_USECS],
        [THIS_DN, REFERENCE_ID, EXTENSIONS];

    /// Resource freed.
    EVENT_RESOURCE_FREED = 100, "EventResourceFreed", "GenEM Special Events; attributes inferred",
        [TIME_IN_SECS, TIME_IN_USECS],
        [THIS_DN, REFERENCE_ID, EXTENSIONS];

    /// The call reached the remote switch.
    EVENT_REMOTE_CONNECTION_SUCCESS = 101, "EventRemoteConnectionSuccess",
        "GenEM ISCC Events; attributes inferred",
        [TIME_IN_SECS, TIME_IN_USECS],
        [REFERENCE_ID, CONN_ID, THIS_DN];

    /// The call did not reach the remote switch.
    EVENT_REMOTE_CONNECTION_FAILED = 102, "EventRemoteConnectionFailed",
        "GenEM ISCC Events; attributes inferred",
        [TIME_IN_SECS, TIME_IN_USECS],
        [REFERENCE_ID, CONN_ID, THIS_DN, ERROR_CODE, ERROR_MESSAGE];

    /// A conference member was set aside (neither hears nor is heard).
    EVENT_LISTEN_DISCONNECTED = 106, "EventListenDisconnected",
        "GenEM Agent-State and DN Events; attributes inferred",
        [CALL_ID, CALL_TYPE, CONN_ID, THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [CALL_STATE, OTHER_DN, OTHER_DN_ROLE, REFERENCE_ID, EXTENSIONS];

    /// The member rejoined.
    EVENT_LISTEN_RECONNECTED = 107, "EventListenReconnected",
        "GenEM Agent-State and DN Events; attributes inferred",
        [CALL_ID, CALL_TYPE, CONN_ID, THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [CALL_STATE, OTHER_DN, OTHER_DN_ROLE, REFERENCE_ID, EXTENSIONS];

    /// Answer to a query about a call's parties.
    EVENT_PARTY_INFO = 109, "EventPartyInfo", "GenEM Query Events; attributes inferred",
        [CALL_ID, CALL_TYPE, CONN_ID, THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [CALL_INFO_TYPE, OTHER_DN, OTHER_DN_ROLE, REFERENCE_ID, EXTENSIONS];

    /// Call information changed (`TSetCallInfo`).
    EVENT_CALL_INFO_CHANGED = 112, "EventCallInfoChanged",
        "GenEM Special Events; attributes inferred",
        [CONN_ID],
        [CUSTOMER_ID, REFERENCE_ID];

    /// A device fault was reported.
    EVENT_HARDWARE_ERROR = 117, "EventHardwareError", "GenEM Special Events; attributes inferred",
        [TIME_IN_SECS, TIME_IN_USECS],
        [THIS_DN, REFERENCE_ID, EXTENSIONS];

    /// Wrap-up notification (older form; newer uses `EventAgentNotReady` with `WorkMode`
    /// `AfterCallWork`).
    EVENT_AGENT_AFTER_CALL_WORK = 118, "EventAgentAfterCallWork",
        "GenEM Agent-State and DN Events; attributes inferred",
        [THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [AGENT_ID, THIS_QUEUE, REFERENCE_ID];

    /// Switch information.
    EVENT_SWITCH_INFO = 122, "EventSwitchInfo", "GenEM Query Events; attributes inferred",
        [TIME_IN_SECS, TIME_IN_USECS],
        [SWITCH_INFO_TYPE, REFERENCE_ID, EXTENSIONS];

    /// Access number for an external routing point.
    EVENT_ANSWER_ACCESS_NUMBER = 125, "EventAnswerAccessNumber",
        "GenEM ISCC Events; attributes inferred",
        [ACCESS_NUMBER, REFERENCE_ID, THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [X_ROUTE_TYPE, X_REFERENCE_ID];

    /// Pending access-number request cancelled.
    EVENT_REQ_GET_ACCESS_NUMBER_CANCELED = 126, "EventReqGetAccessNumberCanceled",
        "GenEM ISCC Events; attributes inferred",
        [REFERENCE_ID, TIME_IN_SECS, TIME_IN_USECS],
        [THIS_DN];

    /// Reservation made; goes to the requester and to all clients registered on the agent's DN.
    EVENT_AGENT_RESERVED = 128, "EventAgentReserved", "GenEM Special Events",
        [TIME_IN_SECS, TIME_IN_USECS],
        [AGENT_ID, PLACE, THIS_DN, REASONS, REFERENCE_ID, TIMEOUT, EXTENSIONS];

    /// Idle reason set.
    EVENT_AGENT_IDLE_REASON_SET = 131, "EventAgentIdleReasonSet",
        "GenEM Agent-State and DN Events; attributes inferred",
        [THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [AGENT_ID, IDLE_REASON, REFERENCE_ID, EXTENSIONS];

    /// Connection restored (HA).
    EVENT_RESTORE_CONNECTION = 132, "EventRestoreConnection",
        "GenEM Special Events; attributes inferred",
        [TIME_IN_SECS, TIME_IN_USECS],
        [THIS_DN, REFERENCE_ID, EXTENSIONS];

    /// Primary T-Server changed (HA).
    EVENT_PRIMARY_CHANGED = 133, "EventPrimaryChanged", "GenEM Special Events; attributes inferred",
        [TIME_IN_SECS, TIME_IN_USECS],
        [THIS_DN, REFERENCE_ID, EXTENSIONS];

    /// Remote location(s) known to T-Server or status change.
    EVENT_LOCATION_INFO = 137, "EventLocationInfo", "GenEM Query Events; attributes inferred",
        [TIME_IN_SECS, TIME_IN_USECS],
        [LOCATION_INFO, REFERENCE_ID];

    /// T-Server accepted a request that has no other reply (`TSendUserEvent`, `TSendEvent`,
    /// `TSendEventEx`, `TSetInputMask`, `TTransactionMonitoring`, `TPrivateService`).
    EVENT_ACK = 138, "EventACK", "GenEM Special Events",
        [REFERENCE_ID, TIME_IN_SECS, TIME_IN_USECS],
        [USER_EVENT, EXTENSIONS, SUBSCRIPTION_ID];

    /// Monitoring subscription accepted; sent to clients of the supervisor and of the agent. The
    /// supervisor's own has the role Observer.
    EVENT_MONITORING_NEXT_CALL = 141, "EventMonitoringNextCall",
        "GenEM Agent-State and DN Events; attributes inferred",
        [THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [MONITOR_NEXT_CALL_TYPE, REFERENCE_ID, OTHER_DN, THIS_DN_ROLE, REASONS];

    /// Monitoring subscription ended.
    EVENT_MONITORING_CANCELLED = 142, "EventMonitoringCancelled",
        "GenEM Agent-State and DN Events; attributes inferred",
        [THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [OTHER_DN, REFERENCE_ID, THIS_DN_ROLE, REASONS];

    /// ThisDN muted in the call.
    EVENT_MUTE_ON = 145, "EventMuteOn", "GenEM Agent-State and DN Events; attributes inferred",
        [THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [CONN_ID, REFERENCE_ID];

    /// Mute ended.
    EVENT_MUTE_OFF = 146, "EventMuteOff", "GenEM Agent-State and DN Events; attributes inferred",
        [THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [CONN_ID, REFERENCE_ID];

    /// Device ThisDN cannot be used.
    EVENT_DN_OUT_OF_SERVICE = 147, "EventDNOutOfService",
        "GenEM Agent-State and DN Events; attributes inferred",
        [THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [EXTENSIONS, REASONS];

    /// Device ThisDN is usable again.
    EVENT_DN_BACK_IN_SERVICE = 148, "EventDNBackInService",
        "GenEM Agent-State and DN Events; attributes inferred",
        [THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [EXTENSIONS];

    /// Switch-private information or reply to `TPrivateService`.
    EVENT_PRIVATE_INFO = 150, "EventPrivateInfo", "GenEM Special Events; attributes inferred",
        [TIME_IN_SECS, TIME_IN_USECS],
        [PRIVATE_EVENT, THIS_DN, CONN_ID, USER_DATA, EXTENSIONS, REFERENCE_ID];

    /// Agent left the queue `ThisQueue` but stays logged in elsewhere.
    EVENT_QUEUE_LOGOUT = 152, "EventQueueLogout",
        "GenEM Agent-State and DN Events; attributes inferred",
        [THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [AGENT_ID, THIS_QUEUE, REFERENCE_ID, REASONS, EXTENSIONS];

    /// Receipt for a sent event.
    EVENT_RETURN_RECEIPT = 170, "EventReturnReceipt", "GenEM Special Events; attributes inferred",
        [TIME_IN_SECS, TIME_IN_USECS],
        [THIS_DN, REFERENCE_ID, EXTENSIONS];

    /// Status of a monitored inter-site transaction.
    EVENT_TRANSACTION_STATUS = 181, "EventTransactionStatus",
        "GenEM Special Events; attributes inferred",
        [TIME_IN_SECS, TIME_IN_USECS],
        [SUBSCRIPTION_ID, EXTENSIONS];

    /// Resource information.
    EVENT_RESOURCE_INFO = 182, "EventResourceInfo", "GenEM Special Events; attributes inferred",
        [TIME_IN_SECS, TIME_IN_USECS],
        [THIS_DN, REFERENCE_ID, EXTENSIONS];
}
