/** Plays a recording of the scheduler, and finds the first difference. */

import type { NodeInfo } from "../../../src/scheduler/node-info.ts";
import { DEFAULT_BACKOFF } from "../../../src/scheduler/queue/backoff.ts";
import { type AttemptReport, Scheduler } from "../../../src/scheduler/scheduler.ts";
import { CURRENT_SCHEDULER } from "../../../src/scheduler/switches.ts";
import { differenceOf } from "../flow-vector.ts";
import { RecordedWorld } from "./recorded-world.ts";
import type { Row, SchedulerRecord, SchedulerScenario, SchedulerVector } from "./recording.ts";
import { ScriptedClock } from "./scripted-clock.ts";

/** Plays a scenario as it was recorded: of the best nodes the one that appeared first wins. */
export function playScenario(scenario: SchedulerScenario): SchedulerRecord {
  const clock = new ScriptedClock();
  const world = new RecordedWorld(scenario, clock);
  const attempts: Row[] = [];
  const labels = new Map(scenario.namespaces.map(({ name, labels = {} }) => [name, labels]));
  const rank = (node: NodeInfo) => world.nodeRank.get(node.name) ?? 0;
  const scheduler = new Scheduler(
    {
      switches: CURRENT_SCHEDULER,
      queue: { backoff: DEFAULT_BACKOFF, maxInPoolMs: 300_000, flushesPool: true },
      percentageOfNodesToScore: 0,
      sharesFindings: false,
      decidedAtMs: (begunMs) => Math.floor(begunMs) + scenario.attemptMs + 0.5,
      chooseNode: (best) => [...best].sort((a, b) => rank(a) - rank(b))[0],
      drawIndex: () => 0,
      namespaceLabels: (name) => ({ ...labels.get(name), "kubernetes.io/metadata.name": name }),
      budgets: () =>
        (scenario.pdbs ?? []).map(({ namespace, selector, disruptionsAllowed }) => ({
          metadata: { namespace },
          spec: selector === undefined ? {} : { selector },
          status: { disruptionsAllowed },
        })),
    },
    world,
    clock,
    (report) => attempts.push(attemptRow(report, scenario.kind === "snapshot")),
  );
  world.begin(scheduler);
  clock.runUntil(scenario.endMs);
  const { status, events, deletes, gone, queue } = world;
  return { attempts, status, events, deletes, gone, queue, final: world.final() };
}

function attemptRow(report: AttemptReport, withDetails: boolean): Row {
  const { atMs, pod, attempt, outcome, bindError } = report;
  const row = { t: atMs, pod: pod.name, n: attempt };
  const details = withDetails ? detailsOf(report) : {};
  if (outcome.kind === "noNodes") {
    return { ...row, message: outcome.message, error: "UnschedulableAndUnresolvable" };
  }
  if (outcome.kind === "unschedulable") {
    const { message, rejectors, postFiltered } = outcome;
    const nominated = postFiltered.kind === "nominated" ? { nominated: postFiltered.candidate.nodeName } : {};
    return { ...row, ...details, message, rejectedBy: [...rejectors].sort(), ...nominated };
  }
  const { node, search, scored } = outcome;
  const scores = scored && Object.fromEntries(scored.nodes.map(({ name }, at) => [name, scored.totals[at]]));
  return {
    ...row,
    ...details,
    node: node.name,
    feasible: search.feasible.length,
    ...(scores === undefined ? {} : { scores }),
    ...(bindError === undefined ? {} : { message: bindError, error: "Error" }),
  };
}

function detailsOf({ outcome }: AttemptReport): Row {
  if (outcome.kind === "noNodes" || outcome.search === undefined) return {};
  const { feasible, verdicts } = outcome.search;
  const filter = {
    ...Object.fromEntries(
      [...verdicts].map(([name, { code, plugin, reasons }]) => [name, { code, plugin, reasons: [...reasons].sort() }]),
    ),
    ...Object.fromEntries(feasible.map(({ name }) => [name, { code: "Success" }])),
  };
  if (outcome.kind !== "fits" || outcome.scored === undefined) return { filter };
  const { nodes, plugins } = outcome.scored;
  const byNode = nodes.map(({ name }, at) => [
    name,
    Object.fromEntries(plugins.map(({ plugin, scores }) => [plugin, scores[at]])),
  ]);
  return { filter, plugins: Object.fromEntries(byNode) };
}

/** The first difference between a recording and a play of it; `undefined` if there is none. */
export function schedulerDifference(vector: SchedulerVector): string | undefined {
  const { scenario, expect } = vector;
  const played = playScenario(scenario);
  const recorded = withoutDevices(expect);
  for (const part of ["attempts", "status", "deletes", "events", "gone", "queue"] as const) {
    const given = part === "events" ? eventsToCompare(recorded.events ?? [], played.events) : played[part];
    const difference = rowsDifference(
      part,
      recorded[part] ?? [],
      scenario.kind === "snapshot" && (part === "gone" || part === "queue") ? [] : given,
    );
    if (difference !== undefined) return difference;
  }
  const final = differenceOf(expect.final ?? {}, played.final);
  return final === undefined ? undefined : `final: ${final}`;
}

/** Events of attempts are recorded only if a pod went away during its attempt. */
function eventsToCompare(recorded: readonly Row[], played: readonly Row[]): readonly Row[] {
  const withFailures = recorded.some(({ reason }) => reason === "FailedScheduling");
  return played.filter(({ reason }) => reason === "Preempted" || (withFailures && reason === "FailedScheduling"));
}

/** Calls of one instant are recorded in a fixed order. */
function rowsDifference(part: string, recorded: readonly Row[], played: readonly Row[]): string | undefined {
  const isOrdered = part === "attempts" || part === "queue";
  const [wanted, given] = isOrdered ? [recorded, played] : [sorted(recorded), sorted(played)];
  for (let at = 0; at < Math.max(wanted.length, given.length); at++) {
    const difference = differenceOf(wanted[at], given[at]);
    if (difference !== undefined) return `${part} ${at}: ${difference}`;
  }
  return undefined;
}

function sorted(rows: readonly Row[]): Row[] {
  return [...rows].sort((a, b) => Number(a.t) - Number(b.t) || (keyOf(a) < keyOf(b) ? -1 : 1));
}

function keyOf(row: Row): string {
  return JSON.stringify([row.pod, row.condition, row.reason]);
}

/** DynamicResources scores nothing for pods without claims. */
function withoutDevices(expect: Partial<SchedulerRecord>): Partial<SchedulerRecord> {
  const attempts = (expect.attempts ?? []).map((row) => {
    if (row.plugins === undefined) return row;
    const plugins = Object.entries(row.plugins as Record<string, Row>).map(([node, scores]) => {
      const { DynamicResources: _none, ...rest } = scores;
      return [node, rest];
    });
    return { ...row, plugins: Object.fromEntries(plugins) };
  });
  return { ...expect, attempts };
}
