/**
 * The hidden frame: a host application of another origin works with the library inside a frame that
 * the gateway serves, over `postMessage`.
 *
 * ```js
 * import { PtcFrame } from "https://gateway.example/ptc/v1/bridge.js";
 * const ptc = new PtcFrame({ gateway: "https://gateway.example", dn: "2001" });
 * ptc.on("INCOMINGCALL", (event) => showCaller(event.call.ani));
 * await ptc.connect();
 * ```
 *
 * The host's origin has to stand in the gateway's `[http] allowed_origins`: only such pages may show
 * the frame, and the frame answers only such pages.
 *
 * @module
 */

import { Listeners, Ptc, Refusal, Requests, Unreachable, diagnose } from "./ptc.js";

/** @typedef {import("./ptc.js").State} State */
/** @typedef {import("./ptc.js").Connection} Connection */
/** @typedef {import("./ptc.js").Heard} Heard */
/** @typedef {import("./ptc.js").Outcome} Outcome */
/** @typedef {import("./ptc.js").FieldValue} FieldValue */

/** The library as a host application sees it, with the same methods, properties and events. */
export class PtcFrame extends Requests {
  #options;
  #listeners = new Listeners();
  /** @type {State | undefined} */
  #state;
  /** @type {Connection} */
  #connection = { phase: "idle", text: "", attempt: 0, transport: "poll", role: "leader" };
  /** @type {HTMLIFrameElement | undefined} */
  #frame;
  /** @type {MessagePort | undefined} */
  #port;
  /** @type {Promise<void> | undefined} */
  #attached;
  /** Aborted as soon as it is known whether the frame answers. */
  #settled = new AbortController();
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void }>} */
  #waiting = new Map();
  #asked = 0;
  /** How far the gateway's clock is ahead of this one. */
  #ahead = 0;

  /**
   * @param {Pick<import("./ptc.js").Options, "dn" | "wait" | "transport" | "share" | "credentials" | "authorization">
   *   & { gateway: string, patience?: number }} options
   *   `gateway`: its address; `patience`: milliseconds that the frame may take to answer, 10 seconds otherwise
   */
  constructor(options) {
    super();
    this.#options = options;
  }

  get state() {
    return this.#state;
  }
  get connection() {
    return this.#connection;
  }
  /** As `Ptc.now`. */
  now() {
    return Date.now() + this.#ahead;
  }

  /**
   * As `Ptc.on`.
   * @template {keyof Heard} N
   * @param {N} name @param {(heard: Heard[N]) => void} listener
   * @returns {() => void}
   */
  on(name, listener) {
    return this.#listeners.add(name, listener);
  }

  /** Puts the frame into the page, and connects in it. @returns {Promise<State>} */
  async connect() {
    this.#attached ??= this.#attach();
    await this.#attached;
    return this.#ask("connect");
  }

  /** Ends the session and takes the frame out of the page. */
  async disconnect() {
    try {
      if (this.#port) await this.#ask("disconnect");
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
    } finally {
      this.detach();
    }
  }

  /** Takes the frame out of the page; the session goes on and can be taken up again. */
  detach() {
    const closed = new Unreachable("Closed", "the frame was taken out of the page");
    this.#settled.abort(closed);
    this.#port?.close();
    this.#port = undefined;
    this.#attached = undefined;
    this.#frame?.remove();
    this.#frame = undefined;
    for (const { reject } of this.#waiting.values()) reject(closed);
    this.#waiting.clear();
  }

  retryNow() {
    // A frame that is taken out has nothing to try.
    if (this.#port) this.#ask("retryNow").catch(() => {});
  }

  /** @param {string} name @param {Readonly<Record<string, FieldValue>>} [fields] @returns {Promise<Outcome>} */
  request(name, fields = {}) {
    return this.#ask("request", name, fields);
  }

  /** Puts the frame into the page and waits for its word. @returns {Promise<void>} */
  #attach() {
    const { gateway, patience = 10_000, authorization, ...given } = this.#options;
    const options = { ...given, authorizes: authorization !== undefined };
    const { origin } = new URL(gateway);
    const frame = hiddenFrame(`${origin}/ptc/v1/frame.html`);
    this.#frame = frame;
    this.#settled = new AbortController();
    const { signal } = this.#settled;
    return new Promise((resolve, reject) => {
      const fail = (/** @type {Unreachable} */ error) => {
        if (signal.aborted) return;
        this.#settled.abort(error);
        this.detach();
        this.#told("connection", { ...this.#connection, phase: "ended", reason: error.reason, text: error.message });
      };
      const giveUp = async () => fail(await whyMute(origin));
      let timer = setTimeout(giveUp, patience);
      const { port1, port2 } = new MessageChannel();
      signal.addEventListener("abort", () => {
        clearTimeout(timer);
        if (this.#port !== port1) port1.close();
        reject(signal.reason);
      });
      const loaded = () => {
        clearTimeout(timer);
        timer = setTimeout(giveUp, Math.min(patience, MUTE_AFTER));
      };
      // A frame that is kept out is loaded, too, but has nothing to say.
      frame.addEventListener("load", loaded, { signal });
      port1.onmessage = () => {
        port1.onmessage = ({ data }) => this.#hear(data);
        this.#port = port1;
        resolve();
        this.#settled.abort();
      };
      /** @param {MessageEvent} event */
      const answered = ({ origin: from, source, data }) => {
        if (source !== frame.contentWindow || from !== origin) return;
        if (data?.ptc === "refused") fail(new Unreachable("ForbiddenOrigin", data.text, { fatal: true }));
        if (data?.ptc === "ready") frame.contentWindow?.postMessage({ ptc: "attach", options }, origin, [port2]);
      };
      addEventListener("message", answered, { signal });
      document.body.append(frame);
    });
  }

  /** @param {string} method @param {...unknown} values @returns {Promise<any>} */
  #ask(method, ...values) {
    const port = this.#port;
    if (!port) return Promise.reject(new Unreachable("Closed", "call connect() first"));
    const id = (this.#asked += 1);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      port.postMessage({ id, method, values });
    });
  }

  /** @param {any} message */
  #hear(message) {
    if (message.heard) {
      this.#ahead = message.ahead;
      return this.#told(message.heard, message.value);
    }
    if (message.wants) return void this.#authorize(message.wants);
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.refusal) waiting?.reject(new Refusal(message.refusal.request, message.refusal));
    else if (message.unreachable) waiting?.reject(new Unreachable(message.unreachable.reason, message.unreachable.text, message.unreachable));
    else waiting?.resolve(message.value);
  }

  /** Gives the frame what it shows the gateway; it keeps none of it. @param {number} wants */
  async #authorize(wants) {
    const answer = (/** @type {object} */ what) => this.#port?.postMessage({ id: wants, method: "authorize", ...what });
    try {
      answer({ values: [await this.#options.authorization?.()] });
    } catch (error) {
      answer({ failed: error instanceof Error ? error.message : String(error) });
    }
  }

  /** @param {string} name @param {any} value */
  #told(name, value) {
    if (name === "state" || name === "snapshot") this.#state = value;
    if (name === "connection") this.#connection = value;
    if (name === "event") {
      // The state after the event comes with it, so that both are known at once.
      this.#state = value.state;
      this.#listeners.tell(value.event.type, value.event);
      this.#listeners.tell("event", value.event);
    } else {
      this.#listeners.tell(name, value);
    }
  }
}

