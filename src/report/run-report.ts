/** The whole report of a run for people: timeline, pods, final status, summary, digest. */

import type { Explained, Transition } from "../analysis/changes/transition.ts";
import { clusterFigures } from "../analysis/cluster/cluster-figures.ts";
import type { NamedRule } from "../analysis/explain/rules-named.ts";
import { followedFleet, isFleet } from "../analysis/fleet/fleet.ts";
import { pendingPods } from "../analysis/pending-pods.ts";
import type { RunAccount } from "../analysis/read-run.ts";
import { type RunReading, readForReports } from "../analysis/run-reading.ts";
import { summarizeAccount } from "../analysis/summary.ts";
import { useFigures } from "../analysis/work-figures.ts";
import { controllerOf } from "../controller/job/pod-facts.ts";
import type { Simulation } from "../simulation/simulation.ts";
import { MANY_CRON_JOBS, manyCronJobsText } from "./cron-jobs/many-text.ts";
import { runsText } from "./cron-jobs/runs-text.ts";
import { besideTransitions, isOfController } from "./explain/beside-transitions.ts";
import { rulesText } from "./explain/rules-text.ts";
import { jobTable, statusYaml } from "./final-status.ts";
import { fleetText } from "./fleet/fleet-text.ts";
import { pendingText } from "./pending-text.ts";
import { podTable } from "./pod-table.ts";
import { PLAIN, type Style } from "./style.ts";
import { summaryText } from "./summary-text.ts";
import { timeline } from "./timeline.ts";

/** Options of `runReport`. */
export interface RunReportOptions {
  /** Why only a part of the run was played: said before everything else. */
  readonly cutShort?: string;
  /** Said about the run at the top. */
  readonly title?: string;
  readonly description?: string;
  /** How long the run took in real time, milliseconds. */
  readonly wallMs?: number;
  /** Said at the end of the summary, for example why the run stopped. */
  readonly notes?: readonly string[];
  readonly events?: boolean;
  /** Shown next to the transitions. */
  readonly explained?: readonly Explained[];
  /** The rules that these name. */
  readonly rules?: readonly NamedRule[];
  readonly transitions?: number | "all";
  /** Only this Job, by its name. */
  readonly job?: string;
  readonly pods?: number | "all";
  readonly style?: Style;
}

/**
 * Prints a run for people.
 *
 * @param simulation a run, ended or stopped, whose log was recorded in full
 * @returns lines without line breaks; the last is the digest
 * @example
 * console.log(runReport(simulate(plan), { title: "train" }).join("\n"));
 */
export function runReport(simulation: Simulation, options: RunReportOptions = {}): string[] {
  return readRunReport(simulation, readForReports(simulation), options);
}

/** Prints a run for people that was read already. */
export function readRunReport(simulation: Simulation, whole: RunReading, options: RunReportOptions): string[] {
  const { style = PLAIN, title, description } = options;
  const { epochMs, seed } = simulation.plan;
  const { cronJobs, cluster } = whole;
  const account = shownJobs(whole, options);
  const showsFleet = toldAsFleet(account, options);
  const head = [title, description].filter((part) => part !== undefined);
  return [
    ...(options.cutShort === undefined ? [] : [style.bad(options.cutShort), ""]),
    ...(head.length === 0 ? [] : [head.join(": "), ""]),
    ...cronJobSections(whole, epochMs, style),
    ...pendingText(pendingPods(simulation), style),
    ...(showsFleet
      ? fleetText(followedFleet(simulation.plan, whole, whole.fleet), style)
      : jobSections(simulation, whole, account, options)),
    "",
    style.bold("SUMMARY"),
    ...summaryText(
      summarizeAccount(whole, seed),
      options.wallMs,
      style,
      cronJobs.length > MANY_CRON_JOBS ? [] : cronJobs,
      cluster && clusterFigures(cluster),
      useFigures(simulation, whole, whole.stays),
    ),
    ...(options.notes ?? []).map((note) => style.warn(`note: ${note}`)),
    "",
    `digest ${whole.digest}`,
  ];
}

/** The runs of each CronJob, or of very many together. */
function cronJobSections(
  { cronJobs, endMs }: Pick<RunReading, "cronJobs" | "endMs">,
  epochMs: number,
  style: Style,
): string[] {
  if (cronJobs.length > MANY_CRON_JOBS) return [...manyCronJobsText(cronJobs, epochMs, style), ""];
  return cronJobs.flatMap((cronJob) => [...runsText(cronJob, { epochMs, endMs, style }), ""]);
}

