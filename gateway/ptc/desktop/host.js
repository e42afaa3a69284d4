/**
 * A sample host application: its own page, its own origin if you like, the telephone in a hidden frame.
 *
 * @module
 */

const given = new URLSearchParams(location.search);
const gateway = given.get("gateway") ?? location.origin;
const form = /** @type {HTMLFormElement} */ (document.querySelector("form"));
const [connection, customer, events] = ["connection", "customer", "events"].map((id) => /** @type {HTMLElement} */ (document.getElementById(id)));
const control = (/** @type {string} */ name) => /** @type {any} */ (form.elements.namedItem(name));
control("dn").value = given.get("dn") ?? "";

/** @type {import("../bridge.js").PtcFrame | undefined} */
let ptc;

/** @param {() => Promise<unknown>} request */
async function act(request) {
  try {
    await request();
  } catch (error) {
    if (connection) connection.textContent = error instanceof Error ? error.message : String(error);
  }
}

/** The library and the rules come from the gateway, like the frame. */
async function connect() {
  const { PtcFrame } = await import(new URL("/ptc/v1/bridge.js", gateway).href);
  const { runActions } = await import(new URL("/ptc/v1/actions.js", gateway).href);
  const client = new PtcFrame({ gateway, dn: control("dn").value });
  ptc = client;
  client.on("connection", (/** @type {any} */ { phase, text }) => {
    if (connection) connection.textContent = text ? `${phase}: ${text}` : phase;
  });
  client.on("event", (/** @type {any} */ { number, type, call }) => {
    const line = document.createElement("li");
    line.textContent = `${number} ${type} ${call ? `${call.state} ${call.other ?? ""}` : ""}`;
    events?.append(line);
  });
  runActions(client, [{ on: "INCOMINGCALL", do: { call: "show", with: "Customer {ani}{other}, case {data.CASE}" } }], {
    functions: {
      show: (/** @type {unknown} */ _, /** @type {string} */ text) => {
        if (customer) customer.textContent = text;
      },
    },
  });
  await client.connect();
}

const inState = (/** @type {string} */ state) => ptc?.state?.calls.find((call) => call.state === state)?.id ?? "";
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void act(connect);
});
control("call").addEventListener("click", () => act(async () => ptc?.makeCall(control("number").value)));
control("answer").addEventListener("click", () => act(async () => ptc?.accept(inState("ringing"))));
control("hangup").addEventListener("click", () => act(async () => ptc?.release(inState("connected"))));
