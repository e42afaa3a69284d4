/**
 * The screen pop: the caller's record, opened by the actions on events.
 *
 * @module
 */

import { h, show } from "./element.js";
import { t } from "./words.js";

/** What the desktop does where nobody has said otherwise. @returns {import("../actions.js").Rule[]} */
function defaultRules() {
  return [
    {
      on: ["INCOMINGCALL", "INCOMINGBLINDTRANSFER", "INCOMINGCONSULT"],
      do: { open: "/desktop/crm.html?phone={ani}&case={data.CASE}&customer={data.CUSTOMER}", target: "record" },
    },
    { on: "CALLABANDONED", do: { notify: t("gaveUp", { number: "{ani}" }), level: "warning" } },
  ];
}

/** What the site has laid down for all. @type {import("../actions.js").Rule[] | null} */
let siteRules = null;

/** Asks the gateway for the site's table (`[desktop] actions`). */
export async function fetchSiteRules() {
  siteRules = await fetch("/desktop/actions.json", { cache: "no-cache" }).then((response) => response.json());
}

/** The table for those who have none of their own: the site's, or the desktop's. @returns {any} */
export function commonRules() {
  return siteRules ?? defaultRules();
}

/** The table in use: the one kept in this browser, or the common one. @returns {any} */
export function keptRules() {
  try {
    return JSON.parse(localStorage.getItem("desktop.actions") ?? "null") ?? commonRules();
  } catch {
    return commonRules();
  }
}

/** The pane that shows records of the gateway's own origin; others open a window. */
export class RecordPane extends HTMLElement {
  /** @type {string | undefined} */
  url;
  frame = h("iframe", { hidden: true, referrerpolicy: "no-referrer" });
  link = h("a", { target: "_blank", rel: "noopener", hidden: true });
  empty = h("p", { class: "faint" });

  draw() {
    if (!this.firstChild) this.append(this.empty, this.link, this.frame);
    this.frame.title = t("record");
    this.link.textContent = t("openRecord");
    this.empty.textContent = t("recordNone");
    show(this.empty, this.url === undefined);
  }

  /** Shows an address here if it is of this origin, in a window of its name otherwise. @param {string} url @param {string} target */
  open(url, target) {
    const to = new URL(url, location.href);
    this.url = to.href;
    const here = to.origin === location.origin;
    const opened = here || target === "record" ? null : window.open(to.href, target);
    if (here) this.frame.src = to.href;
    this.link.href = to.href;
    show(this.frame, here);
    // Where the browser let no window open, a click will.
    show(this.link, !here && !opened);
    show(this.empty, false);
  }

  clear() {
    this.url = undefined;
    this.frame.removeAttribute("src");
    show(this.frame, false);
    show(this.link, false);
    this.draw();
  }
}

customElements.define("record-pane", RecordPane);
