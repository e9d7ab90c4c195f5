/**
 * `npm run bench:playground`: what Chromium loads before the playground shows its first result, and how long that takes
 * with an empty cache. Takes folders with other builds to compare, and plays them in turns.
 */

import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { type Browser, chromium } from "playwright-core";
import { buildPlayground } from "../site/build-playground.ts";
import { CHROMIUM } from "../test/report/html/browser.ts";

const ROUNDS = 9;
const TYPES: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };
/** Notes, in the page and at the server, when the timeline of the example is there. */
const WATCH = `new MutationObserver(() => {
  const shown = document.querySelector("#timeline")?.textContent.includes("digest");
  if (!shown || globalThis.firstResultMs !== undefined) return;
  globalThis.firstResultMs = performance.now();
  void fetch("first-result");
}).observe(document, { subtree: true, childList: true });`;

/** Serves the files of a folder, compressed beforehand, and counts their bytes. */
class CountingServer {
  readonly #files = new Map<string, Buffer>();
  readonly #server: Server;
  bytes = 0;
  bytesAtFirstResult = 0;

  constructor(folder: string) {
    this.#server = createServer(({ url = "/" }, response) => {
      if (url === "/first-result") {
        this.bytesAtFirstResult = this.bytes;
        return void response.writeHead(204).end();
      }
      const path = join(folder, url === "/" ? "index.html" : new URL(url, "http://localhost").pathname);
      if (!existsSync(path)) return void response.writeHead(404).end();
      const body = this.#files.get(path) ?? gzipSync(readFileSync(path), { level: 9 });
      this.#files.set(path, body);
      this.bytes += body.length;
      const type = TYPES[extname(path)] ?? "text/plain";
      response.writeHead(200, { "content-type": type, "content-encoding": "gzip" }).end(body);
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const bound = this.#server.address();
    return `http://127.0.0.1:${typeof bound === "object" && bound !== null ? bound.port : 0}/`;
  }

  close(): void {
    this.#server.close();
  }
}

interface Load {
  readonly firstResultMs: number;
  readonly firstPaintMs: number;
  /** Of the files that the page asked for before its first result. */
  readonly bytes: number;
}

async function load(browser: Browser, server: CountingServer, address: string): Promise<Load> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(WATCH);
  server.bytes = 0;
  await page.goto(address, { waitUntil: "commit" });
  await page.waitForFunction("globalThis.firstResultMs");
  const firstResultMs = Number(await page.evaluate("globalThis.firstResultMs"));
  const firstPaintMs = Number(
    await page.evaluate(`performance.getEntriesByName("first-contentful-paint")[0]?.startTime`),
  );
  await context.close();
  const bytes = server.bytesAtFirstResult;
  return { firstResultMs, firstPaintMs, bytes };
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const built = mkdtempSync(join(tmpdir(), "jobsim-playground-"));
await buildPlayground(built);
const browser = await chromium.launch({ executablePath: CHROMIUM ?? "", args: ["--no-sandbox"] });
const builds = await Promise.all(
  [built, ...process.argv.slice(2)].map(async (folder) => {
    const server = new CountingServer(folder);
    return { folder, server, address: await server.listen(), loads: [] as Load[] };
  }),
);
// The first load of each is for the browser's own start.
for (let round = 0; round <= ROUNDS; round++) {
  for (const { server, address, loads } of builds) {
    const one = await load(browser, server, address);
    if (round > 0) loads.push(one);
  }
}
for (const { folder, server, loads } of builds) {
  const ms = loads.map(({ firstResultMs }) => firstResultMs);
  const [first, least, most] = [median(ms), Math.min(...ms), Math.max(...ms)].map(Math.round);
  const paint = Math.round(median(loads.map(({ firstPaintMs }) => firstPaintMs)));
  const kB = Math.round(median(loads.map(({ bytes }) => bytes)) / 1_000);
  console.log(
    `${folder === built ? "this build" : folder}: ${kB} kB, first paint ${paint} ms, first result ${first} ms (${least} to ${most})`,
  );
  server.close();
}
await browser.close();
rmSync(built, { recursive: true, force: true });
