/**
 * Faults that came to the check later: writes that take effect after their timeout was reported, calls that overtake
 * each other, and first lists of the past. They are drawn last, so that the rest of a trial stays as it is.
 */

import { isJsonObject } from "../../api/json.ts";
import {
  type Disturbance,
  isLateWrites,
  type LateWrites,
  WRITE_VERBS,
  type WriteVerb,
} from "../../simulation/faults/disturbance.ts";
import type { SimulationPlan, TimedAction } from "../../simulation/plan.ts";
import { type Choices, chance, pick, type Source, several } from "../source.ts";
import type { FeatureSet } from "./features.ts";
import { drawDuration } from "./pod-rules.ts";
import type { Scale } from "./scale.ts";

/** What controllers write, by verb. */
const WRITTEN: { readonly [V in WriteVerb]: Choices<string> } = {
  create: ["pods", "pods", "jobs"],
  update: ["jobs"],
  patch: ["pods"],
  delete: ["jobs", "pods"],
};
const MOST_MS: Choices<number> = [500, 100, 2_000];
const LISTED = ["pods", "jobs"] as const;

function drawLateWrites(source: Source, { faultyMs }: Scale): Disturbance {
  const verb = pick(source, WRITE_VERBS);
  const atMs = drawDuration(source, faultyMs);
  const byMs = 1 + drawDuration(source, 30_000);
  return { kind: "lateWrites", atMs, verb, resource: pick(source, WRITTEN[verb]), count: 1 + source.below(3), byMs };
}

function drawSlowCalls(source: Source, { faultyMs }: Scale): Disturbance {
  const [atMs, forMs] = [drawDuration(source, faultyMs), 1 + drawDuration(source, 30_000)];
  return { kind: "slowCalls", atMs, forMs, upToMs: pick(source, MOST_MS) };
}

function drawOldList(source: Source, { faultyMs }: Scale): Disturbance {
  const [atMs, forMs] = [drawDuration(source, faultyMs), 1 + drawDuration(source, 30_000)];
  return { kind: "oldList", atMs, resource: pick(source, LISTED), forMs, behindMs: 1 + drawDuration(source, 10_000) };
}

/**
 * What takes effect late meets another object if its name was used again: in some trials the first Job is recreated
 * around that time.
 */
export function withSuccessor(source: Source, scale: Scale, trial: SimulationPlan): SimulationPlan {
  const [late] = (trial.disturbances ?? []).filter(isLateWrites).sort((a, b) => rankOf(a) - rankOf(b));
  const first = trial.actions.find(({ op }) => op === "createJob");
  const name = first?.op === "createJob" && isJsonObject(first.manifest.metadata) ? first.manifest.metadata.name : "";
  if (late === undefined || typeof name !== "string" || !chance(source, 50)) return trial;
  const atMs = late.atMs + drawDuration(source, scale.activeMs);
  const again: TimedAction = { atMs, op: "recreateJob", job: { namespace: "default", name }, downMs: 0 };
  return { ...trial, actions: [...trial.actions, again].sort((a, b) => a.atMs - b.atMs) };
}

/** Late deletes first: of all late writes they do most harm to a namesake. */
function rankOf({ verb, resource }: LateWrites): number {
  return verb === "delete" && resource === "jobs" ? 0 : 1;
}

/** Disturbances with some more, in the order of their instants as far as they are new. */
export function withLaterFaults<T extends Pick<SimulationPlan, "disturbances">>(
  source: Source,
  features: FeatureSet,
  scale: Scale,
  trial: T,
): T {
  const more: Disturbance[] = [];
  if (features.has("lateWrites")) more.push(...several(source, 1, 3, () => drawLateWrites(source, scale)));
  if (features.has("slowCalls")) more.push(...several(source, 1, 2, () => drawSlowCalls(source, scale)));
  if (features.has("oldLists")) more.push(...several(source, 1, 2, () => drawOldList(source, scale)));
  return more.length === 0 ? trial : { ...trial, disturbances: [...(trial.disturbances ?? []), ...more] };
}
