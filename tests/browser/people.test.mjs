/** For everybody: no violation of the accessibility rules in any view, keyboard alone, two languages, a small screen. */

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { Browser, Desktop, ROOT, Site } from "./rig.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let site;
let browser;

before(async () => {
  browser = await Browser.start();
});
beforeEach(async () => {
  site = await Site.start();
});
afterEach(async () => {
  await browser.closeWindows();
  await site.stop();
});
after(() => browser.stop());

/** Looks for violations in what is to be seen, by light and in the dark, and takes pictures of it. */
async function check(desktop, name) {
  for (const colorScheme of ["light", "dark"]) {
    await desktop.page.emulateMedia({ colorScheme });
    await desktop.shot(`${name}-${colorScheme}`);
    const found = await desktop.page.evaluate(async (rules) => {
      const { violations } = await globalThis.axe.run(document, { runOnly: rules });
      return violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).join("\n  ")}`);
    }, RULES);
    assert.deepEqual(found, [], `${name} has violations`);
  }
}

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The views an agent meets, each looked at. */
async function walk(context, name, words) {
  await context.addInitScript(axe);
  const desktop = await Desktop.open(context, site, "?dn=2001&agent=7001&queue=8100");
  await desktop.button(words.logOn).waitFor();
  await check(desktop, `${name}-1-log-on`);
  await desktop.button(words.logOn).click();
  await desktop.agent(words.ready);
  await check(desktop, `${name}-2-ready`);
  await site.act("dial 8005 from 01715550123 CASE=4711");
  await desktop.sees({ state: "ringing" });
  await check(desktop, `${name}-3-ringing`);
  await desktop.button(words.answer).click();
  await desktop.sees({ state: "connected" });
  await desktop.button(words.transfer).click();
  await check(desktop, `${name}-4-transfer`);
  await desktop.page.locator(".number-form input").fill("0302273");
  await desktop.button(words.consult).click();
  await desktop.sees({ number: "0302273", state: "connected" });
  await check(desktop, `${name}-5-consulting`);
  await desktop.button(words.conference).click();
  await desktop.page.locator(".parties li").first().waitFor();
  await check(desktop, `${name}-6-conference`);
  await desktop.button(words.hangUp).click();
  await desktop.page.getByRole("button", { name: words.menu }).click();
  await check(desktop, `${name}-7-menu`);
  await desktop.page.locator("[data-item=settings]").click();
  await check(desktop, `${name}-8-settings`);
  await desktop.page.keyboard.press("Escape");
  await desktop.page.keyboard.press("Alt+k");
  await check(desktop, `${name}-9-shortcuts`);
}

const ENGLISH = { logOn: "Log on", ready: "Ready", answer: "Answer", transfer: "Transfer …", consult: "Consult first", conference: "Make a conference", hangUp: "Hang up", menu: "Menu" };
const GERMAN = { logOn: "Anmelden", ready: "Bereit", answer: "Annehmen", transfer: "Vermitteln …", consult: "Erst rückfragen", conference: "Konferenz bilden", hangUp: "Auflegen", menu: "Menü" };

test("every view is accessible, in English", async () => {
  await walk(await browser.window({ reducedMotion: "reduce" }), "english", ENGLISH);
});

test("every view is accessible, in German", async () => {
  await walk(await browser.window({ reducedMotion: "reduce", locale: "de-DE" }), "german", GERMAN);
});

test("every view is accessible, on a telephone's screen", async () => {
  const window = await browser.window({ reducedMotion: "reduce", viewport: { width: 390, height: 844 }, hasTouch: true });
  await walk(window, "small", ENGLISH);
  const page = window.pages()[0];
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `the page is ${overflow} px wider than the screen`);
});

test("a call with the keyboard alone", async () => {
  const desktop = await Desktop.open(await browser.window(), site, "?dn=2001&agent=7001&queue=8100");
  const { keyboard } = desktop.page;
  await desktop.button("Log on").waitFor();
  assert.equal(await desktop.page.evaluate(() => document.activeElement.textContent), "Log on", "everything is filled in");
  await keyboard.press("Enter");
  await desktop.agent("Ready");
  await site.act("dial 8005 from 01715550123");
  await desktop.sees({ state: "ringing" });
  await desktop.page.locator("[aria-live=assertive]", { hasText: "Incoming call from 01715550123" }).waitFor({ state: "attached" });
  await keyboard.press("Alt+a");
  await desktop.sees({ state: "connected" });
  await desktop.button("Hold").focus();
  await keyboard.press("Enter");
  await desktop.sees({ state: "held" });
  assert.equal(await desktop.page.evaluate(() => document.activeElement.textContent), "Retrieve", "the focus goes to what is there instead");
  await keyboard.press("Enter");
  await desktop.sees({ state: "connected" });
  await keyboard.press("Alt+h");
  await desktop.sees({ state: "held" });
  await keyboard.press("Alt+h");
  await desktop.sees({ state: "connected" });
  await keyboard.press("Alt+t");
  await keyboard.type("0302273");
  await keyboard.press("Enter");
  await desktop.sees({ number: "0302273", state: "connected" });
  await keyboard.press("Alt+s");
  await desktop.sees({ number: "01715550123", state: "connected" });
  await keyboard.press("Alt+s");
  await desktop.sees({ number: "0302273", state: "connected" });
  await keyboard.press("Alt+t");
  await desktop.noCalls();
  assert.equal(await desktop.page.evaluate(() => document.activeElement !== document.body), true, "the focus has a place");
  await keyboard.press("Alt+r");
  await desktop.agent("Not ready");
  await keyboard.press("Alt+n");
  await keyboard.type("0302271");
  await keyboard.press("Enter");
  await desktop.sees({ state: "failed" });
  await keyboard.press("Alt+x");
  await desktop.noCalls();
});

test("the focus goes from left to right and top to bottom", async () => {
  const desktop = await Desktop.logOn(await browser.window(), site, { dn: "2001", agent: "7001", queue: "8100" });
  await desktop.page.reload();
  await desktop.agent("Ready");
  await desktop.link("Connected");
  const order = [];
  for (let step = 0; step < 9; step += 1) {
    await desktop.page.keyboard.press("Tab");
    order.push(await desktop.page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent));
  }
  assert.deepEqual(order, ["Skip to the calls", "Ready", "Not ready", "Reason", "Do not disturb", "Connection: Connected", "Menu", "", "1"]);
});

test("both languages have the same words", async () => {
  const page = await (await browser.window()).newPage();
  await page.goto(`${site.url}/desktop/`);
  const { en, de, refusals, reasons } = await page.evaluate(async () => (await import("/desktop/words.js")).keys());
  assert.deepEqual(de, en);
  const [reference, library] = await Promise.all(["gateway/PROTOCOL.md", "gateway/ptc/ptc.d.ts"].map((file) => readFile(path.join(ROOT, file), "utf8")));
  const codes = [...reference.matchAll(/^\| `([A-Z][a-z]\w+)` \| [a-z]/gm)].map(([, code]) => code);
  // Those that only a faulty client gets, and the one whose words are the switch's.
  const untranslated = ["Malformed", "UnknownRequest", "UnknownField", "MissingField", "ReferenceReused", "Refused"];
  assert.deepEqual(refusals.toSorted(), codes.filter((code) => !untranslated.includes(code)).toSorted());
  const named = /type Reason = ([^;]+);/.exec(library)[1].match(/\w+/g).filter((reason) => reason !== "Closed");
  assert.deepEqual(reasons.toSorted(), named.toSorted());
});
