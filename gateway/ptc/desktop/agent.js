/**
 * The bar on top: the agent's state with its time, the connection, and the menu.
 *
 * @module
 */

import { allow, button, glyph, h, set, show, write } from "./element.js";
import { LANGUAGES, sentence, span, t } from "./words.js";

/** @typedef {import("./desktop.js").Desk} Desk */

/** Reasons for not being ready; what the gateway is told is the word, not its translation. */
const REASONS = ["", "break", "lunch", "meeting", "training", "office"];

/** The agent's state, and what changes it. */
export class AgentBar extends HTMLElement {
  /** @type {Desk} */
  // @ts-ignore: given right after the element is made
  desk;

  /** Draws everything in the language chosen. */
  draw() {
    const { desk } = this;
    this.chip = h("span", { class: "agent-chip" });
    this.time = h("span", { class: "time" });
    this.who = h("span", { class: "agent-who" });
    this.stands = h("div", { class: "agent-state" }, this.chip, this.time, this.who);
    this.ready = button({ label: t("goReady"), class: "toggle ready", keys: "Alt+R", onclick: () => desk.act(() => desk.ptc.setState("ready")) });
    this.notReady = button({ label: t("goNotReady"), class: "toggle notready", keys: "Alt+R", onclick: () => this.goNotReady() });
    this.reason = h("select", { "aria-label": t("reason"), onchange: () => desk.ptc.state?.agent.word !== "loggedout" && this.goNotReady() }, ...REASONS.map((reason) => h("option", { value: reason }, reason ? t(reason) : t("noReason"))));
    this.dnd = button({ label: t("dnd"), class: "toggle", onclick: () => this.#toggleDnd() });
    this.logOn = button({ label: t("logOn"), class: "strong", onclick: () => desk.openLogOn() });
    this.settings = h("span", { class: "settings", role: "status" });
    this.controls = h("div", { class: "controls", role: "group", "aria-label": t("agentState") }, this.ready, this.notReady, this.reason, this.dnd);
    this.link = h("button", { type: "button", class: "link", onclick: () => desk.ptc.retryNow() }, h("span", { class: "dot" }), h("span", {}));
    set(this, "role", "banner");
    this.replaceChildren(
      h("span", { class: "brand" }, h("img", { src: "icon.svg", alt: "", width: 28, height: 28 }), h("span", {}, t("title"))),
      this.stands,
      this.controls,
      this.logOn,
      this.settings,
      this.link,
      this.#menu(),
    );
    this.update();
  }

  /** Shows how things stand. */
  update() {
    const { desk } = this;
    const { state, connection } = desk.ptc ?? {};
    const word = state?.agent.word ?? "loggedout";
    const on = connection?.phase === "online" || connection?.phase === "retrying" || connection?.phase === "connecting";
    set(this.chip, "data-agent", word);
    write(this.chip, t(word));
    set(this.ready, "aria-pressed", String(word === "ready"));
    set(this.notReady, "aria-pressed", String(word === "notready"));
    show(this.stands, on && state !== undefined);
    show(this.controls, on && word !== "loggedout");
    show(this.logOn, on && word === "loggedout");
    for (const element of [this.ready, this.notReady]) allow(element, desk.ptc?.allows("SETAGENTSTATE") ?? false);
    set(this.dnd, "aria-pressed", String(this.isDnd()));
    allow(this.dnd, desk.offers("SETDONOTDISTURB"), t("notOffered"));
    show(this.dnd, desk.offers("SETDONOTDISTURB"));
    if (word === "notready" && document.activeElement !== this.reason) {
      const reason = state?.agent.reason ?? "";
      if (!REASONS.includes(reason) && ![...this.reason.options].some((option) => option.value === reason)) this.reason.append(h("option", { value: reason }, reason));
      this.reason.value = reason;
    }
    write(this.who, state ? `${state.dn}${desk.agentId && word !== "loggedout" ? ` · ${desk.agentId}` : ""}` : "");
    const { forward, forwardTo, messageWaiting } = state?.device ?? {};
    const forwards = forward && forward !== "off" && t("forwards", { number: forwardTo ?? "?", when: t(`forward_${forward}`) });
    write(this.settings, on ? [messageWaiting && t("lamp"), forwards].filter(Boolean).join(" · ") : "");
    show(this.settings, this.settings.textContent !== "");
    this.#updateLink();
    this.tick();
  }

  tick() {
    const { ptc } = this.desk;
    const since = ptc?.state?.agent.since;
    write(this.time, since === undefined ? "" : span(ptc.now() - since));
    show(this.time, ptc?.state !== undefined && ptc.state.agent.word !== "loggedout");
  }

  isDnd() {
    return this.desk.ptc?.state?.device?.doNotDisturb === true;
  }

  goNotReady() {
    const reason = this.reason.value;
    void this.desk.act(() => this.desk.ptc.setState("notready", reason));
  }

  /** Ready if the agent is not; not ready otherwise. */
  toggle() {
    const word = this.desk.ptc?.state?.agent.word;
    if (word === "ready") this.goNotReady();
    else if (word && word !== "loggedout") void this.desk.act(() => this.desk.ptc.setState("ready"));
  }

  #toggleDnd() {
    const { desk } = this;
    void desk.act(() => desk.ptc.setDoNotDisturb(!this.isDnd()));
  }

  #updateLink() {
    const { state, connection } = this.desk.ptc ?? {};
    const level = connection?.phase !== "online" ? "down" : state?.link === "down" ? "half" : "up";
    set(this.link, "data-link", level);
    const words = level === "up" ? t("online") : level === "half" ? t("linkDown") : t("offline");
    const text = connection?.role === "follower" && level === "up" ? `${words} · ${t("follower")}` : words;
    write(this.link.lastChild, text);
    set(this.link, "aria-label", `${t("connectionState")}: ${text}`);
    set(this.link, "title", connection?.text ? sentence(connection) : undefined);
    show(this.link, connection !== undefined);
  }

