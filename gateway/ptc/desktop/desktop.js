/**
 * The agent desktop: a softphone with screen pop, on top of the client library.
 *
 * @module
 */

import { runActions } from "/ptc/v1/actions.js";
import { Ptc } from "/ptc/v1/ptc.js";
import "./agent.js";
import { numberOf } from "./calls.js";
import { arrange, button, h, set, show, write } from "./element.js";
import "./figures.js";
import "./history.js";
import "./logon.js";
import { fetchSiteRules, keptRules } from "./record.js";
import { openDialog, openForward, openSettings, openShortcuts } from "./settings.js";
import { sentence, speak, t } from "./words.js";

/** What the parts of the desktop share: the client, and what they may do. */
export class Desk {
  /** @type {any} */
  ptc;
  agentId = sessionStorage.getItem("desktop.agent") ?? "";
  /** The queues that the agent has logged on to. @type {string[]} */
  queues = JSON.parse(sessionStorage.getItem("desktop.queues") ?? "[]");
  theme = localStorage.getItem("desktop.theme") ?? "";
  sound = localStorage.getItem("desktop.sound") !== "off";
  /** What a call was put on hold for, by its id. @type {Map<string, "transfer" | "conference">} */
  purposes = new Map();
  /** The requests that this gateway has. @type {Record<string, unknown>} */
  requests = {};
  /** What it takes for a proof of who one is; nothing: it asks nobody. @type {string[]} */
  proofs = [];
  /** The panels around the calls. @type {Element[]} */
  phone = [];
  #pending = false;
  /** @type {(() => void) | undefined} */
  #stopActions;
  /** @type {AudioContext | undefined} */
  #audio;

