/**
 * The dialogs: the actions on events, and the keyboard shortcuts.
 *
 * @module
 */

import { checkRules } from "/ptc/v1/actions.js";
import { button, h, show, write } from "./element.js";
import { commonRules, keptRules } from "./record.js";
import { t } from "./words.js";

/** The shortcuts: the key that is pressed with Alt, and what it does. */
export const SHORTCUTS = { A: "keyAnswer", H: "keyHold", X: "keyHangUp", T: "keyTransfer", C: "keyConference", S: "keySwap", R: "keyReady", N: "keyDial", K: "keyHelp" };

/** Opens a dialog that closes by Escape, its button, or a click beside it. @param {string} title @param {...Node} content */
export function openDialog(title, ...content) {
  const id = "dialog-title";
  const close = () => dialog.close();
  const dialog = h("dialog", { "aria-labelledby": id }, h("h2", { id }, title.replace(" …", "")), ...content);
  const closer = button({ label: t("close"), class: "plain", onclick: close });
  const bar = dialog.querySelector(".bar:last-child");
  if (bar) bar.append(closer);
  else dialog.append(h("div", { class: "bar end" }, closer));
  dialog.addEventListener("click", (/** @type {Event} */ event) => event.target === dialog && close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

export function openShortcuts() {
  const rows = Object.entries(SHORTCUTS).map(([key, words]) => h("div", {}, h("dt", {}, h("kbd", {}, "Alt"), " ", h("kbd", {}, key)), h("dd", {}, t(words))));
  openDialog(t("shortcuts"), h("dl", { class: "shortcuts" }, ...rows));
}

/** Where direct calls go instead. @param {import("./desktop.js").Desk} desk */
export function openForward(desk) {
  const { forward, forwardTo = "" } = desk.ptc.state.device;
  const modes = ["off", "always", "busy", "noanswer"];
  const mode = h("select", { id: "forward-mode" }, ...modes.map((name) => h("option", { value: name, selected: name === forward }, t(`forward_${name}`))));
  const to = h("input", { id: "forward-to", type: "tel", value: forwardTo, autocomplete: "off", maxlength: 64 });
  const save = (/** @type {Event} */ event) => {
    event.preventDefault();
    void desk.act(() => desk.ptc.setForward(mode.value, mode.value === "off" ? undefined : to.value.trim())).then((done) => done && dialog.close());
  };
  const form = h("form", { class: "field", onsubmit: save }, h("label", { for: "forward-mode" }, t("forwardWhen")), mode, h("label", { for: "forward-to" }, t("number")), to, h("div", { class: "bar" }, h("button", { class: "button strong" }, t("save"))));
  const dialog = openDialog(t("forward"), form);
  dialog.classList.add("narrow");
}

/** @param {() => void} changed */
export function openSettings(changed) {
  const text = h("textarea", { id: "actions", rows: 14, spellcheck: "false", "aria-describedby": "actions-help" });
  const shown = (/** @type {unknown} */ rules) => JSON.stringify(rules, null, 2);
  const outcome = h("p", { class: "outcome", role: "status" });
  text.value = shown(keptRules());
  const save = () => {
    /** @type {string[]} */
    let mistakes;
    try {
      // The desktop has no functions that a rule could call.
      mistakes = checkRules(JSON.parse(text.value), []);
    } catch (error) {
      mistakes = [String(error)];
    }
    write(outcome, mistakes.join("\n") || t("saved"));
    show(outcome, true);
    if (mistakes.length > 0) return;
    localStorage.setItem("desktop.actions", text.value);
    changed();
  };
  const reset = () => {
    localStorage.removeItem("desktop.actions");
    text.value = shown(commonRules());
    changed();
  };
  openDialog(t("settings"), h("label", { for: "actions" }, t("actions")), h("p", { id: "actions-help", class: "faint" }, t("actionsHelp")), text, outcome,
    h("div", { class: "bar" }, button({ label: t("save"), class: "strong", onclick: save }), button({ label: t("reset"), onclick: reset })));
}
