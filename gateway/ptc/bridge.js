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

import { Listeners, Ptc, Refusal, Requests, Unreachable } from "./ptc.js";

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
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void }>} */
  #waiting = new Map();
  #asked = 0;

  /** @param {{ gateway: string, dn: string, wait?: number, share?: boolean, patience?: number }} options
   *  `patience`: milliseconds that the frame may take to answer, 10 seconds otherwise */
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
    this.#port ??= await this.#attach();
    return this.#ask("connect");
  }

  /** Ends the session and takes the frame out of the page. */
  async disconnect() {
    if (this.#port) await this.#ask("disconnect");
    this.detach();
  }

  /** Takes the frame out of the page; the session goes on and can be taken up again. */
  detach() {
    this.#port?.close();
    this.#port = undefined;
    this.#frame?.remove();
    this.#frame = undefined;
    for (const { reject } of this.#waiting.values()) reject(new Unreachable("Closed", "the frame was taken out of the page"));
    this.#waiting.clear();
  }

  retryNow() {
    void this.#ask("retryNow");
  }

  /** @param {string} name @param {Readonly<Record<string, FieldValue>>} [fields] @returns {Promise<Outcome>} */
  request(name, fields = {}) {
    return this.#ask("request", name, fields);
  }

  /** @returns {Promise<MessagePort>} */
  #attach() {
    const { gateway, dn, wait, share, patience = 10_000 } = this.#options;
    const { origin } = new URL(gateway);
    const frame = document.createElement("iframe");
    frame.src = `${origin}/ptc/v1/frame.html`;
    frame.hidden = true;
    frame.title = "telephony";
    frame.setAttribute("aria-hidden", "true");
    // Chromium: lets the frame ask for the local network on behalf of this page.
    frame.allow = "local-network-access; local-network; loopback-network";
    this.#frame = frame;
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(timer);
        removeEventListener("message", answered);
      };
      const fail = (/** @type {string} */ text) => {
        done();
        this.detach();
        const error = new Unreachable("ForbiddenOrigin", text, { fatal: true });
        this.#told("connection", { ...this.#connection, phase: "ended", reason: error.reason, text });
        reject(error);
      };
      const timer = setTimeout(
        () => fail(`the gateway's frame does not answer: is ${location.origin} in its [http] allowed_origins, is ${origin} the gateway, and does the browser let this page reach it?`),
        patience,
      );
      /** @param {MessageEvent} event */
      const answered = ({ origin: from, source, data }) => {
        if (source !== frame.contentWindow || from !== origin) return;
        if (data?.ptc === "refused") return fail(data.text);
        if (data?.ptc !== "ready") return;
        done();
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data: message }) => this.#hear(message);
        frame.contentWindow?.postMessage({ ptc: "attach", options: { dn, wait, share } }, origin, [port2]);
        resolve(port1);
      };
      addEventListener("message", answered);
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
    if (message.heard) return this.#told(message.heard, message.value);
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.refusal) waiting?.reject(new Refusal(message.refusal.request, message.refusal));
    else if (message.unreachable) waiting?.reject(new Unreachable(message.unreachable.reason, message.unreachable.text, message.unreachable));
    else waiting?.resolve(message.value);
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

/**
 * Serves the page that shows this frame, if its origin is listed.
 * @param {readonly string[]} origins @param {Window} [host]
 */
export function serveFrame(origins, host = window.parent) {
  addEventListener("message", ({ origin, source, data, ports }) => {
    const [port] = ports;
    if (source !== host || data?.ptc !== "attach" || !port) return;
    if (origins.includes(origin)) serve(new Ptc(data.options), port);
    else host.postMessage({ ptc: "refused", text: `pages of ${origin} may not use this gateway; list the origin in [http] allowed_origins` }, origin);
  });
  // Says nothing but that it is there; whoever answers is checked.
  host.postMessage({ ptc: "ready" }, "*");
}

/** @param {Ptc} ptc @param {MessagePort} port */
function serve(ptc, port) {
  const tell = (/** @type {string} */ heard, /** @type {unknown} */ value) => port.postMessage({ heard, value });
  ptc.on("event", (event) => tell("event", { event, state: ptc.state }));
  ptc.on("state", (state) => tell("state", state));
  ptc.on("snapshot", (state) => tell("snapshot", state));
  ptc.on("connection", (connection) => tell("connection", connection));
  port.onmessage = async ({ data: { id, method, values } }) => {
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
