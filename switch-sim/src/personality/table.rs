//! The table of differences: what can differ between brands, and what a CTI client sees of it.
//!
//! A client here is one of T-Library's; behind another middleware the same difference shows in its
//! words. The sources are the vendors' and middleware vendors' manuals for Avaya, Nortel, Aspect and
//! Rockwell, and the T-Library's; how sure each brand's value is, its file says.

use crate::personality::{Row, Values, row::personality};

personality! {
    /// How it is told that a telephone answers a queue's call by itself.
    alert_before_connect_on_auto_answer: AutoAnswer {
        /// `EventRinging` and `EventEstablished`, at the same moment.
        Both = "both",
        /// `EventRinging`, and `EventEstablished` a second later, when the tone is over.
        AfterTone = "after_tone",
        /// `EventEstablished` alone: the call was never seen to ring.
        ConnectOnly = "connect_only",
    }
    /// Which queues tell that calls come and go.
    queued_event_scope: QueueScope {
        /// Every queue: `EventQueued`, then `EventDiverted` or `EventAbandoned`.
        EachQueue = "each_queue",
        /// None: a call is first seen where it rings.
        None = "none",
        /// Those whose script informs the host (`informs_host` of a queue).
        Script = "script",
    }
    /// Whether a call that finds an idle agent is told at the queue.
    queued_event_when_agent_free: QueuedAtOnce {
        /// `EventQueued` and `EventDiverted`, at the same moment.
        Told = "told",
        /// Nothing: the call was never seen to wait.
        Untold = "untold",
    }
    /// Whether queues that lose a call to another queue's agent tell it. In T-Library's models each of
    /// them has `EventDiverted` (Genesys Events and Models, Working With Queues): a T-Server adds what
    /// a CTI link without that event leaves out, a bare link does not.
    dequeue_event_others: OtherQueues {
        /// `EventDiverted` at each of them.
        Diverted = "diverted",
        /// Nothing: the call seems to wait there for ever.
        Untold = "untold",
    }
    /// What is told when a caller gives up who waits in several queues.
    abandon_event: AbandonScope {
        /// `EventAbandoned` at each queue.
        EachQueue = "each_queue",
        /// `EventAbandoned` once, at the first of them.
        Once = "once",
        /// Nothing at the queues.
        Untold = "untold",
    }
    /// How the switch tells the end of a route request. A router's `TRouteCall` is answered by
    /// `EventRouteUsed` in any case, by the T-Server itself.
    route_request_reply: RouteReply {
        /// `EventRouteUsed`, with the destination.
        Acknowledged = "acknowledged",
        /// Nothing: a default route shows only where the call arrives.
        Unacknowledged = "unacknowledged",
        /// `EventRouteUsed` without a destination: the reply names a script, not a number. A
        /// telephone's number is refused.
        ToScripts = "to_scripts",
    }
    /// What becomes of a call that was routed to a busy telephone.
    route_dest_busy: RouteToBusy {
        /// The route is refused, and the call still waits for one.
        Refused = "refused",
        /// The call takes the default route.
        DefaultRoute = "default_route",
        /// The route is used, and the caller is released: busy.
        Released = "released",
    }
    /// Whether the machine to which a vector lends a call can be told from an agent.
    delivered_cause_for_converse: ConverseMark {
        /// `CallState` `ConverseOn` in the events at the machine and its queue.
        Marked = "marked",
        /// `CallState` `Ok`: the call seems to have left its queues.
        Unmarked = "unmarked",
    }
    /// Where an agent can log on.
    agent_identity: AgentIdentity {
        /// At any telephone.
        Roams = "roams",
        /// At the position to which the log-on name belongs; elsewhere it is refused.
        OwnPosition = "own_position",
    }
    /// What an agent does who has just logged on.
    login_initial_state: FirstState {
        /// Not ready: `EventAgentNotReady`.
        NotReady = "not_ready",
        /// Not ready, with the system's own reason: `ReasonCode` 0.
        NotReadyReason0 = "not_ready_reason_0",
        /// Takes calls: `EventAgentReady`.
        Ready = "ready",
    }
    /// For which queues a log-on counts, and how often it is told.
    login_events_per_skill: LoginScope {
        /// For the queue named: `EventAgentLogin` for each one asked for.
        EachQueue = "each_queue",
        /// For all queues of the person, whatever was named: `EventAgentLogin` for each.
        AllSkills = "all_skills",
        /// For all queues of the person: one `EventAgentLogin`.
        One = "one",
    }
    /// What becomes of a wish to log off.
    logout_while_on_call: LogoutRule {
        /// Refused while the agent is on a queue's call.
        Refused = "refused",
        /// Kept, and done when the call ends.
        AtCallEnd = "at_call_end",
        /// Refused unless the agent is not ready, also between calls.
        FromNotReady = "from_not_ready",
    }
    /// What becomes of "not ready" asked for during a queue's call.
    not_ready_during_call: NotReadyRule {
        /// Kept, and done when the call ends.
        Pending = "pending",
        /// Refused: only after-call work can be asked for; otherwise the agent takes calls again.
        Refused = "refused",
    }
    /// What follows a queue's call.
    acw_trigger: AfterCall {
        /// After-call work as the queue, its number or the agent's work mode says.
        ByQueue = "by_queue",
        /// The agent takes calls, unless work was asked for during the call.
        IfAsked = "if_asked",
        /// The agent is not ready until asking for calls.
        NotReady = "not_ready",
    }
    /// Where `EventAgentNotReady(AfterCallWork)` stands beside the release.
    acw_event_order: AcwOrder {
        /// Before `EventReleased`, as T-Servers tell that emulate after-call work.
        BeforeReleased = "before_released",
        /// After `EventReleased`, as switches tell that have after-call work themselves.
        AfterReleased = "after_released",
        /// Nowhere: who wants to know must ask.
        Untold = "untold",
    }
    /// Which reasons an agent can give for being not ready.
    aux_reason_codes: Reasons {
        /// Any text.
        Any = "any",
        /// 0 to 9; another one is refused.
        Digit = "digit",
        /// 0 to 99; another one is refused.
        TwoDigits = "two_digits",
        /// None: what is given is dropped.
        None = "none",
    }
    /// What becomes of an agent who lets a queue's call ring until the limit.
    rona_agent_state: Unanswering {
        /// Not ready.
        NotReady = "not_ready",
        /// Logged off: `EventAgentLogout`.
        LoggedOut = "logged_out",
        /// As ready as before: the call may ring there again.
        Available = "available",
    }
    /// What is told of a queue's call that nobody answered.
    rona_events: UnansweredEvents {
        /// `EventReleased` and `EventAgentNotReady` at the agent, `EventQueued` at the queue.
        QueuedAgain = "queued_again",
        /// All but `EventQueued`: that the call waits again shows only when it is delivered.
        WithoutRequeue = "without_requeue",
        /// All but `EventAgentNotReady`: who wants to know must ask.
        WithoutWorkMode = "without_work_mode",
    }
    /// Whether the hold is told that begins a consultation.
    hold_on_consult_init: ConsultHold {
        /// `EventHeld` before `EventDialing`.
        Told = "told",
        /// `EventDialing` alone: the first call seems to be active still.
        Untold = "untold",
    }
    /// What becomes of the active call when its telephone answers, retrieves or makes another one.
    second_line_key_autohold: SecondLine {
        /// Nothing: the second call is refused.
        Refused = "refused",
        /// It is put on hold: `EventHeld`.
        Holds = "holds",
        /// It is released: `EventReleased`.
        Drops = "drops",
    }
    /// Whose connection id a call has after a transfer. With a T-Server it is the held call's, whatever
    /// the switch does (PSDK T-Library reference, `TCompleteTransfer`); the others are how the call
    /// identifiers of such switches go on, as over a bridge that hands them through.
    transfer_callid_survivor: Survivor {
        /// The held call's, for everybody.
        KeepHeld = "keep_held",
        /// The consultation call's, for everybody.
        KeepActive = "keep_active",
        /// A new one, for everybody.
        NewId = "new_id",
        /// Each keeps its leg's: whoever was called sees a hang-up and a new call.
        PerLeg = "per_leg",
    }
    /// What whoever transfers is told of it. In T-Library's models it is released from both calls
    /// (Genesys Events and Models, Two-Step Transfer); a CTI link may report one drop for the two.
    transfer_event_to_requester: TransferReport {
        /// `EventReleased` for both calls.
        BothCalls = "both_calls",
        /// `EventReleased` for the held call, which answers the request; the other one just ends.
        OneCall = "one_call",
    }
    /// Whether a transfer can be completed while a vector processes the call to the destination.
    transfer_while_consult_in_vector: VectorTransfer {
        /// Yes.
        Allowed = "allowed",
        /// Only when the call waits in a queue, or has been answered; otherwise it is refused.
        Denied = "denied",
    }
    /// Whether a transfer can be completed while the destination rings.
    transfer_ringing_complete: RingingTransfer {
        /// Yes.
        Allowed = "allowed",
        /// For calls that came over a trunk.
        TrunkCalls = "trunk_calls",
        /// No: it is refused.
        Denied = "denied",
    }
    /// What becomes of a single-step transfer to a busy telephone.
    blind_transfer_to_busy: BlindToBusy {
        /// It is refused, and nothing changes.
        Refused = "refused",
        /// It is done, and the call rings at once where it came from: a recall.
        Recalls = "recalls",
    }
    /// Which calls can be transferred in a single step.
    single_step_transfer: SingleStep {
        /// All.
        Any = "any",
        /// Calls over a trunk, and only to numbers that lead to a queue or script.
        TrunkToScript = "trunk_to_script",
        /// Calls that a queue delivered.
        QueueCalls = "queue_calls",
        /// None.
        Unsupported = "unsupported",
    }
    /// Whether it is told that somebody outside answers.
    offswitch_answer_event: OutsideAnswer {
        /// `EventEstablished`.
        Told = "told",
        /// Nothing: the agent must judge by ear.
        Untold = "untold",
        /// `EventEstablished` as soon as the trunk is taken, whether anybody answers or not.
        AtSeizure = "at_seizure",
    }
    /// What those who stay are told when a conference falls to two parties.
    conf_last_two: LastTwo {
        /// `EventPartyDeleted`.
        Deleted = "deleted",
        /// `EventPartyDeleted`, then `EventPartyChanged`: the conference is a simple call.
        Simple = "simple",
        /// Nothing.
        Untold = "untold",
    }
    /// Whether a client can answer.
    cti_answer_supported: CtiAnswer {
        /// Yes.
        Yes = "yes",
        /// No: only by hand at the telephone.
        No = "no",
    }
    /// In which state an agent can make a call.
    make_call_from_available: CallRule {
        /// In any.
        Allowed = "allowed",
        /// Not ready; otherwise it is refused.
        FromNotReady = "from_not_ready",
    }
    /// Whether a direct call to an agent who is not ready is seen to ring.
    direct_call_to_notready: DirectCall {
        /// `EventRinging`.
        Rings = "rings",
        /// Nothing until it is answered by hand.
        Untold = "untold",
    }
    /// Which events administration lets through.
    event_subset_by_admin: Subset {
        /// All.
        All = "all",
        /// All but hold and retrieve.
        WithoutHold = "without_hold",
        /// Those of telephones: queues and routing points are silent.
        TelephonesOnly = "telephones_only",
        /// Each event to one client only, the first that registered the number.
        OneCopy = "one_copy",
    }
    /// What a client is told of a number that it registers.
    monitor_ack_snapshot: Snapshot {
        /// How it stands, in the Extensions of `EventRegistered`.
        Full = "full",
        /// Nothing; `RequestQueryAddress` tells it.
        OnQuery = "on_query",
        /// Nothing, and queries tell nothing: unknown until the next event.
        None = "none",
    }
    /// Whether the switch's own number of a call (`CallID`) comes again.
    call_id_reuse: CallIds {
        /// Never.
        Unique = "unique",
        /// The lowest number that no call has is taken.
        Reused = "reused",
    }
    /// What becomes of a call whose vector ends while it waits in no queue.
    end_of_script: ScriptEnd {
        /// It goes to the number's `default`; it is dropped where there is none.
        DefaultDestination = "default_destination",
        /// It is dropped.
        Drops = "drops",
    }
    /// Whether mute and do-not-disturb are told.
    mute_dnd_scope: MuteAndDnd {
        /// `EventMuteOn` and `EventMuteOff`, `EventDNDOn` and `EventDNDOff`.
        All = "all",
        /// Do-not-disturb only.
        Dnd = "dnd",
        /// Neither, but to whoever asked for it.
        None = "none",
    }
    /// Whether a change of forwarding is told.
    forward_event: ForwardReport {
        /// `EventForwardSet` and `EventForwardCancel`.
        Told = "told",
        /// Only to whoever asked for it; who wants to know must query.
        Untold = "untold",
    }
    /// Whether clients can alternate between two calls.
    alternate_supported: Alternate {
        /// Yes.
        Yes = "yes",
        /// No: it is refused.
        No = "no",
    }
    /// Whether clients can send tones.
    dtmf_supported: Tones {
        /// Yes.
        Yes = "yes",
        /// No: it is refused.
        No = "no",
    }
    /// Whether clients can redirect a call that rings.
    deflect_supported: Redirect {
        /// Yes.
        Yes = "yes",
        /// No: it is refused.
        No = "no",
    }
    /// Whether a consultation call or a conference can be put on hold.
    hold_of_consult: HoldOfConsult {
        /// Yes.
        Allowed = "allowed",
        /// No: it is refused.
        Denied = "denied",
    }
    /// Whether calls can be sent to an agent's log-on name by transfer.
    transfer_to_agent_id: ToAgentId {
        /// Yes.
        Allowed = "allowed",
        /// No: consultation and transfer there are refused.
        Denied = "denied",
    }
    /// Whether it is told that a call got nowhere.
    failed_event: FailedReport {
        /// `EventDestinationBusy`.
        Told = "told",
        /// Nothing: the call seems to be dialling until it is released.
        Untold = "untold",
    }
    /// Whether it is told that a call has left the switch.
    network_reached_event: NetworkReport {
        /// `EventNetworkReached`.
        Told = "told",
        /// Nothing.
        Untold = "untold",
    }
    /// Which numbers refusals have (`ErrorCode`).
    error_codes: ErrorNumbers {
        /// This emulator's own.
        Own = "own",
        /// The causes of Avaya's ASAI.
        Asai = "asai",
        /// The status and cause values of Nortel's Symposium.
        Symposium = "symposium",
    }
    /// Whether the switch calls for dialers, and finds out what answers.
    outbound_predictive: Predictive {
        /// Yes: `EventDialing` at the queue, then `EventQueued`, or `EventReleased` with what came
        /// of the call.
        Native = "native",
        /// No: it is refused.
        None = "none",
    }
    /// Who gets a channel of an ISDN trunk that both ends have taken at once.
    glare_policy: GlareRule {
        /// The network. A call from here that prefers its channel goes on by another one: a
        /// second `EventNetworkReached`. One that insists on it (`seizure` of the trunk group)
        /// gets nowhere: `EventDestinationBusy`, `AllTrunksBusy`.
        NetworkWins = "network_wins",
        /// A call from here that insists on its channel: nothing is seen of it. Otherwise the
        /// network.
        ExclusiveWins = "exclusive_wins",
    }
    amounts
    /// How many parties one call can have; one more is refused.
    conf_max_parties: Values::Count { least: 3, most: 64 }, 6;
    /// How many queues an agent can be logged on to; one more is refused.
    groups_per_agent: Values::Count { least: 1, most: 64 }, 64;
    /// How long a call waits for a route where the routing point says nothing of it, before it takes
    /// the default one.
    route_timeout: Values::Span, 10_000;
    /// How long after the delivery of a queue's call its events do not say which queue it was
    /// (`ThisQueue`).
    skill_attribution_delay: Values::Span, 0;
}
