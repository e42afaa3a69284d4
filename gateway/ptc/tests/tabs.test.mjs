/** Several tabs of one device: one session, one leader, the same state in all of them. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { Gateway, Locks, client, event, once, opened, turns, xml } from "./rig.mjs";

const { BroadcastChannel } = globalThis;
let navigator;

beforeEach(() => {
  navigator = Object.getOwnPropertyDescriptor(globalThis, "navigator");
});
afterEach(() => {
  delete globalThis.navigator;
  if (navigator) Object.defineProperty(globalThis, "navigator", navigator);
  globalThis.BroadcastChannel = BroadcastChannel;
});

/** The tab is in a browser with these locks. */
function browse(locks) {
  Object.defineProperty(globalThis, "navigator", { value: { locks, onLine: true }, configurable: true });
}

test("who follows takes over a session that the leader began anew, whose numbers are smaller", async () => {
  browse(new Locks());
  const gateway = new Gateway();
  const [leader, follower] = [client(gateway, { share: true }), client(gateway, { share: true })];
  await leader.connect();
  await follower.connect();
  assert.deepEqual([leader, follower].map(({ connection }) => connection.role), ["leader", "follower"]);
  const far = once(follower, "state", ({ number }) => number === 50);
  gateway.tell(...Array.from({ length: 50 }, (_, index) => event("AGENTSTATECHANGED", index + 1, 'state="ready"')));
  await far;

  let lost = true;
  gateway.answer = (name) => {
    if (name === "CTICLIENTINITIALIZE") return xml(opened().replace(/session="\w+"/, 'session="the-next"').replace("loggedout", "notready"));
    if (name !== "GETEVENTS" || !lost) return undefined;
    lost = false;
    return xml('<REPLY request="GETEVENTS" result="error"><error code="NoSession">there is no such session</error></REPLY>');
  };
  const anew = once(follower, "snapshot");
  gateway.tell();
  assert.deepEqual([(await anew).number, follower.state.agent.word], [0, "notready"]);
  const next = once(follower, "AGENTSTATECHANGED");
  gateway.tell(event("AGENTSTATECHANGED", 1, 'state="wrapup"'));
  await next;
  assert.deepEqual(follower.state, leader.state);
  assert.deepEqual([follower.state.number, follower.state.agent.word], [1, "wrapup"]);
  await leader.disconnect();
  await once(follower, "connection", ({ phase }) => phase === "ended");
});

test("a session that begins is told to the other tabs once", async () => {
  browse(new Locks());
  const heard = [];
  const channel = new BroadcastChannel("ptc http://gateway.test/pts 2001");
  channel.onmessage = ({ data }) => heard.push(data.type);
  const ptc = client(new Gateway(), { share: true });
  await ptc.connect();
  await ptc.disconnect();
  while (!heard.includes("ended")) await turns();
  channel.close();
  assert.equal(heard.filter((type) => type === "welcome").length, 1);
});

test("a page that is refused locks is alone: it leads, and hears nobody", async () => {
  browse({ request: async () => { throw new DOMException("the document has an opaque origin", "SecurityError"); } });
  const gateway = new Gateway();
  const [one, other] = [client(gateway, { share: true }), client(gateway, { share: true })];
  await one.connect();
  await other.connect();
  assert.deepEqual([one, other].map(({ connection }) => [connection.phase, connection.role]), [["online", "leader"], ["online", "leader"]]);
  await one.disconnect();
  await turns();
  assert.equal(other.connection.phase, "online");
  await other.disconnect();
});

test("a page that is refused the channel is alone", async () => {
  browse(new Locks());
  globalThis.BroadcastChannel = class {
    constructor() {
      throw new DOMException("the document has an opaque origin", "NotSupportedError");
    }
  };
  const ptc = client(new Gateway(), { share: true });
  await ptc.connect();
  assert.deepEqual([ptc.connection.phase, ptc.connection.role], ["online", "leader"]);
  await ptc.disconnect();
});
