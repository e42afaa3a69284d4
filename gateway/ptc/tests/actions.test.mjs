/** The table of actions: which rows fit an event, and what they come to. */

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { checkRules, operationsFor, runActions } from "../actions.js";
import { turns } from "./rig.mjs";

const CALL = { id: "2a", kind: "inbound", state: "ringing", ani: "01715550123", dnis: "08005550", queue: "8100", parties: [], data: { CASE: "47/11", NAME: "Ä & B" } };
const EVENT = { type: "INCOMINGCALL", number: 7, time: "2026-11-22T10:00:00.000Z", call: CALL };

/** The texts of what a table wants for the event. */
function wanted(rules, event = EVENT) {
  assert.deepEqual(checkRules(rules), []);
  return operationsFor(rules, event, "2001").map(({ text }) => text);
}

test("templates are filled, and addresses keep their shape", () => {
  assert.deepEqual(
    wanted([{ on: "INCOMINGCALL", do: [{ open: "https://crm.example/c/{data.CASE}?n={data.NAME}&t={ani}&q={queue}&d={dn}&x={data.NONE}" }, { notify: "{data.NAME} at {dn}, {call}" }] }]),
    ["https://crm.example/c/47%2F11?n=%C3%84%20%26%20B&t=01715550123&q=8100&d=2001&x=", "Ä & B at 2001, 2a"],
  );
});

test("conditions", () => {
  const fits = (when, event = EVENT) => wanted([{ on: "*", when, do: { notify: "!" } }], event).length === 1;
  for (const when of [{}, { ani: "0171*" }, { ani: "*0123", dnis: "0800????" }, { queue: ["8200", "8100"] }, { data: { CASE: true, NONE: false } }, { kind: "INBOUND" }, { cause: false }]) assert.ok(fits(when), JSON.stringify(when));
  for (const when of [{ ani: "0171" }, { dnis: "0800???" }, { queue: [] }, { data: { CASE: "4*2" } }, { data: { toString: true } }, { cause: true }, { other: "*" }, { ani: ".*" }]) assert.ok(!fits(when), JSON.stringify(when));
  assert.ok(fits({ state: "notready", reason: "lunch" }, { type: "AGENTSTATECHANGED", state: "notready", reason: "lunch" }));
});

test("rows fit in order; `last` ends it", () => {
  const rules = [{ on: ["CALLHELD"], do: { notify: "a" } }, { on: ["INCOMINGCALL", "CALLHELD"], do: { notify: "b" }, last: true }, { on: "*", do: { notify: "c" } }];
  assert.deepEqual(wanted(rules), ["b"]);
  assert.deepEqual(wanted(rules, { ...EVENT, type: "CALLHELD" }), ["a", "b"]);
  assert.deepEqual(wanted(rules, { type: "LINKUP" }), ["c"]);
});

test("mistakes are named", () => {
  const mistakes = (rule, functions) => checkRules([rule], functions).join("; ");
  assert.match(mistakes({ on: "X" }), /rule 1: `do` is missing/);
  assert.match(mistakes({ on: "X", when: { any: "1" }, do: { notify: "" } }), /knows no `any`/);
  assert.match(mistakes({ on: "X", when: { ani: 5 }, do: { notify: "" } }), /takes a text/);
  for (const data of [null, "abc", ["a"]]) assert.match(mistakes({ on: "X", when: { data }, do: { notify: "" } }), /`data` takes keys/);
  for (const more of [{ target: 1 }, { level: true }, { with: {} }]) assert.match(mistakes({ on: "X", do: { notify: "", ...more } }), /are texts/);
  assert.match(mistakes({ on: 1, do: { notify: "" } }), /names no event/);
  assert.match(mistakes({ on: "X", do: { notify: "", open: "/" } }), /has one of/);
  assert.match(mistakes({ on: "X", do: { call: "pop" } }, ["show"]), /no function `pop`: there are show/);
  for (const open of ["javascript:alert(1)", "data:text/html,x", "https://{ani}.example/", "//evil.example", "https://crm.example{ani}/"]) assert.match(mistakes({ on: "X", do: { open } }), /does not begin with/, open);
  assert.deepEqual(checkRules({}), ["the table is no list of rules"]);
  assert.throws(() => runActions({ on: () => () => {} }, [{}]), TypeError);
});

test("an operation that fails, at once or later, keeps no other from its turn", async () => {
  let tell;
  const ptc = { on: (_, listener) => ((tell = listener), () => {}) };
  const done = [];
  const functions = {
    throws: () => { throw new Error("at once"); },
    rejects: async () => { throw new Error("later"); },
    works: () => done.push("worked"),
  };
  const said = mock.method(console, "error", () => {});
  runActions(ptc, [{ on: "*", do: [{ call: "throws" }, { call: "rejects" }, { call: "works" }] }], { functions });
  tell(EVENT);
  await turns();
  said.mock.restore();
  assert.deepEqual(done, ["worked"]);
  assert.deepEqual(said.mock.calls.map(({ arguments: [words, error] }) => [words, error.message]), [
    ["an action on INCOMINGCALL failed:", "at once"],
    ["an action on INCOMINGCALL failed:", "later"],
  ]);
});

test("only the tab that leads acts, unless every one shall", () => {
  let tell;
  const ptc = { on: (_, listener) => ((tell = listener), () => {}), connection: { role: "follower" }, state: { dn: "2001" } };
  const done = [];
  const hands = { functions: { show: (event, text) => done.push([event.number, text]) }, open: (url, target) => done.push([url, target]), notify: (text, level) => done.push([text, level]) };
  const rules = [{ on: "*", do: [{ call: "show", with: "{ani}" }, { open: "/c", target: "crm" }, { notify: "n" }] }];
  runActions(ptc, rules, hands);
  tell(EVENT);
  assert.deepEqual(done, []);
  ptc.connection.role = "leader";
  tell(EVENT);
  assert.deepEqual(done, [[7, "01715550123"], ["/c", "crm"], ["n", "info"]]);
});
