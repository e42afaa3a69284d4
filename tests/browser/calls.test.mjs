/** Every request and every event, by clicking: two agents in two windows, and people outside. */

import assert from "node:assert/strict";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { Browser, Desktop, ROOT, Site, eventually, wire } from "./rig.mjs";

let site;
let browser;
/** What went over the wire in all tests of this file. */
const seen = { requests: new Set(), events: new Set() };

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

/** Alice of sales and Bob of support, each in a window. */
async function agents() {
  const windows = [await browser.window(), await browser.window()];
  windows.forEach((window) => wire(window, seen));
  const alice = await Desktop.logOn(windows[0], site, { dn: "2001", agent: "7001", queue: "8100" });
  const bob = await Desktop.logOn(windows[1], site, { dn: "2002", agent: "7002", queue: "8200", ready: false });
  return { alice, bob, leave: () => leave([alice, bob], windows) };
}

async function leave(desktops, windows) {
  for (const desktop of desktops) {
    await desktop.noCalls();
    await desktop.item("leave");
    await desktop.page.getByLabel("Telephone number").waitFor();
  }
  for (const window of windows) await window.close();
}

/** A caller who is connected with Alice. */
async function connected(alice, number = "01715550123", data = "CASE=4711") {
  const call = await site.act(`dial 8005 from ${number} ${data}`);
  await alice.sees({ number, state: "ringing" });
  await alice.button("Answer").click();
  await alice.sees({ number, state: "connected" });
  return call;
}

/** Alice consults Bob about her call. */
async function consult(alice, opener, label = "Consult first") {
  await alice.button(opener).click();
  await alice.page.locator(".number-form input").fill("2002");
  await alice.button(label).click();
}

test("a caller: answer, hold, retrieve, data, hang up", async () => {
  const { alice, leave } = await agents();
  await alice.shot("ready");
  await site.act("dial 8005 from 01715550123 CASE=4711 TIER=gold");
  const card = await alice.sees({ number: "01715550123", state: "ringing" });
  await card.getByText("4711").waitFor();
  await alice.page.frameLocator("iframe").getByText("Erika Beispiel").waitFor();
  assert.match(await alice.page.title(), /01715550123/);
  await alice.shot("ringing");
  await alice.button("Answer").click();
  await alice.sees({ state: "connected" });
  await alice.button("Hold").click();
  await alice.sees({ state: "held" });
  await alice.button("Retrieve").click();
  await alice.sees({ state: "connected" });
  await alice.button("Mute").click();
  await card.getByText("muted").waitFor();
  await alice.button("Unmute").click();
  await alice.button("Mute").waitFor();
  await alice.button("Keypad").click();
  await alice.button("5", card).click();
  await alice.button("Keypad").click();
  await alice.button("Add").click();
  await card.getByLabel("Name", { exact: true }).fill("NOTE");
  await card.getByLabel("Value", { exact: true }).fill('a <b> & "c" ü\\');
  await alice.button("Set").click();
  await card.locator("dd", { hasText: 'a <b> & "c" ü\\' }).waitFor();
  await alice.button("Remove CASE").click();
  await card.getByText("4711").waitFor({ state: "detached" });
  await alice.shot("connected");
  await alice.button("Hang up").click();
  await alice.noCalls();
  await alice.page.getByRole("button", { name: /^incoming 01715550123/ }).waitFor();
  await leave();
});

test("a consultation that is cancelled, swapped, and ends in a transfer: the data follow", async () => {
  const { alice, bob, leave } = await agents();
  const call = await connected(alice);
  await consult(alice, "Transfer …");
  await bob.sees({ number: "2001", state: "ringing" });
  await alice.button("Back to the caller").click();
  await alice.sees({ number: "01715550123", state: "connected" });
  await bob.noCalls();

  await consult(alice, "Transfer …");
  const consulted = await bob.sees({ number: "2001", state: "ringing" });
  await consulted.getByText("4711").waitFor();
  await bob.button("Answer").click();
  await alice.sees({ number: "2002", state: "connected" });
  await alice.sees({ number: "01715550123", state: "held" });
  await alice.shot("consulting");
  await bob.shot("consulted");
  await alice.button("Swap").click();
  await alice.sees({ number: "01715550123", state: "connected" });
  await alice.button("Swap").click();
  await alice.sees({ number: "2002", state: "connected" });
  await alice.button("Complete transfer").click();
  await alice.noCalls();
  const handed = await bob.sees({ number: "01715550123", state: "connected" });
  await handed.getByText("4711").waitFor();
  await bob.shot("transferred");
  await site.act(`hangup ${call}`);
  await bob.noCalls();
  await leave();
});

