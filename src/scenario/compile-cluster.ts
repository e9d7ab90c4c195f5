/** From `cluster` of a scenario file to nodes and their outages. */

import { type FieldPath, formatPath } from "../api/field-path.ts";
import { parseQuantity } from "../api/quantity.ts";
import { quote } from "../api/quote.ts";
import type { ResourceList, Taint } from "../api/scheduling-types.ts";
import { type Distribution, draw, mean } from "../engine/distribution.ts";
import { randomStream } from "../engine/random.ts";
import type { ClusterSpec } from "../kubelet/cluster.ts";
import type { PlannedNode } from "../kubelet/cluster-node.ts";
import type { Expander, PlannedPool } from "../simulation/autoscaler/pool.ts";
import { type NodeOutage, type Reclaim, SPOT_LEAD_MS } from "../simulation/nodes/node-outage.ts";
import { compileDrains, compileLosses, unknownName } from "./compile-drains.ts";
import { compilePool } from "./compile-pool.ts";
import { compileDuration, compileTime } from "./compile-time.ts";
import type { ReadOther } from "./include.ts";
import { isNodeObject, nodesOfObject } from "./node-objects.ts";
import type { Problem } from "./problem.ts";
import type { Reporter } from "./report.ts";
import {
  type ClusterInput,
  MAX_NODES,
  type NodeEntryInput,
  type NodeObjectsInput,
  type NodesInput,
  type NodesOfFileInput,
} from "./schema-cluster.ts";
import { readDocuments } from "./yaml-documents.ts";

/** Outages are drawn this far ahead: as long as a run without an end is played. */
const HORIZON_MS = 7 * 86_400_000;
/** More outages than this must be a mistake in a unit. */
const MOST_OUTAGES = 200_000;
const REPLACED_AFTER_MS = 120_000;
const DEFAULT_SLOTS = 110;

/** Recurring outages of some nodes. */
interface Recurring {
  readonly nodes: readonly string[];
  readonly kind: NodeOutage["kind"];
  readonly gap: Distribution;
  readonly downMs: number;
  /** Of spot nodes. */
  readonly leadMs?: number;
  readonly reclaim?: Reclaim;
  /** Names the stream of draws. */
  readonly stream: string;
}

export interface CompiledCluster {
  readonly spec: ClusterSpec;
  readonly nodeObjects: boolean;
  readonly pools?: readonly PlannedPool[];
  readonly expander?: Expander;
  readonly planned: readonly NodeOutage[];
  readonly recurring: readonly Recurring[];
}

/**
 * Compiles a cluster; problems go to the reporter.
 *
 * @param readOther reads a file with nodes by its path
 */
export function compileCluster(input: ClusterInput, reporter: Reporter, readOther: ReadOther): CompiledCluster {
  const path: FieldPath = ["cluster"];
  const entries: readonly NodeEntryInput[] =
    typeof input.nodes === "string" ? [{ file: input.nodes }] : [input.nodes].flat();
  const groups = entries.map((entry, i) => {
    const at: FieldPath = Array.isArray(input.nodes) ? [...path, "nodes", i] : [...path, "nodes"];
    if (isObjects(entry)) return nodesOfObject(entry, (where, text) => reporter.problem([...at, ...where], text));
    if (isFile(entry)) return nodesOfFile(entry, at, reporter, readOther);
    return compileNodes(entry, at, reporter);
  });
  const nodes = groups.flat();
  const names = new Set(nodes.map(({ name }) => name));
  if (nodes.length > MAX_NODES) reporter.problem([...path, "nodes"], `${nodes.length} nodes; at most ${MAX_NODES}`);
  if (names.size < nodes.length)
    reporter.problem([...path, "nodes"], "some nodes have the same name; give each kind its own");
  const imagePullMs =
    input.imagePull === undefined ? 0 : compileDuration(input.imagePull, [...path, "imagePull"], reporter);
  const pools = entries.flatMap((entry, i): PlannedPool[] => {
    if (isObjects(entry) || isFile(entry) || entry.pool === undefined) return [];
    const own = (groups[i] ?? []).map(({ name }) => name);
    return [compilePool(entry, entry.pool, own, [...path, "nodes", i], reporter)];
  });
  const spots = entries.flatMap((entry, i): Recurring[] => {
    if (isObjects(entry) || isFile(entry) || entry.spot === undefined || entry.pool !== undefined) return [];
    const { spot } = entry;
    const at: FieldPath = [...path, "nodes", i, "spot"];
    const gap = compileTime(spot.lifetime, [...at, "lifetime"], reporter);
    const downMs =
      spot.replacedAfter === undefined
        ? REPLACED_AFTER_MS
        : compileDuration(spot.replacedAfter, [...at, "replacedAfter"], reporter);
    const leadMs = spot.notice === undefined ? SPOT_LEAD_MS : compileDuration(spot.notice, [...at, "notice"], reporter);
    const { reclaim = "drain" } = spot;
    return (groups[i] ?? []).map(({ name }) => ({
      nodes: [name],
      kind: "spot",
      gap,
      downMs,
      leadMs,
      stream: name,
      ...(reclaim === "drain" ? {} : { reclaim }),
    }));
  });
  const zones = compileZones(input, nodes, reporter);
  const recurring = [...spots, ...zones.recurring];
  checkRates(recurring, reporter);
  return {
    spec: { nodes, imagePullMs },
    nodeObjects: input.nodeObjects === true,
    ...(pools.length === 0 ? {} : { pools }),
    ...(input.expander === undefined ? {} : { expander: input.expander }),
    planned: [...compileDrains(input, names, reporter), ...compileLosses(input, names, reporter), ...zones.planned],
    recurring,
  };
}

