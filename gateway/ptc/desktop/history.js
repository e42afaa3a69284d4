/**
 * The calls of this window's session, newest first; a reload keeps them.
 *
 * @module
 */

import { numberOf } from "./calls.js";
import { glyph, h, show } from "./element.js";
import { clock, span, t } from "./words.js";

/** @typedef {{ id: string, number: string, direction: "in" | "out", at: number, talked: number, answeredAt?: number, over: boolean, missed: boolean }} Entry */

const MOST = 50;

/** The list of calls. */
export class CallHistory extends HTMLElement {
  /** @type {Entry[]} */
  entries = [];
  dn = "";
  empty = h("p", { class: "faint" });
  list = h("ol", { class: "history" });
  /** What to do with a number that is chosen. @type {(number: string) => void} */
  choose = () => {};

  /** Takes up what a reload left. @param {string} dn */
  begin(dn) {
    this.dn = dn;
    try {
      this.entries = JSON.parse(sessionStorage.getItem(`history ${dn}`) ?? "[]");
    } catch {
      this.entries = [];
    }
    this.draw();
  }

  /** Notes what an event about a call means for it. @param {import("../ptc.js").CallEvent} event */
  note({ type, call, previous, time }) {
    const at = Date.parse(time);
    const entry = this.entries.find((known) => !known.over && (known.id === call.id || known.id === previous));
    if (!entry) {
      if (call.state === "released") return;
      const direction = type.startsWith("INCOMING") ? "in" : "out";
      const answered = call.state === "connected" ? { answeredAt: at } : {};
      this.entries.unshift({ id: call.id, number: numberOf(call), direction, at, talked: 0, over: false, missed: false, ...answered });
      this.entries.length = Math.min(this.entries.length, MOST);
    } else {
      entry.id = call.id;
      entry.number ||= numberOf(call);
      if (call.state === "connected") entry.answeredAt ??= at;
      if (call.state === "released") {
        entry.over = true;
        entry.talked = entry.answeredAt === undefined ? 0 : at - entry.answeredAt;
        entry.missed = entry.direction === "in" && entry.answeredAt === undefined;
      }
    }
    this.#keep();
    this.draw();
  }

  draw() {
    if (!this.firstChild) this.append(this.empty, this.list);
    this.empty.textContent = t("historyNone");
    show(this.empty, this.entries.length === 0);
    this.list.replaceChildren(...this.entries.map((entry) => this.#row(entry)));
  }

  /** @param {Entry} entry */
  #row(entry) {
    const outcome = entry.missed ? t("missed") : entry.over ? span(entry.talked) : t("ongoing");
    return h("li", { class: entry.missed ? "missed" : "" },
      h("button", { type: "button", title: t("callBack", { number: entry.number || "?" }), onclick: () => this.choose(entry.number) },
        glyph(entry.direction),
        h("span", { class: "unseen" }, t(entry.direction)),
        h("span", { class: "number" }, entry.number || t("unknownNumber")),
        h("span", { class: "when" }, clock(entry.at)),
        h("span", { class: "outcome" }, outcome)));
  }

  #keep() {
    try {
      sessionStorage.setItem(`history ${this.dn}`, JSON.stringify(this.entries));
    } catch {
      // Full or forbidden: a reload begins an empty list.
    }
  }
}

customElements.define("call-history", CallHistory);
