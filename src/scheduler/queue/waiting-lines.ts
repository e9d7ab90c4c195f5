/**
 * Lines of equal pods that were refused alike: the first of a line waits in the queue for all of them.
 *
 * Whatever helps the first would help the others, and where it fails they would fail too; so nobody has to try them one
 * by one. Without lines each event that frees room means an attempt for each pod that waits.
 */

import type { PodShape } from "../pod-shape.ts";
import type { QueuedPod } from "./queued-pod.ts";

interface Line {
  first: QueuedPod;
  /** Those behind the first, from `next` on; some have left. */
  readonly others: QueuedPod[];
  next: number;
}

export class WaitingLines {
  readonly #lines = new Map<PodShape, Line>();

  /** Whether a pod stands first in a line. */
  isFirst(item: QueuedPod): boolean {
    return this.#lines.get(item.pod.shape)?.first === item;
  }

  /** Puts a pod that was refused at the end of its line; returns whether it stands behind another now. */
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

  /** The first leaves its line; returns who is first now. */
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
      // What was found out about the one before holds for this one.
      next.sinceMs = item.sinceMs;
      next.unschedulableCount = item.unschedulableCount;
      next.backoffEndMs = item.backoffEndMs;
      next.rejectors = item.rejectors;
      return next;
    }
    this.#lines.delete(shape);
    return undefined;
  }

  /** How many may stand behind the first of a shape. */
  lengthOf(shape: PodShape): number {
    const line = this.#lines.get(shape);
    return line === undefined ? 0 : line.others.length - line.next;
  }

  /** Everybody behind the first of a shape. */
  behind(shape: PodShape): readonly QueuedPod[] {
    const line = this.#lines.get(shape);
    return line === undefined ? [] : line.others.slice(line.next).filter(({ place }) => place === "line");
  }

  /** Ends all lines; returns everybody who stood behind another. */
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
