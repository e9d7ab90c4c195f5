/** One pass over the log of a run, into what a report page holds. */

import { describe } from "../../analysis/changes/describe.ts";
import { type Explained, jobOfRefused, type Transition } from "../../analysis/changes/transition.ts";
import { TransitionReader } from "../../analysis/changes/transitions.ts";
import { clusterFigures } from "../../analysis/cluster/cluster-figures.ts";
import { clusterLanes } from "../../analysis/cluster/lanes.ts";
import { readCluster } from "../../analysis/cluster/stays.ts";
import { calendarOf } from "../../analysis/cron-jobs/calendar.ts";
import { readCronJobs } from "../../analysis/cron-jobs/read-cron-jobs.ts";
import { explanations } from "../../analysis/explain/explanations.ts";
import type { JobLife } from "../../analysis/job-life.ts";
import type { ProbeKill } from "../../analysis/pod-life.ts";
import { endOf, type RunAccount, readEntries, readRun } from "../../analysis/read-run.ts";
import { summarizeAccount } from "../../analysis/summary.ts";
import { formatShortSpan } from "../../analysis/times.ts";
import { useFigures } from "../../analysis/work-figures.ts";
import type { JobStatus } from "../../api/types.ts";
import type { JobCommit, LogEntry, PodCommit } from "../../apiserver/log.ts";
import type { Decision } from "../../controller/job/decisions.ts";
import { digestOf } from "../../simulation/digest.ts";

import type { PodIdentities } from "../../simulation/pod-identities.ts";
import type { Simulation } from "../../simulation/simulation.ts";
import { clusterRows } from "../cluster-rows.ts";
import { asTransitions, besideTransitions, isOfController } from "../explain/beside-transitions.ts";
import { formatCount } from "../numbers.ts";
import { killText } from "../probe-kills.ts";
import { outcomeText } from "../summary-text.ts";

import { useRows } from "../use-rows.ts";
import { podLook } from "./pod-look.ts";
import type {
  JobVersion,
  PodLook,
  ReportData,
  ReportJob,
  ReportMark,
  ReportPod,
  ReportTransition,
} from "./report-data.ts";

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
 * Collects what a report page shows of a run.
 *
 * @param simulation a run, ended or stopped, whose log was recorded in full
 * @example
 * writeFileSync("run.html", reportPage(collectReport(simulate(plan), { title: "train" })));
 */
export function collectReport(simulation: Simulation, texts: ReportTexts): ReportData {
  const { log, identities, plan } = simulation;
  const { epochMs, seed } = plan;
  const data = collectRun({ entries: log.entries, identities, epochMs, seed, endMs: endOf(simulation) }, texts);
  const account = readCluster(simulation);
  const rows = [
    ...useRows(useFigures(simulation, readRun(simulation))),
    ...(account === undefined ? [] : clusterRows(clusterFigures(account))),
  ];
  const cluster = clusterLanes(simulation);
  const seedAt = data.facts.findIndex(([name]) => name === "seed");
  const facts = [...data.facts.slice(0, seedAt), ...rows, ...data.facts.slice(seedAt)];
  const calendars = readCronJobs(simulation, endOf(simulation)).flatMap(
    (life) => calendarOf(life, simulation.plan.epochMs) ?? [],
  );
  return {
    ...data,
    facts,
    ...(cluster === undefined ? {} : { cluster }),
    ...(calendars.length === 0 ? {} : { calendars }),
  };
}

/** Collects what a report page shows of a log. */
export function collectRun(
  { entries, identities, epochMs, seed, endMs }: RecordedRun,
  { title, description = "", decisions = [], marks = [], notes = [], isOutstanding = () => false }: ReportTexts,
): ReportData {
  const account = readEntries(entries, identities, endMs);
  const collector = new Collector(identities, account.jobs, isOutstanding);
  for (const entry of entries) collector.read(entry);
  const { totals, jobs } = summarizeAccount(account, seed);
  const { pods } = totals;
  const explained = asTransitions(explanations(decisions, identities), epochMs);
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
      ["pod-seconds", `${formatCount(totals.podSecondsUsed)} used, ${formatCount(totals.podSecondsWasted)} wasted`],
      ["seed", seed],
      ["digest", digestOf(entries)],
      ...notes.map((note) => ["note", note] as const),
    ],
    epochMs,
    endMs: account.endMs,
    jobs: collector.jobsOf(account, jobs.map(outcomeText)),
    looks: collector.looks,
    transitions: besideTransitions(collector.transitions, collector.linesOf(explained), (line) =>
      collector.deeds.has(line),
    ),
    marks,
  };
}

function killOf({ atMs, container, probe }: ProbeKill): NonNullable<ReportPod["kills"]>[number] {
  return { atMs, text: killText(probe, container) };
}

class Collector {
  readonly looks: PodLook[] = [];
  readonly transitions: ReportTransition[] = [];
  /** Which of the transitions are the work of a controller. */
  readonly deeds = new Set<ReportTransition>();
  readonly #numbers = new Map<string, number>();
  readonly #names = new Map<string, number>();
  readonly #versions: JobVersion[][];
  readonly #lookNumbers = new Map<string, number>();
  readonly #steps = new Map<string, { readonly fromMs: number; readonly steps: number[] }>();
  readonly #reader: TransitionReader;
  readonly #isOutstanding: (transition: Transition) => boolean;

