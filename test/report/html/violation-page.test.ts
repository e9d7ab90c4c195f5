/** The page of a violation in a real browser: defects of the gallery, as a check found them. */

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Line } from "../../../src/analysis/changes/describe.ts";
import { violationPage } from "../../../src/report/html/violation-page.ts";
import { INVARIANTS, parseReplay, type Replay } from "../../../src/testing/index.ts";
import { checkOptionsOf, withDefect } from "../../defects/defect.ts";
import { GALLERY } from "../../defects/gallery.ts";
import { CHROMIUM, moveSlider, NEEDS_CHROMIUM, nameless, PageReader, sticksOut, textOf } from "./browser.ts";

function recorded(id: string): Replay {
  const parsed = parseReplay(readFileSync(`test/report/html/violations/${id}.json`, "utf8"));
  if ("problems" in parsed) throw new Error(parsed.problems.join("\n"));
  return parsed;
}

/** The page of a defect that is in place while the run is played. */
function pageOf(id: string) {
  const defect = GALLERY.find((one) => one.id === id);
  if (defect === undefined) throw new Error(`no defect ${id}`);
  return withDefect(defect, () => violationPage(recorded(id), checkOptionsOf(defect)));
}

const reader = new PageReader();
beforeAll(() => reader.start());
afterAll(() => reader.close());

/**
 * Defects with kinds of faults: a watch that is silent, lists made again, lost answers, dead processes, failed calls.
 */
const FAULTY = ["counted-twice", "scale-down-lost", "removal-error-ignored", "stale-job-cache", "errors-not-retried"];

describe.skipIf(CHROMIUM === undefined)(`a violation in Chromium${NEEDS_CHROMIUM}`, () => {
  test.each(FAULTY)("of %s: the moment, the invariant, the story and the faults are there", async (id) => {
    const { expected } = recorded(id);
    const { html, result } = pageOf(id);
    const page = await reader.open(html, `${id}.html`);
    expect(result.verdict).toBe("same");
    expect(await textOf(page, "#title")).toBe(`${expected.invariant} is violated`);
    const told = await textOf(page, "#violation");
    expect(told).toContain(expected.message);
    expect(told).toContain(INVARIANTS.find((one) => one.id === expected.invariant)?.sentence);
    expect(await textOf(page, "#story")).toBe(result.story.join("\n"));
    expect(await page.locator(".mark-violation").count()).toBe(1);
    expect(await page.locator("#faults li").count()).toBe(await page.locator(".mark-fault").count());
    expect(await page.locator("#faults li").count()).toBeGreaterThan(0);
    const chosen = await textOf(page, "#transitions [aria-selected=true]");
    expect(chosen).toContain(`${expected.invariant} is violated`);
  });

  test("the slider and the buttons of faults travel, by keyboard as well", async () => {
    const { expected } = recorded("stale-job-cache");
    const page = await reader.open(pageOf("stale-job-cache").html, "travel.html");
    expect(await page.locator("#slider").inputValue()).toBe(String(expected.timeMs));
    const pods: string[] = [];
    for (const atMs of [0, 65_000, expected.timeMs]) {
      await moveSlider(page, atMs);
      pods.push(await textOf(page, "#pod-counts"));
    }
    expect(new Set(pods).size).toBe(3);
    const fault = page.locator("#faults button").first();
    await fault.press("Enter");
    expect(await textOf(page, "#moment")).toContain((await fault.textContent()) ?? "");
    await page.getByRole("button", { name: "go there" }).press("Enter");
    expect(await page.locator("#slider").inputValue()).toBe(String(expected.timeMs));
    expect(await nameless(page)).toEqual([]);
  });

  test.each([1280, 400])("fits into %i pixels", async (width) => {
    for (const scheme of ["light", "dark"] as const) {
      expect(await sticksOut(await reader.open(pageOf("index-ended-twice").html, "width.html", width, scheme))).toBe(
        false,
      );
    }
  });
});

test("the rules of the controller stand before what it wrote, as on the page of a run", () => {
  const { html } = pageOf("index-ended-twice");
  const data = /id="data">(.*)<\/script>/.exec(html)?.[1] ?? "";
  const { transitions } = JSON.parse(data);
  const written = transitions.findIndex(({ what }: { what: string }) => what === "violation");
  const told: string[] = transitions.slice(0, written).map(({ what, text }: Line) => `${what}: ${text}`);
  const because = told.filter((line) => line.startsWith("because: "));
  expect(because.at(0)).toBe("because: startTime is set: the Job is not suspended and had none  [job-started]");
  expect(told.indexOf(because.at(-1) ?? "")).toBeLessThan(told.findLastIndex((line) => line.startsWith("refused: ")));
  expect(because.at(-1)).toBe("because: the Job fails: of 2 indexes 1 succeeded and 1 failed  [failed-indexes]");
  expect(told.indexOf(because.at(0) ?? "")).toBeLessThan(told.findIndex((line) => line.startsWith("status: ")));
});

test("a violation at the end comes after the last change, and not hours later", () => {
  const id = "lost-expectation";
  const { html } = pageOf(id);
  const data = /id="data">(.*)<\/script>/.exec(html)?.[1] ?? "";
  const { endMs, marks } = JSON.parse(data);
  expect(marks.at(-1).atMs).toBeLessThanOrEqual(endMs);
});

test("without the defect the page says that nothing is violated any more", () => {
  const { html, result } = violationPage(recorded("no-backoff-limit"));
  expect(result.verdict).toBe("none");
  expect(html).toContain("Nothing is violated any more. The file was written for limit-kept at +22s");
});

test("the same file gives the same bytes", () => {
  expect(pageOf("partial-flush").html).toBe(pageOf("partial-flush").html);
});