  #menu() {
    const { desk } = this;
    const close = () => {
      menu.hidePopover();
    };
    const item = (/** @type {string} */ label, /** @type {string} */ id, /** @type {() => void} */ act) => h("button", { type: "button", class: "item", "data-item": id, onclick: () => { close(); act(); } }, t(label));
    const choose = (/** @type {string} */ label, /** @type {Record<string, string>} */ choices, /** @type {string} */ value, /** @type {(value: string) => void} */ act) =>
      h("label", { class: "choice" }, t(label), h("select", { onchange: (/** @type {any} */ event) => act(event.target.value) }, ...Object.entries(choices).map(([key, word]) => h("option", { value: key, selected: key === value }, word))));
    this.items = {
      logOff: item("logOff", "logOff", () => desk.act(() => desk.ptc.logOff())),
      synchronise: item("synchronise", "synchronise", () => desk.synchronise()),
      forward: item("forward", "forward", () => desk.openForward()),
      lamp: item("lampOn", "lamp", () => desk.act(() => desk.ptc.setMessageWaiting(!desk.ptc.state.device.messageWaiting))),
      leave: item("leave", "leave", () => desk.leave()),
    };
    const menu = h("div", { class: "menu", id: "menu", popover: "auto" },
      ...Object.values(this.items),
      h("hr", {}),
      choose("language", LANGUAGES, document.documentElement.lang, (value) => desk.setLanguage(value)),
      choose("theme", { "": t("auto"), light: t("light"), dark: t("dark") }, desk.theme, (value) => desk.setTheme(value)),
      h("label", { class: "choice" }, t("sound"), h("input", { type: "checkbox", checked: desk.sound, onchange: (/** @type {any} */ event) => desk.setSound(event.target.checked) })),
      h("hr", {}),
      item("settings", "settings", () => desk.openSettings()),
      item("shortcuts", "shortcuts", () => desk.openShortcuts()));
    menu.addEventListener("beforetoggle", () => {
      const { state } = desk.ptc ?? {};
      show(this.items?.logOff, state !== undefined && state.agent.word !== "loggedout");
      show(this.items?.synchronise, desk.isConnected());
      show(this.items?.leave, desk.isConnected());
      show(this.items?.forward, desk.isConnected() && desk.offers("SETFORWARD"));
      show(this.items?.lamp, desk.isConnected() && desk.offers("SETMESSAGEWAITING"));
      write(this.items?.lamp, t(state?.device?.messageWaiting ? "lampOff" : "lampOn"));
    });
    return h("div", { class: "menu-place" }, h("button", { type: "button", class: "icon-button", popovertarget: "menu", "aria-label": t("menu") }, glyph("menu")), menu);
  }
}

customElements.define("agent-bar", AgentBar);
