/** How the faults around an author's own world differ. */

import type { Disturbance } from "../../simulation/faults/disturbance.ts";
import type { Faults } from "../generate/faults.ts";
import type { FeatureSet } from "../generate/features.ts";
import { type Choices, chance, pick, type Source } from "../source.ts";

const LAGS_MS: Choices<number> = [1_000, 100, 2_000, 3_000, 10];
/** Share of the faults of watches and lists that go to the author's own kinds. */
const OWN_KINDS_PERCENT = 60;

/** Stale caches cause most bugs of controllers: if watches lag at all, the watch of Jobs does. */
export function drawLag(source: Source, features: FeatureSet): Pick<Faults, "watchLagMs"> {
  if (!features.has("lag")) return {};
  const jobs = pick(source, LAGS_MS);
  return { watchLagMs: { jobs, pods: chance(source, 60) ? pick(source, LAGS_MS) : 0 } };
}

/** Faults, some of them of kinds that the engine does not know. */
export function aimedAt(source: Source, resources: readonly string[], faults: Faults): Faults {
  const [first, ...more] = resources;
  if (first === undefined) return faults;
  const own: Choices<string> = [first, ...more];
  const aim = <T extends { readonly resource: string }>(fault: T): T =>
    chance(source, OWN_KINDS_PERCENT) ? { ...fault, resource: pick(source, own) } : fault;
  const disturbances = faults.disturbances?.map((found): Disturbance => ("resource" in found ? aim(found) : found));
  // Watches of other kinds than Jobs and pods do not lag by themselves.
  const lagMs = faults.watchLagMs?.jobs ?? 0;
  const late = lagMs === 0 ? [] : own.map((resource): Disturbance => lateFromStart(resource, lagMs));
  const failing = faults.faults?.map(aim);
  return {
    ...faults,
    ...(failing === undefined ? {} : { faults: failing }),
    ...(disturbances === undefined && late.length === 0 ? {} : { disturbances: [...(disturbances ?? []), ...late] }),
  };
}

/** The same duration as that of faults in wide trials. */
const WHILE_FAULTY_MS = 120_000;

function lateFromStart(resource: string, byMs: number): Disturbance {
  return { kind: "late", atMs: 0, resource, forMs: WHILE_FAULTY_MS, byMs };
}
