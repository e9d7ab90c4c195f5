/**
 * What must be so of any cluster, read from the log by arithmetic of its own: nothing here asks the scheduler, the
 * quotas or the library of quantities.
 */

import { NODE } from "../../../src/api/kinds/node.ts";
import type { Pod } from "../../../src/api/types.ts";
import { isCommitOf, type LogEntry } from "../../../src/apiserver/log.ts";
import type { SimulationPlan } from "../../../src/simulation/plan.ts";

/** What a check needs of a run. */
export interface PlayedRun {
  readonly plan: SimulationPlan;
  readonly log: { readonly entries: readonly LogEntry[] };
}

type Amounts = ReadonlyMap<string, number>;
type PlannedNode = NonNullable<SimulationPlan["cluster"]>["nodes"][number];

/** A pod that fails is tried again after ten seconds at most, if something can have helped it. */
const LONGEST_BACKOFF_MS = 10_000;
const SLACK_MS = 1_500;

const UNITS: ReadonlyMap<string, number> = new Map([
  ["m", 1e-3],
  ["", 1],
  ["Mi", 2 ** 20],
  ["Gi", 2 ** 30],
]);

function amountOf(text: string): number {
  const [, digits = "", unit = ""] = /^(\d+)([A-Za-z]*)$/.exec(text) ?? [];
  return Number(digits) * (UNITS.get(unit) ?? Number.NaN);
}

function requestsOf({ spec }: Pod): Amounts {
  const sum = new Map([["pods", 1]]);
  for (const { resources } of spec.containers) {
    for (const [name, text] of Object.entries(resources?.requests ?? {})) {
      sum.set(name, (sum.get(name) ?? 0) + amountOf(text));
    }
  }
  return sum;
}

function isOver({ status }: Pod): boolean {
  return status.phase === "Succeeded" || status.phase === "Failed";
}

/** The cluster as it stands after each entry. */
class World {
  readonly #nodes: ReadonlyMap<string, PlannedNode>;
  readonly #closed = new Set<string>();
  readonly pods = new Map<string, Pod>();

  constructor({ cluster }: SimulationPlan) {
    this.#nodes = new Map(cluster?.nodes.map((node) => [node.name, node]));
  }

  follow(entry: LogEntry): void {
    if (entry.kind !== "commit") return;
    const { object, resource, type } = entry;
    if (resource === "pods") {
      if (type === "DELETED" || isOver(entry.object)) this.pods.delete(object.metadata.uid);
      else this.pods.set(object.metadata.uid, entry.object);
    }
    if (!isCommitOf(NODE, entry)) return;
    const { name } = entry.object.metadata;
    if (type === "DELETED" || entry.object.spec?.unschedulable === true) this.#closed.add(name);
    else this.#closed.delete(name);
  }

  waiting(): Pod[] {
    return [...this.pods.values()].filter(
      ({ spec, metadata }) => (spec.nodeName ?? "") === "" && metadata.deletionTimestamp === undefined,
    );
  }

  /** What pods on a node ask for beyond what it has. */
  excess(node: string, more: readonly Pod[] = []): string[] {
    const here = [...this.pods.values()].filter(({ spec }) => spec.nodeName === node);
    const used = new Map<string, number>();
    for (const pod of [...here, ...more]) {
      for (const [name, amount] of requestsOf(pod)) used.set(name, (used.get(name) ?? 0) + amount);
    }
    const room = this.#room(node);
    return [...used].flatMap(([name, amount]) => {
      const has = room.get(name) ?? 0;
      return amount > has + 1e-6 ? [`${node}: ${amount} of ${has} ${name}`] : [];
    });
  }

