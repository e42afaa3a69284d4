/**
 * The client library: one agent's telephone in a browser, over the gateway's XML protocol.
 *
 * ```js
 * import { Ptc } from "https://gateway.example/ptc/v1/ptc.js";
 * const ptc = new Ptc({ dn: "2001" });
 * ptc.on("INCOMINGCALL", (event) => console.log("it rings:", event.call.ani));
 * ptc.on("connection", (connection) => console.log(connection.phase, connection.text));
 * await ptc.connect();
 * await ptc.logOn({ agent: "7001", queues: ["8100"] });
 * await ptc.setState("ready");
 * ```
 *
 * There is one truth, {@link Ptc.state}: the agent, the link and every call as they stand after the
 * event `state.number`. Events are numbered without gaps; where some are gone, a snapshot takes
 * their place. Requests are promises; what the gateway refuses rejects with a {@link Refusal}.
 *
 * @module
 */
export type AgentWord = "loggedout" | "notready" | "ready" | "wrapup";
export type CallWord = "dialing" | "ringing" | "connected" | "held" | "failed" | "released";
export type CallKind = "unknown" | "internal" | "inbound" | "outbound" | "consult";
export type Call = {
    id: string;
    kind: CallKind;
    state: CallWord;
    /**
     * there while nobody in the call hears this device
     */
    muted?: "true";
    /**
     * there while more than two take part, also such as have no number that is known
     */
    conference?: "true";
    /**
     * the caller's number
     */
    ani?: string;
    /**
     * the number that the caller dialled
     */
    dnis?: string;
    /**
     * the queue that delivered the call
     */
    queue?: string;
    /**
     * the other party, if there is exactly one
     */
    other?: string;
    /**
     * all other parties that are known
     */
    parties: readonly string[];
    /**
     * the held call that this consultation belongs to
     */
    consultOf?: string;
    data: Readonly<Record<string, string>>;
    /**
     * the requests that are allowed for it at this moment
     */
    actions: readonly string[];
    /**
     * when it was first seen, by the gateway's clock, in Unix milliseconds
     */
    began: number;
    /**
     * when its state began, by the same clock
     */
    since: number;
};
export type State = {
    number: number;
    dn: string;
    /**
     * the link behind the gateway; down: the rest is what was known last
     */
    link: "up" | "down";
    agent: Readonly<{
        word: AgentWord;
        reason?: string;
        since: number;
    }>;
    device: Readonly<Device>;
    calls: readonly Call[];
};
export type Device = {
    /**
     * whether direct calls find it busy
     */
    doNotDisturb: boolean;
    /**
     * which direct calls go elsewhere
     */
    forward: "always" | "busy" | "noanswer" | "off";
    forwardTo?: string;
    /**
     * whether the message lamp is on
     */
    messageWaiting: boolean;
};
export type Phase = "idle" | "connecting" | "online" | "retrying" | "ended";
export type Reason = "Offline" | "Unreachable" | "Timeout" | "Unavailable" | "LinkDown" | "SessionLost" | "SessionExpired" | "SessionReplaced" | "DnInUse" | "Refused" | "Unauthorized" | "Forbidden" | "ForbiddenOrigin" | "LocalNetworkAccess" | "MixedContent" | "Protocol" | "Closed";
export type Connection = {
    phase: Phase;
    /**
     * why it is not online
     */
    reason?: Reason;
    /**
     * a sentence for people: what is wrong and what to do
     */
    text: string;
    /**
     * when it is tried again, by this computer's clock
     */
    retryAt?: number;
    /**
     * how often it has been tried in vain
     */
    attempt: number;
    transport: "poll" | "websocket";
    /**
     * whether this tab fetches the events or hears them from another
     */
    role: "leader" | "follower";
};
export type Common = {
    number: number;
    /**
     * RFC 3339
     */
    time: string;
    /**
     * the reference of the own request that caused it
     */
    ref?: string;
};
export type CallEventName = "INCOMINGCALL" | "INCOMINGCONSULT" | "INCOMINGBLINDTRANSFER" | "OUTGOINGCALL" | "ESTABLISHCALL" | "CALLABANDONED" | "CALLFAILED" | "CALLRELEASED" | "CALLHELD" | "CALLRETRIEVED" | "PARTYCHANGED" | "CALLMUTED" | "CALLUNMUTED" | "CALLDATACHANGED";
export type CallEvent = Common & {
    type: CallEventName;
    call: Call;
    cause?: string;
    change?: "added" | "removed" | "replaced";
    party?: string;
    previous?: string;
    beside: readonly {
        id: string;
        state: CallWord;
        actions: readonly string[];
    }[];
};
export type AgentEvent = Common & {
    type: "AGENTSTATECHANGED";
    state: AgentWord;
    reason?: string;
    cause?: string;
};
export type DeviceEvent = Common & {
    type: "DEVICECHANGED";
    do_not_disturb: "on" | "off";
    forward: Device["forward"];
    forward_to?: string;
    message_waiting: "on" | "off";
    cause?: string;
};
export type DoneEvent = Common & {
    type: "REQUESTDONE";
    request: string;
    callId?: string;
};
export type FailedEvent = Common & {
    type: "REQUESTFAILED";
    request: string;
    error?: Wrong;
};
export type LinkDownEvent = Common & {
    type: "LINKDOWN";
    reason: string;
};
export type LinkUpEvent = Common & {
    type: "LINKUP";
};
export type ReplacedEvent = Common & {
    type: "SESSIONREPLACED";
};
export type PtcEvent = CallEvent | AgentEvent | DeviceEvent | DoneEvent | FailedEvent | LinkDownEvent | LinkUpEvent | ReplacedEvent;
export type Heard = {
    [N in CallEventName]: CallEvent;
} & {
    AGENTSTATECHANGED: AgentEvent;
    DEVICECHANGED: DeviceEvent;
    REQUESTDONE: DoneEvent;
    REQUESTFAILED: FailedEvent;
    LINKDOWN: LinkDownEvent;
    LINKUP: LinkUpEvent;
    SESSIONREPLACED: ReplacedEvent;
    event: PtcEvent;
    state: State;
    snapshot: State;
    connection: Connection;
};
export type Wrong = {
    /**
     * of the list in the protocol's reference, such as `NotHeld`
     */
    code: string;
    /**
     * what is wrong and what to do instead
     */
    text: string;
    /**
     * the state that made it impossible
     */
    state?: string;
    middlewareCode?: number;
    line?: number;
    column?: number;
};
export type FieldValue = string | number | readonly string[] | Readonly<Record<string, string>> | undefined;
export type Statistics = {
    scope: string;
    dn: string | undefined;
    interval: string;
    from: string;
    until: string;
    figures: Readonly<Record<string, number>>;
};
export type Outcome = {
    session?: string;
    call?: string;
    snapshot?: State;
    statistics?: Statistics;
    last?: number;
};
export type Options = {
    /**
     * the device of this desktop
     */
    dn: string;
    /**
     * where requests go; `/pts` beside this library otherwise
     */
    url?: string;
    /**
     * seconds that one poll waits, 25 otherwise
     */
    wait?: number;
    /**
     * automatic otherwise
     */
    transport?: "auto" | "poll" | "websocket";
    /**
     * whether tabs of one device share a session; true otherwise
     */
    share?: boolean;
    /**
     * the value of the
     * Authorization header
     */
    authorization?: () => string | undefined | Promise<string | undefined>;
    /**
     * `same-origin` where the browser shall show a client
     * certificate; otherwise `omit`, so that it never opens its own window for a password
     */
    credentials?: RequestCredentials;
    /**
     * for tests
     */
    fetch?: typeof fetch;
    /**
     * for tests
     */
    webSocket?: typeof WebSocket;
    /**
     * where a reload finds the session; sessionStorage otherwise
     */
    storage?: Storage | null;
};
/** @typedef {"loggedout" | "notready" | "ready" | "wrapup"} AgentWord */
/** @typedef {"dialing" | "ringing" | "connected" | "held" | "failed" | "released"} CallWord */
/** @typedef {"unknown" | "internal" | "inbound" | "outbound" | "consult"} CallKind */
/**
 * A call as it stands at this device.
 * @typedef {object} Call
 * @property {string} id
 * @property {CallKind} kind
 * @property {CallWord} state
 * @property {"true"} [muted] there while nobody in the call hears this device
 * @property {"true"} [conference] there while more than two take part, also such as have no number that is known
 * @property {string} [ani] the caller's number
 * @property {string} [dnis] the number that the caller dialled
 * @property {string} [queue] the queue that delivered the call
 * @property {string} [other] the other party, if there is exactly one
 * @property {readonly string[]} parties all other parties that are known
 * @property {string} [consultOf] the held call that this consultation belongs to
 * @property {Readonly<Record<string, string>>} data
 * @property {readonly string[]} actions the requests that are allowed for it at this moment
 * @property {number} began when it was first seen, by the gateway's clock, in Unix milliseconds
 * @property {number} since when its state began, by the same clock
 */
