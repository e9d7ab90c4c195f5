/**
 * A simulation that runs beside HTTP: its clock follows the wall clock, times a speed, and stands still while paused.
 *
 * Each write of a client takes place at a millisecond of virtual time in which nothing else begins. So the same writes
 * at the same virtual times give the same log when a scenario replays them, whatever came in between here.
 */

import type { Pod } from "../../api/types.ts";
import type { ApiServer } from "../../apiserver/api-server.ts";
import { Phase } from "../../engine/event-loop.ts";
import type { PodRef } from "../../simulation/plan.ts";
import { NEWEST_RELEASE, type Release } from "../../simulation/releases/releases.ts";
import type { Simulation } from "../../simulation/simulation.ts";
import type { World } from "../context.ts";
import { type Recorder, SilentRecorder, type UserAction } from "./recorder.ts";

/** Real time that one turn of the event loop may take before requests get theirs. */
const SLICE_MS = 15;
/** Events after which the slice is looked at. */
const EVENTS_PER_LOOK = 64;
/** Real time without a request after which an idle clock goes on. */
const IDLE_MS = 5;
/** Longest real time between two looks at the clock. */
const MAX_SLEEP_MS = 1_000;
/** Busy milliseconds that a write waits through; a world with something in each of them is not waited for. */
const MAX_BUSY_MS = 1_000;

/** Events that one request may play: some seconds of work, in which no other request is answered. */
const MOST_ADVANCED_EVENTS = 500_000;

/**
 * Virtual seconds per real second; or `idle`: whenever no request was under way for some milliseconds, the clock jumps
 * to the next thing that happens. Watches count as requests until they have begun.
 */
export type Speed = number | "idle";

export interface LiveOptions {
  readonly speed: Speed;
  readonly paused: boolean;
  /** Reads the wall clock, milliseconds. */
  readonly wallMs: () => number;
  readonly recorder?: Recorder;
  /** Discovery lists versions of old. */
  readonly listsOldApis?: boolean;
}

export interface ClockState {
  /** Virtual milliseconds since the run began. */
  readonly timeMs: number;
  readonly instantMs: number;
  readonly speed: Speed;
  readonly paused: boolean;
  /** When the next thing happens; absent if nothing waits. */
  readonly nextEventMs?: number;
}

export class LiveWorld implements World {
  readonly simulation: Simulation;
  readonly listsOldApis: boolean;
  readonly #wallMs: () => number;
  readonly #recorder: Recorder;
  #speed: Speed;
  #requests = 0;
  #paused: boolean;
  /** Where virtual time stood when the wall clock showed `#anchorWallMs`. */
  #anchorMs: number;
  #anchorWallMs: number;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;
  readonly #ended = new AbortController();

  constructor(simulation: Simulation, options: LiveOptions) {
    this.simulation = simulation;
    this.listsOldApis = options.listsOldApis ?? false;
    this.#speed = options.speed;
    this.#paused = options.paused;
    this.#wallMs = options.wallMs;
    this.#recorder = options.recorder ?? new SilentRecorder();
    simulation.loop.run(0);
    this.#anchorMs = simulation.loop.nowMs;
    this.#anchorWallMs = options.wallMs();
    this.#sleep();
  }

  get server(): ApiServer {
    return this.simulation.server;
  }

  get kubernetes(): Release {
    return this.simulation.plan.kubernetes ?? NEWEST_RELEASE;
  }

  get state(): ClockState {
    const { loop } = this.simulation;
    const next = loop.peek();
    return {
      timeMs: Math.round(loop.nowMs),
      instantMs: this.server.storage.instantMs,
      speed: this.#speed,
      paused: this.#paused,
      ...(next === undefined ? {} : { nextEventMs: next }),
    };
  }

  nowMs(): number {
    this.catchUp();
    return this.server.storage.instantMs;
  }