  constructor(identities: PodIdentities, jobs: readonly JobLife[], isOutstanding: (transition: Transition) => boolean) {
    this.#reader = new TransitionReader({ identities });
    this.#isOutstanding = isOutstanding;
    for (const [i, { uid }] of jobs.entries()) this.#numbers.set(uid, i);
    this.#versions = jobs.map(() => []);
  }

  read(entry: LogEntry): void {
    if (entry.kind === "commit") {
      if (entry.resource === "jobs") this.#readJob(entry);
      else if (entry.resource === "pods") this.#readPod(entry);
    }
    this.#reader.read(entry);
    for (const transition of this.#reader.found.splice(0)) this.#list(transition, entry);
  }

  jobsOf({ jobs }: RunAccount, outcomes: readonly string[]): ReportJob[] {
    return jobs.map((job, i) => ({
      namespace: job.namespace,
      name: job.name,
      creationTimestamp: job.last.metadata.creationTimestamp,
      ...(job.goneMs === undefined ? {} : { goneMs: job.goneMs }),
      outcome: outcomes[i] ?? "",
      versions: this.#versions[i] ?? [],
      pods: job.pods.map((pod): ReportPod => {
        const { name, label, uid, index, createdMs, runningMs, endedMs, goneMs, exitCode, countedAs = "" } = pod;
        return {
          name,
          label,
          uid,
          createdMs,
          ...(index === undefined ? {} : { index }),
          ...(runningMs === undefined ? {} : { runningMs }),
          ...(endedMs === undefined ? {} : { endedMs }),
          ...(goneMs === undefined ? {} : { goneMs }),
          ...(exitCode === undefined ? {} : { exitCode }),
          counted: countedAs,
          ...(pod.probeKills.length === 0 ? {} : { kills: pod.probeKills.map(killOf) }),
          steps: this.#steps.get(uid)?.steps ?? [],
        };
      }),
    }));
  }

  /** Lines of explanations. */
  linesOf(explained: readonly Explained[]): ReportTransition[] {
    return explained.flatMap((one) => {
      const job = this.#jobOf(one);
      const placed = { atMs: one.atMs, ...(job === undefined ? {} : { job }) };
      return describe(one).map((line) => ({ ...line, ...placed }));
    });
  }

  #readJob({ object, previous, timeMs, type }: JobCommit): void {
    const { namespace, name, uid, deletionTimestamp } = object.metadata;
    const number = this.#numbers.get(uid) ?? 0;
    this.#names.set(`${namespace}/${name}`, number);
    if (type === "DELETED") return;
    this.#versions[number]?.push({
      atMs: timeMs,
      ...(object.spec === previous?.spec ? {} : { spec: object.spec }),
      ...(object.status === previous?.status ? {} : { status: statusDelta(previous?.status ?? {}, object.status) }),
      ...(deletionTimestamp === undefined ? {} : { deleted: true }),
    });
  }

  #readPod({ object, timeMs }: PodCommit): void {
    const { uid } = object.metadata;
    const known = this.#steps.get(uid) ?? { fromMs: timeMs, steps: [] };
    this.#steps.set(uid, known);
    const look = this.#numberOf(podLook(object));
    if (known.steps.at(-1) !== look) known.steps.push(timeMs - known.fromMs, look);
  }

  #numberOf(look: PodLook): number {
    const key = JSON.stringify(look);
    const known = this.#lookNumbers.get(key);
    if (known !== undefined) return known;
    this.#lookNumbers.set(key, this.looks.length);
    return this.looks.push(look) - 1;
  }

  #list(transition: Transition, entry: LogEntry): void {
    const job = this.#jobOf(transition);
    const isWrite = entry.kind === "commit" && entry.resource === "jobs" && entry.type !== "DELETED";
    const version = isWrite && job !== undefined ? (this.#versions[job]?.length ?? 0) - 1 : undefined;
    const stands = this.#isOutstanding(transition);
    for (const line of describe(transition)) {
      const listed: ReportTransition = {
        atMs: transition.atMs,
        ...line,
        ...(job === undefined ? {} : { job }),
        ...(version === undefined ? {} : { version }),
        ...(stands ? { stands } : {}),
      };
      this.transitions.push(listed);
      if (isOfController(transition)) this.deeds.add(listed);
    }
  }

  #jobOf(transition: Transition): number | undefined {
    if (transition.kind === "controllers" || transition.kind === "program") return undefined;
    const ref = transition.kind === "refused" ? jobOfRefused(transition) : transition.job;
    if (ref === undefined) return undefined;
    const { namespace, name } = ref;
    return this.#names.get(`${namespace}/${name}`);
  }
}

const STATUS_FIELDS: readonly (keyof JobStatus)[] = [
  "active",
  "completedIndexes",
  "completionTime",
  "conditions",
  "failed",
  "failedIndexes",
  "ready",
  "startTime",
  "succeeded",
  "terminating",
  "uncountedTerminatedPods",
];

function statusDelta(before: JobStatus, after: JobStatus): NonNullable<JobVersion["status"]> {
  const changed = STATUS_FIELDS.filter((field) => before[field] !== after[field]);
  return Object.fromEntries(changed.map((field) => [field, after[field] ?? null]));
}
