/** The client library against a gateway made of a few lines. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Refusal, Unreachable, backOff, readXml, reduce, writeRequest } from "../ptc.js";
import { CALL, Gateway, Memory, SESSION, client, event, once, snapshot, turns, xml } from "./rig.mjs";

test("a session begins, and its events change the state one by one", async () => {
  const gateway = new Gateway();
  const ptc = client(gateway);
  const first = await ptc.connect();
  const device = { doNotDisturb: false, forward: "off", messageWaiting: false };
  assert.deepEqual({ ...first, agent: first.agent.word }, { number: 0, dn: "2001", link: "up", agent: "loggedout", device, calls: [] });
  assert.equal(ptc.connection.phase, "online");

  const numbers = [];
  ptc.on("state", (state) => numbers.push(state.number));
  const ringing = once(ptc, "INCOMINGCALL");
  gateway.tell(
    event("AGENTSTATECHANGED", 1, 'state="notready" reason="lunch"'),
    event("INCOMINGCALL", 2, `${CALL} actions="ACCEPTCALL RELEASECALL"`, '<data><item key="CASE">4711</item></data>'),
  );
  const { call } = await ringing;
  assert.equal(call.data.CASE, "4711");
  assert.deepEqual(ptc.state.agent.reason, "lunch");
  assert.deepEqual(ptc.state.calls, [call]);
  assert.deepEqual(numbers, [1, 2]);
  assert.equal(ptc.allows("ACCEPTCALL", call.id), true);
  assert.equal(ptc.allows("HOLDCALL", call.id), false);
  assert.equal(ptc.allows("MAKECALL"), true);
  await ptc.disconnect();
  assert.equal(ptc.connection.phase, "ended");
});

test("an event that comes twice changes nothing", async () => {
  const gateway = new Gateway();
  const ptc = client(gateway);
  await ptc.connect();
  let heard = 0;
  ptc.on("AGENTSTATECHANGED", () => (heard += 1));
  const ready = event("AGENTSTATECHANGED", 1, 'state="ready"');
  gateway.tell(ready, ready);
  await once(ptc, "state");
  gateway.tell(ready, event("AGENTSTATECHANGED", 2, 'state="notready"'));
  await once(ptc, "state", (state) => state.number === 2);
  assert.equal(heard, 2);
  await ptc.disconnect();
});

test("every request has a reference of its own, and refusals are typed", async () => {
  const gateway = new Gateway();
  gateway.answer = (name) => name === "HOLDCALL" && xml('<REPLY request="HOLDCALL" result="error"><error code="AlreadyHeld" state="held" middleware_code="93">the call is held</error></REPLY>');
  const ptc = client(gateway);
  await ptc.connect();
  await ptc.makeCall("5551234", { CASE: "4711" });
  await assert.rejects(ptc.hold("2a"), (error) => {
    assert.ok(error instanceof Refusal);
    assert.deepEqual([error.request, error.code, error.state, error.middlewareCode, error.message], ["HOLDCALL", "AlreadyHeld", "held", 93, "the call is held"]);
    return true;
  });
  const references = gateway.requests.map(({ body }) => /ref="([^"]+)"/.exec(body)?.[1]).filter(Boolean);
  assert.equal(new Set(references).size, 2);
  await ptc.disconnect();
});

test("a request whose answer is lost is repeated under the same reference", async () => {
  const gateway = new Gateway();
  let lost = 2;
  gateway.answer = (name) => {
    if (name === "MAKECALL" && lost-- > 0) throw new TypeError("fetch failed");
  };
  const ptc = client(gateway);
  await ptc.connect();
  await ptc.makeCall("5551234");
  const bodies = gateway.asked("MAKECALL").map(({ body }) => body);
  assert.equal(bodies.length, 3);
  assert.equal(new Set(bodies).size, 1);
  await ptc.disconnect();
});

test("a request is given up after 15 seconds, and nothing is sent afterwards", async ({ mock }) => {
  const never = () => new Promise(() => {});
  const late = () => new Promise((resolve) => setTimeout(() => resolve("Bearer x"), 20_000));
  const ways = {
    "the gateway is busy": { answer: () => new Response("busy", { status: 503 }) },
    "nobody answers": { answer: () => { throw new TypeError("fetch failed"); } },
    "the gateway is silent": { answer: never },
    "the credential never comes": { authorization: never },
    "the credential comes late": { authorization: late },
  };
  for (const [way, { answer, authorization }] of Object.entries(ways)) {
    mock.timers.enable({ apis: ["setTimeout", "Date"] });
    const gateway = new Gateway();
    let credential = () => undefined;
    const ptc = client(gateway, { authorization: () => credential() });
    await ptc.connect();
    await turns();
    credential = authorization ?? credential;
    const sent = [];
    gateway.answer = (name) => {
      if (name !== "MAKECALL") return undefined;
      sent.push(Date.now());
      return answer?.();
    };
    let took;
    ptc.makeCall("5551234").then(() => assert.fail(way), (error) => {
      assert.ok(error instanceof Unreachable, way);
      took = Date.now();
    });
    for (let passed = 0; passed < 30_000; passed += 100) {
      await turns();
      mock.timers.tick(100);
    }
    assert.ok(took > 13_000 && took <= 15_100, `${way}: rejected after ${took} ms`);
    assert.ok(sent.every((at) => at < 15_000), `${way}: sent after ${sent} ms`);
    credential = () => undefined;
    await ptc.disconnect();
    mock.timers.reset();
  }
});

test("a client that has ended sends nothing when its credential comes at last", async () => {
  for (const transport of ["poll", "websocket"]) {
    const gateway = new Gateway();
    const sockets = [];
    class webSocket {
      constructor() {
        sockets.push(this);
        queueMicrotask(() => this.onopen?.());
      }
      send() {}
      close() {}
    }
    let asked = 0;
    let give;
    const authorization = () => ((asked += 1) === 2 ? new Promise((resolve) => (give = resolve)) : "Bearer x");
    const ptc = client(gateway, { authorization, transport, webSocket });
    const connected = assert.rejects(ptc.connect(), { reason: "Closed" });
    while (!give) await turns();
    await ptc.disconnect();
    await connected;
    give("Bearer x");
    await turns();
    assert.deepEqual([ptc.connection.phase, gateway.asked("GETEVENTS"), sockets], ["ended", [], []], transport);
  }
});

test("a token that no WebSocket can carry: the events are polled", async () => {
  const gateway = new Gateway();
  const ptc = client(gateway, { transport: "auto", authorization: () => "Bearer a/b==", webSocket: class { constructor() { throw new SyntaxError("no subprotocol"); } } });
  await ptc.connect();
  assert.equal(ptc.connection.transport, "poll");
  await ptc.disconnect();
});

test("a page that fails to get its credential is asked for it again, and the agent is told", async () => {
  const gateway = new Gateway();
  let fails = 1;
  const authorization = async () => {
    if (fails-- > 0) throw new Error("the token service is away");
  };
  const ptc = client(gateway, { authorization });
  const told = once(ptc, "connection", ({ phase }) => phase === "retrying");
  const connected = ptc.connect();
  const { reason, text } = await told;
  assert.deepEqual([reason, /the token service is away/.test(text)], ["Unauthorized", true]);
  ptc.retryNow();
  await connected;
  await ptc.disconnect();
});

test("a reload takes the session up where it was", async () => {
  const gateway = new Gateway();
  const storage = new Memory();
  const before = client(gateway, { storage });
  await before.connect();
  gateway.tell(event("INCOMINGCALL", 1, `${CALL} actions="ACCEPTCALL"`));
  await once(before, "state");
  // The page goes away without a farewell; the next one finds what it left.
  const after = client(gateway, { storage });
  const connected = after.connect();
  assert.equal(after.state.number, 1, "the state is there at once");
  gateway.tell(event("ESTABLISHCALL", 2, `${CALL.replace("ringing", "connected")} actions="RELEASECALL"`));
  await once(after, "ESTABLISHCALL");
  await connected;
  assert.equal(gateway.asked("CTICLIENTINITIALIZE").length, 1);
  assert.match(gateway.asked("GETEVENTS").find(({ body }) => body.includes('after="1" wait="0"')).body, new RegExp(`session="${SESSION}" after="1"`));
  await before.disconnect();
  await after.disconnect();
});

test("a snapshot takes the place of events that are gone", async () => {
  const gateway = new Gateway();
  const ptc = client(gateway);
  await ptc.connect();
  gateway.tell(event("INCOMINGCALL", 1, `${CALL} actions=""`));
  await once(ptc, "state");
  gateway.tell(snapshot(90, "", 'link="up" agent="ready"'));
  const state = await once(ptc, "snapshot");
  assert.deepEqual([state.number, state.agent.word, state.calls.length], [90, "ready", 0]);
  await ptc.disconnect();
});

test("a session that was silent for too long is begun anew, and the page is told why", async () => {
  const gateway = new Gateway();
  const ptc = client(gateway);
  await ptc.connect();
  const told = [];
  ptc.on("connection", ({ phase, reason }) => told.push(`${phase} ${reason}`));
  let expired = true;
  gateway.answer = (name) => {
    if (name !== "GETEVENTS" || !expired) return undefined;
    expired = false;
    return xml('<REPLY request="GETEVENTS" result="error"><error code="SessionExpired">the desktop was silent for too long</error></REPLY>');
  };
  gateway.tell();
  await once(ptc, "snapshot");
  await once(ptc, "connection", ({ phase }) => phase === "online");
  assert.deepEqual(told, ["connecting SessionExpired", "online undefined"]);
  await ptc.disconnect();
});

test("a device that is somebody else's is not asked for again", async () => {
  const gateway = new Gateway();
  gateway.answer = () => xml('<REPLY request="CTICLIENTINITIALIZE" result="error"><error code="Forbidden">this user may not do that</error></REPLY>', 403);
  const ptc = client(gateway);
  await assert.rejects(ptc.connect(), { code: "Forbidden" });
  assert.deepEqual([ptc.connection.phase, ptc.connection.reason], ["ended", "Forbidden"]);
  assert.equal(gateway.asked("CTICLIENTINITIALIZE").length, 1);
});

test("a gateway that has forgotten the session gives a new one", async () => {
  const gateway = new Gateway();
  const ptc = client(gateway);
  await ptc.connect();
  let forgotten = true;
  gateway.answer = (name) => {
    if (name !== "GETEVENTS" || !forgotten) return undefined;
    forgotten = false;
    return xml('<REPLY request="GETEVENTS" result="error"><error code="NoSession">there is no such session</error></REPLY>');
  };
  const phases = [];
  ptc.on("connection", ({ phase, reason }) => phases.push(reason ?? phase));
  gateway.tell(event("AGENTSTATECHANGED", 1, 'state="ready"'));
  await once(ptc, "connection", ({ phase }) => phase === "online");
  assert.deepEqual(phases, ["SessionLost", "online"]);
  assert.equal(gateway.asked("CTICLIENTINITIALIZE").length, 2);
  await ptc.disconnect();
});

test("who is replaced hears of it, and stops", async () => {
  const gateway = new Gateway();
  const ptc = client(gateway);
  await ptc.connect();
  gateway.tell(event("SESSIONREPLACED", 1));
  const { reason } = await once(ptc, "connection", ({ phase }) => phase === "ended");
  assert.equal(reason, "SessionReplaced");
  const polls = gateway.asked("GETEVENTS").length;
  await turns();
  assert.equal(ptc.connection.phase, "ended", "the answer that says so is the last one");
  assert.equal(gateway.asked("GETEVENTS").length, polls);
  await assert.rejects(ptc.makeCall("1"), Unreachable);
  // He may come back.
  await ptc.connect();
  assert.equal(gateway.asked("CTICLIENTINITIALIZE").length, 2);
  await ptc.disconnect();
});

test("the application is told why there is no connection, and when it is tried again", async () => {
  const gateway = new Gateway();
  const refusals = [
    () => { throw new TypeError("fetch failed"); },
    () => new Response("the gateway is stopping; come again\n", { status: 503, headers: { "Retry-After": "1" } }),
    () => xml('<REPLY result="error"><error code="LinkDown">the link to the middleware is down; wait for LINKUP</error></REPLY>', 503),
  ];
  gateway.answer = () => refusals.shift()?.();
  const ptc = client(gateway);
  const told = [];
  ptc.on("connection", ({ phase, reason, retryAt }) => {
    told.push(reason ?? phase);
    if (phase === "retrying") {
      assert.ok(retryAt >= Date.now());
      setTimeout(() => ptc.retryNow(), 10);
    }
  });
  await ptc.connect();
  assert.deepEqual(told.filter((word) => word !== "connecting"), ["Unreachable", "Unavailable", "LinkDown", "online"]);
  await ptc.disconnect();
});

test("it rejects where trying again is of no use", async () => {
  for (const [answer, reason] of [
    [() => new Response("pages of this origin may not call", { status: 403 }), "ForbiddenOrigin"],
    [() => new Response("who are you?", { status: 401 }), "Unauthorized"],
    [() => xml('<REPLY result="error"><error code="DnInUse">the device has a session already</error></REPLY>'), "DnInUse"],
  ]) {
    const gateway = new Gateway();
    gateway.answer = answer;
    const ptc = client(gateway);
    await assert.rejects(ptc.connect());
    assert.equal(ptc.connection.reason, reason);
  }
});

test("statistics are numbers by name", async () => {
  const gateway = new Gateway();
  let asked = "";
  gateway.answer = (name, document) => {
    if (name !== "GETSTATISTICS") return false;
    asked = document;
    return xml('<REPLY request="GETSTATISTICS" result="ok"><STATISTICS scope="queue" dn="8100" interval="current" from="2026-11-22T10:00:00.000Z" until="2026-11-22T10:12:31.123Z"><figure name="offered" value="100" unit="calls"/><figure name="sl3" value="0.7368" unit="ratio"/></STATISTICS></REPLY>');
  };
  const ptc = client(gateway);
  await ptc.connect();
  const statistics = await ptc.statistics("queue", { queue: "8100", interval: "current" });
  assert.deepEqual([statistics.dn, statistics.figures], ["8100", { offered: 100, sl3: 0.7368 }]);
  assert.match(asked, /<scope>queue<\/scope><queue>8100<\/queue><interval>current<\/interval>/);
  await ptc.disconnect();
});

test("while the link is down nothing is allowed; afterwards the picture is asked for", async () => {
  const gateway = new Gateway();
  gateway.answer = (name) => name === "GETSNAPSHOT" && xml(`<REPLY request="GETSNAPSHOT" result="ok">${snapshot(3, `<call ${CALL} actions="ACCEPTCALL"/>`)}</REPLY>`);
  const ptc = client(gateway);
  await ptc.connect();
  gateway.tell(event("INCOMINGCALL", 1, `${CALL} actions="ACCEPTCALL"`), event("LINKDOWN", 2, 'reason="gone"'));
  await once(ptc, "LINKDOWN");
  assert.equal(ptc.allows("ACCEPTCALL", "006c00000000002a"), false);
  assert.equal(ptc.allows("MAKECALL"), false);
  gateway.tell(event("LINKUP", 3));
  await once(ptc, "snapshot");
  assert.equal(ptc.allows("ACCEPTCALL", "006c00000000002a"), true);
  await ptc.disconnect();
});

test("a picture that does not come is asked for again", async () => {
  const gateway = new Gateway();
  let refused = 1;
  gateway.answer = (name) => {
    if (name !== "GETSNAPSHOT") return undefined;
    if (refused-- > 0) return xml('<REPLY request="GETSNAPSHOT" result="error"><error code="LinkDown">wait for LINKUP</error></REPLY>');
    return xml(`<REPLY request="GETSNAPSHOT" result="ok">${snapshot(3, `<call ${CALL} actions="ACCEPTCALL"/>`)}</REPLY>`);
  };
  let fails = 0;
  const authorization = async () => {
    if (fails-- > 0) throw new Error("the token service is away");
  };
  const ptc = client(gateway, { authorization });
  await ptc.connect();
  ptc.on("LINKUP", () => (fails = 1));
  gateway.tell(event("INCOMINGCALL", 1, `${CALL} actions="ACCEPTCALL"`), event("LINKDOWN", 2, 'reason="gone"'), event("LINKUP", 3));
  await once(ptc, "snapshot");
  assert.equal(ptc.allows("ACCEPTCALL", "006c00000000002a"), true);
  assert.equal(gateway.asked("GETSNAPSHOT").length, 2);
  await ptc.disconnect();
});

test("a reload asks for the picture that had not come yet", async () => {
  const gateway = new Gateway();
  const storage = new Memory();
  let away = true;
  gateway.answer = (name) => {
    if (name !== "GETSNAPSHOT") return undefined;
    return away ? new Promise(() => {}) : xml(`<REPLY request="GETSNAPSHOT" result="ok">${snapshot(3, `<call ${CALL} actions="ACCEPTCALL"/>`)}</REPLY>`);
  };
  const before = client(gateway, { storage });
  await before.connect();
  gateway.tell(event("INCOMINGCALL", 1, `${CALL} actions="ACCEPTCALL"`), event("LINKDOWN", 2, 'reason="gone"'), event("LINKUP", 3));
  await once(before, "LINKUP");
  await turns();
  away = false;
  const after = client(gateway, { storage });
  const connected = after.connect();
  await once(after, "snapshot");
  await connected;
  assert.equal(after.allows("ACCEPTCALL", "006c00000000002a"), true);
  await before.disconnect();
  await after.disconnect();
});

test("calls in the store: beside, renamed, tied, ended", () => {
  const call = (id, state, more = {}) => ({ id, kind: "inbound", state, parties: [], data: {}, actions: [], began: 0, since: 0, ...more });
  const state = { number: 1, dn: "2001", link: "up", agent: { word: "ready", since: 0 }, calls: [call("a", "held"), call("b", "connected", { consultOf: "a" })] };
  const time = "2026-11-22T10:00:00.000Z";
  const at = Date.parse(time);
  const swapped = reduce(state, { type: "CALLRETRIEVED", number: 2, time, call: call("a", "connected", { actions: ["HOLDCALL"] }), beside: [{ id: "b", state: "held", actions: ["ALTERNATECALL"] }] });
  assert.deepEqual(swapped.calls.map(({ id, state, since, actions }) => [id, state, since, actions.join()]), [["a", "connected", at, "HOLDCALL"], ["b", "held", at, "ALTERNATECALL"]]);
  const renamed = reduce(state, { type: "PARTYCHANGED", number: 2, time, change: "replaced", previous: "a", call: call("c", "held"), beside: [{ id: "b", state: "connected", actions: [] }] });
  assert.deepEqual(renamed.calls.map(({ id, consultOf, began }) => [id, consultOf, began]), [["c", undefined, 0], ["b", "c", 0]]);
  const ended = reduce(state, { type: "CALLRELEASED", number: 2, time, call: call("a", "released"), beside: [{ id: "b", state: "connected", actions: [] }] });
  assert.deepEqual(ended.calls.map(({ id, consultOf }) => [id, consultOf]), [["b", undefined]]);
  const alone = reduce(state, { type: "ESTABLISHCALL", number: 2, time, call: call("b", "connected"), beside: [] });
  assert.deepEqual(alone.calls.map(({ id }) => id), ["b"], "what is not told beside is not there");
  assert.equal(state.calls.length, 2, "the state before is as it was");
});

test("any data survive the way there", () => {
  const nasty = { "k\u0001\\": "v\u0000\\u0041 \ud800 <>&\"'\r\n\t", plain: "back\\slash", "": "ü🎉" };
  const document = writeRequest("ATTACHDATA", { session: "s", ref: 'a"b' }, { call: "2a", data: nasty, delete: ["a<b", "c"], nothing: undefined });
  const root = readXml(document);
  assert.equal(root.attributes.ref, 'a"b');
  const items = root.children.find(({ name }) => name === "data").children;
  assert.deepEqual(items.map(({ attributes, text }) => [attributes.key, attributes.escaped, text]), [
    ["k\\u0001\\\\", "true", "v\\u0000\\\\u0041 \ufffd <>&\"'\r\n\t"],
    ["plain", undefined, "back\\slash"],
    ["", undefined, "ü🎉"],
  ]);
  assert.deepEqual(root.children.filter(({ name }) => name === "delete").map(({ text }) => text), ["a<b", "c"]);
});

test("escaped items are read back", async () => {
  const gateway = new Gateway();
  const ptc = client(gateway);
  await ptc.connect();
  gateway.tell(event("INCOMINGCALL", 1, `${CALL} actions=""`, '<data><item key="k\\u0001\\\\" escaped="true">v\\u0000&lt;&#13;</item><item key="__proto__">x</item></data>'));
  const { call } = await once(ptc, "INCOMINGCALL");
  assert.deepEqual(Object.entries(call.data), [["k\u0001\\", "v\u0000<\r"], ["__proto__", "x"]]);
  await ptc.disconnect();
});

test("answers that are no documents are named, never a crash", () => {
  for (const text of ["", "no", "<a", "<a><b></a></b>", "<a/><b", "<a x=1/>", "</a>", "<!DOCTYPE x><a/>", "<a>&"]) {
    try {
      readXml(text);
    } catch (error) {
      assert.ok(error instanceof Unreachable, `${text}: ${error}`);
    }
  }
});

test("the pause grows, is bounded, and never the same for all", () => {
  const [least, most] = [0.875, 1.125];
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const base = Math.min(500 * 2 ** Math.min(attempt, 10), 15_000);
    const pause = backOff(attempt);
    assert.ok(pause >= base * least && pause <= base * most, `${attempt}: ${pause}`);
  }
});

test("ten thousand events leave nothing behind", async () => {
  const gateway = new Gateway();
  const ptc = client(gateway);
  await ptc.connect();
  for (let number = 1; number <= 10_000; number += 500) {
    const done = once(ptc, "event", (heard) => heard.number === number + 499);
    gateway.tell(...Array.from({ length: 500 }, (_, index) => event("CALLDATACHANGED", number + index, `${CALL} actions="ACCEPTCALL"`, `<data><item key="N">${number + index}</item></data>`)));
    await done;
  }
  assert.equal(ptc.state.number, 10_000);
  assert.equal(ptc.state.calls.length, 1);
  assert.ok(JSON.stringify(ptc.state).length < 1000);
  await ptc.disconnect();
});
