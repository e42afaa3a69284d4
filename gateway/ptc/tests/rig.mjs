/** A gateway made of a few lines: it answers what a test lays out, and counts. */

import { Ptc } from "../ptc.js";

/** An answer as the gateway writes it. */
export function xml(text, status = 200) {
  return new Response(text, { status, headers: { "Content-Type": "application/xml; charset=utf-8" } });
}

export const SESSION = "50de3ec8b5a1325ab54e49d68e172453";
const TIME = 'time="2026-11-22T10:00:00.000Z"';
export const CALL = 'call="006c00000000002a" kind="inbound" state="ringing" ani="01715550123" other="01715550123" parties="01715550123"';

/** Begins a session at a device without calls. */
export function opened(number = 0, more = "") {
  return `<REPLY request="CTICLIENTINITIALIZE" result="ok" session="${SESSION}">${snapshot(number, more)}</REPLY>`;
}

export function snapshot(number, more = "", attributes = 'link="up" agent="loggedout"') {
  return `<SNAPSHOT number="${number}" ${TIME} dn="2001" ${attributes}>${more}</SNAPSHOT>`;
}

export function event(name, number, attributes = "", inner = "") {
  return `<${name} number="${number}" ${TIME} ${attributes}>${inner}</${name}>`;
}

/** A gateway that begins a session, hands events out when told to, and says "ok" to everything else. */
export class Gateway {
  requests = [];
  #polls = [];
  #events = [];
  /** Answers in the place of the usual ones: a function of the request's name and document. */
  answer = () => undefined;

  fetch = async (url, { body = "", signal } = {}) => {
    const name = /^<([A-Z]+)/.exec(body)?.[1] ?? "";
    this.requests.push({ url, name, body });
    const special = await this.answer(name, body);
    if (special) return special;
    if (name === "CTICLIENTINITIALIZE") return xml(opened());
    if (name === "GETEVENTS") return this.#poll(signal, !body.includes('wait="0"'));
    return xml(`<REPLY request="${name}" result="ok"/>`);
  };

  /** Tells these events, in one answer. */
  tell(...events) {
    this.#events.push(...events);
    this.#polls.shift()?.();
  }

  asked(name) {
    return this.requests.filter((request) => request.name === name);
  }

  async #poll(signal, waits) {
    if (this.#events.length === 0 && waits) {
      await new Promise((resolve, reject) => {
        this.#polls.push(resolve);
        signal?.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
      });
    }
    return xml(`<REPLY request="GETEVENTS" result="ok" last="0">${this.#events.splice(0).join("")}</REPLY>`);
  }
}

/** The locks of a browser, for those tabs that are given them. */
export class Locks {
  #held = new Map();

  async request(name, { ifAvailable = false, signal }, use) {
    if (ifAvailable && this.#held.has(name)) return use(null);
    const aborted = new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
    while (this.#held.has(name)) await Promise.race([this.#held.get(name), aborted]);
    let free;
    this.#held.set(name, new Promise((resolve) => (free = resolve)));
    try {
      return await use({ name });
    } finally {
      this.#held.delete(name);
      free();
    }
  }
}

/** Where a reload finds things. */
export class Memory {
  items = new Map();
  getItem = (key) => this.items.get(key) ?? null;
  setItem = (key, value) => void this.items.set(key, value);
  removeItem = (key) => void this.items.delete(key);
}

export function client(gateway, more = {}) {
  return new Ptc({ dn: "2001", url: "http://gateway.test/pts", fetch: gateway.fetch, share: false, storage: null, transport: "poll", ...more });
}

/** Lets everything happen that waits for nothing but its turn. */
export async function turns() {
  for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
}

/** The next thing heard under a name. */
export function once(ptc, name, fits = () => true) {
  return new Promise((resolve) => {
    const stop = ptc.on(name, (heard) => {
      if (!fits(heard)) return;
      stop();
      resolve(heard);
    });
  });
}