/**
 * How the device stands after the event `number`. Never changed, always replaced.
 * @typedef {object} State
 * @property {number} number
 * @property {string} dn
 * @property {"up" | "down"} link the link behind the gateway; down: the rest is what was known last
 * @property {Readonly<{ word: AgentWord, reason?: string, since: number }>} agent
 * @property {Readonly<Device>} device
 * @property {readonly Call[]} calls
 */
/**
 * The settings of the device.
 * @typedef {object} Device
 * @property {boolean} doNotDisturb whether direct calls find it busy
 * @property {"always" | "busy" | "noanswer" | "off"} forward which direct calls go elsewhere
 * @property {string} [forwardTo]
 * @property {boolean} messageWaiting whether the message lamp is on
 */
/** @typedef {"idle" | "connecting" | "online" | "retrying" | "ended"} Phase */
/**
 * Why there is no connection, or why it is not what it should be.
 * @typedef {"Offline" | "Unreachable" | "Timeout" | "Unavailable" | "LinkDown" | "SessionLost"
 *   | "SessionExpired" | "SessionReplaced" | "DnInUse" | "Refused" | "Unauthorized" | "Forbidden"
 *   | "ForbiddenOrigin" | "LocalNetworkAccess" | "MixedContent" | "Protocol" | "Closed"} Reason
 */
