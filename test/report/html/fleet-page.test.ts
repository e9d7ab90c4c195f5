import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fleetOf } from "../../../src/analysis/fleet/fleet.ts";
import { readRun } from "../../../src/analysis/read-run.ts";
import { collectReport } from "../../../src/report/html/collect.ts";
import { fleetPage } from "../../../src/report/html/fleet-page.ts";
import { simulate } from "../../../src/simulation/simulation.ts";
import { load } from "../../scenario/helpers.ts";
import { CHROMIUM, NEEDS_CHROMIUM, nameless, PageReader, sticksOut, textOf } from "./browser.ts";

const TEXT = readFileSync("test/cli/answers/fleet.yaml", "utf8").replace("count: 3000", "count: 120");
const reader = new PageReader();
beforeAll(() => reader.start());
afterAll(() => reader.close());

function pageOf(text: string): string {
  const simulation = simulate(load(text).plan);
  return fleetPage(fleetOf(simulation, readRun(simulation)), collectReport(simulation, { title: "reports <nightly>" }));
}

describe("the page of a fleet", () => {
  test("is small, and the same again", () => {
    const page = pageOf(TEXT);
    expect(page.length / 120).toBeLessThan(3_000);
    expect(pageOf(TEXT)).toBe(page);
    expect(page).toContain("<h1>reports &lt;nightly&gt;</h1>");
    expect(page).toMatch(/FLEET {3}120 Jobs: \d+ complete/);
  });

  test.skipIf(CHROMIUM === undefined)(`opens one Job, and goes back${NEEDS_CHROMIUM}`, async () => {
    const page = await reader.open(pageOf(TEXT), "fleet.html");
    expect(await page.locator("#fleet-jobs tr").count()).toBe(120);
    expect(await page.locator("#time").isVisible()).toBe(false);
    expect(await nameless(page)).toEqual([]);
    await page.locator("#fleet-search").fill("report-11");
    expect(await page.locator("#fleet-jobs tr").count()).toBe(11);
    await page.locator("#fleet-jobs a", { hasText: "report-117" }).click();
    await page.locator("body.one-job").waitFor();
    expect(await textOf(page, "#outcome")).toMatch(/^report-117: Complete/);
    expect(await textOf(page, "#job-table")).toContain("report-117");
    expect(await page.locator("#fleet-jobs").isVisible()).toBe(false);
    expect(await sticksOut(page)).toBe(false);
    await page.locator("#fleet-back a").click();
    await page.locator("body:not(.one-job) #fleet-jobs tr").first().waitFor();
    expect(await page.locator("#fleet-jobs tr").count()).toBe(120);
  });
});
