/** The playground in a browser, as people use it: they type, look, compare, and hand links around. */

import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPlayground } from "../../site/build-playground.ts";
import { CHROMIUM } from "../report/html/browser.ts";

const TYPES: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };

const INDEXED = `apiVersion: batch/v1
kind: Job
metadata: {name: three}
spec:
  completionMode: Indexed
  completions: 3
  parallelism: 3
  template:
    spec:
      restartPolicy: Never
      containers: [{name: c, image: i}]
`;

interface OpenOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Called before the page loads. */
  readonly prepare?: (page: Page) => Promise<unknown>;
}

/** What people wait for at most, before they see a result: compressed files, bytes. */
const MOST_AT_FIRST = 355_000;

describe.skipIf(CHROMIUM === undefined)("the playground", () => {
  const folder = mkdtempSync(join(tmpdir(), "jobsim-playground-"));
  let server: Server;
  let browser: Browser;
  let address = "";

  beforeAll(async () => {
    await buildPlayground(folder);
    server = createServer(({ url = "/" }, response) => {
      const path = join(folder, url === "/" ? "index.html" : new URL(url, "http://localhost").pathname);
      if (!existsSync(path)) return void response.writeHead(404).end();
      response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "text/plain" }).end(readFileSync(path));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const bound = server.address();
    address = `http://127.0.0.1:${typeof bound === "object" && bound !== null ? bound.port : 0}/`;
    browser = await chromium.launch({ executablePath: CHROMIUM ?? "", args: ["--no-sandbox"] });
  });

  afterAll(async () => {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens the page, and fails the test for an exception or a request to anywhere else. */
  async function open(
    fragment = "",
    { viewport = { width: 1280, height: 800 }, prepare }: OpenOptions = {},
  ): Promise<Page> {
    const page = await browser.newPage({ viewport });
    await prepare?.(page);
    page.on("pageerror", (error) => expect.fail(error.message));
    page.on("request", (request) => expect(request.url()).toMatch(/^(http:\/\/127\.0\.0\.1:|data:|blob:|about:)/));
    await page.goto(`${address}${fragment}`);
    await page.waitForFunction("document.querySelector('#timeline').textContent.includes('digest')");
    return page;
  }

  async function write(page: Page, text: string): Promise<void> {
    await page.locator(".cm-content").click();
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.insertText(text);
  }

  test("plays what is typed, and shows its timeline, its pods, its reasons and what lint finds", async () => {
    const page = await open();
    await write(page, INDEXED);
    const timeline = page.locator("#timeline");
    await expect.poll(() => timeline.textContent()).toContain("three");
    expect(await timeline.textContent()).toContain("Complete");
    await page.getByRole("tab", { name: "Pods" }).click();
    await expect.poll(() => page.frameLocator("#lanes").locator("canvas").count()).toBeGreaterThan(0);
    await page.getByRole("tab", { name: "Why" }).click();
    expect(await page.locator("#why").textContent()).toContain("3 pods created: 3 wanted, 0 active");
    await page.getByRole("tab", { name: "Lint" }).click();
    expect(await page.locator("#lint").textContent()).toContain("JS");
  });

  test("marks an error at its line, and keeps what was played last in sight", async () => {
    const page = await open();
    await write(page, INDEXED.replace("completions: 3", "completions: 3\n  backoffLimit: -3"));
    await expect.poll(() => page.locator("#problems").textContent()).toContain("Line 7: ");
    expect(await page.locator(".cm-lint-marker-error").count()).toBe(1);
    expect(await page.locator("#timeline").textContent()).toContain("resize-images");
    await page.locator("#problems button").first().click();
    expect(await page.locator(".cm-activeLine").textContent()).toContain("backoffLimit: -3");
  });

  test("takes behaviour and release from the settings, with the seed's own digest", async () => {
    const page = await open();
    await write(page, INDEXED);
    await page.locator('#settings input[name="exit"]').fill("1");
    await expect.poll(() => page.locator("#timeline").textContent()).toContain("BackoffLimitExceeded");
    await page.locator('#settings input[name="run"]').fill("soon");
    await expect.poll(() => page.locator("#problems").textContent()).toContain("--run soon");
  });

  test("a link holds the text and the settings", async () => {
    const page = await open();
    await write(page, INDEXED);
    await page.locator('#settings input[name="run"]').fill("42s");
    await expect.poll(() => page.locator("#timeline").textContent()).toContain("three");
    await expect.poll(() => page.locator("#timeline").textContent()).toContain("+44.000s");
    await page.getByRole("button", { name: "Copy link" }).click();
    await expect.poll(() => page.url()).toContain("#");
    const shown = await page.locator("#timeline").textContent();
    const other = await open(`#${page.url().split("#")[1]}`);
    expect(await other.locator('#settings input[name="run"]').inputValue()).toBe("42s");
    expect(await other.locator("#timeline").textContent()).toBe(shown);
  });

  test("compares two runs that differ in a setting", async () => {
    const page = await open();
    await write(page, INDEXED);
    await page.getByRole("tab", { name: "Compare" }).click();
    await page.locator('#other textarea[name="set"]').fill("spec.parallelism=1");
    await page.getByRole("button", { name: "Compare" }).click();
    await expect.poll(() => page.locator("#compared").textContent()).toContain("makespan");
    await expect.poll(() => page.frameLocator("#comparison").locator("canvas").count()).toBeGreaterThan(1);
  });

  test("compares and sweeps although a change was typed just before, which is played first", async () => {
    const page = await open();
    await page.getByRole("tab", { name: "Compare" }).click();
    await write(page, INDEXED);
    // All in one task of the page, while the pause after the typing has not ended.
    await page.evaluate(`
      for (const id of ["other", "seeds"]) document.getElementById(id).requestSubmit();
    `);
    await expect.poll(() => page.locator("#timeline").textContent()).toContain("three");
    await expect.poll(() => page.locator("#compared").textContent()).toContain("makespan");
    await expect.poll(() => page.locator("#swept").textContent()).toMatch(/^(\d+) of \1 runs/);
  });

  test("sweeps seeds, with a chart that says what it shows", async () => {
    const page = await open();
    await write(page, INDEXED);
    await page.locator('#settings input[name="run"]').fill("lognormal:median=30s,p95=2m");
    await page.getByRole("tab", { name: "Sweep" }).click();
    await page.locator('input[name="seeds"]').fill("50");
    await page.getByRole("button", { name: "Sweep" }).click();
    await expect.poll(() => page.locator("#swept").textContent()).toContain("50 of 50 runs: 100.0 %");
    expect(await page.locator("#chart rect").count()).toBeGreaterThan(10);
  });

  test("is used with the keyboard alone: tabs by arrows, fields of a manifest completed", async () => {
    const page = await open();
    await page.getByRole("tab", { name: "Timeline" }).focus();
    await page.keyboard.press("ArrowRight");
    expect(await page.getByRole("tab", { name: "Pods" }).getAttribute("aria-selected")).toBe("true");
    await write(page, INDEXED.replace("  parallelism: 3\n", "  parall"));
    await page.keyboard.press("ControlOrMeta+End");
    await write(page, `${INDEXED.split("  template")[0]}  active`);
    await expect.poll(() => page.locator(".cm-tooltip-autocomplete").textContent()).toContain("activeDeadlineSeconds");
    // The editor takes no choice in the first 75 ms of its list, so that nobody accepts what they have not seen.
    await page.waitForTimeout(300);
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator(".cm-content").textContent()).toContain("activeDeadlineSeconds: ");
  });

  test("shows the first run before the editor, charts and zod have loaded, and can be typed into by then", async () => {
    const requests: string[] = [];
    const prepare = async (page: Page) => {
      // A request that is never answered: a network that is slow for this one file.
      await page.route("**/editor-*.js", () => {});
      page.on("request", (request) => requests.push(new URL(request.url()).pathname));
    };
    const page = await open("", { prepare });
    await page.getByLabel("Manifest or scenario").fill(INDEXED);
    await expect.poll(() => page.locator("#timeline").textContent()).toContain("three");
    const others = requests.filter((path) => /^\/(zod|pages|sweeping|histogram)/.test(path));
    expect(others).toEqual([]);
    expect(requests.slice(0, 4).toSorted()).toEqual(["/", "/engine.js", "/main.js", "/style.css"]);
    const firstLoad = ["index.html", "style.css", "main.js", "engine.js"].map((name) =>
      readFileSync(join(folder, name)),
    );
    expect(firstLoad.reduce((sum, file) => sum + gzipSync(file).length, 0)).toBeLessThan(MOST_AT_FIRST);
  });

  test("the text, the selection and the focus stay when the editor has loaded", async () => {
    let answer = () => {};
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const prepare = (page: Page) =>
      page.route("**/editor-*.js", async (route) => {
        await asked;
        await route.continue();
      });
    const page = await open("", { prepare });
    await page.getByLabel("Manifest or scenario").fill("kind: Job");
    await page.keyboard.press("Home");
    answer();
    await page.locator(".cm-content").waitFor();
    await page.keyboard.type("api");
    expect(await page.locator(".cm-content").textContent()).toBe("apikind: Job");
  });

  test("plays a scenario, whose schema loads for it", async () => {
    const page = await open();
    await page.locator("#example").selectOption({ label: "Spot nodes" });
    await expect.poll(() => page.locator("#timeline").textContent()).toContain("spot");
    await write(page, "apiVersion: jobsim.dev/v1\nkind: Scenario\njobbs: []\n");
    await expect.poll(() => page.locator("#problems").textContent()).toContain("jobbs");
  });

  test("Undo takes back an example with the settings that it reset, and Redo brings it back", async () => {
    const page = await open();
    await write(page, INDEXED);
    await page.locator('#settings input[name="run"]').fill("42s");
    await expect.poll(() => page.locator("#timeline").textContent()).toContain("three");
    await expect.poll(() => page.locator("#timeline").textContent()).toContain("+44.000s");
    const before = await page.locator("#timeline").textContent();
    await page.locator("#example").selectOption({ label: "A CronJob for a month" });
    await expect.poll(() => page.locator("#timeline").textContent()).toContain("nightly");
    await page.locator("#example").press("ControlOrMeta+z");
    await expect.poll(() => page.locator("#timeline").textContent()).toBe(before);
    expect(await page.locator('#settings input[name="run"]').inputValue()).toBe("42s");
    await page.getByRole("button", { name: "Redo" }).click();
    await expect.poll(() => page.locator("#timeline").textContent()).toContain("nightly");
    expect(await page.getByRole("button", { name: "Redo" }).isDisabled()).toBe(true);
  });

  test("fits a narrow screen", async () => {
    const page = await open("", { viewport: { width: 400, height: 800 } });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(400);
  });
});