/**
 * How the library stands with the gateway.
 * @typedef {object} Connection
 * @property {Phase} phase
 * @property {Reason} [reason] why it is not online
 * @property {string} text a sentence for people: what is wrong and what to do
 * @property {number} [retryAt] when it is tried again, by this computer's clock
 * @property {number} attempt how often it has been tried in vain
 * @property {"poll" | "websocket"} transport
 * @property {"leader" | "follower"} role whether this tab fetches the events or hears them from another
 */
/**
 * What every event has.
 * @typedef {object} Common
 * @property {number} number
 * @property {string} time RFC 3339
 * @property {string} [ref] the reference of the own request that caused it
 */
/**
 * @typedef {"INCOMINGCALL" | "INCOMINGCONSULT" | "INCOMINGBLINDTRANSFER" | "OUTGOINGCALL"
 *   | "ESTABLISHCALL" | "CALLABANDONED" | "CALLFAILED" | "CALLRELEASED" | "CALLHELD"
 *   | "CALLRETRIEVED" | "PARTYCHANGED" | "CALLMUTED" | "CALLUNMUTED" | "CALLDATACHANGED"} CallEventName
 */
/**
 * An event about a call; `call` is the call after it.
 * @typedef {Common & {
 *   type: CallEventName,
 *   call: Call,
 *   cause?: string,
 *   change?: "added" | "removed" | "replaced",
 *   party?: string,
 *   previous?: string,
 *   beside: readonly { id: string, state: CallWord, actions: readonly string[] }[],
 * }} CallEvent
 */
