/** The library in a hidden frame, and the page around it, both in one place. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { PtcFrame, serveFrame } from "../bridge.js";
import { Ptc } from "../ptc.js";
import { CALL, Gateway, event, once, turns } from "./rig.mjs";

const HOST = "https://crm.test";
const GATEWAY = "https://gateway.test";
const replaced = ["addEventListener", "document", "fetch"];
let real;
let gateway;

/** A page that loads frames, and frames that serve it: messages between the two are events of the one global object. */
beforeEach(() => {
  real = Object.fromEntries(replaced.map((name) => [name, globalThis[name]]));
  const bus = new EventTarget();
  const tell = (source, origin, data, ports = []) => queueMicrotask(() => bus.dispatchEvent(Object.assign(new Event("message"), { source, origin, data, ports })));
  globalThis.addEventListener = bus.addEventListener.bind(bus);
  globalThis.document = {
    createElement: () => {
      const frame = new EventTarget();
      frame.setAttribute = () => {};
      frame.remove = () => {};
      frame.contentWindow = { postMessage: (data, _, ports) => tell(host, HOST, data, ports) };
      const host = { postMessage: (data) => tell(frame.contentWindow, GATEWAY, data) };
      frame.load = () => serveFrame([HOST], host);
      return frame;
    },
    body: { append: (frame) => frame.load() },
  };
  gateway = new Gateway();
  globalThis.fetch = gateway.fetch;
});
afterEach(() => Object.assign(globalThis, real));

function client(more = {}) {
  return new PtcFrame({ gateway: GATEWAY, dn: "2001", share: false, transport: "poll", ...more });
}

test("the frame offers what the library offers", () => {
  const offered = (it) => Object.getOwnPropertyNames(it.prototype).filter((name) => name !== "constructor");
  assert.deepEqual(offered(PtcFrame).filter((name) => name !== "detach").toSorted(), offered(Ptc).toSorted());
});

test("events, requests and the gateway's clock come through", async () => {
  const ptc = client();
  await ptc.connect();
  const ringing = once(ptc, "INCOMINGCALL");
  gateway.tell(event("INCOMINGCALL", 1, `${CALL} actions="ACCEPTCALL"`));
  const { call } = await ringing;
  assert.equal(ptc.allows("ACCEPTCALL", call.id), true);
  await ptc.accept(call.id);
  assert.equal(gateway.asked("ACCEPTCALL").length, 1);
  const behind = Date.now() - Date.parse("2026-11-22T10:00:00.000Z");
  assert.ok(Math.abs(Date.now() - ptc.now() - behind) < 5000, "the gateway of the tests stands still at that moment");
  await ptc.disconnect();
});

test("a host that fails to get its credential is asked for it again, and hears of it", async () => {
  let fails = 1;
  const authorization = async () => {
    if (fails-- > 0) throw new Error("the token service is away");
    return "Bearer x";
  };
  const ptc = client({ authorization });
  const told = once(ptc, "connection", ({ phase }) => phase !== "connecting");
  const connected = ptc.connect();
  const { phase, reason, text } = await told;
  assert.deepEqual([phase, reason, /the token service is away/.test(text)], ["retrying", "Unauthorized", true]);
  assert.deepEqual(gateway.requests, [], "nothing is sent without it");
  ptc.retryNow();
  await connected;
  await ptc.disconnect();
});

test("who takes the frame out gets nothing more, and nothing fails unheard", async () => {
  const ptc = client();
  const connecting = assert.rejects(ptc.connect(), { reason: "Closed" });
  ptc.detach();
  await connecting;
  await ptc.connect();
  gateway.answer = (name) => name !== "GETEVENTS" && new Promise(() => {});
  const refused = assert.rejects(ptc.makeCall("1"), { reason: "Closed" });
  ptc.retryNow();
  const left = ptc.disconnect();
  ptc.detach();
  await Promise.all([refused, left]);
  // A frame that is really gone ends with its page.
  gateway.answer = () => new Response("", { status: 403 });
  gateway.tell();
  await turns();
});
