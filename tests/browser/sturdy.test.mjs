/** What goes wrong in life: reloads, restarts, lost links, second tabs, pages of other origins. */

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import path from "node:path";
import { Browser, Desktop, ROOT, Site, eventually, foreignHost, wire } from "./rig.mjs";

let site;
let browser;
let seen;

before(async () => {
  browser = await Browser.start();
  // These tests take the gateway away, and the browser says so.
  browser.expected.push(/ERR_CONNECTION_REFUSED/, /ERR_EMPTY_RESPONSE/, /ERR_CONNECTION_RESET/, /status of 503/, /WebSocket connection to .* failed/);
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
    await desktop.page.locator(".banner", { hasText: "No connection to the gateway" }).waitFor();
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
  await site.act("link down");
  await desktop.link("Telephone link down");
  await desktop.page.locator("call-card [aria-disabled=true]", { hasText: "Hold" }).waitFor();
  await desktop.shot("link-down");
  await site.act("link up");
  await desktop.link("Connected");
  await desktop.button("Hold").click();
  await desktop.sees({ state: "held" });
  await site.act("link down");
  await desktop.link("Telephone link down");
  await site.act(`hangup ${call}`);
  await site.act("link up");
  await desktop.noCalls();
});

test("a second tab shares the session, and leads when the first has gone", async () => {
  const window = await browser.window();
  const first = await alice(window);
  await connected(first);
  seen.requests.clear();
  const second = await Desktop.open(window, site, "?dn=2001");
  await second.button("Telephone only").click();
  await second.sees({ number: "01715550123", state: "connected" });
  await second.link("another tab leads");
  assert.deepEqual([...seen.requests], [], "the second tab asks nobody but the first");
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
  await first.page.getByText("another client has taken over this device").first().waitFor();
  await first.shot("taken-over");
  await first.button("Connect again").click();
  await first.agent("Ready");
  await second.page.getByText("another client has taken over this device").first().waitFor();
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

/** The sample host application at an origin of its own. */
function host() {
  const desktop = path.join(ROOT, "gateway/ptc/desktop");
  return foreignHost({
    "/": path.join(desktop, "host.html"),
    "/host.css": path.join(desktop, "host.css"),
    "/host.js": path.join(desktop, "host.js"),
    "/direct.html": path.join(import.meta.dirname, "direct.html"),
    "/direct.js": path.join(import.meta.dirname, "direct.js"),
    "/ptc/v1/ptc.js": path.join(ROOT, "gateway/ptc/ptc.js"),
  });
}

test("a host application of another origin, over the hidden frame", async () => {
  const application = await host();
  await site.stop();
  site = await Site.start({ allowedOrigins: [application.origin] });
  const page = await (await browser.window()).newPage();
  await page.goto(`${application.origin}/?gateway=${site.url}&dn=2002`);
  await page.getByRole("button", { name: "Connect" }).click();
  await page.locator("#connection", { hasText: "online" }).waitFor();
  await site.act("dial 2002 from 01715550456 CASE=4711");
  await page.locator("#customer", { hasText: "Customer 01715550456" }).waitFor();
  await page.getByRole("button", { name: "Answer" }).click();
  await page.locator("#events", { hasText: "ESTABLISHCALL" }).waitFor();
  await page.screenshot({ path: path.join(process.env.RINGBACK_ARTEFACTS ?? path.join(ROOT, "target/browser"), "host.png") });
  await page.getByRole("button", { name: "Hang up" }).click();
  await page.locator("#events", { hasText: "CALLRELEASED" }).waitFor();
  // The same page without the frame: the browser asks first, and the gateway lets it.
  await page.goto(`${application.origin}/direct.html?gateway=${site.url}`);
  await page.locator("output", { hasText: "online" }).waitFor();
  application.stop();
});

test("a page of an origin that is not listed is told so", async () => {
  const application = await host();
  browser.expected.push(/frame-ancestors/, /CORS policy/, /ERR_FAILED/, /status of 403/, /ERR_BLOCKED_BY_RESPONSE/);
  const page = await (await browser.window()).newPage();
  await page.goto(`${application.origin}/?gateway=${site.url}&dn=2002`);
  await page.getByRole("button", { name: "Connect" }).click();
  await page.locator("#connection", { hasText: "allowed_origins" }).waitFor({ timeout: 15_000 });
  await page.goto(`${application.origin}/direct.html?gateway=${site.url}`);
  await page.locator("output", { hasText: "ForbiddenOrigin" }).waitFor();
  application.stop();
});

test("a public page is told that the browser keeps it from the local network", async () => {
  const application = await host();
  await site.stop();
  site = await Site.start({ allowedOrigins: [application.origin] });
  const port = new URL(application.origin).port;
  const other = await Browser.start([`--ip-address-space-overrides=127.0.0.1:${port}=public`]);
  other.expected.push(/./);
  const page = await (await other.window()).newPage();
  await page.goto(`${application.origin}/direct.html?gateway=${site.url}&library=${encodeURIComponent(application.origin)}`);
  await page.locator("output", { hasText: "LocalNetworkAccess" }).waitFor({ timeout: 15_000 });
  await other.stop();
  application.stop();
});

test("the files: fresh, cached, and the desktop switched off", async () => {
  const page = await fetch(`${site.url}/desktop/`);
  assert.match(page.headers.get("content-security-policy"), /default-src 'none'.*frame-ancestors 'self'/);
  const library = await fetch(`${site.url}/ptc/v1/ptc.js`);
  assert.equal(library.headers.get("access-control-allow-origin"), "*");
  const again = await fetch(`${site.url}/ptc/v1/ptc.js`, { headers: { "If-None-Match": library.headers.get("etag") } });
  assert.equal(again.status, 304);
  const moved = await fetch(`${site.url}/desktop?dn=2001`, { redirect: "manual" });
  assert.equal(moved.headers.get("location"), "/desktop/?dn=2001");
  assert.equal((await fetch(`${site.url}/desktop/`, { method: "POST" })).status, 405);
  assert.equal((await fetch(`${site.url}/desktop/none.js`)).status, 404);
  await site.stop();
  site = await Site.start({ desktop: false });
  assert.equal((await fetch(`${site.url}/desktop/`)).status, 404);
  assert.equal((await fetch(`${site.url}/ptc/v1/ptc.js`)).status, 200);
});
