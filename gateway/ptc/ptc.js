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

// ------------------------------------------------------------------------------------------ types

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

// ----------------------------------------------------------------------------------------- errors

/** The gateway understood the request and refuses it: `code`, `state` and the sentence say why. */
export class Refusal extends Error {
  /** @param {string} request @param {Wrong} wrong */
  constructor(request, wrong) {
    super(wrong.text);
    this.name = "Refusal";
    this.request = request;
    this.code = wrong.code;
    this.state = wrong.state;
    this.middlewareCode = wrong.middlewareCode;
    this.line = wrong.line;
    this.column = wrong.column;
  }
}

/** No answer came: `reason` names the cause. Whether the request was carried out is not known. */
export class Unreachable extends Error {
  /** @param {Reason} reason @param {string} text @param {{ fatal?: boolean, retryAfter?: number }} [more] */
  constructor(reason, text, more = {}) {
    super(text);
    this.name = "Unreachable";
    this.reason = reason;
    /** Whether it is of no use to try again. */
    this.fatal = more.fatal ?? false;
    /** Seconds after which the gateway wants to be asked again. */
    this.retryAfter = more.retryAfter;
  }
}

// --------------------------------------------------------------------------------------- requests

/** Every request as a method; what carries them out is up to the subclass. */
export class Requests {
  /**
   * Sends any request of the protocol's reference.
   * @param {string} name
   * @param {Readonly<Record<string, FieldValue>>} [fields]
   * @returns {Promise<Outcome>}
   */
  request(name, fields) {
    return Promise.reject(new Error(`${name} ${fields}: nothing carries out requests here`));
  }

  /** @returns {State | undefined} */
  get state() {
    return undefined;
  }

  /** Logs the agent on. @param {{ agent: string, password?: string, queues?: readonly string[] }} who */
  logOn({ agent, password, queues }) {
    return this.request("AGENTINITIALIZE", { agent, password: password || undefined, queue: queues });
  }
  /** Logs the agent off. */
  logOff() {
    return this.request("AGENTUNINITIALIZE");
  }
  /** Takes calls, or none. @param {"ready" | "notready" | "available" | "unavailable"} state @param {string} [reason] */
  setState(state, reason) {
    return this.request("SETAGENTSTATE", { state, reason: reason || undefined });
  }
  /** Synchronises with the middleware; what differs comes as events. */
  reconnect() {
    return this.request("CTICLIENTRECONNECT");
  }
  /** Calls a number; answers the call's id. @param {string} destination @param {Record<string, string>} [data] */
  async makeCall(destination, data) {
    return (await this.request("MAKECALL", { destination, data })).call;
  }
  /** Answers a ringing call. @param {string} call */
  accept(call) {
    return this.request("ACCEPTCALL", { call });
  }
  /** Leaves the call, or declines it. @param {string} call */
  release(call) {
    return this.request("RELEASECALL", { call });
  }
  /** @param {string} call */
  hold(call) {
    return this.request("HOLDCALL", { call });
  }
  /** @param {string} call */
  retrieve(call) {
    return this.request("RETRIEVECALL", { call });
  }
  /** Changes between the connected call and this held one. @param {string} call */
  alternate(call) {
    return this.request("ALTERNATECALL", { call });
  }
  /** Consults, meaning to transfer; answers the consultation's id. @param {string} call @param {string} destination @param {Record<string, string>} [data] */
  async initiateTransfer(call, destination, data) {
    return (await this.request("INITIATETRANSFER", { call, destination, data })).call;
  }
  /** @param {string} call the held, original call */
  completeTransfer(call) {
    return this.request("COMPLETETRANSFER", { call });
  }
  /** @param {string} call the held, original call */
  cancelTransfer(call) {
    return this.request("CANCELTRANSFER", { call });
  }
  /** Consults, meaning to confer; answers the consultation's id. @param {string} call @param {string} destination @param {Record<string, string>} [data] */
  async initiateConference(call, destination, data) {
    return (await this.request("INITIATECONFERENCE", { call, destination, data })).call;
  }
  /** @param {string} call the held, original call */
  completeConference(call) {
    return this.request("COMPLETECONFERENCE", { call });
  }
  /** @param {string} call the held, original call */
  cancelConference(call) {
    return this.request("CANCELCONFERENCE", { call });
  }
  /** Sends the other party on without consulting. @param {string} call @param {string} destination @param {Record<string, string>} [data] */
  blindTransfer(call, destination, data) {
    return this.request("BLINDTRANSFER", { call, destination, data });
  }
  /** Sets data of the call, and removes keys. @param {string} call @param {Record<string, string>} data @param {readonly string[]} [remove] */
  attachData(call, data, remove) {
    return this.request("ATTACHDATA", { call, data, delete: remove });
  }
  /** Sends the ringing call to another number. @param {string} call @param {string} destination */
  redirect(call, destination) {
    return this.request("REDIRECTCALL", { call, destination });
  }
  /** Sends tones to the others in the call. @param {string} call @param {string} digits */
  sendDtmf(call, digits) {
    return this.request("SENDDTMF", { call, digits });
  }
  /** @param {string} call */
  mute(call) {
    return this.request("MUTECALL", { call });
  }
  /** @param {string} call */
  unmute(call) {
    return this.request("UNMUTECALL", { call });
  }
  /** Lets direct calls find the device busy, or not. @param {boolean} on */
  setDoNotDisturb(on) {
    return this.request("SETDONOTDISTURB", { state: on ? "on" : "off" });
  }
  /** Lets direct calls go to another number. @param {"always" | "busy" | "noanswer" | "off"} mode @param {string} [destination] */
  setForward(mode, destination) {
    return this.request("SETFORWARD", { mode, destination: destination || undefined });
  }
  /** Switches the message lamp. @param {boolean} on */
  setMessageWaiting(on) {
    return this.request("SETMESSAGEWAITING", { state: on ? "on" : "off" });
  }
  /** Takes a party out of a conference. @param {string} call @param {string} party */
  removeParty(call, party) {
    return this.request("REMOVEPARTY", { call, party });
  }

