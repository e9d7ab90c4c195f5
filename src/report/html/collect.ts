/** What a report page holds, read from the log of a run in one pass: while it is written, or afterwards. */

import type { Transition } from "../../analysis/changes/transition.ts";
import { clusterFigures } from "../../analysis/cluster/cluster-figures.ts";
import { clusterLanes } from "../../analysis/cluster/lanes.ts";
import { calendarOf } from "../../analysis/cron-jobs/calendar.ts";
import { explanations } from "../../analysis/explain/explanations.ts";
import { isFleet } from "../../analysis/fleet/fleet.ts";
import { type RunAccount, RunReader } from "../../analysis/read-run.ts";
import { FiguresReader, type RunFigures } from "../../analysis/run-reading.ts";
import { summarizeAccount } from "../../analysis/summary.ts";
import { formatShortSpan } from "../../analysis/times.ts";
import { useFigures } from "../../analysis/work-figures.ts";
import type { LogEntry } from "../../apiserver/log.ts";
import type { Decision } from "../../controller/job/decisions.ts";
import { digestOf } from "../../simulation/digest.ts";
import type { PodIdentities } from "../../simulation/pod-identities.ts";
import type { Simulation } from "../../simulation/simulation.ts";
import { clusterRows } from "../cluster-rows.ts";
import { asTransitions, besideTransitions } from "../explain/beside-transitions.ts";
import { formatCount } from "../numbers.ts";
import { outcomeText } from "../summary-text.ts";
import { useRows } from "../use-rows.ts";
import { explainedLines } from "./explained-lines.ts";
import { PAGE_BOUNDS, type PageBounds, UNBOUNDED } from "./page-bounds.ts";
import { sampleText } from "./pod-sample.ts";
import type { ReportData, ReportMark } from "./report-data.ts";
import { RunCollector } from "./run-collector.ts";

/** Texts of a report. */
export interface ReportTexts {
  readonly title: string;
  readonly description?: string;
  /** What the Job controller decided, shown before what it wrote. */
  readonly decisions?: readonly Decision[];
  readonly marks?: readonly ReportMark[];
  /** What the run does not simulate. */
  readonly notes?: readonly string[];
  /** Which transition is highlighted: called with each one, in order. */
  readonly isOutstanding?: (transition: Transition) => boolean;
}

/** A run as a page shows it, wherever its log comes from. */
export interface RecordedRun {
  readonly entries: readonly LogEntry[];
  readonly identities: PodIdentities;
  readonly epochMs: number;
  readonly seed: string;
  /** Where the page ends, virtual milliseconds. */
  readonly endMs: number;
}

/**
 * Collects what a report page shows of a run. Of more than 6,000 pods it shows a sample, and says so.
 *
 * @param simulation a run, ended or stopped, whose log was recorded in full
 * @example
 * writeFileSync("run.html", reportPage(collectReport(simulate(plan), { title: "train" })));
 */
export function collectReport(simulation: Simulation, texts: ReportTexts): ReportData {
  return collectWithin(simulation, texts, PAGE_BOUNDS);
}

/** As `collectReport`, with as many pods as wanted. */
export function collectWithin(simulation: Simulation, texts: ReportTexts, bounds: PageBounds): ReportData {
  const reader = new PageReader(simulation, bounds, texts.isOutstanding);
  for (const entry of simulation.log.entries) reader.read(entry);
  return reader.data(reader.figures(), texts);
}

/**
 * Collects what a report page shows while the run goes on, so that none of its log must be kept.
 *
 * @param simulation that has not begun to run
 */
export function followReport(
  simulation: Simulation,
  bounds: PageBounds = PAGE_BOUNDS,
): Pick<PageReader, "figures" | "data"> {
  const reader = new PageReader(simulation, bounds);
  simulation.log.showTo((entry) => reader.read(entry));
  return reader;
}

class PageReader {
  readonly #simulation: Simulation;
  readonly #bounds: PageBounds;
  readonly #figures: FiguresReader;
  readonly #collector: RunCollector;

  constructor(simulation: Simulation, bounds: PageBounds, isOutstanding: ReportTexts["isOutstanding"] = () => false) {
    this.#simulation = simulation;
    this.#bounds = bounds;
    this.#figures = new FiguresReader(simulation);
    this.#collector = new RunCollector(simulation.identities, bounds, isOutstanding);
  }