  write<T>(action: () => T): T {
    this.catchUp();
    const { loop } = this.simulation;
    loop.run(this.#freeInstant());
    try {
      return action();
    } finally {
      // What the write sets off without delay belongs to its instant.
      loop.run(loop.nowMs);
      this.#sleep();
    }
  }

  after(delayMs: number, action: () => void): void {
    const { loop } = this.simulation;
    loop.schedule(loop.nowMs + delayMs, Phase.late, action);
    this.#sleep();
  }

  record(action: UserAction): void {
    this.#recorder.record({ atMs: this.simulation.loop.nowMs, ...action });
  }

  recordOnPod(pod: Pod, action: (pod: PodRef) => UserAction): void {
    const reference = this.simulation.identities.referenceTo(pod.metadata.uid);
    if (reference !== undefined) this.record(action(reference));
  }

  pause(): void {
    this.catchUp();
    this.#paused = true;
    this.#sleep();
  }

  /** Notes that a request is under way; call what is returned when it is answered. */
  begin(): () => void {
    this.#requests++;
    return () => {
      this.#requests--;
      if (this.#speed === "idle" && this.#requests === 0) this.#sleep();
    };
  }

  /** @param speed as before if absent */
  resume(speed = this.#speed): void {
    this.catchUp();
    this.#paused = false;
    this.#speed = speed;
    this.#anchor();
    this.#sleep();
  }

  /**
   * Plays at once what would happen in the next `durationMs`, as far as one turn may go.
   *
   * @returns whether it came to the end
   */
  advance(durationMs: number): boolean {
    this.catchUp();
    const { loop } = this.simulation;
    const dueMs = loop.nowMs + durationMs;
    const lastEvent = loop.executed + MOST_ADVANCED_EVENTS;
    while ((loop.peek() ?? Number.POSITIVE_INFINITY) <= dueMs && loop.executed < lastEvent) loop.step();
    const isDone = (loop.peek() ?? Number.POSITIVE_INFINITY) > dueMs;
    loop.run(isDone ? dueMs : loop.nowMs);
    this.#anchor();
    this.#sleep();
    return isDone;
  }

  /** Plays at once up to an instant, milliseconds since the run began, however much happens until then. */
  playTo(atMs: number): void {
    this.simulation.loop.run(atMs);
    this.#anchor();
    this.#sleep();
  }

  /** Plays at once up to the next thing that happens; returns whether there was one. */
  advanceToNextEvent(): boolean {
    this.catchUp();
    const next = this.simulation.loop.peek();
    if (next === undefined) return false;
    this.advance(Math.max(0, next - this.simulation.loop.nowMs));
    return true;
  }

  /** Plays what is due by the wall clock, as far as a slice of real time goes. */
  catchUp(): void {
    if (this.#paused || this.#isStopped || this.#speed === "idle") return;
    const { loop } = this.simulation;
    const startedMs = this.#wallMs();
    const dueMs = Math.floor(this.#anchorMs + (startedMs - this.#anchorWallMs) * this.#speed);
    for (let count = 1; (loop.peek() ?? Number.POSITIVE_INFINITY) <= dueMs; count++) {
      loop.step();
      if (count % EVENTS_PER_LOOK !== 0 || this.#wallMs() - startedMs < SLICE_MS) continue;
      // A world that cannot keep up runs slower, rather than chase a clock that gets away.
      loop.run(loop.nowMs);
      this.#anchor();
      return;
    }
    if (dueMs > loop.nowMs) loop.run(dueMs);
  }

  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** Stops the clock for good, and ends what watches. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#ended.abort();
  }

  /** Plays an idle clock up to the next thing that a client could see, unless a request has come meanwhile. */
  #goOn(): void {
    const { loop, log } = this.simulation;
    const seen = log.length;
    for (let played = 0; played < EVENTS_PER_LOOK && log.length === seen; played++) {
      const next = loop.peek();
      if (next === undefined || this.#requests > 0 || this.#paused) return;
      loop.run(next);
    }
    this.#sleep();
  }

  #anchor(): void {
    this.#anchorMs = this.simulation.loop.nowMs;
    this.#anchorWallMs = this.#wallMs();
  }

  /** The first millisecond from now on in which nothing begins. */
  #freeInstant(): number {
    const { loop } = this.simulation;
    loop.run(loop.nowMs);
    for (let busy = 0; busy < MAX_BUSY_MS && loop.peek() === loop.nowMs + 1; busy++) loop.run(loop.nowMs + 1);
    return loop.nowMs + 1;
  }

  /** Wakes up when the next thing is due. */
  #sleep(): void {
    clearTimeout(this.#timer);
    const next = this.simulation.loop.peek();
    if (this.#paused || this.#isStopped || next === undefined) return;
    if (this.#speed === "idle") {
      if (this.#requests === 0) this.#timer = setTimeout(() => this.#goOn(), IDLE_MS);
      return;
    }
    const dueWallMs = this.#anchorWallMs + (next - this.#anchorMs) / this.#speed;
    const delayMs = Math.min(Math.max(dueWallMs - this.#wallMs(), 0), MAX_SLEEP_MS);
    this.#timer = setTimeout(() => {
      this.catchUp();
      this.#sleep();
    }, delayMs);
  }
}
