/** A gateway that encrypts, and that asks who one is. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, afterEach, before, test } from "node:test";
import { Browser, Desktop, Program, Site, host, wire } from "./rig.mjs";

let site;
let browser;
let folder;
let tls;

before(async () => {
  browser = await Browser.start();
  folder = await mkdtemp(path.join(tmpdir(), "ringback-"));
  tls = { certificate: path.join(folder, "certificate.pem"), key: path.join(folder, "key.pem") };
  execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1",
    "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", tls.key, "-out", tls.certificate], { stdio: "pipe" });
  // The tests' own questions, such as whether the gateway is ready, go to that certificate, too.
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
});
afterEach(async () => {
  await browser.closeWindows();
  await site?.stop();
});
after(() => browser.stop());

test("over TLS: the same desktop, its events over a WebSocket", async () => {
  site = await Site.start({ tls });
  const window = await browser.window({ ignoreHTTPSErrors: true });
  const seen = { requests: new Set(), events: new Set() };
  wire(window, seen);
  const alice = await Desktop.logOn(window, site, { dn: "2001", agent: "7001", queue: "8100" });
  await site.act("dial 8005 from 01715550123 CASE=4711");
  await alice.button("Answer").click();
  await alice.sees({ state: "connected" });
  assert.equal(await alice.page.evaluate(() => desk.ptc.connection.transport), "websocket");
  await alice.button("Hang up").click();
  await alice.noCalls();
});

test("a gateway that asks who one is: wrong, right, and somebody else's telephone", async () => {
  const users = path.join(folder, "users");
  await new Program("gateway", ["user", "add", "alice", "--file", users, "--role", "agent", "--dn", "2001", "--agent", "7001"]).finish("correct horse battery\n");
  site = await Site.start({ auth: { users } });
  browser.expected.push(/status of 40[13]/);
  const alice = await Desktop.open(await browser.window(), site, "?dn=2002&agent=7001&queue=8100");
  await alice.page.getByLabel("User name").fill("alice");
  await alice.page.getByLabel("Password", { exact: true }).fill("wrong");
  await alice.shot("user");
  await alice.button("Log on").click();
  await alice.page.getByRole("alert").waitFor();
  await alice.page.getByLabel("Password", { exact: true }).fill("correct horse battery");
  await alice.button("Log on").click();
  await alice.page.getByRole("alert").filter({ hasText: "may not" }).waitFor();
  await alice.page.getByLabel("Telephone number").fill("2001");
  await alice.button("Log on").click();
  await alice.agent("Ready");
  await site.act("dial 8005 from 01715550123 CASE=4711");
  await alice.button("Answer").click();
  await alice.sees({ state: "connected" });
  await alice.page.reload();
  await alice.sees({ state: "connected" });
});

test("a token: it opens the WebSocket, too", async (context) => {
  const secret = "0123456789abcdef0123456789abcdef";
  await writeFile(path.join(folder, "secret"), secret, { mode: 0o600 });
  const application = await host();
  context.after(() => application.stop());
  site = await Site.start({ auth: { jwt_key: path.join(folder, "secret"), jwt_algorithms: ["HS256"], jwt_issuer: "tests", jwt_audience: "gateway" }, http: { allowed_origins: [application.origin] } });
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { iss: "tests", aud: "gateway", sub: "carol", exp: Math.floor(Date.now() / 1000) + 3600, roles: ["agent"], dn: ["2003"], agent: ["7003"] };
  const signed = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  const token = `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
  const page = await (await browser.window()).newPage();
  await page.goto(`${application.origin}/direct.html?gateway=${site.url}&token=${token}`);
  await page.locator("output", { hasText: "online websocket" }).waitFor();
  // The hidden frame asks its host for the token.
  await page.goto(`${application.origin}/?gateway=${site.url}&dn=2003&token=${token}`);
  await page.getByRole("button", { name: "Connect" }).click();
  await page.locator("#connection", { hasText: "online" }).waitFor();
  browser.expected.push(/status of 401/, /WebSocket connection to .* failed/);
  await page.goto(`${application.origin}/direct.html?gateway=${site.url}&token=${token}x`);
  await page.locator("output", { hasText: "Unauthorized" }).waitFor();
});