/** @typedef {Common & { type: "AGENTSTATECHANGED", state: AgentWord, reason?: string, cause?: string }} AgentEvent */
/** @typedef {Common & { type: "DEVICECHANGED", do_not_disturb: "on" | "off", forward: Device["forward"], forward_to?: string, message_waiting: "on" | "off", cause?: string }} DeviceEvent */
/** @typedef {Common & { type: "REQUESTDONE", request: string, callId?: string }} DoneEvent */
/** @typedef {Common & { type: "REQUESTFAILED", request: string, error?: Wrong }} FailedEvent */
/** @typedef {Common & { type: "LINKDOWN", reason: string }} LinkDownEvent */
/** @typedef {Common & { type: "LINKUP" }} LinkUpEvent */
/** @typedef {Common & { type: "SESSIONREPLACED" }} ReplacedEvent */
/** @typedef {CallEvent | AgentEvent | DeviceEvent | DoneEvent | FailedEvent | LinkDownEvent | LinkUpEvent | ReplacedEvent} PtcEvent */
/**
 * What can be listened to, and what listeners get.
 * @typedef {{ [N in CallEventName]: CallEvent } & {
 *   AGENTSTATECHANGED: AgentEvent, DEVICECHANGED: DeviceEvent, REQUESTDONE: DoneEvent, REQUESTFAILED: FailedEvent,
 *   LINKDOWN: LinkDownEvent, LINKUP: LinkUpEvent, SESSIONREPLACED: ReplacedEvent,
 *   event: PtcEvent, state: State, snapshot: State, connection: Connection,
 * }} Heard
 */
/**
 * What is wrong with a request.
 * @typedef {object} Wrong
 * @property {string} code of the list in the protocol's reference, such as `NotHeld`
 * @property {string} text what is wrong and what to do instead
 * @property {string} [state] the state that made it impossible
 * @property {number} [middlewareCode]
 * @property {number} [line]
 * @property {number} [column]
 */
/** @typedef {string | number | readonly string[] | Readonly<Record<string, string>> | undefined} FieldValue */
/**
 * @typedef {{
 *   scope: string, dn: string | undefined, interval: string, from: string, until: string,
 *   figures: Readonly<Record<string, number>>,
 * }} Statistics what was counted and timed, from one moment to another
 */
/** @typedef {{ session?: string, call?: string, snapshot?: State, statistics?: Statistics, last?: number }} Outcome */
/**
 * @typedef {object} Options
 * @property {string} dn the device of this desktop
 * @property {string} [url] where requests go; `/pts` beside this library otherwise
 * @property {number} [wait] seconds that one poll waits, 25 otherwise
 * @property {"auto" | "poll" | "websocket"} [transport] automatic otherwise
 * @property {boolean} [share] whether tabs of one device share a session; true otherwise
 * @property {() => string | undefined | Promise<string | undefined>} [authorization] the value of the
 *   Authorization header
 * @property {RequestCredentials} [credentials] `same-origin` where the browser shall show a client
 *   certificate; otherwise `omit`, so that it never opens its own window for a password
 * @property {typeof fetch} [fetch] for tests
 * @property {typeof WebSocket} [webSocket] for tests
 * @property {Storage | null} [storage] where a reload finds the session; sessionStorage otherwise
 */
