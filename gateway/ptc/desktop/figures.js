/**
 * The figures of the agent's queues, and the agent's own since the log-on.
 *
 * @module
 */

import { h, show, write } from "./element.js";
import { clock, percent, span, t } from "./words.js";

/** @typedef {import("./desktop.js").Desk} Desk */
/** @typedef {import("../ptc.js").Statistics} Statistics */

/** How often they are asked for while somebody looks, and how soon after an event, in milliseconds. */
const EVERY = 10_000;
const SOON = 1000;

/** The table of the queues; hidden where the gateway has no figures, or the agent no queues. */
export class QueueFigures extends HTMLElement {
  /** @type {Desk} */
  // @ts-ignore: given right after the element is made
  desk;
  /** @type {Map<string, Statistics>} */
  #queues = new Map();
  /** @type {Statistics | undefined} */
  #own;
  #askedAt = 0;
  #nextAt = 0;

  draw() {
    this.rows = h("tbody", {});
    this.since = h("p", { class: "faint" });
    this.own = h("p", {});
    const head = ["queueName", "waiting", "oldest", "inTime"].map((word) => h("th", { scope: "col" }, t(word)));
    this.table = h("table", {}, h("thead", {}, h("tr", {}, ...head)), this.rows);
    this.replaceChildren(this.table, this.since, this.own);
    this.#show();
  }

  /** Asks again before long: something has happened. */
  soon() {
    this.#nextAt = Math.min(this.#nextAt, Date.now() + SOON);
  }

  /** Forgets what was shown, of another agent. */
  clear() {
    this.#queues.clear();
    this.#own = undefined;
    this.#nextAt = 0;
  }

  /** Once a second: running times, and whether it is time to ask again. */
  tick() {
    const { ptc, queues } = this.desk;
    const on = ptc?.connection.phase === "online" && ptc.state?.agent.word !== "loggedout";
    if (on && document.visibilityState === "visible" && this.desk.offers("GETSTATISTICS") && Date.now() >= this.#nextAt) {
      this.#nextAt = Date.now() + EVERY;
      void this.#ask(ptc, queues);
    }
    this.#show();
  }

  /** @param {any} ptc @param {readonly string[]} queues */
  async #ask(ptc, queues) {
    try {
      const [own, ...all] = await Promise.all([ptc.statistics("agent"), ...queues.map((queue) => ptc.statistics("queue", { queue, interval: "current" }))]);
      this.#queues = new Map(queues.map((queue, index) => [queue, all[index]]));
      this.#own = own;
      this.#askedAt = Date.now();
    } catch {
      // What was known stays, until the next answer; a link that is down has its own place.
    }
    this.#show();
  }

  #show() {
    const panel = this.closest(".panel");
    if (panel) show(panel, this.#queues.size > 0);
    if (this.#queues.size === 0 || !this.rows) return;
    const rows = [...this.#queues].map(([queue, { figures }]) => this.#row(queue, figures));
    rows.forEach((cells, index) => {
      const row = this.rows.children[index] ?? this.rows.appendChild(h("tr", {}, h("th", { scope: "row" }), h("td"), h("td"), h("td")));
      cells.forEach((text, column) => write(row.children[column], text));
    });
    while (this.rows.childElementCount > rows.length) this.rows.lastElementChild.remove();
    const [first] = this.#queues.values();
    write(this.since, first ? t("figuresSince", { time: clock(Date.parse(first.from)) }) : "");
    const { acd_calls: calls = 0, aht, occupancy } = this.#own?.figures ?? {};
    const own = [t("ownCalls", { calls }), aht !== undefined && t("ownTime", { time: span(aht * 1000) }), occupancy !== undefined && t("ownBusy", { part: percent(occupancy) })];
    write(this.own, own.filter(Boolean).join(" · "));
  }

  /** @param {string} queue @param {Readonly<Record<string, number>>} figures */
  #row(queue, { waiting = 0, oldest_wait = 0, sl1 }) {
    const waits = waiting > 0 ? span(oldest_wait * 1000 + Date.now() - this.#askedAt) : "–";
    return [queue, String(waiting), waits, sl1 === undefined ? "–" : percent(sl1)];
  }
}

customElements.define("queue-figures", QueueFigures);