  read(entry: LogEntry): void {
    this.#figures.read(entry);
    this.#collector.read(entry);
  }

  /** What the run was, once it has ended. */
  figures(): RunFigures {
    return this.#figures.figures();
  }

  /** @param figures as `figures` gives them */
  data(figures: RunFigures, texts: ReportTexts): ReportData {
    const simulation = this.#simulation;
    const { identities, plan } = simulation;
    const { epochMs, seed } = plan;
    const data = dataOf(this.#collector, figures, { identities, epochMs, seed, bounds: this.#bounds }, texts);
    const rows = [
      ...useRows(useFigures(simulation, figures, figures.stays)),
      ...(figures.cluster === undefined ? [] : clusterRows(clusterFigures(figures.cluster))),
    ];
    const cluster = clusterLanes(simulation, figures);
    const seedAt = data.facts.findIndex(([name]) => name === "seed");
    const facts = [...data.facts.slice(0, seedAt), ...rows, ...data.facts.slice(seedAt)];
    const calendars = figures.cronJobs.flatMap((life) => calendarOf(life, epochMs) ?? []);
    return {
      ...data,
      facts,
      ...(cluster === undefined ? {} : { cluster }),
      ...(calendars.length === 0 ? {} : { calendars }),
    };
  }
}

/** Collects what a report page shows of a log, all of it. */
export function collectRun({ entries, endMs, ...run }: RecordedRun, texts: ReportTexts): ReportData {
  const reader = new RunReader(run.identities);
  const collector = new RunCollector(run.identities, UNBOUNDED, texts.isOutstanding ?? (() => false));
  for (const entry of entries) {
    reader.read(entry);
    collector.read(entry);
  }
  const account = { endMs, jobs: reader.jobs, digest: digestOf(entries) };
  return dataOf(collector, account, { ...run, bounds: UNBOUNDED }, texts);
}

function dataOf(
  collector: RunCollector,
  account: RunAccount & Pick<RunFigures, "digest">,
  { identities, epochMs, seed, bounds }: Pick<RecordedRun, "identities" | "epochMs" | "seed"> & { bounds: PageBounds },
  { title, description = "", decisions = [], marks = [], notes = [] }: ReportTexts,
): ReportData {
  const { totals, jobs } = summarizeAccount(account, seed);
  const { pods } = totals;
  const room = isFleet(account) ? bounds.fleetPods : bounds.pods;
  const collected = collector.collected(account, jobs.map(outcomeText), room);
  const sample = sampleText(collected.shown);
  const explained = asTransitions(explanations(decisions, identities), epochMs);
  const because = explainedLines(explained, {
    numberOf: (job) => collector.numberOf(job),
    isCondensed: (job) => collector.isCondensed(job),
    lines: bounds.lines,
  });
  return {
    title,
    description,
    facts: [
      ["virtual time", formatShortSpan(account.endMs)],
      ...(jobs.length === 1
        ? []
        : [["jobs", `${totals.complete} complete, ${totals.failed} failed of ${jobs.length}`] as const]),
      [
        "pods",
        `${formatCount(pods.created)} created, ${formatCount(pods.succeeded)} succeeded, ${formatCount(pods.failed)} failed`,
      ],
      ...(sample === undefined ? [] : [["pods shown", sample] as const]),
      ...joinedFact(collected.joined),
      ["pod-seconds", `${formatCount(totals.podSecondsUsed)} used, ${formatCount(totals.podSecondsWasted)} wasted`],
      ["seed", seed],
      ["digest", account.digest],
      ...notes.map((note) => ["note", note] as const),
    ],
    epochMs,
    endMs: account.endMs,
    jobs: collected.jobs,
    looks: collected.looks,
    transitions: besideTransitions(collected.lines, because, (line) => collected.deeds.has(line)),
    marks,
    ...(sample === undefined ? {} : { sample }),
  };
}

function joinedFact(joined: { readonly entries: number; readonly lines: number } | undefined) {
  if (joined === undefined) return [];
  const { entries, lines } = joined;
  const text = `${formatCount(entries)} changes of the Job as ${formatCount(lines)}: writes that only moved counters, and decisions by one rule, are joined; long lists in the status are shortened`;
  return [["history", text] as const];
}
