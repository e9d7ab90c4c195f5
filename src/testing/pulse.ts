/**
 * Signs of life of threads that play runs, in memory that they share with whoever watches them: a thread that is in an
 * endless loop cannot say so itself.
 */

import { builtInControllers } from "../simulation/controllers/built-in.ts";
import { type Host, type StartControllers, together } from "../simulation/controllers/controllers.ts";

/** A number that says what is played, how often something happened, and whether something is being played. */
const BYTES_PER_THREAD = Float64Array.BYTES_PER_ELEMENT + 2 * Int32Array.BYTES_PER_ELEMENT;

/** Memory for the pulses of so many threads. */
export function pulseMemory(threads: number): SharedArrayBuffer {
  return new SharedArrayBuffer(threads * BYTES_PER_THREAD);
}

/** What can be passed to a thread. */
export interface SharedPulse {
  readonly memory: SharedArrayBuffer;
  /** Which thread it is, from 0. */
  readonly thread: number;
}

/** The pulse of one thread. */
export class Pulse {
  readonly #thread: number;
  readonly #playing: Float64Array;
  readonly #counts: Int32Array;

  constructor({ memory, thread }: SharedPulse) {
    const threads = memory.byteLength / BYTES_PER_THREAD;
    this.#thread = thread;
    this.#playing = new Float64Array(memory, 0, threads);
    this.#counts = new Int32Array(memory, threads * Float64Array.BYTES_PER_ELEMENT, 2 * threads);
  }

  /** The seed of the run, or the number of the part of a search, that is being played. */
  get playing(): number {
    return this.#playing[this.#thread] ?? 0;
  }

  /** How often something happened; `undefined` while nothing is being played. */
  get beats(): number | undefined {
    return Atomics.load(this.#counts, 2 * this.#thread + 1) === 1
      ? Atomics.load(this.#counts, 2 * this.#thread)
      : undefined;
  }

  /** Says what is being played from now on. */
  play(playing: number): void {
    this.#playing[this.#thread] = playing;
    Atomics.store(this.#counts, 2 * this.#thread + 1, 1);
    this.beat();
  }

  /** Something happens. */
  beat(): void {
    Atomics.add(this.#counts, 2 * this.#thread, 1);
  }

  /** Nothing is being played any more. */
  rest(): void {
    Atomics.store(this.#counts, 2 * this.#thread + 1, 0);
  }
}

/** The controllers of a run, next to what makes its entries the beats of a pulse. */
export function withPulse(controllers: StartControllers = builtInControllers, pulse?: Pulse): StartControllers {
  if (pulse === undefined) return controllers;
  return together(controllers, ({ server }: Host) => {
    pulse.beat();
    server.storage.log.follow(() => pulse.beat());
    return { stop: () => {} };
  });
}
