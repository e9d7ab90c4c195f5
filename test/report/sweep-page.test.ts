import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { expect, test } from "vitest";
import { runSweep } from "../../src/analysis/sweep/run-sweep.ts";
import { sweepSummary } from "../../src/analysis/sweep/summary.ts";
import { sweepHtml } from "../../src/report/sweep-html.ts";
import { manifest } from "../cli/helpers.ts";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);

async function page(): Promise<string> {
  const cells = ["0", "2", "20"].map((value) => [{ name: "spec.backoffLimit", value }]);
  const text = manifest("flaky", "completions: 6", "parallelism: 3", "completionMode: Indexed");
  const spec = { file: "<flaky>.yaml", text, flags: { exit: "0:70%,1:30%" }, cells, seeds: 40, firstSeed: 1 };
  return sweepHtml(sweepSummary(await runSweep(spec, { workers: 1 })), spec);
}

test.skipIf(CHROMIUM === undefined)("the page of a sweep looks right in a browser, wide and narrow", async () => {
  const html = await page();
  const browser = await chromium.launch({ executablePath: CHROMIUM ?? "", args: ["--no-sandbox"] });
  try {
    for (const [width, shown] of [
      [1200, "wide"],
      [400, "narrow"],
    ] as const) {
      const tab = await browser.newPage({ viewport: { width, height: 900 } });
      const errors: string[] = [];
      const requests: string[] = [];
      tab.on("pageerror", (error) => errors.push(error.message));
      tab.on("request", (request) => requests.push(request.url()));
      await tab.setContent(html);
      expect([errors, requests]).toEqual([[], []]);
      expect(await tab.title()).toBe("Sweep of <flaky>.yaml");
      // Nothing sticks out, and of each chart the one that fits is to be seen, with a dot for each cell.
      expect(await tab.evaluate("document.documentElement.scrollWidth")).toBe(width);
      expect(await tab.locator("svg:visible").count()).toBe(6);
      expect(await tab.locator(`.${shown} svg`).first().locator("circle").count()).toBe(3);
      const dots = tab.locator(`.${shown} svg`).first().locator("circle");
      const places = await Promise.all([0, 1, 2].map(async (i) => (await dots.nth(i).boundingBox())?.x ?? 0));
      // More retries, more success.
      expect(places[0]).toBeLessThan(places[1] ?? 0);
      expect(places[1]).toBeLessThan(places[2] ?? 0);
      expect((await tab.screenshot()).length).toBeGreaterThan(5_000);
    }
  } finally {
    await browser.close();
  }
});