/** The gateway understood the request and refuses it: `code`, `state` and the sentence say why. */
export declare class Refusal extends Error {
    request: string;
    code: string;
    state: string | undefined;
    middlewareCode: number | undefined;
    line: number | undefined;
    column: number | undefined;
    /** @param {string} request @param {Wrong} wrong */
    constructor(request: string, wrong: Wrong);
}
/** No answer came: `reason` names the cause. Whether the request was carried out is not known. */
export declare class Unreachable extends Error {
    reason: Reason;
    /** Whether it is of no use to try again. */
    fatal: boolean;
    /** Seconds after which the gateway wants to be asked again. */
    retryAfter: number | undefined;
    /** @param {Reason} reason @param {string} text @param {{ fatal?: boolean, retryAfter?: number }} [more] */
    constructor(reason: Reason, text: string, more?: {
        fatal?: boolean;
        retryAfter?: number;
    });
}
/** Every request as a method; what carries them out is up to the subclass. */
export declare class Requests {
    /**
     * Sends any request of the protocol's reference.
     * @param {string} name
     * @param {Readonly<Record<string, FieldValue>>} [fields]
     * @returns {Promise<Outcome>}
     */
    request(name: string, fields?: Readonly<Record<string, FieldValue>>): Promise<Outcome>;
    /** @returns {State | undefined} */
    get state(): State | undefined;
    /** Logs the agent on. @param {{ agent: string, password?: string, queues?: readonly string[] }} who */
    logOn({ agent, password, queues }: {
        agent: string;
        password?: string;
        queues?: readonly string[];
    }): Promise<Outcome>;
    /** Logs the agent off. */
    logOff(): Promise<Outcome>;
    /** Takes calls, or none. @param {"ready" | "notready" | "available" | "unavailable"} state @param {string} [reason] */
    setState(state: "ready" | "notready" | "available" | "unavailable", reason?: string): Promise<Outcome>;
    /** Synchronises with the middleware; what differs comes as events. */
    reconnect(): Promise<Outcome>;
    /** Calls a number; answers the call's id. @param {string} destination @param {Record<string, string>} [data] */
    makeCall(destination: string, data?: Record<string, string>): Promise<string | undefined>;
    /** Answers a ringing call. @param {string} call */
    accept(call: string): Promise<Outcome>;
    /** Leaves the call, or declines it. @param {string} call */
    release(call: string): Promise<Outcome>;
    /** @param {string} call */
    hold(call: string): Promise<Outcome>;
    /** @param {string} call */
    retrieve(call: string): Promise<Outcome>;
    /** Changes between the connected call and this held one. @param {string} call */
    alternate(call: string): Promise<Outcome>;
    /** Consults, meaning to transfer; answers the consultation's id. @param {string} call @param {string} destination @param {Record<string, string>} [data] */
    initiateTransfer(call: string, destination: string, data?: Record<string, string>): Promise<string | undefined>;
    /** @param {string} call the held, original call */
    completeTransfer(call: string): Promise<Outcome>;
    /** @param {string} call the held, original call */
    cancelTransfer(call: string): Promise<Outcome>;
    /** Consults, meaning to confer; answers the consultation's id. @param {string} call @param {string} destination @param {Record<string, string>} [data] */
    initiateConference(call: string, destination: string, data?: Record<string, string>): Promise<string | undefined>;
    /** @param {string} call the held, original call */
    completeConference(call: string): Promise<Outcome>;
    /** @param {string} call the held, original call */
    cancelConference(call: string): Promise<Outcome>;
    /** Sends the other party on without consulting. @param {string} call @param {string} destination @param {Record<string, string>} [data] */
    blindTransfer(call: string, destination: string, data?: Record<string, string>): Promise<Outcome>;
    /** Sets data of the call, and removes keys. @param {string} call @param {Record<string, string>} data @param {readonly string[]} [remove] */
    attachData(call: string, data: Record<string, string>, remove?: readonly string[]): Promise<Outcome>;
    /** Sends the ringing call to another number. @param {string} call @param {string} destination */
    redirect(call: string, destination: string): Promise<Outcome>;
    /** Sends tones to the others in the call. @param {string} call @param {string} digits */
    sendDtmf(call: string, digits: string): Promise<Outcome>;
    /** @param {string} call */
    mute(call: string): Promise<Outcome>;
    /** @param {string} call */
    unmute(call: string): Promise<Outcome>;
    /** Lets direct calls find the device busy, or not. @param {boolean} on */
    setDoNotDisturb(on: boolean): Promise<Outcome>;
    /** Lets direct calls go to another number. @param {"always" | "busy" | "noanswer" | "off"} mode @param {string} [destination] */
    setForward(mode: "always" | "busy" | "noanswer" | "off", destination?: string): Promise<Outcome>;
    /** Switches the message lamp. @param {boolean} on */
    setMessageWaiting(on: boolean): Promise<Outcome>;
    /** Takes a party out of a conference. @param {string} call @param {string} party */
    removeParty(call: string, party: string): Promise<Outcome>;
    /** The picture as the gateway has it now; the store takes it over when its number is reached. */
    snapshot(): Promise<State | undefined>;
    /**
     * What the gateway has counted and timed; the protocol's table of figures says what each means.
     * Seconds and ratios are numbers, too. A figure that would divide by nought is not there.
     * @param {"agent" | "queue" | "gateway"} scope
     * @param {{ dn?: string, queue?: string, interval?: "total" | "current" | "previous" }} [of]
     * @returns {Promise<Statistics | undefined>}
     */
    statistics(scope: "agent" | "queue" | "gateway", of?: {
        dn?: string;
        queue?: string;
        interval?: "total" | "current" | "previous";
    }): Promise<Statistics | undefined>;
    /**
     * Whether the gateway would allow the request now, as far as the state tells.
     * @param {string} name @param {string} [call] the id, for requests about a call
     */
    allows(name: string, call?: string): boolean;
}
/** Who listens to what. */
export declare class Listeners {
    /** @type {Map<string, Set<(heard: any) => void>>} */
    map: Map<string, Set<(heard: any) => void>>;
    constructor();
    /** @param {string} name @param {(heard: any) => void} listener @returns {() => void} how to stop listening */
    add(name: string, listener: (heard: any) => void): () => void;
    /** Tells all; one that fails keeps nobody from hearing. @param {string} name @param {unknown} heard */
    tell(name: string, heard: unknown): void;
}
/** One agent's telephone. */
export declare class Ptc extends Requests {
    #private;
    /** @param {Options} options */
    constructor(options: Options);
    /** How the device stands; nothing before the first connection. */
    get state(): State | undefined;
    /** How the library stands with the gateway. */
    get connection(): Connection;
    /** The present moment by the gateway's clock, to compare with `since` and `began`. */
    now(): number;
    /**
     * Listens to events by name, to `event` (all of them), `state`, `snapshot` and `connection`.
     * @template {keyof Heard} N
     * @param {N} name @param {(heard: Heard[N]) => void} listener
     * @returns {() => void} how to stop listening
     */
    on<N extends keyof Heard>(name: N, listener: (heard: Heard[N]) => void): () => void;
    /**
     * Takes the session of a reload or of another tab up, or begins one; keeps it alive from then on.
     *
     * Resolves when the device's state is known. As long as the gateway cannot be reached it waits,
     * and `connection` tells; it rejects when trying again is of no use.
     * @returns {Promise<State>}
     */
    connect(): Promise<State>;
    /** Ends the session, for all tabs; calls and the agent's state stay as they are. */
    disconnect(): Promise<void>;
    /** Tries again at once, without waiting for the time that `connection.retryAt` names. */
    retryNow(): void;
    /**
     * Sends any request of the protocol's reference.
     *
     * It is repeated under the same reference while no answer comes, so that it is carried out once;
     * after 15 seconds it rejects with {@link Unreachable}, and nothing is sent any more.
     * @param {string} name
     * @param {Readonly<Record<string, FieldValue>>} [fields]
     * @returns {Promise<Outcome>}
     */
    request(name: string, fields?: Readonly<Record<string, FieldValue>>): Promise<Outcome>;
}
/** Milliseconds before the next attempt: 0.5 s, doubled up to 15 s, a quarter left to chance. @param {number} attempt */
export declare function backOff(attempt: number): number;
/**
 * How the device stands after the event. Pure: the state it is given stays as it is.
 * @param {State} state @param {PtcEvent} event @returns {State}
 */
export declare function reduce(state: State, event: PtcEvent): State;
export type Node = {
    name: string;
    attributes: Record<string, string>;
    children: Node[];
    text: string;
};
/**
 * An element of a document.
 * @typedef {{ name: string, attributes: Record<string, string>, children: Node[], text: string }} Node
 */
/**
 * Writes a request as a document.
 * @param {string} name
 * @param {Readonly<Record<string, string>>} attributes
 * @param {Readonly<Record<string, FieldValue>>} fields texts, lists of texts, and keys with values
 */
export declare function writeRequest(name: string, attributes: Readonly<Record<string, string>>, fields: Readonly<Record<string, FieldValue>>): string;
/**
 * Reads a document as the gateway writes them: elements, attributes, text, no more.
 * @param {string} text @returns {Node}
 */
export declare function readXml(text: string): Node;
/**
 * Finds out why a request did not get through: browsers do not say.
 * @param {string} url @param {typeof globalThis.fetch} [send]
 */
export declare function diagnose(url: string, send?: typeof globalThis.fetch): Promise<Unreachable>;
export type Opening = {
    promise: Promise<State>;
    resolve: (state: State) => void;
    reject: (error: Error) => void;
};