/** Milliseconds that a frame may be silent once it is loaded. */
const MUTE_AFTER = 3000;

/** @param {string} address */
function hiddenFrame(address) {
  const frame = document.createElement("iframe");
  frame.src = address;
  frame.hidden = true;
  frame.title = "telephony";
  frame.setAttribute("aria-hidden", "true");
  // Chromium: lets the frame ask for the local network on behalf of this page.
  frame.allow = "local-network-access; local-network; loopback-network";
  return frame;
}

/** Why the gateway's frame says nothing. @param {string} origin */
async function whyMute(origin) {
  const { reason, message } = await diagnose(`${origin}/ptc/v1/frame.html`);
  /** @type {Partial<Record<import("./ptc.js").Reason, string>>} */
  const inFrames = {
    Unreachable: `nothing answers at ${origin}; is it the gateway's address?`,
    ForbiddenOrigin: `the gateway's frame does not answer: is ${origin} the gateway, and is ${location.origin} in its [http] allowed_origins?`,
  };
  return new Unreachable(reason, inFrames[reason] ?? message, { fatal: true });
}

/**
 * Serves the page that shows this frame, if its origin is listed.
 * @param {readonly string[]} origins @param {Window} [host]
 */
export function serveFrame(origins, host = window.parent) {
  addEventListener("message", ({ origin, source, data, ports }) => {
    const [port] = ports;
    if (source !== host || data?.ptc !== "attach" || !port) return;
    if (origins.includes(origin)) serve(data.options, port);
    else host.postMessage({ ptc: "refused", text: `pages of ${origin} may not use this gateway; list the origin in [http] allowed_origins` }, origin);
  });
  // Says nothing but that it is there; whoever answers is checked.
  host.postMessage({ ptc: "ready" }, "*");
}

