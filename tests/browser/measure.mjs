/**
 * The figures of the browser side: the library's size, the time from an event at the switch to the
 * change of the page, and the memory of page and library after ten thousand events.
 *
 *   node tests/browser/measure.mjs
 */

import { readFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { Browser, Desktop, ROOT, Site } from "./rig.mjs";

for (const name of ["ptc.js", "actions.js", "bridge.js"]) {
  const text = await readFile(path.join(ROOT, "gateway/ptc", name));
  console.log(`${name}: ${text.length} bytes, ${gzipSync(text).length} compressed`);
}

const site = await Site.start();
const browser = await Browser.start();
const window = await browser.window();
const alice = await Desktop.logOn(window, site, { dn: "2001", agent: "7001", queue: "8100" });
await site.act("dial 8005 from 01715550123 CASE=4711");
await alice.button("Answer").click();
await alice.sees({ state: "connected" });

await alice.page.evaluate(() => {
  globalThis.changes = [];
  new MutationObserver(() => changes.push(performance.timeOrigin + performance.now())).observe(document.querySelector("call-card"), { attributes: true, attributeFilter: ["data-state"] });
});
const spans = [];
for (let turn = 0; turn < 200; turn += 1) {
  const before = performance.timeOrigin + performance.now();
  await site.act(turn % 2 ? "retrieve 2001" : "hold 2001");
  await alice.sees({ state: turn % 2 ? "connected" : "held" });
  spans.push((await alice.page.evaluate(() => changes.at(-1))) - before);
}
spans.sort((a, b) => a - b);
const share = (part) => spans[Math.floor(spans.length * part)].toFixed(1);
console.log(`switch to page, ms: median ${share(0.5)}, 95th percentile ${share(0.95)}, longest ${spans.at(-1).toFixed(1)}`);

const debug = await window.newCDPSession(alice.page);
const heap = async () => {
  for (let turn = 0; turn < 3; turn += 1) await debug.send("HeapProfiler.collectGarbage");
  const { usedSize } = await debug.send("Runtime.getHeapUsage");
  const { nodes, jsEventListeners } = await debug.send("Memory.getDOMCounters");
  return `${(usedSize / 1e6).toFixed(2)} MB, ${nodes} nodes, ${jsEventListeners} listeners`;
};
const count = () => alice.page.evaluate(() => desk.ptc.state.number);
const [number, began] = [await count(), Date.now()];
console.log(`before: ${await heap()}`);
const EVENTS = 10_000;
for (let done = 0; done < EVENTS; done += 2) {
  await site.act("hold 2001");
  await site.act("retrieve 2001");
}
while ((await count()) < number + EVENTS) await new Promise((resolve) => setTimeout(resolve, 50));
console.log(`after ${EVENTS} events in ${((Date.now() - began) / 1000).toFixed(1)} s: ${await heap()}`);
await browser.stop();
await site.stop();