function isObjects(entry: NodeEntryInput): entry is NodeObjectsInput {
  return "kind" in entry;
}

function isFile(entry: NodesInput | NodesOfFileInput): entry is NodesOfFileInput {
  return "file" in entry;
}

function compileNodes(
  {
    name = "node",
    names,
    count: given,
    pool,
    slots,
    unschedulable = false,
    cpu,
    memory,
    zone,
    capacity,
    labels,
    taints,
    price,
  }: NodesInput,
  path: FieldPath,
  reporter: Reporter,
): PlannedNode[] {
  const amount = (value: number | string, key: string): number => {
    const quantity = parseQuantity(String(value));
    if (quantity !== undefined && quantity.billionths > 0n) return Number(quantity.billionths) / 1e9;
    reporter.problem([...path, key], `${quote(String(value))} is not an amount; write for example 4, 500m or 16Gi`);
    return 0;
  };
  const room = {
    pods: slots ?? DEFAULT_SLOTS,
    ...(cpu === undefined ? {} : { cpuMilli: amount(cpu, "cpu") * 1000 }),
    ...(memory === undefined ? {} : { memoryBytes: amount(memory, "memory") }),
  };
  const { min = 0, max } = pool ?? {};
  const initial = given ?? (pool === undefined ? 1 : min);
  const count = max ?? initial;
  if (count === 0) reporter.problem([...path, "count"], "is 0, which only a pool can start with");
  const called = names ?? Array.from({ length: count }, (_, i) => `${name}-${i}`);
  return called.map((own, at) => ({
    name: own,
    room,
    ...(pool !== undefined && at >= initial ? { isAbsent: true } : {}),
    ...(capacity === undefined ? {} : { capacity: compileCapacity(capacity, [...path, "capacity"], reporter) }),
    ...(labels === undefined ? {} : { labels }),
    ...(taints === undefined ? {} : { taints: taints.map(compileTaint) }),
    ...(zone === undefined ? {} : { zone }),
    ...(unschedulable ? { isCordoned: true } : {}),
    ...(price === undefined ? {} : { pricePerHour: price }),
  }));
}

function nodesOfFile(
  { file, price }: NodesOfFileInput,
  path: FieldPath,
  reporter: Reporter,
  readOther: ReadOther,
): PlannedNode[] {
  const text = readOther(file);
  if ("problem" in text) {
    reporter.problem([...path, "file"], text.problem);
    return [];
  }
  const problems: Problem[] = [];
  const documents = readDocuments(file, text.value, problems);
  const nodes = documents.flatMap(({ value }) =>
    isNodeObject(value) ? nodesOfObject(value, (where, why) => problems.push(inFile(file, where, why))) : [],
  );
  for (const { line, path: where, message } of problems) {
    const place = [file, ...(line === undefined ? [] : [line]), ...(where === undefined ? [] : [where])].join(":");
    reporter.problem([...path, "file"], `${place}: ${message}`);
  }
  if (problems.length === 0 && nodes.length === 0)
    reporter.problem([...path, "file"], `${file} holds no Node; kubectl get nodes -o yaml prints what is needed`);
  return price === undefined ? nodes : nodes.map((node) => ({ ...node, pricePerHour: price }));
}

