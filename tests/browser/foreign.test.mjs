/** Pages of other origins: those that are welcome, those that are not, and those the browser holds back. */

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import path from "node:path";
import { ARTEFACTS, Browser, Desktop, Site, eventually, host } from "./rig.mjs";

let site;
let browser;
let application;

before(async () => {
  browser = await Browser.start(["--host-resolver-rules=MAP rebound.example 127.0.0.1"]);
  application = await host();
});
afterEach(async () => {
  await browser.closeWindows();
  await site.stop();
});
after(async () => {
  application.stop();
  await browser.stop();
});

test("a host application of another origin, over the hidden frame", async () => {
  site = await Site.start({ http: { allowed_origins: [application.origin] } });
  const page = await (await browser.window()).newPage();
  await page.goto(`${application.origin}/?gateway=${site.url}&dn=2002`);
  await page.getByRole("button", { name: "Connect" }).click();
  await page.locator("#connection", { hasText: "online" }).waitFor();
  await site.act("dial 2002 from 01715550456 CASE=4711");
  await page.getByText("Customer 01715550456, case 4711").waitFor();
  await page.getByRole("button", { name: "Answer" }).click();
  await page.locator("#events", { hasText: "ESTABLISHCALL" }).waitFor();
  await page.screenshot({ path: path.join(ARTEFACTS, "host.png") });
  await page.getByRole("button", { name: "Hold" }).click();
  await page.getByRole("button", { name: "Retrieve" }).click();
  await page.getByRole("button", { name: "Hang up" }).click();
  await page.locator("#events", { hasText: "CALLRELEASED" }).waitFor();
});

test("the same without a frame: the browser asks first, and the gateway lets it", async () => {
  site = await Site.start({ http: { allowed_origins: [application.origin] } });
  const window = await browser.window();
  const page = await window.newPage();
  const asked = [];
  const debug = await window.newCDPSession(page);
  debug.on("Network.requestWillBeSent", ({ request }) => asked.push(`${request.method} ${new URL(request.url).pathname}`));
  await debug.send("Network.enable");
  await page.goto(`${application.origin}/direct.html?gateway=${site.url}`);
  await page.locator("output", { hasText: "online" }).waitFor();
  await eventually("the preflight is seen", () => asked.includes("OPTIONS /pts"));
  assert.ok(asked.includes("POST /pts"));
});

test("a frame without an origin, which browsers give no locks, is alone, and works", async () => {
  site = await Site.start({ http: { allowed_origins: ["null"] } });
  const page = await (await browser.window()).newPage();
  await page.goto(`${application.origin}/empty.html`);
  await page.evaluate((gateway) => {
    const script = `
      const { Ptc } = await import("${gateway}/ptc/v1/ptc.js");
      const ptc = new Ptc({ dn: "2003", url: "${gateway}/pts" });
      ptc.on("connection", ({ phase, reason }) => (document.querySelector("output").textContent = [phase, reason].join(" ")));
      await ptc.connect();`;
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts");
    frame.srcdoc = `<output></output><script type="module">${script}</script>`;
    document.body.append(frame);
  }, site.url);
  await page.frameLocator("iframe").locator("output", { hasText: "online" }).waitFor();
});

test("a page of an origin that is not listed is told so", async () => {
  site = await Site.start();
  browser.expected.push(/frame-ancestors/, /CORS policy/, /ERR_FAILED/, /status of 403/, /ERR_BLOCKED_BY_RESPONSE/);
  const page = await (await browser.window()).newPage();
  await page.goto(`${application.origin}/?gateway=${site.url}&dn=2002`);
  await page.getByRole("button", { name: "Connect" }).click();
  await page.locator("#connection", { hasText: "allowed_origins" }).waitFor();
  await page.goto(`${application.origin}/direct.html?gateway=${site.url}`);
  await page.locator("output", { hasText: "ForbiddenOrigin" }).waitFor();
});

