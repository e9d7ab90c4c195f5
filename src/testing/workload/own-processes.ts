/** Faults of whole processes around an author's own world: they restart, they crash, a replica is cut off. */

import type { Disturbance } from "../../simulation/faults/disturbance.ts";
import type { TimedAction } from "../../simulation/plan.ts";
import type { Feature } from "../generate/features.ts";
import { drawDuration } from "../generate/pod-rules.ts";
import type { Scale } from "../generate/scale.ts";
import { chance, pick, type Source, several } from "../source.ts";

/** What happens to processes in a trial. */
export interface ProcessFaults {
  readonly restarts: readonly TimedAction[];
  readonly partitions: readonly Disturbance[];
}

/** Share of trials with each of the allowed faults. */
const EACH_PERCENT = 30;
const AT_ONCE_PERCENT = 50;
/** Longer than a lease usually lasts. */
const LONGEST_DOWN_MS = 30_000;
const LONGEST_PARTITION_MS = 40_000;
/** Most restarts are those of replicas, if there are any. */
const REPLICA_PERCENT = 80;

/** What process faults are drawn for. */
export interface ProcessFrame {
  readonly allowed: readonly Feature[];
  readonly scale: Scale;
  /** The busy instants of the world. */
  readonly busyMs: readonly number[];
  /** Names of replicas; without any, all restarts are those of the controller manager. */
  readonly replicas: readonly string[];
}

/** Draws what happens to processes. */
export function drawProcessFaults(source: Source, frame: ProcessFrame): ProcessFaults {
  const { allowed, scale, busyMs, replicas } = frame;
  const { faultyMs } = scale;
  const [first, ...more] = replicas;
  const oneOf = () => (first === undefined ? undefined : pick(source, [first, ...more]));
  const isDrawn = (feature: Feature) => chance(source, EACH_PERCENT) && allowed.includes(feature);
  const restart = (crash: boolean): TimedAction => {
    const atMs = drawDuration(source, faultyMs);
    const downMs = chance(source, AT_ONCE_PERCENT) ? 0 : drawDuration(source, LONGEST_DOWN_MS);
    const replica = chance(source, REPLICA_PERCENT) ? oneOf() : undefined;
    const of = replica === undefined ? {} : { replica };
    return { atMs, op: "restartController", downMs, ...(crash ? { crash } : {}), ...of };
  };
  const restarts = isDrawn("restarts") ? several(source, 1, 2, () => restart(false)) : [];
  const crashes = isDrawn("crashes") ? several(source, 1, 2, () => restart(true)) : [];
  const partitions = isDrawn("partitions")
    ? several(source, 1, 2, (): Disturbance[] => {
        const [beginMs, forMs] = [drawDuration(source, faultyMs), 1 + drawDuration(source, LONGEST_PARTITION_MS)];
        const replica = oneOf();
        const busy = busyMs[source.below(busyMs.length)];
        if (replica === undefined) return [];
        // A replica that comes back does more harm than one that is gone.
        const atMs = busy === undefined || busy < forMs || !chance(source, 50) ? beginMs : busy - forMs;
        return [{ kind: "partition", atMs, replica, forMs }];
      })
    : [];
  return { restarts: [...restarts, ...crashes], partitions: partitions.flat() };
}
