/** Recordings of a real kubelet: plays the pod and finds the first difference (FORMAT-POD-TRACES). */

import type { PodSpec } from "../../../src/api/types.ts";
import type { KubeletChance } from "../../../src/kubelet/chance.ts";
import { isRecord, type RecordedJson } from "../vectors.ts";
import { PlayedPod, type PodAction } from "./play-pod.ts";
import { behavioursOf, type RecordedBehaviour } from "./pod-behaviour.ts";
import { statusView } from "./pod-status-view.ts";

interface RecordedEvent {
  readonly t: number;
  readonly reason: string;
  readonly message: string;
  readonly fieldPath?: string;
}

interface RecordedAction {
  readonly t: number;
  readonly op: string;
  readonly container?: string;
  readonly run?: number;
  readonly grace?: number;
  readonly exitCode?: number;
  readonly reason?: string;
}

export interface PodTrace {
  readonly scenario: {
    readonly name: string;
    readonly pod: { readonly spec: PodSpec };
    readonly behaviour: Readonly<Record<string, RecordedBehaviour>>;
    readonly events: readonly { readonly t: number; readonly kind: string; readonly grace?: number }[];
    readonly until: number;
  };
  readonly expect: {
    readonly statuses: readonly (RecordedJson & { readonly t: number; readonly settled?: boolean })[];
    readonly events: readonly RecordedEvent[];
    readonly runtime: readonly RecordedAction[];
    readonly deletedAt: number | null;
    readonly observedUntil: number;
  };
}

/** How far apart two instants may be: the recorded kubelet's own steps take a few milliseconds each. */
const TOLERANCE_MS = 150;
/** The recorded kubelet looks at its timers this often, and cleans up at these instants. */
const RECORDED_KUBELET = {
  syncTickMs: 5,
  relist: { everyMs: 1000, offsetMs: 500 },
  housekeeping: { everyMs: 2000, offsetMs: 700 },
};

export function isPodTrace(vector: RecordedJson): vector is RecordedJson & PodTrace {
  return (
    isRecord(vector.scenario) && isRecord(vector.scenario.pod) && isRecord(vector.expect) && "runtime" in vector.expect
  );
}

/** Everything that chance decided in the recordings, the likeliest first. */
const CHANCES: readonly KubeletChance[] = (["beforeEnds", "afterEnds"] as const).flatMap((probeTick) =>
  (["killed", "ended"] as const).map((endOrKill) => ({ endOrKill, probeTick })),
);

/** Plays the pod with each choice of chance; gives the first difference from the likeliest, if there is one from all. */
export function firstPodDifference(trace: PodTrace): string | undefined {
  let first: string | undefined;
  for (const chance of CHANCES) {
    const difference = differenceWith(chance, trace);
    if (difference === undefined) return undefined;
    first ??= difference;
  }
  return first;
}

function differenceWith(chance: KubeletChance, { scenario, expect }: PodTrace): string | undefined {
  const { spec } = scenario.pod;
  const configMap = scenario.events.find(({ kind }) => kind === "createConfigMap");
  const played = new PlayedPod({
    spec,
    behaviour: behavioursOf(spec, scenario.behaviour, configMap === undefined ? undefined : configMap.t * 1000),
    actions: scenario.events.flatMap(actionOf),
    untilMs: expect.observedUntil,
    settings: { ...RECORDED_KUBELET, chance },
  });
  return (
    compareStatuses(expect, played) ??
    compareTimed("event", recordedEvents(expect), playedEvents(played)) ??
    compareTimed("runtime", recordedActions(expect), playedActions(played)) ??
    compareDeletion(expect.deletedAt, played.deletedAtMs)
  );
}

function actionOf({ t, kind, grace }: PodTrace["scenario"]["events"][number]): PodAction[] {
  return kind === "delete" ? [{ atMs: Math.round(t * 1000), act: (pod) => pod.delete(grace) }] : [];
}

interface Version {
  readonly atMs: number;
  /** When the next one comes. */
  readonly toMs: number;
  readonly text: string;
}

/** Every settled version must be there, and no version of ours that lasts may be another. */
function compareStatuses(expect: PodTrace["expect"], played: PlayedPod): string | undefined {
  const recorded = versions(expect.statuses.map(({ t, settled: _settled, ...status }) => ({ atMs: t, status })));
  const ours = versions(played.statuses.map(({ atMs, status }) => ({ atMs, status: statusView(status) })));
  return missing("recorded", recorded, ours) ?? missing("simulated", ours, recorded);
}

function versions(list: readonly { readonly atMs: number; readonly status: unknown }[]): Version[] {
  return list.map(({ atMs, status }, at) => ({
    atMs,
    toMs: list[at + 1]?.atMs ?? Number.POSITIVE_INFINITY,
    text: canonical(status),
  }));
}

