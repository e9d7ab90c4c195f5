/**
 * What went wrong in a trial, as marks on the axis of time: from its log, and from its plan if the log does not show
 * it.
 */

import type { LogEntry } from "../../apiserver/log.ts";
import type { Disturbance } from "../../simulation/faults/disturbance.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import type { ReportMark } from "./report-data.ts";

/**
 * Lists the faults of a trial in the order of their instants.
 *
 * @param entries the log of the trial: restarts of the controllers and calls that failed are read from it
 */
export function faultMarks(trial: SimulationPlan, entries: readonly LogEntry[]): ReportMark[] {
  return [...restarts(entries), ...replicaRestarts(entries), ...failedCalls(entries), ...silentFaults(trial)].sort(
    (a, b) => a.atMs - b.atMs,
  );
}

/** The faults that leave no trace in the log: watches that are silent, and answers that are lost. */
export function silentFaults({ disturbances = [] }: SimulationPlan): ReportMark[] {
  return disturbances.flatMap(planned);
}

function restarts(entries: readonly LogEntry[]): ReportMark[] {
  const changes = entries.filter((entry) => entry.kind === "process");
  return changes.flatMap(({ change, timeMs }, i): ReportMark[] => {
    if (change !== "stopped") return [];
    const started = changes.slice(i + 1).find((later) => later.change === "started");
    const text = "the controllers' process is down, and loses its memory";
    return [{ kind: "fault", atMs: timeMs, ...(started === undefined ? {} : { untilMs: started.timeMs }), text }];
  });
}

function replicaRestarts(entries: readonly LogEntry[]): ReportMark[] {
  const changes = entries.filter((entry) => entry.kind === "replica");
  return changes.flatMap(({ name, change, timeMs }, i): ReportMark[] => {
    if (change !== "stopped") return [];
    const started = changes.slice(i + 1).find((later) => later.name === name && later.change === "started");
    const until = started === undefined ? {} : { untilMs: started.timeMs };
    return [{ kind: "fault", atMs: timeMs, ...until, text: `${name} is down, and loses its memory` }];
  });
}

/** Calls that fail alike at one instant are one mark. */
function failedCalls(entries: readonly LogEntry[]): ReportMark[] {
  const counts = new Map<string, { readonly atMs: number; readonly what: string; count: number }>();
  for (const entry of entries) {
    if (entry.kind !== "request" || entry.injected !== true || entry.error === undefined) continue;
    const { timeMs: atMs, verb, resource, error } = entry;
    const what = `${verb} ${resource} fails: ${error.reason}`;
    const key = `${atMs} ${what}`;
    const known = counts.get(key) ?? { atMs, what, count: 0 };
    known.count++;
    counts.set(key, known);
  }
  return [...counts.values()].map(({ atMs, what, count }) => ({
    kind: "fault",
    atMs,
    text: count === 1 ? what : `${what} (${count} calls)`,
  }));
}

function planned(disturbance: Disturbance): ReportMark[] {
  const { atMs } = disturbance;
  const during = (forMs: number, text: string): ReportMark[] => [{ kind: "fault", atMs, untilMs: atMs + forMs, text }];
  switch (disturbance.kind) {
    case "stall":
      return during(
        disturbance.forMs,
        `the watch of ${disturbance.resource} delivers nothing, then everything that was missed`,
      );
    case "relist":
      return during(
        disturbance.forMs,
        `the watch of ${disturbance.resource} breaks, then the controllers relist${listAge(disturbance)}`,
      );
    case "oldList":
      return during(
        disturbance.forMs,
        `processes that start in the meantime get a list of ${disturbance.resource} that is ${disturbance.behindMs} ms old`,
      );
    case "staleReads":
      return during(
        disturbance.forMs,
        `gets and lists of ${disturbance.resource} are answered as things were ${disturbance.behindMs} ms before`,
      );
    case "late":
      return during(
        disturbance.forMs,
        `the watch of ${disturbance.resource} delivers ${disturbance.byMs} ms later than usual`,
      );
    case "repeat":
      return during(disturbance.forMs, `the watch of ${disturbance.resource} delivers each change twice`);
    case "overlap":
      return during(disturbance.forMs, "two processes of the controllers work at once");
    case "lostAnswers": {
      const { count } = disturbance;
      const text = `from here on, ${count === 1 ? "the answer of 1 write is" : `the answers of ${count} writes are`} lost: the controller sees timeouts`;
      return [{ kind: "fault", atMs, text }];
    }
    case "lateWrites": {
      const { verb, resource, count, byMs } = disturbance;
      const writes =
        count === 1 ? `the next ${verb} of ${resource} times` : `${count} times a ${verb} of ${resource} times`;
      return [{ kind: "fault", atMs, text: `from here on, ${writes} out, and takes effect ${byMs} ms later` }];
    }
    case "slowCalls":
      return during(disturbance.forMs, `each call takes up to ${disturbance.upToMs} ms longer than usual`);
    case "partition":
      return during(disturbance.forMs, `${disturbance.replica} cannot reach the API server`);
    case "crash":
      // The log has the moment at which the process really died.
      return [];
  }
}

function listAge({ behindMs = 0 }: { readonly behindMs?: number }): string {
  return behindMs === 0 ? "" : `, from a list that is ${behindMs} ms old`;
}
