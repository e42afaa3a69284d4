/**
 * The calls: a card for each, a consultation beside the call that it belongs to.
 *
 * @module
 */

import { allow, arrange, button, glyph, h, set, show, write } from "./element.js";
import { span, t } from "./words.js";

/** @typedef {import("../ptc.js").Call} Call */
/** @typedef {import("./desktop.js").Desk} Desk */

/** All calls of the device. */
export class CallList extends HTMLElement {
  /** @type {Map<string, CallCard>} */
  #cards = new Map();
  /** @type {Map<string, PairBar>} */
  #bars = new Map();
  /** @type {Desk} */
  // @ts-ignore: given right after the element is made
  desk;

  connectedCallback() {
    if (this.firstChild) return;
    this.list = h("div", { class: "calls" });
    this.empty = h("div", { class: "nothing" }, h("p", { class: "big" }), h("p", {}));
    this.append(this.empty, this.list);
  }

  /** @param {readonly Call[]} calls */
  update(calls) {
    const consults = new Map(calls.filter((call) => call.consultOf).map((call) => [call.consultOf, call]));
    const wanted = [];
    for (const call of calls.filter((call) => !calls.some((other) => other.id === call.consultOf))) {
      const consult = consults.get(call.id);
      if (consult) wanted.push(this.#bar(call, consult));
      wanted.push(this.#card(call, consult !== undefined));
      if (consult) wanted.push(this.#card(consult, true));
    }
    for (const id of this.#cards.keys()) if (!calls.some((call) => call.id === id)) this.#cards.delete(id);
    for (const id of this.#bars.keys()) if (!consults.has(id)) this.#bars.delete(id);
    const hadFocus = this.list.contains(document.activeElement);
    arrange(this.list, wanted);
    if (hadFocus && !this.list.contains(document.activeElement)) this.desk.focusCalls();
    show(this.empty, calls.length === 0);
    const [first, second] = this.empty.children;
    write(first, t("noCalls"));
    write(second, t(this.desk.ptc?.state?.agent.word === "ready" ? "noCallsReady" : "noCallsNotReady"));
  }

  /** The running times. */
  tick() {
    for (const card of this.#cards.values()) card.tick();
  }

  /** @param {string} id */
  card(id) {
    return this.#cards.get(id);
  }

  /** The labels of everything anew, in another language. */
  relabel() {
    this.#cards.clear();
    this.#bars.clear();
    this.list?.replaceChildren();
  }

  /** @param {Call} call @param {boolean} paired */
  #card(call, paired) {
    let card = this.#cards.get(call.id);
    if (!card) {
      card = /** @type {CallCard} */ (document.createElement("call-card"));
      card.begin(this.desk, call);
      this.#cards.set(call.id, card);
    }
    card.update(call, paired);
    return card;
  }

  /** @param {Call} call @param {Call} consult */
  #bar(call, consult) {
    let bar = this.#bars.get(call.id);
    if (!bar) {
      bar = /** @type {PairBar} */ (document.createElement("pair-bar"));
      bar.begin(this.desk);
      this.#bars.set(call.id, bar);
    }
    bar.update(call, consult);
    return bar;
  }
}

/** One call. */
class CallCard extends HTMLElement {
  /** @type {Desk} */
  // @ts-ignore: given by `begin`
  desk;
  /** @type {Call} */
  // @ts-ignore: given by `begin`
  call;
  /** The buttons by the request that they send. @type {Record<string, any>} */
  buttons = {};
  shownParties = "";
  /** What the number form is for. @type {Form | undefined} */
  form;

  /** @param {Desk} desk @param {Call} call */
  begin(desk, call) {
    this.desk = desk;
    this.call = call;
    set(this, "role", "group");
    const { ptc } = desk;
    const ask = (/** @type {string} */ name) => () => desk.act(() => ptc.request(name, { call: this.call.id }));
    this.chip = h("span", { class: "chip" });
    this.time = h("span", { class: "time" });
    this.kind = h("span", { class: "kind" });
    this.who = h("h2", { class: "who" });
    this.via = h("p", { class: "via" });
    this.parties = h("ul", { class: "parties", "aria-label": t("parties") });
    this.buttons = {
      ACCEPTCALL: button({ label: t("answer"), icon: "phone", class: "good", keys: "Alt+A", onclick: ask("ACCEPTCALL") }),
      HOLDCALL: button({ label: t("hold"), icon: "pause", keys: "Alt+H", onclick: ask("HOLDCALL") }),
      RETRIEVECALL: button({ label: t("retrieve"), icon: "play", keys: "Alt+H", onclick: ask("RETRIEVECALL") }),
      ALTERNATECALL: button({ label: t("swap"), icon: "swap", keys: "Alt+S", onclick: ask("ALTERNATECALL") }),
      INITIATETRANSFER: button({ label: t("transfer"), icon: "send", keys: "Alt+T", onclick: () => this.openForm("transfer") }),
      INITIATECONFERENCE: button({ label: t("conferenceTo"), icon: "people", keys: "Alt+C", onclick: () => this.openForm("conference") }),
      MUTECALL: button({ label: t("mute"), icon: "mic", onclick: ask("MUTECALL") }),
      UNMUTECALL: button({ label: t("unmute"), icon: "mic", onclick: ask("UNMUTECALL") }),
      SENDDTMF: button({ label: t("keypad"), icon: "keys", onclick: () => this.openForm("keypad") }),
      RELEASECALL: button({ label: t("hangUp"), icon: "down", class: "bad", keys: "Alt+X", onclick: ask("RELEASECALL") }),
      REDIRECTCALL: button({ label: t("redirect"), icon: "send", onclick: () => this.openForm("redirect") }),
    };
    this.bar = h("div", { class: "bar" }, ...Object.values(this.buttons));
    this.place = h("div", { class: "form-place" });
    this.data = new CallData(this);
    this.append(
      h("header", {}, this.chip, this.time, this.kind),
      this.who, this.via, this.parties, this.bar, this.place, this.data.element,
    );
  }

  /** @param {Call} call @param {boolean} paired */
  update(call, paired) {
    this.call = call;
    set(this, "data-call", call.id);
    set(this, "data-state", call.state);
    set(this, "class", `card ${call.state}${paired ? " paired" : ""}${call.consultOf ? " consult" : ""}`);
    const number = numberOf(call);
    const conference = call.conference === "true";
    write(this.chip, t(call.state));
    const kind = conference ? t("conference") : call.consultOf ? t("consultation") : t(`kind_${call.kind}`);
    write(this.kind, call.muted ? `${kind} · ${t("muted")}` : kind);
    write(this.who, conference ? partiesOf(call).join(" · ") : number || t("unknownNumber"));
    set(this, "aria-label", `${t(call.state)}: ${number || t("unknownNumber")}`);
    const ways = [call.dnis && t("via", { dnis: call.dnis }), call.queue && t("queue", { queue: call.queue })];
    write(this.via, ways.filter(Boolean).join(" · "));
    this.#updateParties(conference);
    this.#updateButtons(paired);
    if (!this.#formStillFits()) this.closeForm();
    this.data?.update();
    this.tick();
  }

  tick() {
    write(this.time, span(this.desk.ptc.now() - this.call.since));
  }

  /** @param {boolean} conference */
  #updateParties(conference) {
    const { desk, call } = this;
    const wanted = conference ? call.parties : [];
    const items = wanted.map((party) => {
      const label = t("removeParty", { party });
      const remove = h("button", { type: "button", class: "mini", "aria-label": label, title: label, onclick: () => desk.act(() => desk.ptc.removeParty(this.call.id, party)) }, glyph("cross"));
      return h("li", {}, party, call.actions.includes("REMOVEPARTY") && remove);
    });
    const shown = JSON.stringify([wanted, call.actions.includes("REMOVEPARTY")]);
    if (this.shownParties !== shown) this.parties.replaceChildren(...items);
    this.shownParties = shown;
    show(this.parties, conference);
  }

  /** @param {boolean} paired */
  #updateButtons(paired) {
    const { call, desk, buttons } = this;
    const can = (/** @type {string} */ name) => call.actions.includes(name);
    const [held, connected] = [call.state === "held", call.state === "connected"];
    const talking = held || connected;
    const other = desk.ptc.state?.calls.some((/** @type {Call} */ known) => known.id !== call.id);
    const consults = talking && !call.consultOf && !paired;
    const transfers = can("INITIATETRANSFER") || can("BLINDTRANSFER");
    const shown = {
      ACCEPTCALL: call.state === "ringing",
      REDIRECTCALL: call.state === "ringing" && desk.offers("REDIRECTCALL"),
      HOLDCALL: connected,
      RETRIEVECALL: held && (!paired || can("RETRIEVECALL")),
      ALTERNATECALL: held && other && !paired,
      INITIATETRANSFER: consults && (connected || transfers),
      INITIATECONFERENCE: consults && (connected || can("INITIATECONFERENCE")),
      MUTECALL: connected && !can("UNMUTECALL"),
      UNMUTECALL: can("UNMUTECALL"),
      SENDDTMF: connected,
      RELEASECALL: true,
    };
    const focused = Object.keys(buttons).find((name) => buttons[name] === document.activeElement);
    for (const [name, element] of Object.entries(buttons)) {
      show(element, Boolean(shown[/** @type {keyof typeof shown} */ (name)]));
      const known = desk.offers(name);
      allow(element, name === "INITIATETRANSFER" ? transfers : can(name), known ? undefined : t("notOffered"));
    }
    if (focused && buttons[focused].hidden) {
      const next = buttons[INSTEAD[focused] ?? ""];
      (next && !next.hidden ? next : this.bar.querySelector("button:not([hidden])")).focus();
    }
    write(buttons.RELEASECALL.lastChild, t(call.state === "ringing" ? "decline" : "hangUp"));
  }

  #formStillFits() {
    return !this.form || this.call.actions.includes(NEEDS[this.form]);
  }

  /** @param {Form} form */
  openForm(form) {
    if (this.form === form) return this.closeForm();
    this.form = form;
    this.place.replaceChildren(form === "keypad" ? this.#keypad() : this.#numberForm(form));
    this.place.querySelector("input, button")?.focus();
  }

  closeForm() {
    this.form = undefined;
    const hadFocus = this.place.contains(document.activeElement);
    if (this.place.firstChild) this.place.replaceChildren();
    if (hadFocus) this.desk.focusCalls();
  }

  /** @param {"transfer" | "conference" | "redirect"} form */
  #numberForm(form) {
    const { desk } = this;
    const id = `to-${this.call.id}`;
    const input = h("input", { id, name: "destination", type: "tel", list: "numbers", autocomplete: "off", required: true, maxlength: 64 });
    const start = (/** @type {string} */ name) => {
      const destination = input.value.trim();
      if (!input.reportValidity()) return;
      if (name !== "BLINDTRANSFER" && form !== "redirect") desk.purposes.set(this.call.id, form);
      void desk.act(async () => {
        await desk.ptc.request(name, { call: this.call.id, destination });
        this.closeForm();
      });
    };
    const request = NEEDS[form];
    return h(
      "form",
      { class: "number-form", onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); start(request); }, onkeydown: (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && this.#dropForm() },
      h("label", { for: id }, t({ transfer: "transferTo", conference: "conferenceWith", redirect: "redirectTo" }[form])),
      input,
      h("div", { class: "bar" },
        h("button", { class: "button strong" }, t(form === "redirect" ? "redirectNow" : "consult")),
        form === "transfer" && button({ label: t("blind"), onclick: () => start("BLINDTRANSFER") }),
        button({ label: t("cancel"), class: "plain", onclick: () => this.#dropForm() })),
    );
  }

  #dropForm() {
    const opener = this.buttons[NEEDS[this.form ?? "transfer"]];
    this.closeForm();
    opener.focus();
  }

  #keypad() {
    const { desk } = this;
    const press = (/** @type {string} */ digits) => desk.act(() => desk.ptc.request("SENDDTMF", { call: this.call.id, digits }));
    return h("div", { class: "keypad", role: "group", "aria-label": t("keypad") }, ...[..."123456789*0#"].map((digit) => button({ label: digit, onclick: () => press(digit) })));
  }
}

/** The data of a call, with a row to add to it. */
class CallData {
  shown = "";
  adding = false;

  /** @param {CallCard} card */
  constructor(card) {
    this.card = card;
    this.list = h("dl", { class: "data" });
    this.key = h("input", { "aria-label": t("dataKey"), placeholder: t("dataKey"), name: "key", required: true, maxlength: 128, autocomplete: "off" });
    this.value = h("input", { "aria-label": t("dataValue"), placeholder: t("dataValue"), name: "value", autocomplete: "off" });
    this.form = h("form", { class: "data-form", onsubmit: (/** @type {Event} */ event) => this.#add(event), onkeydown: (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && this.#close() }, this.key, this.value, h("button", { class: "button" }, t("dataSet")));
    this.opener = button({ label: t("dataAdd"), icon: "plus", class: "plain small", onclick: () => this.#open() });
    this.element = h("details", { class: "data-box", open: true }, h("summary", {}, t("data")), this.list, this.opener, this.form);
  }

  update() {
    const { desk, call } = this.card;
    const may = call.actions.includes("ATTACHDATA");
    show(this.form, may && this.adding);
    show(this.opener, may && !this.adding);
    const shown = JSON.stringify([call.data, may]);
    if (this.shown === shown) return;
    const before = this.shown ? JSON.parse(this.shown)[0] : call.data;
    this.shown = shown;
    const rows = Object.entries(call.data).map(([key, value]) => {
      const label = t("dataRemove", { key });
      const remove = h("button", { type: "button", class: "mini", "aria-label": label, title: label, onclick: () => desk.act(() => desk.ptc.attachData(this.card.call.id, {}, [key])) }, glyph("cross"));
      return h("div", { class: before[key] === value ? "" : "fresh" }, h("dt", {}, key), h("dd", {}, h("span", {}, value), may && remove));
    });
    this.list.replaceChildren(...rows);
  }

  #open() {
    this.adding = true;
    this.update();
    this.key.focus();
  }

  #close() {
    this.adding = false;
    this.update();
    this.opener.focus();
  }

  /** @param {Event} event */
  #add(event) {
    event.preventDefault();
    const { desk, call } = this.card;
    void desk.act(async () => {
      await desk.ptc.attachData(call.id, { [this.key.value]: this.value.value });
      this.form.reset();
      this.#close();
    });
  }
}

/** What can be done with a call and its consultation together. */
class PairBar extends HTMLElement {
  /** The buttons by the request that they send. @type {Record<string, any>} */
  buttons = {};

  /** @param {Desk} desk */
  begin(desk) {
    this.desk = desk;
    set(this, "role", "group");
    set(this, "class", "pair");
    const ask = (/** @type {string} */ name) => () => desk.act(() => desk.ptc.request(name, { call: this.original }));
    this.text = h("p", {});
    this.buttons = {
      COMPLETETRANSFER: button({ label: t("completeTransfer"), icon: "send", class: "strong", keys: "Alt+T", onclick: ask("COMPLETETRANSFER") }),
      COMPLETECONFERENCE: button({ label: t("completeConference"), icon: "people", class: "strong", keys: "Alt+C", onclick: ask("COMPLETECONFERENCE") }),
      ALTERNATECALL: button({ label: t("swap"), icon: "swap", keys: "Alt+S", onclick: () => desk.act(() => desk.ptc.alternate(this.heldId ?? "")) }),
      CANCEL: button({ label: t("cancelConsult"), icon: "back", onclick: () => this.#cancel() }),
    };
    this.append(this.text, h("div", { class: "bar" }, ...Object.values(this.buttons)));
  }

  /** @param {Call} call @param {Call} consult */
  update(call, consult) {
    this.original = call.id;
    this.heldId = [call, consult].find((one) => one.actions.includes("ALTERNATECALL"))?.id;
    write(/** @type {Element} */ (this.text), t("consulting", { number: numberOf(consult) || "?", other: numberOf(call) || "?" }));
    const { COMPLETETRANSFER, COMPLETECONFERENCE, ALTERNATECALL, CANCEL } = /** @type {Record<string, Element>} */ (this.buttons);
    const can = (/** @type {string} */ name) => call.actions.includes(name);
    if (COMPLETETRANSFER) allow(COMPLETETRANSFER, can("COMPLETETRANSFER"));
    if (COMPLETECONFERENCE) allow(COMPLETECONFERENCE, can("COMPLETECONFERENCE"));
    if (ALTERNATECALL) allow(ALTERNATECALL, this.heldId !== undefined);
    if (CANCEL) allow(CANCEL, can(this.#cancelName()));
    set(this, "aria-label", this.text?.textContent);
  }

  #cancelName() {
    return this.desk?.purposes.get(this.original ?? "") === "conference" ? "CANCELCONFERENCE" : "CANCELTRANSFER";
  }

  #cancel() {
    const { desk, original } = this;
    void desk?.act(() => desk.ptc.request(this.#cancelName(), { call: original }));
  }
}

/** What a form on a card is for. @typedef {"transfer" | "conference" | "keypad" | "redirect"} Form */
/** The request that a form leads to. @type {Record<Form, string>} */
const NEEDS = { transfer: "INITIATETRANSFER", conference: "INITIATECONFERENCE", keypad: "SENDDTMF", redirect: "REDIRECTCALL" };

/** The button that takes the focus over when one goes. @type {Record<string, string>} */
const INSTEAD = { HOLDCALL: "RETRIEVECALL", RETRIEVECALL: "HOLDCALL", ALTERNATECALL: "HOLDCALL", MUTECALL: "UNMUTECALL", UNMUTECALL: "MUTECALL" };

/** The number that a call is with, as far as it is known. @param {Call} call */
export function numberOf(call) {
  if (call.kind === "inbound" && call.ani && !call.conference) return call.ani;
  return call.other ?? (partiesOf(call).join(", ") || call.ani || "");
}

/** The other parties of a call, of a conference at least two. @param {Call} call */
function partiesOf(call) {
  const unnamed = call.conference && call.parties.length < 2 ? [t("unknownNumber")] : [];
  return [...call.parties, ...unnamed];
}

customElements.define("call-list", CallList);
customElements.define("call-card", CallCard);
customElements.define("pair-bar", PairBar);