  constructor() {
    speak(localStorage.getItem("desktop.language"));
    set(document.documentElement, "data-theme", this.theme || undefined);
    this.agent = this.#part("agent-bar");
    this.logOnForm = this.#part("log-on");
    this.calls = this.#part("call-list");
    this.history = this.#part("call-history");
    this.record = this.#part("record-pane");
    this.figures = this.#part("queue-figures");
    this.banner = h("div", { class: "banner", hidden: true }, h("p", { role: "status" }), button({ label: t("retry"), onclick: () => this.#again() }));
    this.live = h("p", { class: "unseen", role: "status", "aria-live": "assertive" });
    this.notices = h("div", { class: "notices", role: "log", "aria-live": "polite" });
    this.main = h("main", { id: "main", tabindex: -1 });
    this.skip = h("a", { class: "skip", href: "#calls" });
    document.body.append(this.skip, this.agent, this.banner, this.main, this.notices, this.live);
    this.history.choose = (/** @type {string} */ number) => this.dial(number);
    this.logOnForm.submit = (/** @type {any} */ values) => this.#logOn(values);
    this.draw();
    addEventListener("keydown", (event) => this.#key(event));
    setInterval(() => this.#tick(), 1000);
  }

  /** Asks the gateway what it offers, and takes up the session of a reload. */
  async begin() {
    const dn = sessionStorage.getItem("desktop.dn");
    if (!dn) this.logOnForm.focusFirst();
    try {
      const service = await fetch("/ptc/v1/service.json", { cache: "no-cache" }).then((response) => response.json());
      this.requests = service.requests;
      this.proofs = service.proofs;
      await fetchSiteRules();
    } catch {
      // The gateway is away for the moment; the connection will tell.
    }
    if (this.proofs.includes("password") && !this.#hasCertificates()) this.logOnForm.askWho();
    if (dn) await this.connect(dn).catch((error) => this.notice(sentence(error), "error"));
  }

  // ------------------------------------------------------------------------------------- telephony

  /** Connects to a device. @param {string} dn */
  async connect(dn) {
    if (!this.isConnected()) {
      const credentials = this.#hasCertificates() ? "same-origin" : "omit";
      const ptc = new Ptc({ dn, credentials, authorization: () => sessionStorage.getItem("desktop.credential") ?? undefined });
      this.ptc = ptc;
      this.#stopActions?.();
      this.history.begin(dn);
      ptc.on("connection", (connection) => {
        if (connection.phase === "ended") this.#ended(connection);
        this.#soon();
      });
      ptc.on("state", () => this.#soon());
      ptc.on("event", (event) => this.#note(event));
      this.#act(ptc);
    }
    await this.ptc.connect();
    sessionStorage.setItem("desktop.dn", dn);
    this.#soon();
  }

  /** Carries a request out, and says so where it is refused. @param {() => Promise<unknown>} request */
  async act(request) {
    try {
      await request();
      return true;
    } catch (error) {
      this.notice(sentence(error), "error");
      return false;
    }
  }

  /** Puts a number into the field for a new call. @param {string} number */
  dial(number) {
    this.number.value = number;
    this.number.focus();
  }

  /** Synchronises gateway and middleware, for when something looks wrong. */
  async synchronise() {
    if (await this.act(() => this.ptc.reconnect())) this.notice(t("synchronised"), "info");
  }

  /** Logs off and ends the session. */
  async leave() {
    const { ptc } = this;
    if (ptc.state?.agent.word !== "loggedout" && ptc.state?.calls.length === 0) await this.act(() => ptc.logOff());
    await ptc.disconnect();
  }

  /** Whether the gateway has a request of this name. @param {string} name */
  offers(name) {
    return name in this.requests || Object.keys(this.requests).length === 0;
  }

  #hasCertificates() {
    return this.proofs.includes("certificate");
  }

  isConnected() {
    return this.ptc !== undefined && !["idle", "ended"].includes(this.ptc.connection.phase);
  }

  /** @param {import("./logon.js").LogOn} values */
  async #logOn({ dn, agent, password, queues, ready, user, secret }) {
    try {
      if (user) sessionStorage.setItem("desktop.credential", basic(user, secret));
      await this.connect(dn);
      if (agent && this.ptc.state.agent.word === "loggedout") {
        await this.ptc.logOn({ agent, password, queues });
        this.agentId = agent;
        this.queues = queues;
        sessionStorage.setItem("desktop.agent", agent);
        sessionStorage.setItem("desktop.queues", JSON.stringify(queues));
        this.figures.clear();
        if (ready) await this.ptc.setState("ready");
      }
      document.querySelector("dialog")?.close();
    } catch (error) {
      if (/** @type {any} */ (error).reason === "Unauthorized") this.logOnForm.askWho();
      this.logOnForm.tell(sentence(error));
      this.dialogForm?.tell(sentence(error));
    }
  }

  openLogOn() {
    const form = /** @type {any} */ (document.createElement("log-on"));
    form.draw(this.ptc.state.dn);
    form.submit = (/** @type {any} */ values) => this.#logOn(values);
    this.dialogForm = form;
    openDialog(t("logOn"), form).classList.add("narrow");
    form.focusFirst();
  }

  /** @param {import("../ptc.js").Connection} connection */
  #ended(connection) {
    if (connection.reason === "Closed") {
      sessionStorage.removeItem("desktop.dn");
      sessionStorage.removeItem("desktop.credential");
      this.record.clear();
    } else if (!this.ptc.state) {
      this.logOnForm.tell(sentence(connection));
    }
  }

  #again() {
    if (this.isConnected()) this.ptc.retryNow();
    else void this.act(() => this.ptc.connect());
  }

  // ---------------------------------------------------------------------------------------- events

  /** @param {any} ptc */
  #act(ptc) {
    try {
      this.#stopActions = runActions(ptc, keptRules(), {
        tabs: "every",
        open: (url, target) => this.record.open(url, target),
        notify: (text, level) => this.notice(text, level),
      });
    } catch (error) {
      this.notice(sentence(error), "error");
    }
  }

  /** @param {import("../ptc.js").PtcEvent} event */
  #note(event) {
    this.figures.soon();
    if ("call" in event) {
      this.history.note(event);
      if (event.call.state === "ringing" && event.type.startsWith("INCOMING")) write(this.live, t("incomingFrom", { number: numberOf(event.call) || t("unknownNumber") }));
      else write(this.live, `${numberOf(event.call)} ${t(event.call.state)}`);
      if (event.call.state === "released") this.purposes.delete(event.call.id);
    } else if (event.type === "LINKDOWN" || event.type === "LINKUP") {
      write(this.live, t(event.type === "LINKDOWN" ? "linkDown" : "online"));
    }
  }

