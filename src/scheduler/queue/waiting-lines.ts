/**
 * Lines of pods of one shape that were rejected for the same reasons: only the first pod of a line is in the queue.
 *
 * What helps the first pod would help the others, and if it fails they would fail too, so they are not tried one by
 * one. Without lines, each event that frees resources leads to an attempt for every waiting pod.
 */

import type { PodShape } from "../pod-shape.ts";
import type { QueuedPod } from "./queued-pod.ts";

interface Line {
  first: QueuedPod;
  /** The pods behind the first one, from `next` on; some may have left. */
  readonly others: QueuedPod[];
  next: number;
}

export class WaitingLines {
  readonly #lines = new Map<PodShape, Line>();

  /** Whether a pod is the first of a line. */
  isFirst(item: QueuedPod): boolean {
    return this.#lines.get(item.pod.shape)?.first === item;
  }

  /** Adds a rejected pod to the end of its line; returns whether it is behind another pod now. */
  join(item: QueuedPod): boolean {
    const line = this.#lines.get(item.pod.shape);
    if (line === undefined) {
      this.#lines.set(item.pod.shape, { first: item, others: [], next: 0 });
      return false;
    }
    if (line.first === item) return false;
    if (line.first.place !== "pool" || !isSame(line.first.rejectors, item.rejectors)) return false;
    line.others.push(item);
    item.place = "line";
    return true;
  }

  /** Removes the first pod of a line; returns the new first one. */
  advance(item: QueuedPod): QueuedPod | undefined {
    const { shape } = item.pod;
    const line = this.#lines.get(shape);
    if (line?.first !== item) return undefined;
    while (line.next < line.others.length) {
      const next = line.others[line.next++];
      if (next?.place !== "line") continue;
      if (line.next > COMPACT_AT && line.next * 2 > line.others.length) {
        line.others.splice(0, line.next);
        line.next = 0;
      }
      line.first = next;
      next.place = "nowhere";
      // The state of the previous first pod applies to this one.
      next.sinceMs = item.sinceMs;
      next.unschedulableCount = item.unschedulableCount;
      next.backoffEndMs = item.backoffEndMs;
      next.rejectors = item.rejectors;
      return next;
    }
    this.#lines.delete(shape);
    return undefined;
  }

  /** An upper bound for the number of pods behind the first of a shape. */
  lengthOf(shape: PodShape): number {
    const line = this.#lines.get(shape);
    return line === undefined ? 0 : line.others.length - line.next;
  }

  /** The pods behind the first of a shape. */
  behind(shape: PodShape): readonly QueuedPod[] {
    const line = this.#lines.get(shape);
    return line === undefined ? [] : line.others.slice(line.next).filter(({ place }) => place === "line");
  }

  /** Ends all lines; returns the pods that were behind another. */
  dissolve(): QueuedPod[] {
    const all = [...this.#lines.values()].flatMap(({ others, next }) => others.slice(next));
    this.#lines.clear();
    return all.filter(({ place }) => place === "line");
  }
}

const COMPACT_AT = 1024;

function isSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((plugin) => b.has(plugin));
}