/** What each Job did: the timeline, its pods, its status at the end. */
function jobSections(
  simulation: Simulation,
  whole: RunReading,
  account: RunAccount,
  options: RunReportOptions,
): string[] {
  const { style = PLAIN, job } = options;
  const { epochMs } = simulation.plan;
  const { endMs } = whole;
  const shown = shownIn(account, whole, whole.transitions);
  const explained = (options.explained ?? []).filter((one) => job === undefined || one.job.name === job);
  const final = account === whole || job !== undefined ? account : withoutGone(whole);
  return [
    style.bold("TIMELINE"),
    ...(account !== whole && job === undefined ? [style.dim(LEFT_OUT)] : []),
    ...timeline(besideTransitions<Transition>(shown, explained, isOfController), {
      epochMs,
      endMs,
      style,
      ...(options.events === undefined ? {} : { events: options.events }),
      ...(options.transitions === undefined ? {} : { limit: options.transitions }),
    }),
    "",
    ...rulesSection(simulation, options),
    ...podSections(account, options),
    `${style.bold("FINAL STATUS")}   ${style.dim("as kubectl get job shows it")}`,
    ...finalSection(final, epochMs, style),
  ];
}

/** The Jobs that are listed one by one. */
function shownJobs(whole: RunAccount, { job, transitions: limit }: RunReportOptions): RunAccount {
  if (job !== undefined) return { ...whole, jobs: whole.jobs.filter(({ name }) => name === job) };
  return limit === undefined ? withoutManyRuns(whole) : whole;
}

/** If you ask for transitions or pods you want to see them, however many there are. */
function toldAsFleet(account: RunAccount, { job, transitions: limit, pods }: RunReportOptions): boolean {
  return job === undefined && limit === undefined && pods === undefined && isFleet(account);
}

/** With more Jobs of CronJobs than these, they are shown as runs, not one by one. */
const MANY_RUNS = 12;
const LEFT_OUT = "Jobs of CronJobs are summed up above; --transitions all shows what each of them did.";

function withoutGone(account: RunAccount): RunAccount {
  return { ...account, jobs: account.jobs.filter(({ goneMs }) => goneMs === undefined) };
}

function withoutManyRuns(account: RunAccount): RunAccount {
  const others = account.jobs.filter(({ last }) => controllerOf(last)?.kind !== "CronJob");
  return account.jobs.length - others.length > MANY_RUNS ? { ...account, jobs: others } : account;
}

/** The transitions of the Jobs that are shown, and those that belong to no Job. */
function shownIn(account: RunAccount, whole: RunAccount, all: readonly Transition[]): readonly Transition[] {
  if (account === whole) return all;
  const shown = new Set(account.jobs.map(({ namespace, name }) => `${namespace}/${name}`));
  return all.filter(
    (transition) => !("job" in transition) || shown.has(`${transition.job.namespace}/${transition.job.name}`),
  );
}

function rulesSection({ plan }: Simulation, { rules = [], style = PLAIN }: RunReportOptions): string[] {
  const lines = rulesText(rules, plan.kubernetes, style);
  return lines.length === 0 ? [] : [...lines, ""];
}

function podSections({ jobs, endMs }: RunAccount, { pods: limit, style = PLAIN }: RunReportOptions): string[] {
  return jobs.flatMap((job) => {
    const table = podTable(job, { endMs, style, ...(limit === undefined ? {} : { limit }) });
    if (table.length === 0) return [];
    const title = style.bold(jobs.length > 1 ? `PODS of ${job.name}` : "PODS");
    const isIndexed = job.last.spec.completionMode === "Indexed";
    const legend = isIndexed ? "completion index/attempt, both from 0" : "in the order of their creation, from 0";
    return [`${title}   ${style.dim(legend)}`, ...table, ""];
  });
}

function finalSection({ jobs, endMs }: RunAccount, epochMs: number, style: Style): string[] {
  const [only] = jobs;
  const table = jobTable(jobs, epochMs + endMs, epochMs, style);
  if (jobs.length === 1 && only !== undefined) return [...table, "", ...statusYaml(only)];
  return [...table, ...jobs.flatMap((job) => ["", style.dim(`# ${job.namespace}/${job.name}`), ...statusYaml(job)])];
}