function inFile(file: string, path: FieldPath, message: string): Problem {
  return { file, path: formatPath(path), message };
}

/** Amounts as text; anything else is reported. A node with a capacity has only what that lists. */
function compileCapacity(
  given: Readonly<Record<string, number | string>>,
  path: FieldPath,
  reporter: Reporter,
): ResourceList {
  const amounts = Object.entries(given).map(([name, value]) => {
    const text = String(value);
    const quantity = parseQuantity(text);
    if (quantity === undefined || quantity.billionths < 0n)
      reporter.problem([...path, name], `${quote(text)} is not an amount; write for example 4, 500m or 16Gi`);
    return [name, text] as const;
  });
  return { cpu: "0", memory: "0", ...Object.fromEntries(amounts) };
}

function compileTaint({ key, value, effect }: NonNullable<NodesInput["taints"]>[number]): Taint {
  return value === undefined ? { key, effect } : { key, value, effect };
}

function compileZones({ zoneOutages = [] }: ClusterInput, nodes: readonly PlannedNode[], reporter: Reporter) {
  const planned: NodeOutage[] = [];
  const recurring: Recurring[] = [];
  const zones = new Set(nodes.flatMap(({ zone }) => zone ?? []));
  for (const [i, { zone, at, every, for: duration }] of zoneOutages.entries()) {
    const path: FieldPath = ["cluster", "zoneOutages", i];
    const lost = nodes.filter((node) => node.zone === zone).map(({ name }) => name);
    if (lost.length === 0) reporter.problem([...path, "zone"], unknownName("zone", zone, zones));
    const downMs = compileDuration(duration, [...path, "for"], reporter);
    if ((at === undefined) === (every === undefined)) reporter.problem(path, "needs exactly one of at and every");
    else if (at !== undefined) {
      const atMs = compileDuration(at, [...path, "at"], reporter);
      planned.push(...lost.map((node) => ({ atMs, node, kind: "loss" as const, downMs })));
    } else if (every !== undefined) {
      const gap = compileTime(every, [...path, "every"], reporter);
      recurring.push({ nodes: lost, kind: "loss", gap, downMs, stream: `zone ${zone} ${i}` });
    }
  }
  return { planned, recurring };
}

function checkRates(recurring: readonly Recurring[], reporter: Reporter): void {
  const expected = recurring.reduce(
    (sum, { nodes, gap, downMs }) => sum + (nodes.length * HORIZON_MS) / Math.max(1, mean(gap) + downMs),
    0,
  );
  if (expected > MOST_OUTAGES) {
    reporter.problem(
      ["cluster"],
      `nodes are reclaimed about ${Math.round(expected)} times a week; at most ${MOST_OUTAGES}`,
    );
  }
}

/** All outages under a seed. */
export function outagesUnder(
  seed: string,
  { planned, recurring }: CompiledCluster,
  untilMs: number | undefined,
): NodeOutage[] {
  const horizonMs = Math.min(untilMs ?? HORIZON_MS, HORIZON_MS);
  const drawn = recurring.flatMap(({ nodes, kind, gap, downMs, leadMs, reclaim, stream }) => {
    const how = reclaim === undefined ? {} : { reclaim };
    const outages: NodeOutage[] = [];
    const lead = leadMs === undefined ? {} : { leadMs };
    let upMs = 0;
    for (let i = 0; upMs <= horizonMs; i++) {
      const atMs = upMs + Math.max(1, draw(gap, randomStream(seed, "outage", stream, i)));
      if (atMs <= horizonMs) outages.push(...nodes.map((node) => ({ atMs, node, kind, downMs, ...lead, ...how })));
      upMs = atMs + downMs;
    }
    return outages;
  });
  return [...planned, ...drawn].sort((a, b) => a.atMs - b.atMs);
}