test("row 7: a name that is bound to the gateway's address is not served", async () => {
  site = await Site.start();
  await site.gateway.stop();
  site.sections.http = { allowed_hosts: [`127.0.0.1:${site.port}`] };
  await site.startGateway();
  browser.expected.push(/status of 421/);
  const page = await (await browser.window()).newPage();
  const answer = await page.goto(`http://rebound.example:${site.port}/desktop/`);
  assert.equal(answer.status(), 421);
  assert.equal((await page.goto(`${site.url}/desktop/`)).status(), 200);
});

/** Alice at work, and a page of an origin that nobody has listed. */
async function intruder() {
  site = await Site.start();
  const alice = await Desktop.logOn(await browser.window(), site, { dn: "2001", agent: "7001", queue: "8100" });
  const page = await (await browser.window()).newPage();
  await page.goto(`${application.origin}/empty.html`);
  return { alice, page };
}

test("row 8: a page elsewhere cannot send requests without the browser's question", async () => {
  browser.expected.push(/status of 4\d\d/);
  const { alice, page } = await intruder();
  const statuses = [];
  page.on("response", (response) => response.url().endsWith("/pts") && statuses.push(response.status()));
  const document = "<CTICLIENTINITIALIZE><dn>2001</dn></CTICLIENTINITIALIZE>";
  await page.evaluate(([url, body]) => fetch(url, { method: "POST", mode: "no-cors", body }), [`${site.url}/pts`, document]);
  await page.evaluate(([url, body]) => {
    const form = document.createElement("form");
    Object.assign(form, { method: "post", enctype: "text/plain", action: url });
    const field = window.document.createElement("input");
    Object.assign(field, { name: body.split("=")[0], value: "" });
    form.append(field);
    window.document.body.append(form);
    form.submit();
  }, [`${site.url}/pts`, document]);
  await eventually("both are answered", () => statuses.length === 2);
  assert.deepEqual(statuses, [403, 403]);
  // Had one of them been carried out, Alice's session would have ended.
  await site.act("dial 8005 from 01715550123");
  await alice.button("Answer").click();
  await alice.sees({ state: "connected" });
});

test("row 9: a page elsewhere gets no WebSocket", async () => {
  browser.expected.push(/WebSocket connection to .* failed/);
  const { page } = await intruder();
  const outcome = await page.evaluate((url) => new Promise((resolve) => {
    const socket = new WebSocket(url, ["pts"]);
    socket.onopen = () => resolve("open");
    socket.onclose = ({ code }) => resolve(code);
  }), `${site.url.replace("http", "ws")}/pts`);
  assert.equal(outcome, 1006);
});

test("row 10: a public page is told that the browser keeps it from the local network", async (context) => {
  site = await Site.start({ http: { allowed_origins: [application.origin] } });
  const { port } = new URL(application.origin);
  const other = await Browser.start([`--ip-address-space-overrides=127.0.0.1:${port}=public`]);
  context.after(() => other.stop());
  other.expected.push(/./);
  const given = `gateway=${site.url}&dn=2002&library=${encodeURIComponent(application.origin)}`;
  const page = await (await other.window()).newPage();
  await page.goto(`${application.origin}/direct.html?${given}`);
  await page.locator("output", { hasText: "LocalNetworkAccess" }).waitFor();
  await page.goto(`${application.origin}/?${given}`);
  await page.getByRole("button", { name: "Connect" }).click();
  await page.locator("#connection", { hasText: "Local Network Access" }).waitFor();

  // With the permission, by the user or by policy, it works.
  const permitted = await (await other.window({ permissions: ["local-network-access"] })).newPage();
  await permitted.goto(`${application.origin}/direct.html?${given}`);
  await permitted.locator("output", { hasText: "online" }).waitFor();
  await permitted.goto(`${application.origin}/?${given}`);
  await permitted.getByRole("button", { name: "Connect" }).click();
  await permitted.locator("#connection", { hasText: "online" }).waitFor();
});

test("the files: fresh, cached, and the desktop switched off", async () => {
  site = await Site.start();
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
  site = await Site.start({ desktop: { enabled: false } });
  assert.equal((await fetch(`${site.url}/desktop/`)).status, 404);
  assert.equal((await fetch(`${site.url}/ptc/v1/ptc.js`)).status, 200);
});
