/** Connects straight to a gateway of another origin, and says how it goes. */

const given = new URLSearchParams(location.search);
const gateway = given.get("gateway");
const output = document.querySelector("output");
try {
  const { Ptc } = await import(new URL("/ptc/v1/ptc.js", given.get("library") ?? gateway).href);
  const token = given.get("token");
  const ptc = new Ptc({ dn: given.get("dn") ?? "2003", url: `${gateway}/pts`, authorization: () => (token ? `Bearer ${token}` : undefined) });
  ptc.on("connection", ({ phase, transport, reason, text }) => (output.textContent = [phase, transport, reason, text].join(" ")));
  await ptc.connect();
} catch (error) {
  output.textContent = `failed: ${error.reason} ${error.message}`;
}
