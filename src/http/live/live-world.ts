/**
 * A simulation behind HTTP: its clock follows the wall clock, multiplied by a speed, and stops while it is paused.
 *
 * Each write of a client happens at a millisecond of virtual time with no other event, so a scenario that replays the
 * same writes at the same virtual times gets the same log, whatever happened in between.
 */

import type { Pod } from "../../api/types.ts";
import type { ApiServer } from "../../apiserver/api-server.ts";
import { Phase } from "../../engine/event-loop.ts";
import type { PodRef } from "../../simulation/plan.ts";
import { NEWEST_RELEASE, type Release } from "../../simulation/releases/releases.ts";
import type { BatchReviews } from "../../simulation/reviews/reviews.ts";
import type { Simulation } from "../../simulation/simulation.ts";
import type { ReviewedWorld } from "../webhooks/controller-reviews.ts";
import type { ClockState, LiveOptions, Speed } from "./live-options.ts";
import { type Recorder, SilentRecorder, type UserAction } from "./recorder.ts";
import { ReviewHold } from "./review-hold.ts";
import { SchedulePause } from "./schedule-pause.ts";

/** Real time that one turn of the event loop may take before requests are served. */
const SLICE_MS = 15;
/** Number of events between checks of the slice. */
const EVENTS_PER_LOOK = 64;
/** Real time without a request after which an idle clock advances. */
const IDLE_MS = 5;
/** Maximum real time between checks of the clock. */
const MAX_SLEEP_MS = 1_000;
/** Busy milliseconds that a write waits for a free one; after that it does not wait. */
const MAX_BUSY_MS = 1_000;
/** Maximum number of events per request: some seconds of work, in which no other request is answered. */
const MOST_ADVANCED_EVENTS = 500_000;

/** A simulation with a clock that follows the wall clock. */
export class LiveWorld implements ReviewedWorld {
  readonly simulation: Simulation;
  readonly listsOldApis: boolean;
  readonly tokenKey: Uint8Array | undefined;
  readonly #wallMs: () => number;
  readonly #recorder: Recorder;
  #speed: Speed;
  #requests = 0;
  readonly #reviewHold = new ReviewHold(() => this.#released());
  #paused: boolean;
  /** Virtual time at the wall-clock time `#anchorWallMs`. */
  #anchorMs: number;
  #anchorWallMs: number;
  #timer: NodeJS.Timeout | undefined;
  readonly #schedulePause: SchedulePause;
  readonly #ended = new AbortController();

