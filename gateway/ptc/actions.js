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
export function runActions(ptc, rules, hands = {}) {
  const mistakes = checkRules(rules, Object.keys(hands.functions ?? {}));
  if (mistakes.length > 0) throw new TypeError(mistakes.join("\n"));
  return ptc.on("event", (event) => {
    if ((hands.tabs ?? "leader") === "leader" && ptc.connection?.role === "follower") return;
    for (const { operation, text } of operationsFor(rules, event, ptc.state?.dn)) {
      void carryOut(operation, text, event, hands);
    }
  });
}

/**
 * The operations that the table wants for an event, in order, their texts filled in.
 * @param {readonly Rule[]} rules @param {any} event @param {string} [dn]
 * @returns {{ operation: Operation, text: string }[]}
 */
export function operationsFor(rules, event, dn) {
  const wanted = [];
  for (const rule of rules) {
    const names = [rule.on].flat();
    if (!names.includes("*") && !names.includes(event.type)) continue;
    if (!holds(rule.when ?? {}, event)) continue;
    for (const operation of [rule.do].flat()) {
      const text = "open" in operation
        ? fill(operation.open, event, dn, encodeURIComponent)
        : fill("call" in operation ? (operation.with ?? "") : operation.notify, event, dn, String);
      wanted.push({ operation, text });
    }
    if (rule.last) break;
  }
  return wanted;
}

/**
 * Every mistake of a table, as sentences; none: it can be used.
 * @param {unknown} rules @param {readonly string[]} [functions] the names that `call` may use; any, if missing
 * @returns {string[]}
 */
export function checkRules(rules, functions) {
  if (!Array.isArray(rules)) return ["the table is no list of rules"];
  return rules.flatMap((rule, index) => checkRule(rule, functions).map((mistake) => `rule ${index + 1}: ${mistake}`));
}

/** @param {any} rule @param {readonly string[] | undefined} functions @returns {string[]} */
function checkRule(rule, functions) {
  if (typeof rule !== "object" || rule === null) return ["it is no rule: write { on, when, do }"];
  const mistakes = [];
  const unknown = Object.keys(rule).filter((key) => !["on", "when", "do", "last"].includes(key));
  if (unknown.length > 0) mistakes.push(`there is no \`${unknown[0]}\`: a rule has on, when, do and last`);
  const names = [rule.on].flat();
  if (names.length === 0 || names.some((name) => typeof name !== "string")) mistakes.push("`on` names no event");
  for (const [key, pattern] of Object.entries(rule.when ?? {})) {
    if (!CONDITIONS.includes(key)) mistakes.push(`\`when\` knows no \`${key}\`: it may have ${CONDITIONS.join(", ")}`);
    const isTable = key === "data" && typeof pattern === "object" && pattern !== null && !Array.isArray(pattern);
    const patterns = isTable ? Object.values(pattern) : [pattern];
    if (key === "data" && !isTable) mistakes.push("`data` takes keys, and a pattern for each");
    else if (!patterns.every(isPattern)) mistakes.push(`\`${key}\` takes a text, a list of texts, true or false`);
  }
  const operations = rule.do === undefined ? [] : [rule.do].flat();
  if (operations.length === 0) mistakes.push("`do` is missing");
  for (const operation of operations) {
    const kinds = ["open", "call", "notify"].filter((kind) => typeof operation?.[kind] === "string");
    if (kinds.length !== 1) mistakes.push("an operation has one of open, call and notify, with a text");
    else if (kinds[0] === "open" && !isSafe(operation.open)) mistakes.push(`\`${operation.open}\` does not begin with https://, http:// or /, or has a placeholder in its host`);
    else if (["target", "with", "level"].some((key) => typeof (operation[key] ?? "") !== "string")) mistakes.push("target, with and level of an operation are texts");
    else if (kinds[0] === "call" && functions && !functions.includes(operation.call)) mistakes.push(`there is no function \`${operation.call}\`: there are ${functions.join(", ") || "none"}`);
  }
  return mistakes;
}

const CONDITIONS = ["ani", "dnis", "queue", "other", "kind", "state", "cause", "reason", "data"];

/** @param {unknown} pattern */
function isPattern(pattern) {
  return typeof pattern === "string" || typeof pattern === "boolean" || (Array.isArray(pattern) && pattern.every((one) => typeof one === "string"));
}

/** Whether an address leads where its author meant it to, whatever a caller puts into it. @param {string} url */
function isSafe(url) {
  return /^(https?:\/\/[^/{}?#]+([/?#]|$)|\/(?!\/)|\.\/|[\w-]+\.html)/.test(url);
}

/** @param {Conditions} conditions @param {any} event */
function holds(conditions, event) {
  return Object.entries(conditions).every(([key, pattern]) => {
    if (key === "data") {
      return Object.entries(pattern).every(([name, wanted]) => fits(/** @type {Pattern} */ (wanted), own(event.call?.data, name)));
    }
    return fits(/** @type {Pattern} */ (pattern), value(event, key));
  });
}

/** @param {Pattern} pattern @param {string | undefined} text */
function fits(pattern, text) {
  if (typeof pattern === "boolean") return pattern === (text !== undefined && text !== "");
  if (text === undefined) return false;
  return [pattern].flat().some((one) => wildcard(one).test(text));
}

/** @param {string} pattern */
function wildcard(pattern) {
  const source = pattern.replace(/[\\^$.|+()[\]{}]/g, "\\$&").replace(/\*+/g, "[^]*").replace(/\?/g, "[^]");
  return new RegExp(`^${source}$`, "i");
}

/** @param {any} event @param {string} key @returns {string | undefined} */
function value(event, key) {
  return key === "cause" || key === "reason" ? own(event, key) : (own(event.call, key) ?? own(event, key));
}

/** @param {string} text @param {any} event @param {string | undefined} dn @param {(text: string) => string} write */
function fill(text, event, dn, write) {
  return text.replace(/\{(\w+)(?:\.([^{}]+))?\}/g, (_, name, key) => {
    if (name === "data" && key) return write(own(event.call?.data, key) ?? "");
    if (name === "dn") return write(dn ?? "");
    if (name === "call") return write(event.call?.id ?? event.callId ?? "");
    return write(value(event, name) ?? "");
  });
}

/** @param {any} object @param {string} key @returns {string | undefined} */
function own(object, key) {
  return object && Object.hasOwn(object, key) && typeof object[key] === "string" ? object[key] : undefined;
}

/** Carries one operation out; one that fails keeps no other from it. @param {Operation} operation @param {string} text @param {any} event @param {Hands} hands */
async function carryOut(operation, text, event, hands) {
  try {
    if ("open" in operation) {
      const open = hands.open ?? ((url, target) => globalThis.open(url, target));
      await open(text, operation.target ?? "_blank", event);
    } else if ("call" in operation) {
      await hands.functions?.[operation.call]?.(event, text);
    } else {
      const notify = hands.notify ?? notifyBySystem;
      await notify(text, operation.level ?? "info", event);
    }
  } catch (error) {
    console.error(`an action on ${event.type} failed:`, error);
  }
}

/** @param {string} text */
function notifyBySystem(text) {
  if (globalThis.Notification?.permission === "granted") new Notification(text);
  else console.info(text);
}
