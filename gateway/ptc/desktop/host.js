/**
 * A sample host application: its own page, its own origin if you like, the telephone in a hidden frame.
 *
 * @module
 */

const given = new URLSearchParams(location.search);
const gateway = given.get("gateway") ?? location.origin;
const control = (/** @type {string} */ name) => /** @type {any} */ (document.querySelector(`[name=${name}]`));
const write = (/** @type {string} */ id, /** @type {string} */ text) => {
  const place = document.getElementById(id);
  if (place) place.textContent = text;
};
control("dn").value = given.get("dn") ?? "";

/** The buttons, and the request that each sends about the call. */
const KEYS = { answer: "ACCEPTCALL", hold: "HOLDCALL", retrieve: "RETRIEVECALL", hangup: "RELEASECALL" };

/** @type {import("../bridge.js").PtcFrame | undefined} */
let ptc;

/** @param {() => Promise<unknown>} request */
async function act(request) {
  try {
    await request();
  } catch (error) {
    write("connection", error instanceof Error ? error.message : String(error));
  }
}

/** The library and the rules come from the gateway, like the frame, or from a copy beside this page. */
async function connect() {
  const library = given.get("library") ?? gateway;
  const { PtcFrame } = await import(new URL("/ptc/v1/bridge.js", library).href);
  const { runActions } = await import(new URL("/ptc/v1/actions.js", library).href);
  ptc?.detach();
  const token = given.get("token");
  const client = new PtcFrame({ gateway, dn: control("dn").value, ...(token && { authorization: () => `Bearer ${token}` }) });
  ptc = client;
  client.on("connection", (/** @type {any} */ { phase, text }) => write("connection", text ? `${phase}: ${text}` : phase));
  client.on("state", draw);
  client.on("event", (/** @type {any} */ { number, type, call }) => {
    const line = document.createElement("li");
    line.textContent = `${number} ${type} ${call ? `${call.state} ${call.other ?? ""}` : ""}`;
    document.getElementById("events")?.append(line);
  });
  const rules = [{ on: "INCOMINGCALL", do: { call: "show", with: "Customer {ani}, case {data.CASE}" } }];
  runActions(client, rules, { functions: { show: (/** @type {unknown} */ _, /** @type {string} */ text) => write("customer", text) } });
  await client.connect();
}

/** The call that the buttons are about: the one that can be talked to, or the next best. */
function current() {
  const calls = ptc?.state?.calls ?? [];
  return calls.find((call) => call.state !== "held") ?? calls[0];
}

function draw() {
  const call = current();
  write("call", call ? `${call.state}: ${call.other ?? call.parties.join(", ")}` : "no call");
  for (const [name, request] of Object.entries(KEYS)) control(name).disabled = !call?.actions.includes(request);
  control("call").disabled = !ptc?.allows("MAKECALL");
}

document.querySelector("form")?.addEventListener("submit", (event) => {
  event.preventDefault();
  void act(connect);
});
control("call").addEventListener("click", () => act(async () => ptc?.makeCall(control("number").value)));
for (const [name, request] of Object.entries(KEYS)) {
  control(name).addEventListener("click", () => act(async () => ptc?.request(request, { call: current()?.id })));
}