/** The first version that lasts and that the others do not show around the same time. */
function missing(side: string, wanted: readonly Version[], others: readonly Version[]): string | undefined {
  const least = side === "recorded" ? 100 : 2 * TOLERANCE_MS;
  for (const { atMs, toMs, text } of wanted) {
    if (toMs - atMs <= least) continue;
    const near = others.filter((other) => other.atMs <= atMs + TOLERANCE_MS && other.toMs >= atMs - TOLERANCE_MS);
    if (near.some((other) => other.text === text)) continue;
    const shown = near.map((other) => `\n  at ${other.atMs}: ${differingParts(other.text, text)}`).join("");
    return `status: ${side} at ${atMs}, not so in the other${shown === "" ? " (nothing near)" : shown}`;
  }
  return undefined;
}

/** Only what is not the same in two versions of a status. */
function differingParts(ours: string, wanted: string): string {
  const [a, b] = [leaves(JSON.parse(ours)), leaves(JSON.parse(wanted))];
  const paths = [...new Set([...a.keys(), ...b.keys()])].filter((path) => a.get(path) !== b.get(path));
  return paths.map((path) => `${path}: ${a.get(path)} instead of ${b.get(path)}`).join("; ");
}

function leaves(value: unknown, path = "", found = new Map<string, string>()): Map<string, string> {
  if (typeof value !== "object" || value === null) return found.set(path, JSON.stringify(value));
  for (const [key, part] of Object.entries(value))
    leaves(part, `${path}${path === "" ? "" : "."}${nameOf(part) ?? key}`, found);
  return found;
}

/** What a list item is called: its place in the list can differ. */
function nameOf(part: unknown): string | undefined {
  if (!isRecord(part)) return undefined;
  const name = part.name ?? part.type;
  return typeof name === "string" ? name : undefined;
}

interface Timed {
  readonly atMs: number;
  readonly text: string;
}

function recordedEvents({ events }: PodTrace["expect"]): Timed[] {
  return events.map(({ t, reason, message, fieldPath }) => ({
    atMs: t,
    text: canonical({ reason, message, fieldPath }),
  }));
}

function playedEvents({ events }: PlayedPod): Timed[] {
  return events.map(({ atMs, reason, message, fieldPath }) => ({
    atMs,
    text: canonical({ reason, message, fieldPath }),
  }));
}

const COMPARED_ACTIONS = new Set(["started", "startError", "stop", "exited"]);

function recordedActions({ runtime }: PodTrace["expect"]): Timed[] {
  return runtime
    .filter(({ op }) => COMPARED_ACTIONS.has(op))
    .map(({ t, op, container, run, grace, exitCode, reason }) => ({
      atMs: t,
      text: canonical(op === "exited" ? { op, container, run, exitCode, reason } : { op, container, run, grace }),
    }));
}

function playedActions({ runtime }: PlayedPod): Timed[] {
  return runtime.flatMap((action) => {
    if (!("record" in action) || !COMPARED_ACTIONS.has(action.op)) return [];
    const { name: container, attempt: run, exitCode, reason } = action.record;
    const grace = action.op === "stop" ? action.graceSeconds : undefined;
    const { atMs, op } = action;
    return [
      {
        atMs,
        text: canonical(op === "exited" ? { op, container, run, exitCode, reason } : { op, container, run, grace }),
      },
    ];
  });
}

/** Compares two lists without order, each entry at its time; repeats of a readiness check at one instant count once. */
function compareTimed(part: string, recorded: readonly Timed[], ours: readonly Timed[]): string | undefined {
  const left = withoutRepeats(ours);
  for (const wanted of withoutRepeats(recorded)) {
    const at = left.findIndex(({ atMs, text }) => text === wanted.text && Math.abs(atMs - wanted.atMs) <= TOLERANCE_MS);
    if (at === -1) return `${part}: recorded at ${wanted.atMs}: ${wanted.text}, not simulated${nearest(wanted, ours)}`;
    left.splice(at, 1);
  }
  const [extra] = left;
  return extra === undefined ? undefined : `${part}: simulated at ${extra.atMs}: ${extra.text}, not recorded`;
}

function nearest({ atMs, text }: Timed, ours: readonly Timed[]): string {
  const others = ours
    .filter((other) => other.text === text)
    .sort((a, b) => Math.abs(a.atMs - atMs) - Math.abs(b.atMs - atMs));
  return others[0] === undefined ? "" : ` (but at ${others[0].atMs})`;
}

function withoutRepeats(list: readonly Timed[]): Timed[] {
  const kept: Timed[] = [];
  for (const entry of list) {
    const repeat =
      entry.text.includes("Readiness probe failed") &&
      kept.some(({ atMs, text }) => text === entry.text && Math.abs(atMs - entry.atMs) < 10);
    if (!repeat) kept.push(entry);
  }
  return kept;
}

function compareDeletion(recordedMs: number | null, oursMs: number | undefined): string | undefined {
  if (recordedMs === null && oursMs === undefined) return undefined;
  if (recordedMs !== null && oursMs !== undefined && Math.abs(recordedMs - oursMs) <= TOLERANCE_MS) return undefined;
  return `deletedAt: recorded ${recordedMs}, simulated ${oursMs}`;
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    isRecord(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}
