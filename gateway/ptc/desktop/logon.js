/**
 * The form to connect and log on.
 *
 * @module
 */

import { h, set, show, write } from "./element.js";
import { t } from "./words.js";

/** @typedef {{ dn: string, agent: string, password: string, queues: string[], ready: boolean, user: string, secret: string }} LogOn */

/** The form; remembers everything but the password. */
export class LogOnForm extends HTMLElement {
  /** What to do with what was filled in. @type {(values: LogOn) => Promise<void>} */
  submit = async () => {};

  /** Whether the gateway wants to know who the user is. */
  asksWho = false;

  /** Draws the form, filled with what the address or an earlier visit says. @param {string} [dn] the device, if it is settled */
  draw(dn) {
    const given = new URLSearchParams(location.search);
    const known = JSON.parse(localStorage.getItem("desktop.logon") ?? "{}");
    const value = (/** @type {string} */ name) => given.get(name) ?? known[name] ?? "";
    const field = (/** @type {string} */ name, /** @type {string} */ label, /** @type {Record<string, any>} */ more, /** @type {string} */ help = "") => {
      const id = `logon-${name}`;
      return h("div", { class: "field" },
        h("label", { for: id }, label, help && h("small", {}, ` ${help}`)),
        h("input", { id, name, value: value(name), autocomplete: "off", spellcheck: "false", ...more }));
    };
    this.alert = h("p", { class: "alert", role: "alert", hidden: true });
    this.who = h("div", { class: "who-field", hidden: !this.asksWho },
      field("user", t("user"), { value: "", autocomplete: "username" }),
      field("secret", t("userPassword"), { value: "", type: "password", autocomplete: "current-password" }));
    this.go = h("button", { class: "button strong wide" }, t("logOn"));
    this.phoneOnly = h("button", { type: "button", class: "button plain wide", onclick: () => this.#send(true) }, t("connectOnly"));
    this.form = h("form", { class: "logon", onsubmit: (/** @type {Event} */ event) => { event.preventDefault(); void this.#send(false); } },
      h("img", { src: "icon.svg", alt: "", width: 56, height: 56 }),
      h("h1", { id: "logon-title" }, t("title")),
      h("p", { class: "help" }, t("logOnHelp")),
      this.alert,
      this.who,
      field("dn", t("dn"), dn === undefined ? { required: true, inputmode: "tel", maxlength: 64 } : { value: dn, readonly: true }),
      field("agent", t("agent"), { required: true }),
      field("password", t("password"), { type: "password", value: "" }),
      field("queue", t("queues"), {}, `(${t("queuesHelp")})`),
      h("label", { class: "check" }, h("input", { type: "checkbox", name: "ready", checked: value("ready") !== "no" }), t("readyAtOnce")),
      this.go,
      dn === undefined && this.phoneOnly);
    this.replaceChildren(this.form);
  }

  /** Says what went wrong. @param {string} text */
  tell(text) {
    write(this.alert, text);
    show(this.alert, text !== "");
  }

  /** Asks who the user is, for gateways that want to know. */
  askWho() {
    this.asksWho = true;
    show(this.who, true);
    this.form.elements.user.focus();
  }

  focusFirst() {
    const inputs = [...this.form.querySelectorAll("input:not([readonly], [type=checkbox], [type=password])")];
    (inputs.find((input) => input.checkVisibility() && !input.value) ?? this.go).focus();
  }

  /** @param {boolean} phoneOnly */
  async #send(phoneOnly) {
    const { dn, agent, password, queue, ready, user, secret } = this.form.elements;
    if (phoneOnly ? !dn.reportValidity() : !this.form.reportValidity()) return;
    const values = { dn: dn.value.trim(), agent: agent.value.trim(), queue: queue.value.trim(), ready: ready.checked ? "yes" : "no" };
    try {
      localStorage.setItem("desktop.logon", JSON.stringify(values));
    } catch {
      // Full or forbidden: the next visit begins with empty fields.
    }
    this.tell("");
    this.#busy(true);
    try {
      await this.submit({
        dn: values.dn,
        agent: phoneOnly ? "" : values.agent,
        password: password.value,
        queues: values.queue.split(/[\s,]+/).filter(Boolean),
        ready: ready.checked,
        user: user.value,
        secret: secret.value,
      });
      password.value = "";
    } finally {
      this.#busy(false);
    }
  }

  /** @param {boolean} busy */
  #busy(busy) {
    write(this.go, t(busy ? "connecting" : "logOn"));
    set(this.go, "disabled", busy);
    set(this.phoneOnly, "disabled", busy);
  }
}

customElements.define("log-on", LogOnForm);