  /** Whether a pod would fit on a node now, beside those that room is being made for. */
  fits(pod: Pod, node: string): boolean {
    const planned = this.#nodes.get(node);
    if (planned === undefined || this.#closed.has(node)) return false;
    const { nodeSelector = {}, tolerations = [], priority = 0 } = pod.spec;
    const labels = new Map([["topology.kubernetes.io/zone", planned.zone]]);
    if (Object.entries(nodeSelector).some(([key, value]) => labels.get(key) !== value)) return false;
    if ((planned.taints ?? []).length > 0 && tolerations.length === 0) return false;
    const expected = this.waiting().filter(
      (other) => other !== pod && other.status.nominatedNodeName === node && (other.spec.priority ?? 0) >= priority,
    );
    return this.excess(node, [...expected, pod]).length === 0;
  }

  get nodeNames(): readonly string[] {
    return [...this.#nodes.keys()];
  }

  #room(node: string): Amounts {
    const { capacity = {}, room } = this.#nodes.get(node) ?? { capacity: {}, room: { pods: 0 } };
    const amounts = Object.entries(capacity).map(([name, text]) => [name, amountOf(text)] as const);
    return new Map([["pods", room.pods], ...amounts]);
  }
}

/** Nodes on which more was asked for than they have, at any moment. */
export function overbooked({ plan, log }: PlayedRun): string[] {
  const world = new World(plan);
  return log.entries
    .flatMap((entry) => {
      world.follow(entry);
      return entry.kind === "commit" && entry.resource === "pods" ? world.excess(entry.object.spec.nodeName ?? "") : [];
    })
    .filter((text) => !text.startsWith(":"));
}

/** Pods that had no node for longer than a back-off lasts, while one and the same node had room for them. */
export function neglected({ plan, log }: PlayedRun): string[] {
  const world = new World(plan);
  const fitsSince = new Map<string, number>();
  const found = new Set<string>();
  let nowMs = 0;
  const look = (untilMs: number) => {
    const still = new Set<string>();
    for (const pod of world.waiting()) {
      // Where other pods matter, room alone is not enough.
      if (pod.spec.topologySpreadConstraints !== undefined) continue;
      for (const node of world.nodeNames) {
        if (!world.fits(pod, node)) continue;
        const key = `${pod.metadata.name} on ${node}`;
        still.add(key);
        const sinceMs = fitsSince.get(key) ?? nowMs;
        fitsSince.set(key, sinceMs);
        if (untilMs - sinceMs > LONGEST_BACKOFF_MS + SLACK_MS) found.add(`${key} since ${sinceMs}`);
      }
    }
    for (const key of fitsSince.keys()) if (!still.has(key)) fitsSince.delete(key);
  };
  for (const entry of log.entries) {
    if (entry.timeMs > nowMs) look(entry.timeMs);
    nowMs = entry.timeMs;
    world.follow(entry);
  }
  look(plan.untilMs ?? nowMs);
  return [...found];
}

/** Pods that were driven away by others whose priority is not above theirs. */
export function wronglyPreempted({ log }: PlayedRun): string[] {
  const priorities = new Map<string, number>();
  return log.entries.flatMap((entry) => {
    if (entry.kind === "commit" && entry.resource === "pods")
      priorities.set(entry.object.metadata.uid, entry.object.spec.priority ?? 0);
    if (entry.kind !== "event" || entry.reason !== "Preempted") return [];
    const victim = priorities.get(entry.regarding.uid) ?? 0;
    const by = priorities.get(/pod (\S+) on/.exec(entry.message)?.[1] ?? "") ?? Number.NaN;
    return by > victim ? [] : [`${entry.regarding.name} with ${victim} by ${by}`];
  });
}

/** Moments at which more was in use than a quota allows. */
export function overdrawn({ plan, log }: PlayedRun): string[] {
  const world = new World(plan);
  return log.entries.flatMap((entry) => {
    world.follow(entry);
    if (entry.kind !== "commit" || entry.type !== "ADDED" || entry.resource !== "pods") return [];
    return (plan.resourceQuotas ?? []).flatMap(({ hard }) =>
      Object.entries(hard).flatMap(([name, limit]) => {
        const resource = name.replace("requests.", "");
        const used = [...world.pods.values()].reduce((sum, pod) => sum + (requestsOf(pod).get(resource) ?? 0), 0);
        return used > amountOf(limit) + 1e-6 ? [`${used} of ${limit} ${name} at ${entry.timeMs}`] : [];
      }),
    );
  });
}

/** How often what the checks are about came to pass: a check of nothing says nothing. */
export function occurrences({ log }: PlayedRun): { waits: number; preemptions: number; refusals: number } {
  const count = (is: (entry: LogEntry) => boolean) => log.entries.filter(is).length;
  return {
    waits: count((entry) => entry.kind === "event" && entry.reason === "FailedScheduling"),
    preemptions: count((entry) => entry.kind === "event" && entry.reason === "Preempted"),
    refusals: count((entry) => entry.kind === "request" && entry.error?.isQuotaExceeded === true),
  };
}
