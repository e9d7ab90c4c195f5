/** Partitions: a replica that cannot reach the API server for a while, while everyone else can. */

import type { ApiError } from "../../apiserver/errors.ts";
import type { LogEntry } from "../../apiserver/log.ts";
import type { ListWatch } from "../../controller/list-watch.ts";
import type { FaultCheck } from "../../controller/process.ts";
import { type EventLoop, Phase } from "../../engine/event-loop.ts";
import { type Disturbance, isPartition, type Partition } from "./disturbance.ts";

const UNREACHABLE: ApiError = { reason: "Timeout", message: "request timed out: the API server cannot be reached" };

/** The partitions of one replica. */
export function partitionsOf(disturbances: readonly Disturbance[], replica: string | undefined): readonly Partition[] {
  return disturbances.filter(isPartition).filter((partition) => partition.replica === replica);
}

/** A check that fails all calls during partitions; `undefined` if there are none. */
export function partitionCheck(partitions: readonly Partition[]): FaultCheck | undefined {
  if (partitions.length === 0) return undefined;
  return (_request, timeMs) => (isCutOff(partitions, timeMs) ? UNREACHABLE : undefined);
}

/** Watches that deliver nothing during partitions, and everything that was missed after each. */
export function partitionedWatches(loop: EventLoop, inner: ListWatch, partitions: readonly Partition[]): ListWatch {
  if (partitions.length === 0) return inner;
  const follow: ListWatch["follow"] = (listener, listed, resources) => {
    let held: LogEntry[] = [];
    const flush = () => {
      if (isCutOff(partitions, loop.nowMs)) return;
      const missed = held;
      held = [];
      for (const entry of missed) listener(entry);
    };
    for (const { atMs, forMs } of partitions) {
      if (atMs + forMs >= loop.nowMs) loop.schedule(atMs + forMs, Phase.world, flush);
    }
    inner.follow(
      (entry) => {
        if (held.length > 0 || isCutOff(partitions, loop.nowMs)) held.push(entry);
        else listener(entry);
      },
      listed,
      resources,
    );
  };
  return { ...inner, follow };
}

function isCutOff(partitions: readonly Partition[], timeMs: number): boolean {
  return partitions.some(({ atMs, forMs }) => atMs <= timeMs && timeMs < atMs + forMs);
}