test("a conference: cancelled, formed, a party taken out", async () => {
  const { alice, bob, leave } = await agents();
  await connected(alice);
  await consult(alice, "Conference …");
  await bob.sees({ state: "ringing" });
  await alice.button("Back to the caller").click();
  await alice.sees({ number: "01715550123", state: "connected" });
  await consult(alice, "Conference …");
  await bob.sees({ state: "ringing" });
  await bob.button("Answer").click();
  await alice.sees({ number: "2002", state: "connected" });
  await alice.button("Make a conference").click();
  await alice.page.locator(".parties li", { hasText: "2002" }).waitFor();
  await bob.page.locator(".parties li", { hasText: "01715550123" }).waitFor();
  await alice.shot("conference");
  await alice.button("Remove 2002 from the call").click();
  await bob.noCalls();
  await alice.sees({ number: "01715550123", state: "connected" });
  await alice.button("Hang up").click();
  await leave();
});

test("a transfer in one step", async () => {
  const { alice, bob, leave } = await agents();
  const call = await connected(alice);
  await consult(alice, "Transfer …", "Transfer now");
  await alice.noCalls();
  const handed = await bob.sees({ number: "01715550123", state: "ringing" });
  await handed.getByText("4711").waitFor();
  await bob.button("Answer").click();
  await bob.sees({ state: "connected" });
  await site.act(`hangup ${call}`);
  await leave();
});

test("own calls: one that is engaged, one that is answered, one beside another", async () => {
  const { alice, bob, leave } = await agents();
  await alice.dial("0302271");
  await alice.sees({ number: "0302271", state: "failed" });
  await alice.shot("failed");
  await alice.button("Hang up").click();
  await alice.noCalls();
  await alice.dial("2002");
  await bob.sees({ number: "2001", state: "ringing" });
  await bob.button("Decline").click();
  await alice.sees({ state: "failed" });
  await alice.button("Hang up").click();
  await alice.dial("0302273");
  await alice.sees({ number: "0302273", state: "connected" });
  await alice.button("Hold").click();
  await alice.sees({ state: "held" });
  await alice.dial("2002");
  await bob.button("Answer").click();
  await alice.sees({ number: "2002", state: "connected" });
  await alice.button("Swap").click();
  await alice.sees({ number: "0302273", state: "connected" });
  await alice.sees({ number: "2002", state: "held" });
  await alice.shot("two-calls");
  for (const number of ["0302273", "2002"]) await alice.button("Hang up", await alice.sees({ number })).click();
  await leave();
});

test("a ringing call sent elsewhere; the telephone's own settings", async () => {
  const { alice, bob, leave } = await agents();
  const call = await site.act("dial 2001 from 01715550123");
  await alice.button("Redirect …").click();
  await alice.page.locator(".number-form input").fill("2002");
  await alice.button("Redirect", alice.page.locator(".number-form")).click();
  await alice.noCalls();
  await bob.sees({ number: "01715550123", state: "ringing" });
  await site.act(`hangup ${call}`);
  await alice.button("Do not disturb").click();
  await alice.page.getByRole("button", { name: "Do not disturb", pressed: true }).waitFor();
  await alice.button("Do not disturb").click();
  await alice.item("lamp");
  await alice.page.locator(".settings", { hasText: "message waiting" }).waitFor();
  await alice.item("lamp");
  await alice.item("forward");
  await alice.page.getByLabel("Direct calls go elsewhere").selectOption("always");
  await alice.page.locator("#forward-to").fill("2002");
  await alice.button("Save").click();
  await alice.page.locator(".settings", { hasText: "2002 (always)" }).waitFor();
  await alice.shot("forwarding");
  await alice.item("forward");
  await alice.page.getByLabel("Direct calls go elsewhere").selectOption("off");
  await alice.button("Save").click();
  await alice.page.locator(".settings").waitFor({ state: "hidden" });
  await leave();
});

test("the site's actions: a screen pop by condition, then the agent's own", async () => {
  await site.stop();
  const actions = path.join(await mkdtemp(path.join(tmpdir(), "ringback-")), "actions.json");
  const rules = [
    { on: "INCOMINGCALL", when: { queue: "8100", data: { CASE: true } }, do: [{ open: "/desktop/crm.html?phone={ani}&case={data.CASE}", target: "record" }, { notify: "case {data.CASE} of {ani}" }], last: true },
    { on: "INCOMINGCALL", do: { notify: "no case" } },
  ];
  await writeFile(actions, JSON.stringify(rules));
  site = await Site.start({ desktop: { actions } });
  const { alice, leave } = await agents();
  const call = await alice.notice("case 4712 of 01715550456", () => site.act("dial 8005 from 01715550456 CASE=4712"));
  await alice.page.frameLocator("iframe").getByText("Max Muster").waitFor();
  await site.act(`hangup ${call}`);
  await alice.noCalls();
  await alice.item("settings");
  await alice.page.locator("#actions").fill('[{ "on": "INCOMINGCALL", "do": { "opn": "x" } }]');
  await alice.button("Save").click();
  await alice.page.getByText("an operation has one of open, call and notify").waitFor();
  await alice.page.locator("#actions").fill('[{ "on": "INCOMINGCALL", "do": { "call": "pop" } }]');
  await alice.button("Save").click();
  await alice.page.getByText("there is no function `pop`").waitFor();
  await alice.page.locator("#actions").fill('[{ "on": "INCOMINGCALL", "do": { "notify": "my own: {ani}" } }]');
  await alice.button("Save").click();
  await alice.page.getByText("Saved.").waitFor();
  await alice.button("Close").click();
  const second = await alice.notice("my own: 01715550456", () => site.act("dial 8005 from 01715550456 CASE=4712"));
  await site.act(`hangup ${second}`);
  await leave();
});

