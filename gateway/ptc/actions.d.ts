/**
 * Actions on events: a table that says which event starts which operation.
 *
 * ```js
 * import { runActions } from "https://gateway.example/ptc/v1/actions.js";
 * runActions(ptc, [
 *   // Every caller: the CRM's search by number, in the window named "crm".
 *   { on: "INCOMINGCALL", do: { open: "https://crm.example/search?phone={ani}", target: "crm" } },
 *   // Callers who came by the service number with a case: the case itself.
 *   { on: "INCOMINGCALL", when: { dnis: "0800*", data: { CASE: true } },
 *     do: { open: "https://crm.example/cases/{data.CASE}", target: "crm" } },
 *   // A call that a colleague hands over: the application's own function.
 *   { on: ["INCOMINGCONSULT", "INCOMINGBLINDTRANSFER"], do: { call: "showHandover" } },
 *   // A caller who gave up: a note.
 *   { on: "CALLABANDONED", when: { queue: ["8100", "8200"] }, do: { notify: "{ani} hung up" } },
 * ], { functions: { showHandover: (event) => show(event.call.data) } });
 * ```
 *
 * @module
 */
export type Pattern = string | readonly string[] | boolean;
export type Conditions = {
    ani?: Pattern;
    dnis?: Pattern;
    queue?: Pattern;
    other?: Pattern;
    /**
     * `inbound`, `internal` …
     */
    kind?: Pattern;
    /**
     * of the call, or of the agent
     */
    state?: Pattern;
    cause?: Pattern;
    reason?: Pattern;
    /**
     * by key
     */
    data?: Readonly<Record<string, Pattern>>;
};
export type Operation = {
    open: string;
    target?: string;
} | {
    call: string;
    with?: string;
} | {
    notify: string;
    level?: "info" | "warning";
};
export type Rule = {
    /**
     * the events it is about; `*` is any
     */
    on: string | readonly string[];
    when?: Conditions;
    do: Operation | readonly Operation[];
    /**
     * whether the rows below are not looked at when this one fits
     */
    last?: boolean;
};
export type Hands = {
    /**
     * those that `call` names
     */
    functions?: Readonly<Record<string, (event: any, text: string) => unknown>>;
    /**
     * a window by default
     */
    open?: (url: string, target: string, event: any) => unknown;
    /**
     * the system's notifications by default
     */
    notify?: (text: string, level: "info" | "warning", event: any) => unknown;
    /**
     * whether all tabs of a session act, or only the one that leads; that one otherwise
     */
    tabs?: "leader" | "every";
};
/**
 * What a value must be: a text with `*` (any characters) and `?` (any one), several of which one has
 * to fit, `true` (there is one) or `false` (there is none).
 * @typedef {string | readonly string[] | boolean} Pattern
 */
/**
 * Conditions, all of which must hold; those on what a call does not have hold only for `false`.
 * @typedef {object} Conditions
 * @property {Pattern} [ani]
 * @property {Pattern} [dnis]
 * @property {Pattern} [queue]
 * @property {Pattern} [other]
 * @property {Pattern} [kind] `inbound`, `internal` …
 * @property {Pattern} [state] of the call, or of the agent
 * @property {Pattern} [cause]
 * @property {Pattern} [reason]
 * @property {Readonly<Record<string, Pattern>>} [data] by key
 */
/**
 * One thing to do. Texts may hold `{ani}`, `{dnis}`, `{queue}`, `{other}`, `{call}`, `{dn}`, `{time}`,
 * `{cause}`, `{reason}` and `{data.KEY}`; what is not there is empty.
 * @typedef {{ open: string, target?: string }
 *   | { call: string, with?: string }
 *   | { notify: string, level?: "info" | "warning" }} Operation
 */
/**
 * A row of the table.
 * @typedef {object} Rule
 * @property {string | readonly string[]} on the events it is about; `*` is any
 * @property {Conditions} [when]
 * @property {Operation | readonly Operation[]} do
 * @property {boolean} [last] whether the rows below are not looked at when this one fits
 */
/**
 * @typedef {object} Hands what carries operations out
 * @property {Readonly<Record<string, (event: any, text: string) => unknown>>} [functions] those that `call` names
 * @property {(url: string, target: string, event: any) => unknown} [open] a window by default
 * @property {(text: string, level: "info" | "warning", event: any) => unknown} [notify] the system's notifications by default
 * @property {"leader" | "every"} [tabs] whether all tabs of a session act, or only the one that leads; that one otherwise
 */
/**
 * Lets the table act on the client's events.
 * @param {{ on: (name: any, listener: (event: any) => void) => () => void, connection?: { role: string }, state?: { dn: string } }} ptc
 *   a `Ptc`, or a `PtcFrame`
 * @param {readonly Rule[]} rules @param {Hands} [hands]
 * @returns {() => void} how to stop it
 * @throws {TypeError} with every mistake of the table
 */
export declare function runActions(ptc: {
    on: (name: any, listener: (event: any) => void) => () => void;
    connection?: {
        role: string;
    };
    state?: {
        dn: string;
    };
}, rules: readonly Rule[], hands?: Hands): () => void;
/**
 * The operations that the table wants for an event, in order, their texts filled in.
 * @param {readonly Rule[]} rules @param {any} event @param {string} [dn]
 * @returns {{ operation: Operation, text: string }[]}
 */
export declare function operationsFor(rules: readonly Rule[], event: any, dn?: string): {
    operation: Operation;
    text: string;
}[];
/**
 * Every mistake of a table, as sentences; none: it can be used.
 * @param {unknown} rules @param {readonly string[]} [functions] the names that `call` may use; any, if missing
 * @returns {string[]}
 */
export declare function checkRules(rules: unknown, functions?: readonly string[]): string[];
