/** The page of a run with more pods than a page shows. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JobStatus } from "../../../src/api/types.ts";
import type { Decision } from "../../../src/controller/job/decisions.ts";
import { wholeVersions } from "../../../src/report/html/client/model.ts";
import { collectWithin, followReport } from "../../../src/report/html/collect.ts";
import { reportPage } from "../../../src/report/html/page.ts";
import { type PageBounds, UNBOUNDED } from "../../../src/report/html/page-bounds.ts";
import type { ReportData } from "../../../src/report/html/report-data.ts";
import { Simulation, simulate } from "../../../src/simulation/simulation.ts";
import { load } from "../../scenario/helpers.ts";
import { CHROMIUM, moveSlider, NEEDS_CHROMIUM, nameless, PageReader, sticksOut, textOf } from "./browser.ts";

const SMALL: PageBounds = { pods: 120, fleetPods: 200, lines: 20 };

function job(name: string, spec: Readonly<Record<string, unknown>>) {
  const template = { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "worker" }] } };
  return { manifest: { apiVersion: "batch/v1", kind: "Job", metadata: { name }, spec: { ...spec, template } } };
}

const PODS = { default: { run: { uniform: { min: "20s", max: "90s" } }, exit: { 0: "90%", 1: "10%" } } };
const HUNDREDS = { completions: 600, parallelism: 30, backoffLimit: 1000 };

function planOf(jobs: readonly unknown[]) {
  return load(JSON.stringify({ apiVersion: "jobsim.dev/v1", kind: "Scenario", jobs, pods: PODS })).plan;
}

function pagesOf(...jobs: readonly unknown[]): { readonly whole: ReportData; readonly part: ReportData } {
  const decisions: Decision[] = [];
  const simulation = simulate(planOf(jobs), { onDecision: (decision) => decisions.push(decision) });
  const texts = { title: "t", decisions };
  return { whole: collectWithin(simulation, texts, UNBOUNDED), part: collectWithin(simulation, texts, SMALL) };
}

const fact = ({ facts }: ReportData, wanted: string) => facts.find(([name]) => name === wanted)?.[1];
const first = ({ jobs: [one] }: ReportData) => {
  if (one === undefined) throw new Error("no Job");
  return one;
};

describe("the page of more pods than it shows", () => {
  const { whole, part } = pagesOf(job("big", HUNDREDS));

  test("says how many it shows, and which", () => {
    const failed = first(whole).pods.filter(({ exitCode }) => exitCode === 1).length;
    const all = first(whole).pods.length;
    expect(first(part).pods).toHaveLength(120);
    expect(part.sample).toBe(
      `120 of ${all}: the first and the last, 60 of the ${failed} that failed, restarted or were deleted before their end (${((100 * failed) / all).toFixed(1)}% of the run), and others evenly spread over the order of creation`,
    );
    expect(fact(part, "pods shown")).toBe(part.sample);
    const html = reportPage(part);
    expect(html).toContain(`<p class="hint" id="sample">Pods shown: ${part.sample}.</p>`);
    expect(html).toContain('kubectl get pods <span class="hint">of the pods shown: </span>');
  });

  test("has the first, the last and others from the whole run, each as the whole page has it", () => {
    const pods = first(whole).pods;
    const shown = first(part).pods;
    expect(shown[0]?.uid).toBe(pods[0]?.uid);
    expect(shown.at(-1)?.uid).toBe(pods.at(-1)?.uid);
    for (const pod of shown) {
      const known = pods.find(({ uid }) => uid === pod.uid);
      expect(pod).toEqual(known);
    }
    const places = shown.map(({ uid }) => pods.findIndex((pod) => pod.uid === uid));
    const gaps = places.slice(1).map((place, i) => place - (places[i] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThan(0);
    expect(Math.max(...gaps)).toBeLessThan(20);
  });

  test("keeps the figures, the digest and the outcome of the whole run", () => {
    const names = ["virtual time", "pods", "pod-seconds", "seed", "digest"];
    for (const name of names) expect(fact(part, name)).toBe(fact(whole, name));
    expect(first(part).outcome).toBe(first(whole).outcome);
  });

  test("has fewer writes, and at each of them the counters that the Job had", () => {
    const every = wholeVersions(first(whole));
    const some = wholeVersions(first(part));
    expect(some.length).toBeLessThan(60);
    expect(every.length).toBeGreaterThan(5 * some.length);
    for (const { atMs, status } of some) {
      const counters = ({ active, ready, succeeded, failed, conditions }: JobStatus) =>
        JSON.stringify([active, ready, succeeded, failed, conditions]);
      const same = every.filter((version) => version.atMs === atMs).map((version) => counters(version.status));
      expect(same).toContain(counters(status));
    }
    expect(some.at(-1)?.status).toEqual(every.at(-1)?.status);
    expect(fact(part, "history")).toMatch(/^[\d,]+ changes of the Job as \d+: writes that only moved counters/);
  });

  test("has fewer lines, which lead to the writes that they describe", () => {
    expect(part.transitions.length).toBeLessThan(whole.transitions.length / 4);
    const versions = first(part).versions;
    for (const { version, atMs } of part.transitions) {
      if (version !== undefined) expect(versions[version]?.atMs).toBe(atMs);
    }
    expect(part.transitions.some(({ text }) => /succeeded \d+→\d+ .*\(\d+ writes since \+/.test(text))).toBe(true);
    expect(part.transitions.some(({ text }) => /\(and \d+ more by this rule since \+/.test(text))).toBe(true);
    const conditions = (page: ReportData) => page.transitions.filter(({ what }) => what === "condition");
    expect(conditions(part).map(({ text }) => text)).toEqual(conditions(whole).map(({ text }) => text));
  });

  test("is the same if it is read while the run goes on and no log is kept", () => {
    const decisions: Decision[] = [];
    const simulation = new Simulation(planOf([job("big", HUNDREDS)]), {
      record: "none",
      onDecision: (decision) => decisions.push(decision),
    });
    const page = followReport(simulation, SMALL);
    simulation.run();
    expect(simulation.log.isKept).toBe(false);
    const followed = reportPage(page.data(page.figures(), { title: "t", decisions }));
    expect(followed === reportPage(part)).toBe(true);
  });
});

test("a page with room for all pods is the whole page, byte for byte", () => {
  const simulation = simulate(planOf([job("a", { ...HUNDREDS, completions: 40 }), job("b", HUNDREDS)]));
  const roomy: PageBounds = { pods: 2_000, fleetPods: 2_000, lines: 1 };
  const [whole, bounded] = [UNBOUNDED, roomy].map((bounds) => collectWithin(simulation, { title: "t" }, bounds));
  expect(bounded).toEqual(whole);
  expect(JSON.stringify(bounded)).toBe(JSON.stringify(whole));
});

test("of several Jobs the small ones are shown whole, and the outcome of the others says how many pods are", () => {
  const { whole, part } = pagesOf(job("a", { ...HUNDREDS, completions: 5 }), job("b", HUNDREDS));
  const [small, large] = part.jobs;
  expect(small).toEqual(whole.jobs[0]);
  expect(large?.outcome).toMatch(/ \(11\d of \d+ pods are shown\)$/);
});

test("indexed pods of a sample have no rows of their own, among those of all indexes, and long lists are shortened", () => {
  const { part } = pagesOf(job("big", { ...HUNDREDS, completionMode: "Indexed", completions: 2000, parallelism: 300 }));
  expect(first(part).pods.every(({ index }) => index === undefined)).toBe(true);
  expect(first(part).pods[0]?.label).toBe("0/0");
  const lists = wholeVersions(first(part)).flatMap(({ status }) => status.completedIndexes ?? []);
  expect(lists.some((text) => /^[\d,-]+ … [\d,]+ characters in all … [\d,-]+$/.test(text))).toBe(true);
  expect(Math.max(...lists.map(({ length }) => length))).toBeLessThan(320);
  expect(lists.at(-1)).toBe("0-1999");
});

const reader = new PageReader();
beforeAll(() => reader.start());
afterAll(() => reader.close());

test.skipIf(CHROMIUM === undefined)(`opens in Chromium, with what it says of the sample${NEEDS_CHROMIUM}`, async () => {
  const { part } = pagesOf(job("big", HUNDREDS));
  const page = await reader.open(reportPage(part), "sampled.html");
  expect(await textOf(page, "#sample")).toBe(`Pods shown: ${part.sample}.`);
  expect(await textOf(page, "#facts")).toContain(part.sample ?? "no sample");
  expect(await textOf(page, "#rows-hint")).toBe("pods that do not overlap share a row");
  expect(await textOf(page, "#job-table")).toMatch(/Complete\s+600\/600/);
  await moveSlider(page, Math.round(part.endMs / 2));
  expect(await textOf(page, "#job-table")).toMatch(/Running\s+\d+\/600/);
  expect(await textOf(page, "#now")).toContain("of the pods shown: ");
  expect(await nameless(page)).toEqual([]);
  expect(await sticksOut(page)).toBe(false);
});
