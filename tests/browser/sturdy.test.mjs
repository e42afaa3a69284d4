/** What goes wrong in life: reloads, restarts, lost links, second tabs. */

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { Browser, Desktop, Site, eventually, wire, wirePage } from "./rig.mjs";

let site;
let browser;
let seen;

before(async () => {
  browser = await Browser.start();
  // These tests take the gateway away, and the browser says so.
  browser.expected.push(/ERR_(CONNECTION|SOCKET)_/, /ERR_EMPTY_RESPONSE/, /ERR_INCOMPLETE/, /status of 503/, /WebSocket connection to .* failed/);
});
beforeEach(async () => {
  site = await Site.start();
  seen = { requests: new Set(), events: new Set() };
});
afterEach(async () => {
  await browser.closeWindows();
  await site.stop();
});
after(() => browser.stop());

async function alice(window) {
  wire(window, seen);
  return Desktop.logOn(window, site, { dn: "2001", agent: "7001", queue: "8100" });
}

async function connected(desktop) {
  const call = await site.act("dial 8005 from 01715550123 CASE=4711");
  await desktop.button("Answer").click();
  await desktop.sees({ number: "01715550123", state: "connected" });
  return call;
}

test("a reload in the middle of a call", async () => {
  const desktop = await alice(await browser.window());
  await connected(desktop);
  seen.requests.clear();
  await desktop.page.reload();
  const card = await desktop.sees({ number: "01715550123", state: "connected" });
  await card.getByText("4711").waitFor();
  await desktop.agent("Ready");
  assert.equal(seen.requests.has("CTICLIENTINITIALIZE"), false, "the session goes on");
  // What happens while the page is away is told when it is back.
  await Promise.all([desktop.page.reload(), site.act("hold 2001")]);
  await desktop.sees({ number: "01715550123", state: "held" });
  await desktop.button("Retrieve").click();
  await desktop.sees({ number: "01715550123", state: "connected" });
  await desktop.button("Hang up").click();
  await desktop.noCalls();
  await desktop.page.getByRole("button", { name: /^incoming 01715550123/ }).waitFor();
});

test("the gateway restarts, gently and not", async () => {
  const desktop = await alice(await browser.window());
  await connected(desktop);
  for (const signal of ["SIGTERM", "SIGKILL"]) {
    await site.gateway.stop(signal);
    await desktop.link("Not connected");
    await desktop.page.locator(".banner", { hasText: "Next attempt in" }).waitFor();
    if (signal === "SIGTERM") await desktop.shot("gateway-away");
    await site.startGateway();
    // It may have come back by itself meanwhile.
    await desktop.button("Try now").click({ timeout: 500 }).catch(() => {});
    await desktop.link("Connected");
    await desktop.sees({ number: "01715550123", state: "connected" });
  }
  await desktop.button("Hold").click();
  await desktop.sees({ state: "held" });
});

test("the link behind the gateway is lost and comes back", async () => {
  const desktop = await alice(await browser.window());
  const call = await connected(desktop);
  await site.act("tserver ! switch_down");
  await desktop.link("Telephone link down");
  await desktop.page.locator("call-card [aria-disabled=true]", { hasText: "Hold" }).waitFor();
  await desktop.shot("link-down");
  await site.act("tserver ! restore");
  await desktop.link("Connected");
  await desktop.button("Hold").click();
  await desktop.sees({ state: "held" });
  await site.act("tserver ! switch_down");
  await desktop.link("Telephone link down");
  await site.act(`hangup ${call}`);
  await site.act("tserver ! restore");
  await desktop.noCalls();
});

test("figures that are refused are asked for again", async () => {
  const desktop = await alice(await browser.window());
  let refused = 0;
  await desktop.page.route("**/pts", async (route) => {
    if (!route.request().postData()?.startsWith("<GETSTATISTICS")) return route.fallback();
    refused += 1;
    const body = '<REPLY request="GETSTATISTICS" result="error"><error code="NoFigures">none</error></REPLY>';
    return route.fulfill({ contentType: "application/xml", body });
  });
  const call = await connected(desktop);
  await eventually("the queue's figures and the agent's own are refused", () => refused >= 2);
  await desktop.page.unroute("**/pts");
  await site.act(`hangup ${call}`);
  await desktop.page.getByText("Your calls: 1").waitFor();
});

test("a second tab shares the session, and leads when the first has gone", async () => {
  const window = await browser.window();
  const first = await alice(window);
  await connected(first);
  seen.requests.clear();
  const own = { requests: new Set(), events: new Set() };
  window.once("page", (page) => wirePage(page, own));
  const second = await Desktop.open(window, site, "?dn=2001");
  await second.button("Telephone only").click();
  await second.sees({ number: "01715550123", state: "connected" });
  await second.link("another tab leads");
  // Figures are for those who look; every visible tab asks for them.
  own.requests.delete("GETSTATISTICS");
  assert.deepEqual([...own.requests], [], "the second tab asks nobody but the first");
  await second.button("Hold").click();
  await first.sees({ state: "held" });
  await first.page.close();
  await eventually("the second tab leads", async () => !(await second.page.locator(".link").textContent()).includes("another"));
  await second.button("Retrieve").click();
  await second.sees({ state: "connected" });
  await site.act("hold 2001");
  await second.sees({ state: "held" });
  assert.equal(seen.requests.has("CTICLIENTINITIALIZE"), false, "it is the same session");
});

test("another window takes over; the first is told, and may take it back", async () => {
  const first = await alice(await browser.window());
  const second = await Desktop.open(await browser.window(), site, "?dn=2001");
  await second.button("Telephone only").click();
  await second.agent("Ready");
  await first.page.getByText("Another client has taken over this device.").waitFor();
  await first.shot("taken-over");
  await first.button("Connect again").click();
  await first.agent("Ready");
  await second.page.getByText("Another client has taken over this device.").waitFor();
});

test("row 3: what XML cannot carry comes through, in documents that a strict parser reads", async () => {
  const window = await browser.window();
  const desktop = await alice(window);
  await connected(desktop);
  const note = "\u0000\u0001\u001f\ufffe \\u0041 <&>\"' ]]> \u2028 \u{1f4de}";
  const [kept, answer] = await desktop.page.evaluate(async (text) => {
    const { ptc } = desk;
    await ptc.attachData(ptc.state.calls[0].id, { NOTE: text });
    const { session } = JSON.parse(Object.entries(sessionStorage).find(([key]) => key.startsWith("ptc "))[1]);
    const body = `<GETSNAPSHOT session="${session}"/>`;
    const reply = await fetch("/pts", { method: "POST", headers: { "Content-Type": "application/xml" }, body });
    return [ptc.state.calls[0].data.NOTE, await reply.text()];
  }, note);
  assert.equal(kept, note);
  const blank = await window.newPage();
  const root = await blank.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, "application/xml");
    return parsed.querySelector("parsererror")?.textContent ?? parsed.querySelector("item[escaped=true]").tagName;
  }, answer);
  assert.equal(root, "item");
});

test("without WebSockets the poll does it", async () => {
  const window = await browser.window();
  await window.addInitScript(() => delete globalThis.WebSocket);
  const desktop = await alice(window);
  const call = await connected(desktop);
  await site.act(`hangup ${call}`);
  await desktop.noCalls();
  assert.equal(seen.requests.has("GETEVENTS"), true);
});