  /** The picture as the gateway has it now; the store takes it over when its number is reached. */
  async snapshot() {
    return (await this.request("GETSNAPSHOT")).snapshot;
  }

  /**
   * What the gateway has counted and timed; the protocol's table of figures says what each means.
   * Seconds and ratios are numbers, too. A figure that would divide by nought is not there.
   * @param {"agent" | "queue" | "gateway"} scope
   * @param {{ dn?: string, queue?: string, interval?: "total" | "current" | "previous" }} [of]
   * @returns {Promise<Statistics | undefined>}
   */
  async statistics(scope, of = {}) {
    return (await this.request("GETSTATISTICS", { scope, ...of })).statistics;
  }

  /**
   * Whether the gateway would allow the request now, as far as the state tells.
   * @param {string} name @param {string} [call] the id, for requests about a call
   */
  allows(name, call) {
    const state = this.state;
    if (!state || state.link === "down") return false;
    if (call !== undefined) {
      return state.calls.some((known) => known.id === call && known.actions.includes(name));
    }
    switch (name) {
      case "AGENTINITIALIZE":
        return state.agent.word === "loggedout";
      case "AGENTUNINITIALIZE":
      case "SETAGENTSTATE":
        return state.agent.word !== "loggedout";
      case "MAKECALL":
        return !state.calls.some((known) => BUSY.includes(known.state));
      default:
        return true;
    }
  }
}

const BUSY = ["dialing", "connected", "failed"];

/** Who listens to what. */
export class Listeners {
  constructor() {
    /** @type {Map<string, Set<(heard: any) => void>>} */
    this.map = new Map();
  }
  /** @param {string} name @param {(heard: any) => void} listener @returns {() => void} how to stop listening */
  add(name, listener) {
    const listeners = this.map.get(name) ?? new Set();
    this.map.set(name, listeners.add(listener));
    return () => void listeners.delete(listener);
  }
  /** Tells all; one that fails keeps nobody from hearing. @param {string} name @param {unknown} heard */
  tell(name, heard) {
    for (const listener of this.map.get(name) ?? []) {
      try {
        listener(heard);
      } catch (error) {
        console.error(`a listener to ${name} failed:`, error);
      }
    }
  }
}

// ------------------------------------------------------------------------------------- the client

/** One agent's telephone. */
export class Ptc extends Requests {
  #options;
  #url;
  #fetch;
  /** @type {Storage | null} */
  #storage;
  #listeners = new Listeners();
  /** @type {State | undefined} */
  #state;
  /** @type {string | undefined} */
  #session;
  /** @type {Connection} */
  #connection = { phase: "idle", text: "", attempt: 0, transport: "poll", role: "leader" };
  /** @type {Tabs | undefined} */
  #tabs;
  /** Whether the events have left something out, so that a picture is needed. */
  #incomplete = false;
  #completing = false;
  /** A picture that is ahead of the events. @type {State | undefined} */
  #picture;
  #tab = randomHex(8);
  #refs = 0;
  /** How far the gateway's clock is ahead of this one. */
  #ahead = -Infinity;
  #socketWorked = false;
  #socketFails = false;
  /** Ends everything that waits. */
  #life = new AbortController();
  #nap = new AbortController();
  /** @type {Opening | undefined} */
  #opened;

  /** @param {Options} options */
  constructor(options) {
    super();
    this.#options = options;
    this.#url = new URL(options.url ?? "/pts", options.url ? globalThis.location?.href : import.meta.url).href;
    this.#fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
    this.#storage = options.storage === undefined ? sessionStorageIfAny() : options.storage;
  }

