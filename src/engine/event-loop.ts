/**
 * The only place where virtual time moves: a priority queue of events ordered by (time, phase, sequence).
 *
 * Time is whole milliseconds since the run began. Events of one instant run by phase, then in the order in which they
 * were scheduled, so a run is one fixed sequence whatever machine it is on.
 */

/**
 * What happens first within one instant. The world (pods, users, writes that take effect) moves before caches learn of
 * it, and caches are current before a controller's timer fires. The recordings show this order wherever it can be seen.
 */
export const Phase = { world: 0, deliver: 1, control: 2 } as const;
export type Phase = (typeof Phase)[keyof typeof Phase];

const PHASES = 4;
const ARITY = 4;
const INITIAL_CAPACITY = 1024;

/**
 * A virtual clock with its pending events.
 *
 * @example
 * const loop = new EventLoop();
 * loop.schedule(250, Phase.world, () => console.log(loop.nowMs));
 * loop.run(1000); // prints 250
 */
export class EventLoop {
  #nowMs = 0;
  #size = 0;
  #sequence = 0;
  #executed = 0;
  // A 4-ary heap in parallel arrays: no object per event, and half the depth of a binary heap.
  #keys = new Float64Array(INITIAL_CAPACITY);
  #sequences = new Float64Array(INITIAL_CAPACITY);
  #actions: (() => void)[] = [];

  /** The current virtual instant, in milliseconds since the run began. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** How many events wait. */
  get pending(): number {
    return this.#size;
  }

  /** How many events have run. */
  get executed(): number {
    return this.#executed;
  }

  /**
   * Plans `action` for the instant `atMs`; an instant that has passed means now.
   *
   * @param atMs whole milliseconds since the run began, at most 2^50
   * @param phase place within that instant
   */
  schedule(atMs: number, phase: Phase, action: () => void): void {
    const key = (atMs > this.#nowMs ? atMs : this.#nowMs) * PHASES + phase;
    if (this.#size === this.#keys.length) this.#grow();
    this.#siftUp(this.#size++, key, this.#sequence++, action);
  }

  /** The instant of the next event, or `undefined` where none waits. */
  peek(): number | undefined {
    return this.#size === 0 ? undefined : Math.floor((this.#keys[0] ?? 0) / PHASES);
  }

  /** Runs the next event; returns whether there was one. */
  step(): boolean {
    if (this.#size === 0) return false;
    const key = this.#keys[0] ?? 0;
    const action = this.#actions[0];
    this.#removeFirst();
    this.#nowMs = Math.floor(key / PHASES);
    this.#executed++;
    action?.();
    return true;
  }

  /** Runs all events up to and including the instant `untilMs`, and leaves the clock there. */
  run(untilMs: number): void {
    const limit = untilMs * PHASES + (PHASES - 1);
    while (this.#size > 0 && (this.#keys[0] ?? 0) <= limit) this.step();
    if (untilMs > this.#nowMs && Number.isFinite(untilMs)) this.#nowMs = untilMs;
  }

  #grow(): void {
    const keys = new Float64Array(this.#keys.length * 2);
    keys.set(this.#keys);
    this.#keys = keys;
    const sequences = new Float64Array(this.#sequences.length * 2);
    sequences.set(this.#sequences);
    this.#sequences = sequences;
  }

  #siftUp(start: number, key: number, sequence: number, action: () => void): void {
    const keys = this.#keys;
    const sequences = this.#sequences;
    const actions = this.#actions;
    let at = start;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      const parentKey = keys[parent] ?? 0;
      // A new event has the highest sequence: equal keys never move it up.
      if (parentKey <= key) break;
      keys[at] = parentKey;
      sequences[at] = sequences[parent] ?? 0;
      actions[at] = actions[parent] ?? noAction;
      at = parent;
    }
    keys[at] = key;
    sequences[at] = sequence;
    actions[at] = action;
  }

  #removeFirst(): void {
    const keys = this.#keys;
    const sequences = this.#sequences;
    const actions = this.#actions;
    const size = --this.#size;
    const key = keys[size] ?? 0;
    const sequence = sequences[size] ?? 0;
    const action = actions.pop() ?? noAction;
    if (size === 0) return;
    let at = 0;
    for (;;) {
      const first = at * ARITY + 1;
      if (first >= size) break;
      const last = Math.min(first + ARITY, size);
      let least = first;
      let leastKey = keys[first] ?? 0;
      for (let child = first + 1; child < last; child++) {
        const childKey = keys[child] ?? 0;
        if (childKey < leastKey || (childKey === leastKey && (sequences[child] ?? 0) < (sequences[least] ?? 0))) {
          least = child;
          leastKey = childKey;
        }
      }
      if (key < leastKey || (key === leastKey && sequence < (sequences[least] ?? 0))) break;
      keys[at] = leastKey;
      sequences[at] = sequences[least] ?? 0;
      actions[at] = actions[least] ?? noAction;
      at = least;
    }
    keys[at] = key;
    sequences[at] = sequence;
    actions[at] = action;
  }
}

function noAction(): void {}
