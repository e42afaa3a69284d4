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
import { Requests } from "./ptc.js";
export type State = import("./ptc.js").State;
export type Connection = import("./ptc.js").Connection;
export type Heard = import("./ptc.js").Heard;
export type Outcome = import("./ptc.js").Outcome;
export type FieldValue = import("./ptc.js").FieldValue;
/** @typedef {import("./ptc.js").State} State */
/** @typedef {import("./ptc.js").Connection} Connection */
/** @typedef {import("./ptc.js").Heard} Heard */
/** @typedef {import("./ptc.js").Outcome} Outcome */
/** @typedef {import("./ptc.js").FieldValue} FieldValue */
/** The library as a host application sees it, with the same methods, properties and events. */
export declare class PtcFrame extends Requests {
    #private;
    /**
     * @param {Pick<import("./ptc.js").Options, "dn" | "wait" | "transport" | "share" | "credentials" | "authorization">
     *   & { gateway: string, patience?: number }} options
     *   `gateway`: its address; `patience`: milliseconds that the frame may take to answer, 10 seconds otherwise
     */
    constructor(options: Pick<import("./ptc.js").Options, "dn" | "wait" | "transport" | "share" | "credentials" | "authorization"> & {
        gateway: string;
        patience?: number;
    });
    get state(): import("./ptc.js").State | undefined;
    get connection(): import("./ptc.js").Connection;
    /** As `Ptc.now`. */
    now(): number;
    /**
     * As `Ptc.on`.
     * @template {keyof Heard} N
     * @param {N} name @param {(heard: Heard[N]) => void} listener
     * @returns {() => void}
     */
    on<N extends keyof Heard>(name: N, listener: (heard: Heard[N]) => void): () => void;
    /** Puts the frame into the page, and connects in it. @returns {Promise<State>} */
    connect(): Promise<State>;
    /** Ends the session and takes the frame out of the page. */
    disconnect(): Promise<void>;
    /** Takes the frame out of the page; the session goes on and can be taken up again. */
    detach(): void;
    retryNow(): void;
    /** @param {string} name @param {Readonly<Record<string, FieldValue>>} [fields] @returns {Promise<Outcome>} */
    request(name: string, fields?: Readonly<Record<string, FieldValue>>): Promise<Outcome>;
}
/**
 * Serves the page that shows this frame, if its origin is listed.
 * @param {readonly string[]} origins @param {Window} [host]
 */
export declare function serveFrame(origins: readonly string[], host?: Window): void;