test("the figures of the queue, and the agent's own", async () => {
  const { alice, leave } = await agents();
  const call = await connected(alice);
  const next = await site.act("dial 8005 from 01715550456");
  const row = alice.page.getByRole("row", { name: "8100" });
  await row.getByRole("cell", { name: "1", exact: true }).waitFor();
  await row.getByRole("cell", { name: /^00:\d\d$/ }).waitFor();
  await alice.page.getByText("Your calls: 1").waitFor();
  await alice.shot("figures");
  await site.act(`hangup ${next}`);
  await site.act(`hangup ${call}`);
  await row.getByRole("cell", { name: "0", exact: true }).waitFor();
  await leave();
});

test("a caller who gives up is noted", async () => {
  const { alice, leave } = await agents();
  const call = await site.act("dial 8005 from 01715550456");
  await alice.sees({ number: "01715550456", state: "ringing" });
  await alice.notice("01715550456 hung up", () => site.act(`hangup ${call}`));
  await alice.noCalls();
  await alice.page.getByRole("button", { name: /missed$/ }).waitFor();
  await leave();
});

test("the agent: not ready for a reason, synchronised, logged off and on", async () => {
  const { alice, leave } = await agents();
  await alice.page.getByLabel("Reason").selectOption("lunch");
  await alice.agent("Not ready");
  await alice.button("Ready").click();
  await alice.agent("Ready");
  await alice.notice("Synchronised.", () => alice.item("synchronise"));
  await alice.item("logOff");
  await alice.agent("Logged off");
  await alice.button("Log on").click();
  await alice.button("Log on", alice.page.getByRole("dialog")).click();
  await alice.agent("Ready");
  await leave();
});

test("a T-Server that answers late: the outcome is not known, then it is", async () => {
  await site.stop();
  site = await Site.start({ respTimeout: 2 });
  const { alice, leave } = await agents();
  await connected(alice);
  site.tserver.child.kill("SIGSTOP");
  await alice.notice("did not answer in time", () => alice.button("Hold").click());
  // So that the next one is not taken for this one, which goes by itself at some time.
  await alice.page.locator(".notices").evaluate((notices) => notices.replaceChildren());
  site.tserver.child.kill("SIGCONT");
  await alice.sees({ state: "held" });
  await alice.button("Retrieve").click();
  await alice.sees({ state: "connected" });
  await alice.button("Transfer …").click();
  await alice.page.locator(".number-form input").fill("7777");
  site.tserver.child.kill("SIGSTOP");
  await alice.notice("did not answer in time", () => alice.button("Transfer now").click());
  site.tserver.child.kill("SIGCONT");
  await eventually("the late refusal is told", () => seen.events.has("REQUESTFAILED"));
  await alice.button("Hang up").click();
  await leave();
});

test("all requests and events of the reference went over the wire", async () => {
  const { alice, leave } = await agents();
  await site.act("tserver ! switch_down");
  await alice.link("Telephone link down");
  await site.act("tserver ! restore");
  await alice.link("Connected");
  await eventually("the picture is asked for", () => seen.requests.has("GETSNAPSHOT"));
  await connected(alice);
  const supervisor = await browser.window();
  wire(supervisor, seen);
  const page = await supervisor.newPage();
  await page.goto(`${site.url}/desktop/`);
  await page.evaluate(async () => {
    const { Ptc } = await import("/ptc/v1/ptc.js");
    const ptc = new Ptc({ dn: "2003" });
    await ptc.connect();
    await ptc.request("MONITORCALL", { destination: "2001", calls: "all" });
    await ptc.request("CANCELMONITORING", {});
  });
  const elsewhere = await browser.window();
  wire(elsewhere, seen);
  await Desktop.logOn(elsewhere, site, { dn: "2001", agent: "7001" });
  await eventually("the first is told", () => seen.events.has("SESSIONREPLACED"));
  const { requests } = await fetch(`${site.url}/ptc/v1/service.json`).then((response) => response.json());
  const unasked = Object.keys(requests).filter((name) => !seen.requests.has(name));
  assert.deepEqual(unasked, [], "requests that no click has sent");
  const reference = await readFile(path.join(ROOT, "gateway/PROTOCOL.md"), "utf8");
  const events = [...reference.matchAll(/^\| `([A-Z]{5,})` \|/gm)].map(([, name]) => name);
  const unseen = events.filter((name) => !seen.events.has(name));
  assert.deepEqual(unseen, [], "events that no window has got");
});
