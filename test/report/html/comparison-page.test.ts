/** The page of two runs in a real browser, and its bytes. */

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { comparePlayed, type PlayedVariant, playVariants } from "../../../src/analysis/compare/compare.ts";
import { comparisonPage } from "../../../src/report/html/comparison-page.ts";
import { parseFlags } from "../../../src/scenario/flags.ts";
import { loadScenario } from "../../../src/scenario/load.ts";
import { CHROMIUM, moveSlider, NEEDS_CHROMIUM, nameless, PageReader, settled, sticksOut, textOf } from "./browser.ts";

const FILE = "sim-scenarios/flaky-pods.yaml";

/** A scenario as it is, and with changes. */
function played(...set: readonly string[]): readonly [PlayedVariant, PlayedVariant] {
  const load = (changes: readonly string[]) => {
    const readFile = (path: string) => readFileSync(path, "utf8");
    return loadScenario({ text: readFile(FILE), file: FILE, readFile, flags: parseFlags({ set: changes }) });
  };
  const variants = [
    { name: "as it is", loaded: load([]) },
    { name: "<changed>", loaded: load(set) },
  ];
  const [first, second] = playVariants(variants, "11");
  if (first === undefined || second === undefined) throw new Error("two were to be played");
  return [first, second];
}

const reader = new PageReader();
beforeAll(() => reader.start());
afterAll(() => reader.close());

const SIDES = ["-a", "-b"] as const;

describe.skipIf(CHROMIUM === undefined)(`two runs in Chromium${NEEDS_CHROMIUM}`, () => {
  test("one slider moves both, and each shows what kubectl would", async () => {
    const variants = played("spec.backoffLimit=2");
    const page = await reader.open(comparisonPage(...variants), "compared.html");
    for (const atMs of [0, 60_000, 200_000]) {
      await moveSlider(page, atMs);
      for (const [i, side] of SIDES.entries()) {
        const { log } = (i === 0 ? variants[0] : variants[1]).simulation;
        const commit = log.entries.findLast(
          (entry) => entry.kind === "commit" && entry.resource === "jobs" && entry.timeMs <= atMs,
        );
        if (commit?.kind !== "commit" || commit.resource !== "jobs") throw new Error("no Job");
        const [, row = ""] = (await textOf(page, `#job-table${side}`)).split("\n");
        expect(row.split(/\s{2,}/)[2]).toBe(`${commit.object.status.succeeded ?? 0}/40`);
      }
    }
    expect(await textOf(page, "#job-table-a")).toContain("Running");
    expect(await textOf(page, "#job-table-b")).toContain("Failed");
    expect(await page.locator("#difference .removed").first().textContent()).toContain("active");
  });

  test("begins where the runs diverge, with that transition marked in both lists", async () => {
    const variants = played("spec.backoffLimit=2");
    const parting = comparePlayed(variants)[1]?.parting;
    const page = await reader.open(comparisonPage(...variants), "parting.html");
    expect(await page.locator("#slider").inputValue()).toBe(String(parting?.first?.atMs));
    for (const side of SIDES) {
      const chosen = page.locator(`#transitions${side} [aria-selected=true]`);
      await expect(chosen.getAttribute("class")).resolves.toContain("stands");
      expect(await page.locator(`#transitions${side}`).getAttribute("aria-activedescendant")).toBe(
        await chosen.getAttribute("id"),
      );
    }
    expect(await textOf(page, "#transitions-b .stands.chosen")).toContain("active 8→0");
    const told = await textOf(page, "#parting");
    expect(told).toContain("the Job fails: 3 failed, and backoffLimit is 2  [backoff-limit]");
    expect(told).toContain("Job flaky differs in spec.backoffLimit: 6 and 2");
    expect(await page.locator(".mark-parting").count()).toBe(1);
    await page.locator("#slider").press("Home");
    await page.getByRole("button", { name: "go to +1m20.291s" }).press("Enter");
    expect(await textOf(page, "#moment")).toContain("+1m20.291s");
  });

  test("goes from change to change by keyboard, through both lists", async () => {
    const page = await reader.open(comparisonPage(...played("spec.parallelism=4")), "keys.html");
    await page.locator("#slider").press("Home");
    const moments = new Set<string>();
    for (let i = 0; i < 8; i++) {
      await page.locator("#slider").press("ArrowRight");
      moments.add(await textOf(page, "#moment"));
    }
    expect(moments.size).toBe(8);
    await page.locator("#slider").press("End");
    await page.locator("#slider").press("ArrowLeft");
    expect(await nameless(page)).toEqual([]);
  });

  test.each([1280, 400])("fits into %i pixels, and keeps one scale of time", async (width) => {
    for (const scheme of ["light", "dark"] as const) {
      const page = await reader.open(comparisonPage(...played("spec.backoffLimit=2")), "width.html", width, scheme);
      await settled(page);
      expect(await sticksOut(page)).toBe(false);
      const boxes = await Promise.all(SIDES.map((side) => page.locator(`#gantt-canvas${side}`).boundingBox()));
      expect([boxes[0]?.x, boxes[0]?.width]).toEqual([boxes[1]?.x, boxes[1]?.width]);
    }
  });
});

test("two runs that are the same say so, and the same runs give the same bytes", () => {
  const page = comparisonPage(...played("spec.backoffLimit=6"));
  expect(page).toContain("The two runs are the same, to the millisecond.");
  expect(comparisonPage(...played("spec.backoffLimit=6"))).toBe(page);
  expect(page).not.toContain("<changed>");
});
