/**
 * The real programs on free ports, and a real browser: what every test stands on.
 *
 * The place of the programs is `RINGBACK_BIN`, by default the workspace's `target/debug`; screenshots
 * go to `RINGBACK_ARTEFACTS`, by default `target/browser`.
 */

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";

export const ROOT = path.resolve(import.meta.dirname, "../..");
const BIN = process.env.RINGBACK_BIN ?? path.join(ROOT, "target/debug");
export const ARTEFACTS = process.env.RINGBACK_ARTEFACTS ?? path.join(ROOT, "target/browser");
/** How long anything may take, in milliseconds: far more than it does, for machines that have much else to do. */
const PATIENCE = 60_000;
const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);

/** A program of ours, its lines as they come. */
export class Program {
  constructor(name, args) {
    this.lines = [];
    this.waiting = [];
    this.child = spawn(path.join(BIN, name), args, { stdio: ["pipe", "pipe", "pipe"] });
    this.errors = "";
    this.child.stderr.on("data", (data) => (this.errors = (this.errors + data).slice(-20_000)));
    createInterface({ input: this.child.stdout }).on("line", (line) => {
      const first = this.waiting.shift();
      if (first) first(line);
      else this.lines.push(line);
    });
    this.ended = new Promise((resolve) => this.child.once("close", resolve));
    void this.ended.then(() => this.waiting.splice(0).forEach((first) => first(undefined)));
  }

  async line() {
    const line = this.lines.shift() ?? (await new Promise((resolve) => this.waiting.push(resolve)));
    if (line === undefined) throw new Error(`the program ended: ${this.errors}`);
    return line;
  }

  /** Waits until it has ended by itself, given this on its standard input. */
  async finish(input) {
    this.child.stdin.end(input);
    if ((await this.ended) !== 0) throw new Error(this.errors);
  }

  /** The port of "listening on …:PORT". */
  async port() {
    const found = /listening on .*:(\d+)/.exec(await this.line());
    return Number(found[1]);
  }

  async stop(signal = "SIGTERM") {
    this.child.kill(signal);
    await this.ended;
  }
}

/** The emulated site and a gateway in front of it. */
export class Site {
  /** Starts both; `sections` are of the gateway's configuration, such as `{ desktop: { enabled: false } }`. */
  static async start({ respTimeout = 5, ...sections } = {}) {
    const site = new Site();
    site.folder = await mkdtemp(path.join(tmpdir(), "ringback-"));
    const world = path.join(import.meta.dirname, "world.toml");
    site.tserver = new Program("tserver-sim", ["--world", world, "--listen", "127.0.0.1:0", "--seed", "7"]);
    const port = await site.tserver.port();
    site.sections = { "genesys.ctiserver": { host: "127.0.0.1", port, resp_timeout_sec: respTimeout }, ...sections };
    await site.startGateway(0).catch(async (error) => {
      await site.stop();
      throw error;
    });
    return site;
  }

  async startGateway(port = this.port) {
    const config = path.join(this.folder, "gateway.toml");
    const section = ([name, keys]) => `[${name}]\n${Object.entries(keys).map(([key, value]) => `${key} = ${JSON.stringify(value)}`).join("\n")}`;
    const head = `implementation = "builtin:tserver"\nlistener_port = ${port}`;
    await writeFile(config, [head, ...Object.entries(this.sections).map(section)].join("\n"));
    this.gateway = new Program("gateway", ["--config", config]);
    this.port = await this.gateway.port();
    await eventually("the gateway is ready", async () => (await fetch(`${this.url}/readyz`)).ok);
  }

  get url() {
    return `${this.sections.tls ? "https" : "http"}://127.0.0.1:${this.port}`;
  }

  /** An act at the switch, such as `dial 8005 from 01715550123 CASE=4711`; answers the call. */
  async act(line) {
    this.tserver.child.stdin.write(`${line}\n`);
    const answer = await this.tserver.line();
    if (answer.startsWith("error")) throw new Error(`${line}: ${answer}`);
    return answer.replace(/^ok ?/, "");
  }

  async stop() {
    await this.gateway.stop();
    await this.tserver.stop("SIGINT");
  }
}

/** A browser; every page in it is watched for errors of the console and of the policy. */
export class Browser {
  static async start(args = []) {
    const it = new Browser();
    it.complaints = [];
    /** What tests expect to be complained about, such as connections that they cut. */
    it.expected = [];
    it.browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", ...args],
    });
    return it;
  }

  /** A window of its own, as if on another computer. */
  async window(options = {}) {
    const context = await this.browser.newContext({ viewport: { width: 1360, height: 860 }, locale: "en-GB", ...options });
    context.setDefaultTimeout(PATIENCE);
    await context.addInitScript(() => {
      addEventListener("securitypolicyviolation", (event) => console.error(`policy violated: ${event.violatedDirective} ${event.blockedURI}`));
    });
    context.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.#complain(`${message.type()}: ${message.text()} (${message.location().url})`);
    });
    context.on("weberror", (error) => this.#complain(`uncaught: ${error.error().stack}`));
    return context;
  }

  async closeWindows() {
    for (const context of this.browser.contexts()) await context.close();
  }

  #complain(text) {
    if (!this.expected.some((pattern) => pattern.test(text))) this.complaints.push(text);
  }

  /** Ends the browser; fails on complaints that nobody expected. */
  async stop() {
    await this.browser.close();
    if (this.complaints.length > 0) throw new Error(`the browser complained:\n${this.complaints.join("\n")}`);
  }
}