  /** How the device stands; nothing before the first connection. */
  get state() {
    return this.#state;
  }
  /** How the library stands with the gateway. */
  get connection() {
    return this.#connection;
  }
  /** The present moment by the gateway's clock, to compare with `since` and `began`. */
  now() {
    return Date.now() + (Number.isFinite(this.#ahead) ? this.#ahead : 0);
  }

  /**
   * Listens to events by name, to `event` (all of them), `state`, `snapshot` and `connection`.
   * @template {keyof Heard} N
   * @param {N} name @param {(heard: Heard[N]) => void} listener
   * @returns {() => void} how to stop listening
   */
  on(name, listener) {
    return this.#listeners.add(name, listener);
  }

  /**
   * Takes the session of a reload or of another tab up, or begins one; keeps it alive from then on.
   *
   * Resolves when the device's state is known. As long as the gateway cannot be reached it waits,
   * and `connection` tells; it rejects when trying again is of no use.
   * @returns {Promise<State>}
   */
  connect() {
    if (this.#opened) return this.#opened.promise;
    this.#opened = withResolvers();
    this.#life = new AbortController();
    this.#tell({ phase: "connecting", reason: undefined, text: "connecting", attempt: 0, retryAt: undefined });
    const name = `ptc ${this.#url} ${this.#options.dn}`;
    const lead = () => void this.#lead(this.#life.signal);
    this.#tabs = new Tabs(this.#options.share === false ? undefined : name, lead, (message) => this.#hear(message));
    globalThis.addEventListener?.("online", this.#hurry);
    void this.#tabs.join(() => {
      this.#tell({ role: "follower" });
      this.#tabs?.post({ type: "hello" });
    });
    return this.#opened.promise;
  }

  /** Ends the session, for all tabs; calls and the agent's state stay as they are. */
  async disconnect() {
    try {
      if (this.#session) await this.request("CTICLIENTUNINITIALIZE");
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof Unreachable)) throw error;
    } finally {
      this.#end("Closed", "the session was ended");
    }
  }

  /** Tries again at once, without waiting for the time that `connection.retryAt` names. */
  retryNow() {
    this.#hurry();
  }

  /**
   * Sends any request of the protocol's reference.
   *
   * It is repeated under the same reference while no answer comes, so that it is carried out once;
   * after 15 seconds it rejects with {@link Unreachable}, and nothing is sent any more.
   * @param {string} name
   * @param {Readonly<Record<string, FieldValue>>} [fields]
   * @returns {Promise<Outcome>}
   */
  async request(name, fields = {}) {
    const session = this.#session;
    if (!session) {
      const { reason, text } = this.#connection;
      throw new Unreachable(reason ?? "Closed", `there is no session: ${text || "call connect() first"}`);
    }
    const life = this.#life.signal;
    const ref = `${this.#tab}-${(this.#refs += 1)}`;
    const document = writeRequest(name, { session, ref }, fields);
    const giveUpAt = Date.now() + GIVE_UP;
    for (let attempt = 0; ; attempt += 1) {
      try {
        const reply = await this.#exchange(name, document, giveUpAt - Date.now(), life);
        return outcome(reply, this.#state);
      } catch (error) {
        const again = (error instanceof Unreachable && !error.fatal) || isCode(error, "Overload");
        const pause = Math.min(backOff(attempt), giveUpAt - LAST_TRY - Date.now());
        if (!again || pause <= 0 || this.#session !== session) throw error;
        await sleep(pause, life);
      }
    }
  }

  // ------------------------------------------------------------------------------- leading a session

  /** Fetches the events until the session ends. @param {AbortSignal} life */
  async #lead(life) {
    this.#tell({ role: "leader" });
    this.#restore();
    let attempt = 0;
    let wait = 0;
    while (!life.aborted) {
      try {
        if (!this.#session) await this.#open(life);
        const protocols = await this.#protocols(life);
        if (life.aborted) return;
        if (protocols) await this.#listen(protocols, life, () => (attempt = 0));
        if (life.aborted) return;
        const began = Date.now();
        const got = await this.#fetchEvents(wait, life);
        if (life.aborted) return;
        attempt = 0;
        this.#online("poll");
        // A poll that comes back at once with nothing was pushed out by another client's.
        if (got === 0 && wait > 0 && Date.now() - began < 200) await sleep(500, life);
        wait = this.#options.wait ?? 25;
      } catch (error) {
        if (life.aborted) return;
        wait = 0;
        attempt += 1;
        if (await this.#stumble(/** @type {Error} */ (error), attempt, life)) return;
      }
    }
  }

  /** What a failure means for the session; true: there is no going on. @param {Error} error @param {number} attempt @param {AbortSignal} life */
  async #stumble(error, attempt, life) {
    if (error instanceof Refusal) {
      switch (error.code) {
        case "NoSession":
        case "SessionExpired": {
          this.#forget();
          const expired = error.code === "SessionExpired";
          const text = expired ? "this page was silent for too long, and the agent was logged off; a new session is begun" : "the gateway has no such session any longer; a new one is begun";
          this.#tell({ phase: "connecting", reason: expired ? "SessionExpired" : "SessionLost", text, attempt });
          if (attempt <= 1) return false;
          break;
        }
        case "SessionReplaced":
          this.#end("SessionReplaced", error.message);
          return true;
        case "DnInUse":
        case "Forbidden":
          this.#end(error.code, error.message, error);
          return true;
        case "InvalidValue":
        case "Refused":
        case "Unsupported":
          this.#end("Refused", error.message, error);
          return true;
      }
    } else if (error instanceof Unreachable && error.fatal) {
      this.#end(error.reason, error.message, error);
      return true;
    } else if (!(error instanceof Unreachable)) {
      console.error("the library failed:", error);
    }
    const asked = error instanceof Unreachable ? (error.retryAfter ?? 0) * 1000 : 0;
    const pause = Math.max(asked, backOff(attempt - 1));
    /** @type {Reason} */
    const reason = error instanceof Unreachable ? error.reason : isCode(error, "LinkDown") ? "LinkDown" : "Unavailable";
    this.#tell({ phase: "retrying", reason, text: error.message, attempt, retryAt: Date.now() + pause });
    await sleep(pause, life, this.#nap.signal);
    return false;
  }

  /** Begins a session. @param {AbortSignal} life */
  async #open(life) {
    const { dn } = this.#options;
    const reply = await this.#exchange("CTICLIENTINITIALIZE", writeRequest("CTICLIENTINITIALIZE", {}, { dn }), REPLY_TIMEOUT, life);
    if (life.aborted) return;
    const { session, snapshot } = outcome(reply, undefined);
    if (!session || !snapshot) throw new Unreachable("Protocol", "the reply to CTICLIENTINITIALIZE has no session");
    this.#session = session;
    this.#adopt(snapshot, reply);
  }

  /** One poll; answers how many events were new. @param {number} wait @param {AbortSignal} life */
  async #fetchEvents(wait, life) {
    const session = /** @type {string} */ (this.#session);
    const after = this.#state?.number ?? 0;
    const document = writeRequest("GETEVENTS", { session, after: String(after), wait: String(wait) }, {});
    const reply = await this.#exchange("GETEVENTS", document, (wait + 10) * 1000, life);
    return life.aborted ? 0 : this.#take(reply);
  }

  /**
   * The protocols of the WebSocket that events come over: if the browser has them, and as long as
   * they get through; nothing: the poll has to do. @param {AbortSignal} life
   */
  async #protocols(life) {
    const { transport = "auto", webSocket = globalThis.WebSocket } = this.#options;
    if (transport === "poll" || webSocket === undefined) return undefined;
    if (transport === "auto" && this.#socketFails) return undefined;
    const authorization = await within(SOCKET_PATIENCE, life, () => this.#authorization());
    if (!authorization) return ["pts"];
    // Pages cannot give a WebSocket headers, but they can give it a token of these characters.
    const token = /^Bearer ([\w.~+-]+)$/.exec(authorization)?.[1];
    return token && ["pts", `bearer.${token}`];
  }

  /**
   * Hears events over a WebSocket until it fails. Returns if it cannot even be opened: something on
   * the way lets none through, and the poll will do.
   * @param {string[]} protocols @param {AbortSignal} life @param {() => void} worked
   */
  async #listen(protocols, life, worked) {
    const Socket = this.#options.webSocket ?? globalThis.WebSocket;
    const socket = new Socket(this.#url.replace(/^http/, "ws"), protocols);
    let opened = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const stop = () => socket.close();
    try {
      await new Promise((_, reject) => {
        const session = this.#session ?? "";
        const send = (/** @type {string} */ document) => {
          if (socket.readyState === Socket.OPEN) socket.send(document);
        };
        const ask = () => send(writeRequest("GETEVENTS", { session, after: String(this.#state?.number ?? 0) }, {}));
        // A browser tells nobody that the other end is silent; a question shows it.
        const expect = (/** @type {number} */ ms, /** @type {() => void} */ otherwise) => {
          clearTimeout(timer);
          timer = setTimeout(otherwise, ms);
        };
        const silent = () => reject(new Unreachable("Timeout", LATE));
        const probe = () => {
          send(writeRequest("GETSNAPSHOT", { session }, {}));
          expect(SOCKET_PATIENCE, silent);
        };
        life.addEventListener("abort", stop);
        expect(SOCKET_PATIENCE, silent);
        socket.onopen = () => {
          opened = true;
          this.#socketWorked = true;
          worked();
          ask();
          this.#online("websocket");
          expect(SOCKET_PROBE, probe);
        };
        socket.onmessage = ({ data }) => {
          try {
            const reply = readDocument("GETEVENTS", readXml(data));
            if (reply.attributes.request === "GETEVENTS" && this.#session === session) {
              this.#take(reply);
              ask();
            }
            expect(SOCKET_PROBE, probe);
          } catch (error) {
            reject(error);
          }
        };
        socket.onclose = () => reject(new Unreachable("Unreachable", "the connection to the gateway broke off; it is tried again"));
      });
    } catch (error) {
      if (opened || error instanceof Refusal) throw error;
      this.#socketFails = true;
    } finally {
      clearTimeout(timer);
      life.removeEventListener("abort", stop);
      socket.onmessage = null;
      socket.close();
    }
  }

  /** @param {"poll" | "websocket"} transport */
  #online(transport) {
    // A WebSocket that failed while the gateway was away is given another chance.
    if (this.#connection.phase === "retrying" && this.#socketWorked) this.#socketFails = false;
    if (this.#connection.phase !== "online" || this.#connection.transport !== transport) {
      this.#tell({ phase: "online", transport, reason: undefined, text: "", attempt: 0, retryAt: undefined });
    }
    if (this.#state) this.#opened?.resolve(this.#state);
    void this.#complete();
  }

  /** Takes a reply with events; answers how many were new. @param {Node} reply */
  #take(reply) {
    let news = 0;
    /** @type {PtcEvent[]} */
    const events = [];
    for (const child of reply.children) {
      if (child.name === "SNAPSHOT") {
        this.#adopt(readSnapshot(child, this.#state), reply);
        news += 1;
      } else {
        events.push(readEvent(child));
      }
    }
    news += this.#apply(events);
    if (events.length > 0) this.#tabs?.post({ type: "events", events });
    return news;
  }

  /** Takes events in, each at once in state and to listeners. @param {readonly PtcEvent[]} events */
  #apply(events) {
    let news = 0;
    for (const event of events) {
      if (!this.#state || event.number <= this.#state.number) continue;
      this.#ahead = Math.max(this.#ahead, Date.parse(event.time) - Date.now());
      const missed = event.number > this.#state.number + 1;
      this.#state = reduce(this.#state, event);
      const { calls } = this.#state;
      const unknown = "beside" in event && event.beside.some((beside) => !calls.some((known) => known.id === beside.id));
      if (missed || unknown || event.type === "LINKUP") this.#incomplete = true;
      news += 1;
      this.#keep();
      const call = "call" in event ? (calls.find((known) => known.id === event.call.id) ?? event.call) : undefined;
      const told = call ? { ...event, call } : event;
      this.#listeners.tell(event.type, told);
      this.#listeners.tell("event", told);
      this.#listeners.tell("state", this.#state);
      if (event.type === "SESSIONREPLACED") this.#end("SessionReplaced", "another client has taken over this device");
    }
    this.#settle();
    void this.#complete();
    return news;
  }

  /** Fetches the picture where events alone do not tell it all, and asks again until it has come. */
  async #complete() {
    if (this.#completing || this.#connection.role !== "leader") return;
    this.#completing = true;
    for (let attempt = 0; this.#session && this.#incomplete && !this.#picture; attempt += 1) {
      const session = this.#session;
      // What keeps it from coming is told by the connection.
      const picture = await this.snapshot().catch(() => undefined);
      if (session !== this.#session) continue;
      this.#picture = picture;
      if (picture) this.#settle();
      else await sleep(backOff(attempt), this.#life.signal);
    }
    this.#completing = false;
  }

  /** Takes over the picture that was fetched, once the events have come as far as it. */
  #settle() {
    if (!this.#picture || !this.#state || this.#picture.number > this.#state.number) return;
    const picture = this.#picture;
    this.#picture = undefined;
    if (picture.number === this.#state.number) this.#replace(picture);
  }

  /** Takes a snapshot in the place of events. @param {State} picture @param {Node} reply */
  #adopt(picture, reply) {
    const time = reply.children.find((child) => child.name === "SNAPSHOT")?.attributes.time;
    if (time) this.#ahead = Math.max(this.#ahead, Date.parse(time) - Date.now());
    this.#replace(picture);
  }

  /** @param {State} picture @param {boolean} [incomplete] */
  #replace(picture, incomplete = false) {
    this.#picture = undefined;
    this.#incomplete = incomplete;
    this.#state = picture;
    this.#keep();
    this.#listeners.tell("snapshot", picture);
    this.#listeners.tell("state", picture);
    if (this.#connection.role === "leader") this.#welcome();
  }

  // --------------------------------------------------------------------------------- the other tabs

  /** What another tab says. @param {any} message */
  #hear(message) {
    switch (message.type) {
      case "hello":
        if (this.#connection.role === "leader" && this.#session && this.#state) this.#welcome();
        break;
      case "welcome": {
        if (this.#connection.role === "leader") break;
        // The events of another session have numbers of their own.
        const older = message.session === this.#session && this.#state && message.state.number < this.#state.number;
        this.#session = message.session;
        if (!older) {
          this.#ahead = message.ahead;
          this.#replace(message.state, message.incomplete);
        }
        this.#tell({ ...message.connection, role: "follower" });
        if (this.#state) this.#opened?.resolve(this.#state);
        break;
      }
      case "events":
        if (this.#connection.role === "leader" || !this.#state) break;
        // Something was missed: the leader's picture is better than a guess.
        if (message.events[0]?.number > this.#state.number + 1) this.#tabs?.post({ type: "hello" });
        else this.#apply(message.events);
        break;
      case "connection":
        if (this.#connection.role === "follower") this.#tell({ ...message.connection, role: "follower" });
        break;
      case "ended":
        this.#end(message.reason, message.text, undefined, true);
        break;
    }
  }

  #welcome() {
    if (!this.#session || !this.#state) return;
    this.#tabs?.post({ type: "welcome", session: this.#session, state: this.#state, incomplete: this.#incomplete, ahead: this.#ahead, connection: this.#connection });
  }

  /** @param {Partial<Connection>} change */
  #tell(change) {
    this.#connection = Object.freeze({ ...this.#connection, ...change });
    this.#listeners.tell("connection", this.#connection);
    if (this.#connection.role === "leader") this.#tabs?.post({ type: "connection", connection: this.#connection });
  }

  // -------------------------------------------------------------------------------- memory and the end

  #key() {
    return `ptc ${this.#url} ${this.#options.dn}`;
  }

  /** Remembers session and state for a reload. */
  #keep() {
    try {
      if (this.#session) this.#storage?.setItem(this.#key(), JSON.stringify({ session: this.#session, state: this.#state, incomplete: this.#incomplete }));
    } catch {
      // Full or forbidden: a reload begins a new session.
    }
  }

  /** Takes up what a reload left behind. */
  #restore() {
    if (this.#session) return;
    try {
      const kept = JSON.parse(this.#storage?.getItem(this.#key()) ?? "null");
      if (typeof kept?.session !== "string" || typeof kept.state?.number !== "number") return;
      this.#session = kept.session;
      this.#replace(kept.state, kept.incomplete === true);
    } catch {
      this.#forget();
    }
  }

  #forget() {
    this.#session = undefined;
    try {
      this.#storage?.removeItem(this.#key());
    } catch {
      // As above.
    }
  }

  /** @param {Reason} reason @param {string} text @param {Error} [error] @param {boolean} [heard] */
  #end(reason, text, error, heard = false) {
    if (!this.#opened) return;
    const opened = this.#opened;
    this.#opened = undefined;
    this.#forget();
    if (!heard) this.#tabs?.post({ type: "ended", reason, text });
    this.#tell({ phase: "ended", reason, text, retryAt: undefined });
    this.#tabs?.leave();
    this.#tabs = undefined;
    globalThis.removeEventListener?.("online", this.#hurry);
    this.#life.abort();
    opened.reject(error ?? new Unreachable(reason, text, { fatal: true }));
  }

  #hurry = () => {
    this.#nap.abort();
    this.#nap = new AbortController();
  };

  // --------------------------------------------------------------------------------------- the wire

  /**
   * Sends a document, and answers the reply's root element.
   * @param {string} name @param {string} document @param {number} timeout @param {AbortSignal} life
   * @returns {Promise<Node>}
   */
  #exchange(name, document, timeout, life) {
    return within(timeout, life, async (signal) => {
      const authorization = await this.#authorization();
      signal.throwIfAborted();
      const { credentials = "omit" } = this.#options;
      const headers = { "Content-Type": "application/xml", ...(authorization ? { Authorization: authorization } : {}) };
      let response;
      let text;
      try {
        response = await this.#fetch(this.#url, { method: "POST", headers, body: document, cache: "no-store", credentials, signal });
        text = await response.text();
      } catch {
        signal.throwIfAborted();
        throw await diagnose(this.#url, this.#fetch);
      }
      return readReply(name, response, text);
    });
  }

  /** What proves who this is, from the application; it may have to ask elsewhere, in vain. */
  async #authorization() {
    try {
      return await this.#options.authorization?.();
    } catch (error) {
      throw new Unreachable("Unauthorized", `the page has nothing to show the gateway: ${error instanceof Error ? error.message : error}`);
    }
  }
}

/** How long a request is repeated, in milliseconds. */
const GIVE_UP = 15_000;
/** How long its last attempt has for an answer. */
const LAST_TRY = 1000;
/** How long a WebSocket may be silent before it is asked for a sign of life, and may then take. */
const SOCKET_PROBE = 30_000;
const SOCKET_PATIENCE = 10_000;
/** How long one reply may take: the middleware's own time-out and some more. */
const REPLY_TIMEOUT = 20_000;
const LATE = "the gateway did not answer in time";

/** @param {Node} reply @param {State | undefined} before @returns {Outcome} */
function outcome(reply, before) {
  const { session, call, last } = reply.attributes;
  const picture = reply.children.find((child) => child.name === "SNAPSHOT");
  const counted = reply.children.find((child) => child.name === "STATISTICS");
  return {
    ...(session && { session }),
    ...(call && { call }),
    ...(last && { last: Number(last) }),
    ...(picture && { snapshot: readSnapshot(picture, before) }),
    ...(counted && { statistics: readStatistics(counted) }),
  };
}

/** @param {Node} node @returns {Statistics} */
function readStatistics({ attributes, children }) {
  const { scope = "", dn, interval = "", from = "", until = "" } = attributes;
  const figures = children.map((figure) => [figure.attributes.name, Number(figure.attributes.value)]);
  return Object.freeze({ scope, dn, interval, from, until, figures: Object.freeze(Object.fromEntries(figures)) });
}

/** @param {unknown} error @param {string} code */
function isCode(error, code) {
  return error instanceof Refusal && error.code === code;
}

/** Milliseconds before the next attempt: 0.5 s, doubled up to 15 s, a quarter left to chance. @param {number} attempt */
export function backOff(attempt) {
  return Math.min(500 * 2 ** Math.min(attempt, 10), 15_000) * (0.875 + Math.random() / 4);
}

// --------------------------------------------------------------------------------------- the store

/**
 * How the device stands after the event. Pure: the state it is given stays as it is.
 * @param {State} state @param {PtcEvent} event @returns {State}
 */
export function reduce(state, event) {
  const { number } = event;
  if ("call" in event) return Object.freeze({ ...state, number, calls: reduceCalls(state.calls, event) });
  switch (event.type) {
    case "AGENTSTATECHANGED": {
      const agent = { word: event.state, ...(event.reason && { reason: event.reason }), since: Date.parse(event.time) };
      return Object.freeze({ ...state, number, agent: Object.freeze(agent) });
    }
    case "DEVICECHANGED":
      return Object.freeze({ ...state, number, device: readDevice(/** @type {any} */ (event)) });
    case "LINKDOWN": {
      // Nothing is allowed until the link is up.
      const calls = state.calls.map((call) => Object.freeze({ ...call, actions: Object.freeze([]) }));
      return Object.freeze({ ...state, number, link: "down", calls: Object.freeze(calls) });
    }
    case "LINKUP":
      return Object.freeze({ ...state, number, link: "up" });
    default:
      return Object.freeze({ ...state, number });
  }
}

/** @param {readonly Call[]} calls @param {CallEvent} event @returns {readonly Call[]} */
function reduceCalls(calls, { call, previous, beside, time }) {
  const formerly = (/** @type {string | undefined} */ id) => (id === previous && previous !== undefined ? call.id : id);
  const known = calls.find((other) => other.id === call.id) ?? calls.find((other) => other.id === previous);
  const at = Date.parse(time);
  const next = Object.freeze({
    ...call,
    began: known?.began ?? at,
    since: known?.state === call.state ? known.since : at,
  });
  const gone = call.state === "released" ? call.id : undefined;
  /** @type {Call[]} */
  const after = [];
  for (const other of calls) {
    const now = beside.find((others) => others.id === other.id);
    if (other === known) {
      if (!gone) after.push(next);
    } else if (now) {
      const { consultOf, ...rest } = other;
      const tie = formerly(consultOf);
      after.push(Object.freeze({
        ...rest,
        ...(tie && tie !== gone && { consultOf: tie }),
        state: now.state,
        actions: now.actions,
        since: other.state === now.state ? other.since : at,
      }));
    }
  }
  if (!known && !gone) after.push(next);
  return Object.freeze(after);
}

// ----------------------------------------------------------------------------------------- notation

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
export function writeRequest(name, attributes, fields) {
  let document = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) document += ` ${key}="${escape(value)}"`;
  document += ">";
  for (const [field, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (typeof value === "object" && !Array.isArray(value)) {
      const items = Object.entries(value).map(([key, text]) => writeItem(key, String(text)));
      if (items.length > 0) document += `<${field}>${items.join("")}</${field}>`;
    } else {
      for (const text of Array.isArray(value) ? value : [value]) document += `<${field}>${escape(String(text))}</${field}>`;
    }
  }
  return `${document}</${name}>`;
}

/** @param {string} key @param {string} value */
function writeItem(key, value) {
  if (!ILLEGAL.test(key) && !ILLEGAL.test(value)) return `<item key="${escape(key)}">${escape(value)}</item>`;
  const safe = (/** @type {string} */ text) =>
    text.replace(/\\/g, "\\\\").replace(new RegExp(ILLEGAL, "g"), (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return `<item key="${escape(safe(key))}" escaped="true">${escape(safe(value))}</item>`;
}

/** What XML 1.0 cannot carry. */
const ILLEGAL = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/** @type {Record<string, string>} */
const ENTITIES = { "<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;" };

/** @param {string} text */
function escape(text) {
  return text
    .replace(LONE_SURROGATE, "\ufffd")
    .replace(new RegExp(ILLEGAL, "g"), "\ufffd")
    .replace(/[<>&"\t\n\r]/g, (c) => ENTITIES[c] ?? c);
}

/** @param {string} request @param {Response} response @param {string} text @returns {Node} */
function readReply(request, response, text) {
  const root = /\bxml\b/.test(response.headers.get("content-type") ?? "") ? readXml(text) : undefined;
  if (root?.name === "REPLY") return readDocument(request, root);
  const sentence = text.trim().slice(0, 200) || `the gateway answered with status ${response.status}`;
  const retryAfter = Number(response.headers.get("retry-after")) || undefined;
  switch (response.status) {
    case 401:
      throw new Unreachable("Unauthorized", sentence, { fatal: true });
    case 403:
    case 421:
      throw new Unreachable("ForbiddenOrigin", sentence, { fatal: true });
    case 413:
    case 415:
      throw new Unreachable("Protocol", sentence, { fatal: true });
    case 408:
    case 429:
    case 500:
    case 502:
    case 503:
    case 504:
      throw new Unreachable("Unavailable", sentence, { retryAfter });
    default:
      throw new Unreachable("Protocol", `there is no gateway at this address: status ${response.status}`);
  }
}

/** The reply, unless it is a refusal. @param {string} request @param {Node} reply @returns {Node} */
function readDocument(request, reply) {
  const error = reply.children.find((child) => child.name === "error");
  if (error) throw new Refusal(reply.attributes.request ?? request, readWrong(error));
  return reply;
}

/** @param {Node} error @returns {Wrong} */
function readWrong({ attributes: { code, state, middleware_code, line, column }, text }) {
  return {
    code: code ?? "Refused",
    text,
    ...(state && { state }),
    ...(middleware_code && { middlewareCode: Number(middleware_code) }),
    ...(line && { line: Number(line) }),
    ...(column && { column: Number(column) }),
  };
}

/** @param {Node} node @returns {any} a PtcEvent, of whatever type the gateway says */
function readEvent(node) {
  const { number, time, ref, ...own } = node.attributes;
  const common = { type: node.name, number: Number(number), time, ...(ref && { ref }) };
  if (own.actions !== undefined) {
    const { cause, change, party, previous, ...call } = own;
    const beside = node.children.filter((child) => child.name === "beside").map(({ attributes }) => ({
      id: attributes.call,
      state: attributes.state,
      actions: words(attributes.actions),
    }));
    const at = Date.parse(time ?? "");
    return {
      ...common,
      call: readCall({ ...node, attributes: call }, at, at),
      ...(cause && { cause }),
      ...(change && { change }),
      ...(party && { party }),
      ...(previous && { previous }),
      beside,
    };
  }
  const { call, ...rest } = own;
  const error = node.children.find((child) => child.name === "error");
  return { ...common, ...rest, ...(call && { callId: call }), ...(error && { error: readWrong(error) }) };
}

/** @param {Node} node @param {number} began @param {number} since @returns {Call} */
function readCall(node, began, since) {
  const { call, consult_of, parties, actions, ...rest } = node.attributes;
  const items = node.children.find((child) => child.name === "data")?.children ?? [];
  return Object.freeze(/** @type {Call} */ ({
    ...rest,
    id: call,
    ...(consult_of && { consultOf: consult_of }),
    parties: words(parties),
    data: Object.freeze(Object.fromEntries(items.map(readItem))),
    actions: words(actions),
    began,
    since,
  }));
}

/** @param {Node} item @returns {[string, string]} */
function readItem({ attributes: { key = "", escaped }, text }) {
  if (escaped !== "true") return [key, text];
  const plain = (/** @type {string} */ safe) =>
    safe.replace(/\\(?:\\|u([0-9a-fA-F]{4}))/g, (_, hex) => (hex ? String.fromCharCode(parseInt(hex, 16)) : "\\"));
  return [plain(key), plain(text)];
}

/** @param {Node} node @param {State | undefined} before @returns {State} */
function readSnapshot(node, before) {
  const { number, time, dn, link, agent, reason } = node.attributes;
  const at = Date.parse(time ?? "");
  const calls = node.children.filter((child) => child.name === "call").map((child) => {
    const known = before?.calls.find((call) => call.id === child.attributes.call);
    const since = known?.state === child.attributes.state ? known?.since : at;
    return readCall(child, known?.began ?? at, since ?? at);
  });
  const stays = before?.agent.word === agent && before?.agent.reason === reason;
  const who = /** @type {State["agent"]} */ ({ word: agent, ...(reason && { reason }), since: stays ? before?.agent.since : at });
  return Object.freeze({
    number: Number(number),
    dn: dn ?? "",
    link: link === "down" ? "down" : "up",
    agent: Object.freeze(who),
    device: readDevice(node.attributes),
    calls: Object.freeze(calls),
  });
}

/** @param {Record<string, string | undefined>} settings @returns {Readonly<Device>} */
function readDevice({ do_not_disturb, forward, forward_to, message_waiting }) {
  return Object.freeze(/** @type {Device} */ ({
    doNotDisturb: do_not_disturb === "on",
    forward: forward ?? "off",
    ...(forward_to && { forwardTo: forward_to }),
    messageWaiting: message_waiting === "on",
  }));
}

/** @param {string | undefined} text @returns {readonly string[]} */
function words(text) {
  return Object.freeze(text ? text.split(" ") : []);
}

/**
 * Reads a document as the gateway writes them: elements, attributes, text, no more.
 * @param {string} text @returns {Node}
 */
export function readXml(text) {
  /** @type {Node} */
  const top = { name: "", attributes: {}, children: [], text: "" };
  const open = [top];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(text);
    const inside = open[open.length - 1];
    if (!token || !inside) throw new Unreachable("Protocol", `the gateway's answer cannot be read at character ${at}`);
    const [, ends, begins, attributes, empty, characters] = token;
    if (characters !== undefined) {
      inside.text += unescape(characters);
    } else if (ends !== undefined) {
      if (open.length < 2 || inside.name !== ends) throw new Unreachable("Protocol", `the gateway's answer cannot be read: </${ends}> closes nothing`);
      open.pop();
    } else if (begins !== undefined) {
      /** @type {Node} */
      const node = { name: begins, attributes: {}, children: [], text: "" };
      for (const [, name, double, single] of (attributes ?? "").matchAll(ATTRIBUTE)) {
        if (name) node.attributes[name] = unescape(double ?? single ?? "");
      }
      inside.children.push(node);
      if (!empty) open.push(node);
    }
  }
  const [root] = top.children;
  if (open.length !== 1 || !root) throw new Unreachable("Protocol", "the gateway's answer broke off");
  return root;
}

const TOKEN = /<\?[^>]*>|<\/([^\s>]+)\s*>|<([^\s/>!?]+)((?:\s+[^\s=/>]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/gy;
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
/** @type {Record<string, string>} */
const CHARACTERS = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** @param {string} text */
function unescape(text) {
  return text.replace(/&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g, (whole, hex, decimal, name) => {
    if (name) return CHARACTERS[name] ?? whole;
    return String.fromCodePoint(hex ? parseInt(hex, 16) : Number(decimal));
  });
}

// ---------------------------------------------------------------------------------------- the tabs

/** The tabs of one device: one leads, the others hear from it, and one of them follows it. */
class Tabs {
  #name;
  #lead;
  /** @type {BroadcastChannel | undefined} */
  #channel;
  #left = new AbortController();
  #gone = new Promise((resolve) => this.#left.signal.addEventListener("abort", resolve));

  /** @param {string | undefined} name @param {() => void} lead @param {(message: any) => void} hear */
  constructor(name, lead, hear) {
    this.#name = name;
    this.#lead = lead;
    // Without locks (pages that are not secure) every tab is alone.
    if (name === undefined || !globalThis.navigator?.locks || typeof BroadcastChannel === "undefined") return;
    try {
      this.#channel = new BroadcastChannel(name);
      this.#channel.onmessage = ({ data }) => hear(data);
    } catch {
      // Frames without an origin may have none.
    }
  }

  /** Leads if nobody does; follows otherwise, until the leader has gone. @param {() => void} follow */
  async join(follow) {
    const { signal } = this.#left;
    if (this.#channel && !(await this.#holds({ ifAvailable: true })) && !signal.aborted) {
      follow();
      await this.#holds({ signal });
    }
    if (!signal.aborted) this.#lead();
  }

  /** Whether this tab has the lock; one that the browser gives none leads alone. @param {LockOptions} how @returns {Promise<boolean>} */
  #holds(how) {
    return new Promise((resolve) => {
      const hold = (/** @type {Lock | null} */ lock) => {
        resolve(lock !== null);
        return lock ? this.#gone : undefined;
      };
      navigator.locks.request(this.#name ?? "", how, hold).catch(() => {
        this.#part();
        resolve(true);
      });
    });
  }

  /** @param {object} message */
  post(message) {
    this.#channel?.postMessage(message);
  }

  leave() {
    this.#left.abort();
    this.#part();
  }

  /** Neither hears nor tells any more. */
  #part() {
    this.#channel?.close();
    this.#channel = undefined;
  }
}

// ------------------------------------------------------------------------------- what is in the way

/**
 * Finds out why a request did not get through: browsers do not say.
 * @param {string} url @param {typeof globalThis.fetch} [send]
 */
export async function diagnose(url, send = globalThis.fetch.bind(globalThis)) {
  const to = new URL(url);
  const here = globalThis.location;
  const foreign = here !== undefined && here.origin !== to.origin;
  if (foreign && here.protocol === "https:" && to.protocol === "http:" && !isLoopback(to.hostname)) {
    return new Unreachable("MixedContent", `the browser does not let a page served by https call ${to.origin}; give the gateway a certificate (https)`);
  }
  if (globalThis.navigator?.onLine === false && !isLoopback(to.hostname)) {
    return new Unreachable("Offline", "this computer is not on the network");
  }
  if (foreign && isLocal(to.hostname)) {
    const permission = await localNetworkPermission();
    if (permission === "denied" || (permission === "prompt" && !isLocal(here.hostname))) {
      const remedy = globalThis.isSecureContext
        ? "allow local network access for this page in the browser's site settings or by policy"
        : "serve this page by https, then allow local network access for it";
      return new Unreachable("LocalNetworkAccess", `the browser keeps this page from the local network, where ${to.origin} is (Local Network Access); ${remedy}, or serve page and gateway from one origin`);
    }
  }
  if (foreign && (await answers(`${to.origin}/healthz`, send))) {
    return new Unreachable("ForbiddenOrigin", `the gateway does not let pages of ${here.origin} call; list it in [http] allowed_origins`);
  }
  return new Unreachable("Unreachable", `nothing answers at ${to.origin}; it is tried again`);
}

/** Whether anything answers there, readable or not. @param {string} url @param {typeof globalThis.fetch} send */
async function answers(url, send) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), 3000);
  try {
    await send(url, { mode: "no-cors", cache: "no-store", signal: limit.signal });
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** What the browser says about this page and the local network; its name for it has changed. */
async function localNetworkPermission() {
  for (const name of ["local-network-access", "loopback-network", "local-network"]) {
    try {
      const { state } = await navigator.permissions.query({ name: /** @type {PermissionName} */ (name) });
      if (state !== "granted") return state;
    } catch {
      // Not known by this name.
    }
  }
  return undefined;
}

/** @param {string} host */
function isLoopback(host) {
  return /^(localhost|.*\.localhost|127\.[\d.]+|\[::1\])$/.test(host);
}

/** @param {string} host */
function isLocal(host) {
  return isLoopback(host) || /^(10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|\[f[cd]|\[fe80:)/.test(host) || host.endsWith(".local") || !host.includes(".");
}

// ------------------------------------------------------------------------------------- small things

/** @typedef {{ promise: Promise<State>, resolve: (state: State) => void, reject: (error: Error) => void }} Opening */

/** @returns {Opening} */
function withResolvers() {
  /** @type {any} */
  const opening = {};
  opening.promise = new Promise((resolve, reject) => Object.assign(opening, { resolve, reject }));
  return opening;
}

/**
 * Does something within a time, and while this life lasts; what it waits for may never come.
 * @template T
 * @param {number} ms @param {AbortSignal} life @param {(signal: AbortSignal) => Promise<T>} task @returns {Promise<T>}
 */
async function within(ms, life, task) {
  const limit = new AbortController();
  const stop = () => limit.abort(new Unreachable("Closed", "the session was ended"));
  if (life.aborted) stop();
  limit.signal.throwIfAborted();
  const timer = setTimeout(() => limit.abort(new Unreachable("Timeout", LATE)), ms);
  life.addEventListener("abort", stop);
  /** @type {Promise<never>} */
  const ends = new Promise((_, reject) => limit.signal.addEventListener("abort", () => reject(limit.signal.reason)));
  try {
    return await Promise.race([ends, task(limit.signal)]);
  } finally {
    clearTimeout(timer);
    life.removeEventListener("abort", stop);
  }
}

/** Waits, or until one of the signals. @param {number} ms @param {...AbortSignal} signals @returns {Promise<void>} */
function sleep(ms, ...signals) {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      for (const signal of signals) signal.removeEventListener("abort", wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    for (const signal of signals) signal.addEventListener("abort", wake);
    if (signals.some((signal) => signal.aborted)) wake();
  });
}

/** @param {number} digits */
function randomHex(digits) {
  const bytes = crypto.getRandomValues(new Uint8Array(digits / 2));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function sessionStorageIfAny() {
  try {
    return globalThis.sessionStorage ?? null;
  } catch {
    return null;
  }
}