/** @param {any} options @param {MessagePort} port */
function serve({ authorizes, ...options }, port) {
  /** @type {Map<number, { resolve: (authorization: string | undefined) => void, reject: (error: Error) => void }>} */
  const asking = new Map();
  let asked = 0;
  const ask = () => new Promise((/** @type {(authorization: string | undefined) => void} */ resolve, reject) => {
    asking.set((asked += 1), { resolve, reject });
    port.postMessage({ wants: asked });
  });
  const ptc = new Ptc(authorizes ? { ...options, authorization: ask } : options);
  const tell = (/** @type {string} */ heard, /** @type {unknown} */ value) => port.postMessage({ heard, value, ahead: ptc.now() - Date.now() });
  port.postMessage({ attached: true });
  ptc.on("event", (event) => tell("event", { event, state: ptc.state }));
  ptc.on("state", (state) => tell("state", state));
  ptc.on("snapshot", (state) => tell("snapshot", state));
  ptc.on("connection", (connection) => tell("connection", connection));
  port.onmessage = async ({ data: { id, method, values, failed } }) => {
    if (method === "authorize") {
      const waiting = asking.get(id);
      asking.delete(id);
      if (failed === undefined) waiting?.resolve(values[0]);
      else waiting?.reject(new Error(failed));
      return;
    }
    try {
      port.postMessage({ id, value: await act(ptc, method, values) });
    } catch (error) {
      port.postMessage({ id, ...failure(error) });
    }
  };
}

/** @param {Ptc} ptc @param {string} method @param {any[]} values */
function act(ptc, method, values) {
  switch (method) {
    case "connect":
      return ptc.connect();
    case "disconnect":
      return ptc.disconnect();
    case "retryNow":
      return ptc.retryNow();
    case "request":
      return ptc.request(values[0], values[1]);
    default:
      throw new Unreachable("Protocol", `the frame knows no ${method}`, { fatal: true });
  }
}

/** @param {unknown} error */
function failure(error) {
  if (error instanceof Refusal) {
    const { request, code, message: text, state, middlewareCode, line, column } = error;
    return { refusal: { request, code, text, state, middlewareCode, line, column } };
  }
  if (error instanceof Unreachable) {
    const { reason, message: text, fatal, retryAfter } = error;
    return { unreachable: { reason, text, fatal, retryAfter } };
  }
  return { unreachable: { reason: "Protocol", text: String(error), fatal: true } };
}
