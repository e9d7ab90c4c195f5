/** A report page in a real browser, and its bytes. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collectReport } from "../../../src/report/html/collect.ts";
import { reportPage } from "../../../src/report/html/page.ts";
import { jobColumns } from "../../../src/report/job-columns.ts";
import { loadScenario } from "../../../src/scenario/load.ts";
import { type Simulation, simulate } from "../../../src/simulation/simulation.ts";
import { CHROMIUM, moveSlider, NEEDS_CHROMIUM, nameless, PageReader, sticksOut, textOf } from "./browser.ts";

/** Plays an Indexed Job in which one pod in ten fails. */
function played(completions: number, parallelism: number): Simulation {
  const text = JSON.stringify({
    apiVersion: "jobsim.dev/v1",
    kind: "Scenario",
    jobs: [
      {
        manifest: {
          apiVersion: "batch/v1",
          kind: "Job",
          metadata: { name: "wide" },
          spec: {
            completionMode: "Indexed",
            completions,
            parallelism,
            backoffLimitPerIndex: 5,
            template: { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "worker" }] } },
          },
        },
      },
    ],
    pods: { default: { run: { uniform: { min: "20s", max: "90s" } }, exit: { 0: "90%", 1: "10%" } } },
  });
  return simulate(loadScenario({ text, file: "wide.json", readFile: () => "" }).plan);
}

/** Plays a Job whose only pod fails its liveness probe after a minute. */
function probed(): Simulation {
  const livenessProbe = { exec: { command: ["check"] }, failureThreshold: 1 };
  const spec = { restartPolicy: "Never", containers: [{ name: "main", image: "worker", livenessProbe }] };
  const text = JSON.stringify({
    apiVersion: "jobsim.dev/v1",
    kind: "Scenario",
    jobs: [
      {
        manifest: {
          apiVersion: "batch/v1",
          kind: "Job",
          metadata: { name: "probed" },
          spec: { backoffLimit: 0, template: { spec } },
        },
      },
    ],
    pods: { default: { run: "10m", containers: { main: { liveness: "1m" } } } },
  });
  return simulate(loadScenario({ text, file: "probed.json", readFile: () => "" }).plan);
}

/** The Job and the number of its pods at an instant, as the log has them. */
function stateAt({ log, plan }: Simulation, atMs: number) {
  const commits = log.entries.filter((entry) => entry.kind === "commit" && entry.timeMs <= atMs);
  const job = commits.findLast((entry) => entry.kind === "commit" && entry.resource === "jobs");
  const phases = new Map<string, string>();
  for (const entry of commits) {
    if (entry.kind !== "commit" || entry.resource !== "pods") continue;
    if (entry.type === "DELETED") phases.delete(entry.object.metadata.uid);
    else phases.set(entry.object.metadata.uid, entry.object.status.phase ?? "");
  }
  const count = (phase: string) => [...phases.values()].filter((one) => one === phase).length;
  if (job?.kind !== "commit" || job.resource !== "jobs") throw new Error("no Job");
  return { columns: jobColumns(job.object, plan.epochMs + atMs), running: count("Running"), failed: count("Failed") };
}

const reader = new PageReader();
beforeAll(() => reader.start());
afterAll(() => reader.close());

const open = (simulation: Simulation, name: string) =>
  reader.open(reportPage(collectReport(simulation, { title: name })), name);

describe.skipIf(CHROMIUM === undefined)(`a report in Chromium${NEEDS_CHROMIUM}`, () => {
  test.each([
    [10, 4],
    [5_000, 500],
  ])("with %i indexes shows at three moments what kubectl would", async (completions, parallelism) => {
    const simulation = played(completions, parallelism);
    const endMs = simulation.log.entries.at(-1)?.timeMs ?? 0;
    const page = await open(simulation, `wide-${completions}.html`);
    for (const share of [0.15, 0.5, 0.9]) {
      const atMs = Math.round(endMs * share);
      await moveSlider(page, atMs);
      const { columns, running, failed } = stateAt(simulation, atMs);
      const [, row = ""] = (await textOf(page, "#job-table")).split("\n");
      const { name, status, completions: done, duration, age } = columns;
      expect(row.split(/\s{2,}/)).toEqual([name, status, done, duration, age]);
      const counts = await textOf(page, "#pod-counts");
      const shown = (word: string) => Number(new RegExp(`([\\d,]+) ${word}`).exec(counts)?.[1]?.replace(",", "") ?? 0);
      expect([shown("Running"), shown("Error")]).toEqual([running, failed]);
    }
    expect(await page.locator("#pods .row").count()).toBeLessThan(60);
  });

  test("goes from transition to transition by keyboard, and shows what each changed", async () => {
    const page = await open(played(10, 4), "keys.html");
    await page.locator("#slider").press("Home");
    expect(await textOf(page, "#moment")).toContain("+0.000s");
    await page.locator("#slider").press("ArrowRight");
    expect(await textOf(page, "#moment")).toContain("+1.000s");
    expect(await page.locator("#difference .added").allTextContents()).toEqual(["+   ready: 4"]);
    await page.locator("#slider").press("End");
    expect(await textOf(page, "#job-table")).toContain("Complete");
    expect(await nameless(page)).toEqual([]);
  });

  test("says that a probe killed a container, from then on", async () => {
    const page = await open(probed(), "probe.html");
    await moveSlider(page, 60_000);
    expect(await textOf(page, "#pods")).not.toContain("killed");
    await page.locator("#slider").press("End");
    expect(await textOf(page, "#pods")).toMatch(/Error +0 +\S+ +\(main killed by its liveness probe\)/);
  });

  test.each([1280, 400])("fits into %i pixels", async (width) => {
    const html = reportPage(collectReport(played(10, 4), { title: "a title ".repeat(20) }));
    expect(await sticksOut(await reader.open(html, "width.html", width))).toBe(false);
  });
});

test("the same run gives the same bytes, and nothing in them can end the script", () => {
  const write = () => reportPage(collectReport(played(10, 4), { title: "</script><b>" }));
  expect(write()).toBe(write());
  expect(write().split("</script>")).toHaveLength(3);
});
