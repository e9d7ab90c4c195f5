/** A binary heap of queued pods that supports the removal of any pod. */

import type { QueuedPod } from "./queued-pod.ts";

export class PodHeap {
  readonly #items: QueuedPod[] = [];
  readonly #isBefore: (a: QueuedPod, b: QueuedPod) => boolean;

  constructor(isBefore: (a: QueuedPod, b: QueuedPod) => boolean) {
    this.#isBefore = isBefore;
  }

  get size(): number {
    return this.#items.length;
  }

  get first(): QueuedPod | undefined {
    return this.#items[0];
  }

  get items(): readonly QueuedPod[] {
    return this.#items;
  }

  add(item: QueuedPod): void {
    this.#items.push(item);
    this.#rise(item, this.#items.length - 1);
  }

  delete(item: QueuedPod): void {
    const at = item.heapIndex;
    const last = this.#items.pop();
    item.heapIndex = -1;
    if (last === undefined || last === item) return;
    this.#rise(last, at);
    this.#sink(last, last.heapIndex);
  }

  pop(): QueuedPod | undefined {
    const [first] = this.#items;
    if (first !== undefined) this.delete(first);
    return first;
  }

  #rise(item: QueuedPod, from: number): void {
    let at = from;
    while (at > 0) {
      const up = (at - 1) >> 1;
      const above = this.#items[up];
      if (above === undefined || !this.#isBefore(item, above)) break;
      this.#put(above, at);
      at = up;
    }
    this.#put(item, at);
  }

  #sink(item: QueuedPod, from: number): void {
    let at = from;
    for (;;) {
      let down = 2 * at + 1;
      let below = this.#items[down];
      const right = this.#items[down + 1];
      if (below === undefined) break;
      if (right !== undefined && this.#isBefore(right, below)) {
        down++;
        below = right;
      }
      if (!this.#isBefore(below, item)) break;
      this.#put(below, at);
      at = down;
    }
    this.#put(item, at);
  }

  #put(item: QueuedPod, at: number): void {
    this.#items[at] = item;
    item.heapIndex = at;
  }
}