/** What an agent sees and clicks. */
export class Desktop {
  constructor(page, site) {
    this.page = page;
    this.site = site;
  }

  /** Opens the desktop in a tab of this window. */
  static async open(context, site, query = "") {
    const page = await context.newPage();
    await page.goto(`${site.url}/desktop/${query}`);
    return new Desktop(page, site);
  }

  /** Opens it and logs on. */
  static async logOn(context, site, { dn, agent, queue = "", ready = true }) {
    const desktop = await Desktop.open(context, site, `?dn=${dn}&agent=${agent}&queue=${queue}${ready ? "" : "&ready=no"}`);
    await desktop.button("Log on").click();
    await desktop.agent(ready ? "Ready" : "Not ready");
    return desktop;
  }

  button(name, within = this.page) {
    return within.getByRole("button", { name, exact: true }).filter({ visible: true });
  }

  /** Waits for the agent's state. */
  async agent(word) {
    const chip = this.page.locator(".agent-chip", { hasText: new RegExp(`^${word}$`) });
    await chip.waitFor().catch(async (error) => {
      await this.shot(`failed-${Date.now()}`);
      throw new Error(`${error.message}\nthe page says: ${await this.page.locator("body").innerText()}`);
    });
  }

  /** The card of the call with this number, or in this state. */
  card({ number, state } = {}) {
    const base = this.page.locator(state ? `call-card.${state}` : "call-card");
    return number ? base.filter({ has: this.page.locator(".who", { hasText: number }) }) : base;
  }

  async sees(what, state = "visible") {
    const card = this.card(what);
    await card.first().waitFor({ state });
    return what?.number ? this.card({ number: what.number }) : card;
  }

  async noCalls() {
    await this.page.getByText("No calls", { exact: true }).waitFor();
  }

  /** Does something, and waits for a notice with this text; it is there for some seconds only. */
  async notice(text, act) {
    const [, answer] = await Promise.all([this.page.locator(".notice", { hasText: text }).waitFor(), act()]);
    return answer;
  }

  async item(id) {
    await this.page.getByRole("button", { name: "Menu" }).click();
    await this.page.locator(`[data-item=${id}]`).click();
  }

  /** Waits until the state of the link says so, in this case of letters: "Not connected" is not "Connected". */
  async link(words) {
    await this.page.locator(".link", { hasText: new RegExp(words) }).waitFor();
  }

  async dial(number) {
    await this.page.locator("#number").fill(number);
    await this.button("Call").click();
  }

  async shot(name) {
    await mkdir(ARTEFACTS, { recursive: true });
    await this.page.screenshot({ path: path.join(ARTEFACTS, `${name}.png`), animations: "disabled" });
  }
}

/** Notes the names of requests and events that a window sends and gets. */
export function wire(context, seen) {
  context.on("page", (page) => wirePage(page, seen));
}

/** The same of a page. */
export function wirePage(page, seen) {
  const note = (text) => {
    for (const [, name] of String(text).matchAll(/<([A-Z]+) number="/g)) if (name !== "SNAPSHOT") seen.events.add(name);
  };
  const asked = (text) => {
    const name = /^<([A-Z]+)/.exec(String(text))?.[1];
    if (name) seen.requests.add(name);
  };
  page.on("request", (request) => asked(request.postData() ?? ""));
  page.on("response", (response) => {
    if (response.url().endsWith("/pts")) response.text().then(note, () => {});
  });
  page.on("websocket", (socket) => {
    socket.on("framesent", ({ payload }) => asked(payload));
    socket.on("framereceived", ({ payload }) => note(payload));
  });
}

/** A web server at an origin of its own: the sample host application, the library, and pages that do as they are told. */
export async function host() {
  const files = { "/": "gateway/ptc/desktop/host.html" };
  for (const file of ["host.css", "host.js"]) files[`/${file}`] = `gateway/ptc/desktop/${file}`;
  for (const file of ["ptc.js", "bridge.js", "actions.js"]) files[`/ptc/v1/${file}`] = `gateway/ptc/${file}`;
  for (const file of ["direct.html", "direct.js", "empty.html"]) files[`/${file}`] = `tests/browser/${file}`;
  const server = createServer(async (request, response) => {
    const file = files[new URL(request.url, "http://x").pathname];
    if (request.url === "/favicon.ico") return response.writeHead(204).end();
    if (!file) return response.writeHead(404).end();
    const type = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" }[path.extname(file)];
    response.writeHead(200, { "Content-Type": type }).end(await readFile(path.join(ROOT, file)));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

/** Waits until something holds. */
export async function eventually(what, holds) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    if (await Promise.resolve().then(holds).catch(() => false)) return;
    if (Date.now() > end) throw new Error(`in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