  constructor(simulation: Simulation, options: LiveOptions) {
    this.simulation = simulation;
    this.#schedulePause = new SchedulePause(simulation);
    this.listsOldApis = options.listsOldApis ?? false;
    this.tokenKey = options.tokenKey;
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

  get reviews(): BatchReviews | undefined {
    return this.simulation.reviews;
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

  isIdle(): boolean {
    return this.#speed === "idle";
  }

  watched(change: 1 | -1): void {
    this.#schedulePause.watched(change);
    if (this.#speed === "idle") this.#sleep();
  }

  nowMs(): number {
    this.catchUp();
    return this.server.storage.instantMs;
  }

  leaseRenewedMs(node: string): number | undefined {
    return this.simulation.nodes?.leaseRenewedMs(node);
  }

  write<T>(action: () => T): T {
    this.catchUp();
    const { loop } = this.simulation;
    loop.run(this.#freeInstant());
    try {
      return action();
    } finally {
      // Immediate effects of the write belong to its instant.
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

  /** Marks a request as active; call the returned function when it is answered. */
  begin(): () => void {
    this.#requests++;
    this.#schedulePause.asked();
    return () => {
      this.#requests--;
      if (this.#speed === "idle" && this.#requests === 0) this.#sleep();
    };
  }

  /** @param speed unchanged if absent */
  resume(speed = this.#speed): void {
    this.catchUp();
    this.#paused = false;
    this.#speed = speed;
    this.#anchor();
    this.#sleep();
  }

  /**
   * Plays the next `durationMs` immediately, up to the limit of one turn.
   *
   * @returns whether the whole duration was played
   */
  advance(durationMs: number): boolean {
    this.catchUp();
    return this.#advanceTo(this.simulation.loop.nowMs + durationMs);
  }

  /** Whether the clock was held by a review on its way to where it was advanced to. */
  get isInterrupted(): boolean {
    return this.#reviewHold.targetMs !== undefined;
  }

  /** Resolves once a clock that was held by a review on its way is where it was advanced to. */
  arrived(): Promise<void> {
    return this.#reviewHold.arrived();
  }

  hold(): () => void {
    return this.#reviewHold.begin();
  }

  /** Plays up to a virtual time in milliseconds, without a limit. */
  playTo(atMs: number): void {
    this.simulation.loop.run(atMs);
    this.#anchor();
    this.#sleep();
  }

  /** Plays up to the next event; returns whether there was one. */
  advanceToNextEvent(): boolean {
    this.catchUp();
    const next = this.simulation.loop.peek();
    if (next === undefined) return false;
    this.advance(Math.max(0, next - this.simulation.loop.nowMs));
    return true;
  }

  /** Plays the events that are due, for at most one slice of real time. */
  catchUp(): void {
    if (this.#paused || this.ended.aborted || this.#speed === "idle" || this.#reviewHold.isOn) return;
    const { loop } = this.simulation;
    const startedMs = this.#wallMs();
    const dueMs = Math.floor(this.#anchorMs + (startedMs - this.#anchorWallMs) * this.#speed);
    for (let count = 1; (loop.peek() ?? Number.POSITIVE_INFINITY) <= dueMs; count++) {
      loop.step();
      if (this.#reviewHold.isOn) return;
      if (count % EVENTS_PER_LOOK !== 0 || this.#wallMs() - startedMs < SLICE_MS) continue;
      // A world that cannot keep up slows down instead of chasing the clock.
      loop.run(loop.nowMs);
      this.#anchor();
      return;
    }
    if (dueMs > loop.nowMs) loop.run(dueMs);
  }

  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** Stops the clock and ends watches. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#ended.abort();
    this.#reviewHold.arrive();
  }

  /** Advances an idle clock to the next change that clients can see, unless a request arrives first. */
  #goOn(): void {
    const { loop, log } = this.simulation;
    const seen = log.length;
    for (let played = 0; played < EVENTS_PER_LOOK && log.length === seen; played++) {
      const next = loop.peek();
      if (next === undefined || this.#requests > 0 || this.#paused || this.#reviewHold.isOn) return;
      if (this.#schedulePause.holds(next)) return;
      loop.run(next);
    }
    this.#sleep();
  }

  /** Returns whether the instant was reached, or will be after a review. */
  #advanceTo(targetMs: number): boolean {
    const { loop } = this.simulation;
    const lastEvent = loop.executed + MOST_ADVANCED_EVENTS;
    const isDue = () => (loop.peek() ?? Number.POSITIVE_INFINITY) <= targetMs;
    while (isDue() && loop.executed < lastEvent && !this.#reviewHold.isOn) loop.step();
    if (this.#reviewHold.isOn) {
      this.#reviewHold.interrupt(targetMs);
      return true;
    }
    const isDone = !isDue();
    loop.run(isDone ? Math.max(targetMs, loop.nowMs) : loop.nowMs);
    this.#reviewHold.arrive();
    this.#anchor();
    this.#sleep();
    return isDone;
  }

  /** Time goes on after reviews. */
  #released(): void {
    if (this.ended.aborted) return;
    this.#anchor();
    const { targetMs } = this.#reviewHold;
    if (targetMs !== undefined) this.#advanceTo(targetMs);
    this.#sleep();
  }

  #anchor(): void {
    this.#anchorMs = this.simulation.loop.nowMs;
    this.#anchorWallMs = this.#wallMs();
  }

  /** The first millisecond from now on without an event. */
  #freeInstant(): number {
    const { loop } = this.simulation;
    loop.run(loop.nowMs);
    for (let busy = 0; busy < MAX_BUSY_MS && loop.peek() === loop.nowMs + 1; busy++) loop.run(loop.nowMs + 1);
    return loop.nowMs + 1;
  }

  /** Schedules a wake-up for the next event. */
  #sleep(): void {
    clearTimeout(this.#timer);
    const next = this.simulation.loop.peek();
    if (this.#paused || this.ended.aborted || next === undefined || this.#reviewHold.isOn) return;
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
