//! The events of T-Library about calls: delivery, parties, routing, treatment and attached data.
//!
//! The attributes `Event` and `Server` of the public tables have no place here: the first is the
//! kind of the message, the second a handle local to the client. Rows that say "attributes
//! inferred" extend a table that is not public by the core that all readable tables share.

super::messages! {
    /// Call entered queue or route point ThisDN.
    EVENT_QUEUED = 57, "EventQueued",
        "GenEM Call-Handling, Transfer and Conference Events; attributes inferred",
        [CALL_ID, CALL_STATE, CALL_TYPE, CONN_ID, THIS_DN, THIS_QUEUE, TIME_IN_SECS, TIME_IN_USECS],
        [
            ANI, CALL_HISTORY, DNIS, OTHER_DN, OTHER_DN_ROLE, PREVIOUS_CONN_ID, USER_DATA,
            EXTENSIONS, THIS_DN_ROLE
        ];

    /// Call left the queue or route point for a destination.
    EVENT_DIVERTED = 58, "EventDiverted",
        "GenEM Call-Handling, Transfer and Conference Events; attributes inferred",
        [CALL_ID, CALL_TYPE, CONN_ID, THIS_DN, THIS_QUEUE, TIME_IN_SECS, TIME_IN_USECS],
        [
            CALL_HISTORY, CALL_STATE, OTHER_DN, OTHER_DN_ROLE, THIRD_PARTY_DN,
            THIRD_PARTY_DN_ROLE, USER_DATA, EXTENSIONS
        ];

    /// The caller gave up before answer; for a queue - while queued, for a DN - while it was
    /// ringing (never without a previous `EventRinging`/`EventQueued` for that object).
    EVENT_ABANDONED = 59, "EventAbandoned",
        "GenEM Call-Handling, Transfer and Conference Events; attributes inferred",
        [
            CALL_ID, CALL_STATE, CALL_TYPE, CONN_ID, THIS_DN, THIS_DN_ROLE, TIME_IN_SECS,
            TIME_IN_USECS
        ],
        [ANI, CALL_HISTORY, PREVIOUS_CONN_ID, THIS_QUEUE, OTHER_DN, USER_DATA, EXTENSIONS];

    /// A call has been delivered to (alerts at) ThisDN.
    EVENT_RINGING = 60, "EventRinging", "GenEM Call-Handling, Transfer and Conference Events",
        [
            CALL_ID, CALL_STATE, CALL_TYPE, CONN_ID, THIS_DN, THIS_DN_ROLE, TIME_IN_SECS,
            TIME_IN_USECS
        ],
        [
            AGENT_ID, ANI, CALL_HISTORY, CAUSE, COLLECTED_DIGITS, CUSTOMER_ID, DNIS, EXTENSIONS,
            NETWORK_CALL_ID, NETWORK_NODE_ID, OTHER_DN, OTHER_DN_ROLE, OTHER_QUEUE, OTHER_TRUNK,
            PREVIOUS_CONN_ID, REASONS, REFERENCE_ID, THIRD_PARTY_DN, THIS_QUEUE,
            TRANSFERRED_NETWORK_CALL_ID, TRANSFERRED_NETWORK_NODE_ID, USER_DATA
        ];

    /// A call attempt on behalf of ThisDN is in progress.
    EVENT_DIALING = 61, "EventDialing", "GenEM Call-Handling, Transfer and Conference Events",
        [CALL_ID, CALL_TYPE, CONN_ID, THIS_DN, THIS_DN_ROLE, TIME_IN_SECS, TIME_IN_USECS],
        [
            AGENT_ID, ANI, CALL_HISTORY, CUSTOMER_ID, DNIS, EXTENSIONS, NETWORK_CALL_ID,
            NETWORK_NODE_ID, OTHER_DN, OTHER_DN_ROLE, OTHER_QUEUE, OTHER_TRUNK, PREVIOUS_CONN_ID,
            REASONS, REFERENCE_ID, THIS_QUEUE, TRANSFERRED_NETWORK_CALL_ID,
            TRANSFERRED_NETWORK_NODE_ID, USER_DATA
        ];

    /// Call of ThisDN reached the public network (trunk).
    EVENT_NETWORK_REACHED = 62, "EventNetworkReached",
        "GenEM Call-Handling, Transfer and Conference Events; attributes inferred",
        [CALL_ID, CALL_TYPE, CONN_ID, THIS_DN, THIS_DN_ROLE, TIME_IN_SECS, TIME_IN_USECS],
        [ANI, CALL_HISTORY, OTHER_DN, OTHER_DN_ROLE, USER_DATA, EXTENSIONS];

    /// The destination is busy or cannot be reached; `CallState` says why.
    EVENT_DESTINATION_BUSY = 63, "EventDestinationBusy",
        "GenEM Call-Handling, Transfer and Conference Events; attributes inferred",
        [
            CALL_ID, CALL_STATE, CALL_TYPE, CONN_ID, THIS_DN, THIS_DN_ROLE, TIME_IN_SECS,
            TIME_IN_USECS
        ],
        [ANI, CALL_HISTORY, OTHER_DN, OTHER_DN_ROLE, USER_DATA, EXTENSIONS];

    /// ThisDN is connected to the call (voice path).
    EVENT_ESTABLISHED = 64, "EventEstablished",
        "GenEM Call-Handling, Transfer and Conference Events; attributes inferred",
        [
            CALL_ID, CALL_STATE, CALL_TYPE, CONN_ID, THIS_DN, THIS_DN_ROLE, TIME_IN_SECS,
            TIME_IN_USECS
        ],
        [
            ANI, CALL_HISTORY, DNIS, OTHER_DN, OTHER_DN_ROLE, PREVIOUS_CONN_ID, REFERENCE_ID,
            REASONS, THIS_QUEUE, THIRD_PARTY_DN, USER_DATA, EXTENSIONS
        ];

    /// ThisDN left the call.
    EVENT_RELEASED = 65, "EventReleased",
        "GenEM Call-Handling, Transfer and Conference Events; attributes inferred",
        [
            CALL_ID, CALL_STATE, CALL_TYPE, CONN_ID, THIS_DN, THIS_DN_ROLE, TIME_IN_SECS,
            TIME_IN_USECS
        ],
        [
            ANI, CALL_HISTORY, DNIS, OTHER_DN, OTHER_DN_ROLE, REFERENCE_ID, REASONS, THIS_QUEUE,
            THIRD_PARTY_DN, USER_DATA, EXTENSIONS
        ];

    /// ThisDN put the call on hold.
    EVENT_HELD = 66, "EventHeld",
        "GenEM Call-Handling, Transfer and Conference Events; attributes inferred",
        [CALL_ID, CALL_TYPE, CONN_ID, THIS_DN, THIS_DN_ROLE, TIME_IN_SECS, TIME_IN_USECS],
        [
            ANI, CALL_HISTORY, DNIS, OTHER_DN, OTHER_DN_ROLE, REFERENCE_ID, REASONS, THIS_QUEUE,
            TRANSFER_CONN_ID, USER_DATA, EXTENSIONS
        ];

    /// ThisDN took the call back from hold.
    EVENT_RETRIEVED = 67, "EventRetrieved",
        "GenEM Call-Handling, Transfer and Conference Events; attributes inferred",
        [
            CALL_ID, CALL_STATE, CALL_TYPE, CONN_ID, THIS_DN, THIS_DN_ROLE, TIME_IN_SECS,
            TIME_IN_USECS
        ],
        [
            ANI, CALL_HISTORY, OTHER_DN, OTHER_DN_ROLE, REFERENCE_ID, REASONS, THIS_QUEUE,
            USER_DATA, EXTENSIONS
        ];

    /// The other party of ThisDN was replaced and/or the call got a different ConnID.
    EVENT_PARTY_CHANGED = 68, "EventPartyChanged",
        "GenEM Call-Handling, Transfer and Conference Events; attributes inferred",
        [
            CALL_ID, CALL_STATE, CALL_TYPE, CONN_ID, THIS_DN, THIS_DN_ROLE, TIME_IN_SECS,
            TIME_IN_USECS
        ],
        [
            ANI, CALL_HISTORY, OTHER_DN, OTHER_DN_ROLE, PREVIOUS_CONN_ID, THIRD_PARTY_DN,
            THIRD_PARTY_DN_ROLE, REFERENCE_ID, USER_DATA, EXTENSIONS
        ];

    /// A party was added to the call (conference).
    EVENT_PARTY_ADDED = 69, "EventPartyAdded",
        "GenEM Call-Handling, Transfer and Conference Events; attributes inferred",
        [
            CALL_STATE, CALL_TYPE, CONN_ID, THIS_DN, THIS_DN_ROLE, OTHER_DN, TIME_IN_SECS,
            TIME_IN_USECS
        ],
        [
            ANI, CALL_HISTORY, OTHER_DN_ROLE, THIRD_PARTY_DN, THIRD_PARTY_DN_ROLE, REFERENCE_ID,
            USER_DATA, EXTENSIONS
        ];

    /// A party left or was removed from the call.
    EVENT_PARTY_DELETED = 70, "EventPartyDeleted",
        "GenEM Call-Handling, Transfer and Conference Events; attributes inferred",
        [
            CALL_ID, CALL_STATE, CALL_TYPE, CONN_ID, THIS_DN, THIS_DN_ROLE, OTHER_DN,
            TIME_IN_SECS, TIME_IN_USECS
        ],
        [
            ANI, CALL_HISTORY, OTHER_DN_ROLE, THIRD_PARTY_DN, THIRD_PARTY_DN_ROLE, REFERENCE_ID,
            USER_DATA, EXTENSIONS
        ];

    /// Call sits on routing point ThisDN and the switch waits for instructions.
    EVENT_ROUTE_REQUEST = 71, "EventRouteRequest", "GenEM Call-Routing Events",
        [CALL_ID, CALL_TYPE, CONN_ID, THIS_DN, THIS_QUEUE, TIME_IN_SECS, TIME_IN_USECS],
        [
            ANI, CALL_HISTORY, COLLECTED_DIGITS, CUSTOMER_ID, DNIS, EXTENSIONS,
            LAST_COLLECTED_DIGIT, NETWORK_CALL_ID, NETWORK_NODE_ID, OTHER_DN, OTHER_DN_ROLE,
            OTHER_QUEUE, OTHER_TRUNK, PREVIOUS_CONN_ID, THIS_TRUNK, THIRD_PARTY_DN,
            TRANSFERRED_NETWORK_CALL_ID, TRANSFERRED_NETWORK_NODE_ID, USER_DATA
        ];

    /// Call was routed as asked by `TRouteCall`, or default-routed by the switch after the
    /// routing timeout.
    EVENT_ROUTE_USED = 72, "EventRouteUsed", "GenEM Call-Routing Events",
        [CALL_ID, CALL_TYPE, CONN_ID, THIS_DN, THIS_QUEUE, TIME_IN_SECS, TIME_IN_USECS],
        [
            ANI, CALL_HISTORY, CALL_STATE, CUSTOMER_ID, DNIS, EXTENSIONS, NETWORK_CALL_ID,
            NETWORK_NODE_ID, OTHER_DN, REASONS, REFERENCE_ID, THIRD_PARTY_DN, THIRD_PARTY_DN_ROLE,
            THIS_TRUNK, TRANSFERRED_NETWORK_CALL_ID, TRANSFERRED_NETWORK_NODE_ID, USER_DATA
        ];

    /// Digits were collected.
    EVENT_DIGITS_COLLECTED = 84, "EventDigitsCollected", "GenEM DTMF Events; attributes inferred",
        [CALL_ID, CALL_TYPE, CONN_ID, THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [COLLECTED_DIGITS, LAST_COLLECTED_DIGIT, REFERENCE_ID];

    /// User data of the call changed.
    EVENT_ATTACHED_DATA_CHANGED = 85, "EventAttachedDataChanged", "GenEM User-Data Events",
        [CALL_ID, CALL_TYPE, CONN_ID, TIME_IN_SECS, TIME_IN_USECS, USER_DATA],
        [
            ANI, CALL_HISTORY, CUSTOMER_ID, DNIS, EXTENSIONS, NETWORK_CALL_ID, NETWORK_NODE_ID,
            REFERENCE_ID, THIRD_PARTY_DN, THIS_DN, THIS_DN_ROLE, THIS_TRUNK,
            TRANSFERRED_NETWORK_CALL_ID, TRANSFERRED_NETWORK_NODE_ID
        ];

    /// DTMF tones requested by `TSendDTMF` were sent.
    EVENT_DTMF_SENT = 98, "EventDTMFSent", "GenEM DTMF Events; attributes inferred",
        [CALL_ID, CALL_TYPE, CONN_ID, THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [REFERENCE_ID, EXTENSIONS];

    /// Treatment device accepted the treatment and is running it.
    EVENT_TREATMENT_APPLIED = 114, "EventTreatmentApplied",
        "VM Call-Treatment Events; attributes inferred",
        [
            CALL_ID, CALL_TYPE, CONN_ID, CUSTOMER_ID, EXTENSIONS, THIS_DN, THIS_DN_ROLE,
            TIME_IN_SECS, TIME_IN_USECS
        ],
        [TREATMENT_TYPE, TREATMENT_PARMS, REFERENCE_ID];

    /// Treatment refused or failed.
    EVENT_TREATMENT_NOT_APPLIED = 115, "EventTreatmentNotApplied",
        "VM Call-Treatment Events; attributes inferred",
        [CALL_ID, CALL_TYPE, CONN_ID, THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [ERROR_CODE, ERROR_MESSAGE, TREATMENT_TYPE];

    /// Treatment finished.
    EVENT_TREATMENT_END = 116, "EventTreatmentEnd", "VM Call-Treatment Events; attributes inferred",
        [CALL_ID, CALL_TYPE, CONN_ID, THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [COLLECTED_DIGITS, LAST_COLLECTED_DIGIT, TREATMENT_TYPE];

    /// Switch asks for treatment instructions.
    EVENT_TREATMENT_REQUIRED = 119, "EventTreatmentRequired",
        "VM Call-Treatment Events; attributes inferred",
        [CALL_ID, CALL_TYPE, CONN_ID, THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [USER_DATA, EXTENSIONS];

    /// ThisDN is bridged to a call answered at another appearance of the same line.
    EVENT_BRIDGED = 151, "EventBridged",
        "GenEM Call-Handling, Transfer and Conference Events; attributes inferred",
        [CALL_ID, CALL_TYPE, CONN_ID, THIS_DN, TIME_IN_SECS, TIME_IN_USECS],
        [CALL_STATE, OTHER_DN, OTHER_DN_ROLE, THIS_DN_ROLE, USER_DATA, EXTENSIONS];

    /// A call object was created in T-Server.
    EVENT_CALL_CREATED = 160, "EventCallCreated", "GenEM T-Library Call-Based Events",
        [CALL_UUID, CONN_ID],
        [
            IS_LINK_LIST, CALL_TYPE, ORIG_CALL_UUID, CALL_ID, NODE_ID, NETWORK_CALL_ID,
            NETWORK_NODE_ID, ANI, DNIS, USER_DATA, CUSTOMER_ID, DIALED_NUMBER
        ];

    /// Attributes of the call object changed; everything but `CallUUID` can change.
    EVENT_CALL_DATA_CHANGED = 161, "EventCallDataChanged",
        "GenEM T-Library Call-Based Events; attributes inferred",
        [CALL_UUID, CONN_ID],
        [IS_LINK_LIST, CALL_TYPE, CUSTOMER_ID, USER_DATA];

    /// Call object deleted.
    EVENT_CALL_DELETED = 162, "EventCallDeleted",
        "GenEM T-Library Call-Based Events; attributes inferred",
        [CALL_UUID, CONN_ID],
        [];

    /// Party added to the call object.
    EVENT_CALL_PARTY_ADDED = 163, "EventCallPartyAdded",
        "GenEM T-Library Call-Based Events; attributes inferred",
        [CALL_UUID, CONN_ID, THIS_DN],
        [PARTY_STATE, RELIABILITY, EXTENSIONS];

    /// Party state changed (packed `TPartyState`).
    EVENT_CALL_PARTY_STATE = 164, "EventCallPartyState",
        "GenEM T-Library Call-Based Events; attributes inferred",
        [CALL_UUID, CONN_ID, THIS_DN],
        [PARTY_STATE, RELIABILITY, EXTENSIONS];

    /// Party moved to another call object.
    EVENT_CALL_PARTY_MOVED = 165, "EventCallPartyMoved",
        "GenEM T-Library Call-Based Events; attributes inferred",
        [CALL_UUID, CONN_ID, THIS_DN],
        [PREVIOUS_CONN_ID, PARTY_STATE, RELIABILITY];

    /// Party removed.
    EVENT_CALL_PARTY_DELETED = 166, "EventCallPartyDeleted",
        "GenEM T-Library Call-Based Events; attributes inferred",
        [CALL_UUID, CONN_ID, THIS_DN],
        [PARTY_STATE, RELIABILITY];

    /// State of a multi-party network call, sent to interested parties at each change.
    EVENT_NETWORK_CALL_STATUS = 178, "EventNetworkCallStatus",
        "GenEM Network Attended Transfer Events",
        [
            CALL_ID, CALL_TYPE, CONN_ID, NETWORK_CALL_STATE, NETWORK_PARTY_ROLE,
            NETWORK_DEST_STATE, THIS_DN, THIS_DN_ROLE, TIME_IN_SECS, TIME_IN_USECS
        ],
        [
            ANI, CALL_HISTORY, NETWORK_CALL_ID, NETWORK_NODE_ID, CAUSE, CUSTOMER_ID, DNIS,
            EXTENSIONS, NETWORK_ORIG_DN, NETWORK_DEST_DN, REASONS, REFERENCE_ID,
            TRANSFERRED_NETWORK_CALL_ID, TRANSFERRED_NETWORK_NODE_ID, USER_DATA
        ];

    /// Answer to `TNetworkPrivateService` or T-Server-specific notice to selected clients.
    EVENT_NETWORK_PRIVATE_INFO = 179, "EventNetworkPrivateInfo",
        "GenEM Network Attended Transfer Events",
        [PRIVATE_EVENT, TIME_IN_SECS, TIME_IN_USECS],
        [
            REASONS, USER_DATA, EXTENSIONS, REFERENCE_ID, CONN_ID, THIS_DN, NETWORK_CALL_STATE,
            NETWORK_PARTY_ROLE, NETWORK_ORIG_DN, NETWORK_DEST_DN, NETWORK_DEST_STATE
        ];
}