  #ring() {
    // Browsers let no page sound that nobody has touched.
    if (!this.sound || !navigator.userActivation?.hasBeenActive) return;
    const audio = (this.#audio ??= new AudioContext());
    const [tone, loudness] = [audio.createOscillator(), audio.createGain()];
    const at = audio.currentTime;
    tone.frequency.setValueAtTime(660, at);
    tone.frequency.setValueAtTime(550, at + 0.2);
    loudness.gain.setValueAtTime(0.0001, at);
    loudness.gain.exponentialRampToValueAtTime(0.08, at + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.0001, at + 0.42);
    tone.connect(loudness).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.45);
  }

  // ----------------------------------------------------------------------------------------- pixels

  /** Draws everything that has words. */
  draw() {
    document.title = t("title");
    write(this.skip, t("skip"));
    this.number = h("input", { id: "number", name: "number", type: "tel", list: "numbers", autocomplete: "off", required: true, maxlength: 64 });
    this.callButton = h("button", { class: "button good wide" }, t("call"));
    this.dialForm = h("form", { class: "dial", onsubmit: (/** @type {Event} */ event) => this.#dialNow(event) },
      h("label", { for: "number", class: "unseen" }, t("number")), this.number,
      h("div", { class: "keypad", role: "group", "aria-label": t("keypad") }, ...[..."123456789*0#"].map((key) => button({ label: key, onclick: () => { this.number.value += key; } }))),
      this.callButton);
    this.numbers = h("datalist", { id: "numbers" });
    this.callsTitle = h("h1", { id: "calls", class: "title", tabindex: -1 }, t("calls"));
    const panel = (/** @type {string} */ style, /** @type {string} */ title, /** @type {...Node} */ ...content) => h("section", { class: `panel ${style}`, "aria-label": title }, h("h2", {}, title), ...content);
    this.phone = [
      h("section", { class: "panel calls-panel", "aria-labelledby": "calls" }, this.callsTitle, this.calls),
      panel("record-panel", t("record"), this.record),
      h("div", { class: "side" }, panel("figures-panel", t("figures"), this.figures), panel("dial-panel", t("dial"), this.dialForm, this.numbers), panel("history-panel", t("history"), this.history)),
    ];
    this.entrance = h("section", { class: "entrance", "aria-labelledby": "logon-title" }, this.logOnForm);
    this.logOnForm.draw();
    this.agent.draw();
    this.calls.relabel();
    this.history.draw();
    this.record.draw();
    this.figures.draw();
    this.#render();
  }

  /** Draws once for all that happens in one go. */
  #soon() {
    if (this.#pending) return;
    this.#pending = true;
    queueMicrotask(() => {
      this.#pending = false;
      this.#render();
    });
  }

  #render() {
    const { ptc } = this;
    const within = this.isConnected() && ptc.state !== undefined;
    const hadFocus = this.main.contains(document.activeElement);
    arrange(this.main, within ? this.phone : [this.entrance]);
    if (hadFocus && !this.main.contains(document.activeElement)) within ? this.focusCalls() : this.logOnForm.focusFirst();
    set(this.main, "class", within ? "phone" : "");
    show(this.skip, within);
    this.agent.update();
    if (within) {
      this.calls.update(ptc.state.calls);
      set(this.callButton, "aria-disabled", ptc.allows("MAKECALL") ? undefined : "true");
      const known = [...new Set(this.history.entries.map((/** @type {any} */ entry) => entry.number).filter(Boolean))].slice(0, 10);
      if (this.numbers.childElementCount !== known.length) this.numbers.replaceChildren(...known.map((value) => h("option", { value })));
    }
    const ringing = within && ptc.state.calls.find((/** @type {any} */ call) => call.state === "ringing");
    document.title = ringing ? `☎ ${numberOf(ringing) || t("incoming")}` : t("title");
    this.#renderBanner();
  }

  #renderBanner() {
    const { state, connection } = this.ptc ?? {};
    const [words, retry] = this.banner.children;
    const waits = connection?.phase === "retrying";
    const lost = connection?.phase === "ended" && connection.reason !== "Closed" && state !== undefined;
    const half = connection?.phase === "online" && state?.link === "down";
    const seconds = Math.max(0, Math.ceil(((connection?.retryAt ?? 0) - Date.now()) / 1000));
    const text = waits ? `${sentence(connection)} ${t("retrying", { seconds })}` : lost ? sentence(connection) : half ? t("linkDownHelp") : "";
    write(words, text);
    write(retry.lastChild, t(lost ? "again" : "retry"));
    show(retry, waits || lost);
    show(this.banner, text !== "");
  }

  #tick() {
    this.agent.tick();
    this.calls.tick();
    this.figures.tick();
    if (this.ptc?.connection.phase === "retrying") this.#renderBanner();
    if (this.ptc?.state?.calls.some((/** @type {any} */ call) => call.state === "ringing")) this.#ring();
  }

  /** Says something for a while. @param {string} text @param {"info" | "warning" | "error"} level */
  notice(text, level) {
    const close = () => note.remove();
    const note = h("div", { class: `notice ${level}` }, h("p", {}, text), h("button", { type: "button", class: "mini", "aria-label": t("dismiss"), onclick: close }, "×"));
    this.notices.append(note);
    while (this.notices.childElementCount > 4) this.notices.firstElementChild.remove();
    setTimeout(close, level === "error" ? 12_000 : 6_000);
  }

  /** The place to be when what had the focus is gone. */
  focusCalls() {
    this.callsTitle.focus();
  }

  openSettings() {
    openSettings(() => {
      this.#stopActions?.();
      if (this.ptc) this.#act(this.ptc);
    });
  }

  openForward() {
    openForward(this);
  }

  openShortcuts() {
    openShortcuts();
  }

  /** @param {string} language */
  setLanguage(language) {
    localStorage.setItem("desktop.language", language);
    speak(language);
    this.draw();
  }

  /** @param {string} theme */
  setTheme(theme) {
    this.theme = theme;
    localStorage.setItem("desktop.theme", theme);
    set(document.documentElement, "data-theme", theme || undefined);
  }

  /** @param {boolean} on */
  setSound(on) {
    this.sound = on;
    localStorage.setItem("desktop.sound", on ? "on" : "off");
  }

  /** @param {Event} event */
  #dialNow(event) {
    event.preventDefault();
    const number = this.number.value.trim();
    if (this.callButton.getAttribute("aria-disabled") === "true" || !number) return;
    void this.act(async () => {
      await this.ptc.makeCall(number);
      this.number.value = "";
    });
  }

  // -------------------------------------------------------------------------------------- shortcuts

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || document.querySelector("dialog")) return;
    const press = SHORTCUT_BUTTONS[event.code];
    if (press) {
      const element = [...document.querySelectorAll(press)].find((one) => one.checkVisibility() && one.getAttribute("aria-disabled") !== "true");
      if (element) /** @type {HTMLElement} */ (element).click();
    } else if (event.code === "KeyR") this.agent.toggle();
    else if (event.code === "KeyN" && this.number.isConnected) this.number.focus();
    else if (event.code === "KeyK") this.openShortcuts();
    else return;
    event.preventDefault();
  }

  /**
   * @template {string} N
   * @param {N} name @returns {any}
   */
  #part(name) {
    const part = /** @type {any} */ (document.createElement(name));
    part.desk = this;
    return part;
  }
}

/** What a user shows the gateway (RFC 7617). @param {string} user @param {string} secret */
function basic(user, secret) {
  const bytes = new TextEncoder().encode(`${user}:${secret}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

/** The buttons that say which key they answer to; for hold, the one that is to be seen. @type {Record<string, string>} */
const SHORTCUT_BUTTONS = Object.fromEntries([..."AHXTCS"].map((key) => [`Key${key}`, `[aria-keyshortcuts="Alt+${key}"]`]));


const desk = new Desk();
// For the console of whoever develops with it.
Object.assign(globalThis, { desk });
await desk.begin();
