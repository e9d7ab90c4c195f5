/** What the author of a workload draws from: numbers, lists, instants that coincide, features that are on or off. */

import type { JsonObject } from "../../api/json.ts";
import { fixed } from "../../engine/distribution.ts";
import { always } from "../../kubelet/behaviour/exit-choice.ts";
import type { PodTraits } from "../../kubelet/behaviour/rules.ts";
import type { FeatureSet } from "../generate/features.ts";
import { drawJob } from "../generate/job.ts";
import type { Scale } from "../generate/scale.ts";
import { type Choices, chance, pick, someOf } from "../source.ts";
import type { RecordingSource } from "./choices.ts";

/**
 * Draws the world of one run. Whatever is drawn is shrunk by drawing it again from simpler choices: smaller numbers,
 * earlier entries of lists, fewer items. So put the simplest first.
 */
export interface Draw {
  /** A whole number from `min` to `max`, both included; `min` is the simplest. */
  integer(min: number, max: number): number;
  /** True this many times in a hundred, half of the time by default; false is simpler. */
  chance(percent?: number): boolean;
  /** One of a list; the first is the simplest. */
  oneOf<T>(list: Choices<T>): T;
  /** Some of a list, in its order. */
  someOf<T>(list: readonly T[]): T[];
  /** A list of `min` to `max` items; shrinking leaves items out. */
  list<T>(min: number, max: number, item: (at: number) => T): T[];
  /**
   * When something happens, in milliseconds since the run began. In most runs several things happen at nearly the same
   * time, and so do faults: most bugs want that.
   *
   * @param mostMs the latest instant; by default, as late as users and faults act
   */
  instantMs(mostMs?: number): number;
  /** A span of at most this many milliseconds; often whole seconds. */
  durationMs(mostMs: number): number;
  /**
   * Whether your own feature is on in this run. Each run has some and lacks others (swarm testing): a mix of everything
   * hides what only shows if something else is absent.
   */
  feature(name: string): boolean;
  /** The manifest of a Job over all features of Jobs, as the engine draws its own. */
  job(name: string): JsonObject;
  /** How a pod behaves: when it starts, how long it runs, how it ends; at its simplest, short and successful. */
  pod(): PodTraits;
  /** What must hold for the world: a draw that does not satisfy it is dropped, and another one is made. */
  assume(condition: boolean): void;
}

/** The draw has led to a world that the workload rules out. */
export class AssumptionError extends Error {
  override readonly name = "AssumptionError";
}

/** How close together things are in a run: shares in percent. */
const CROWDED: Choices<number> = [90, 70, 40, 0];
const MOST_INSTANTS = 2;
/** How far apart things at a busy instant may be: longer than the pause in which a controller gathers events. */
const APART_MS = 1_500;
const OWN_FEATURE_PERCENT = 50;
const FAILING_POD_PERCENT = 20;
const LONGEST_START_MS = 5_000;

/** A draw, and its busy instants. */
export class WorldDraw implements Draw {
  /** The busy instants. */
  readonly busyMs: readonly number[];
  readonly #source: RecordingSource;
  readonly #jobFeatures: FeatureSet;
  readonly #scale: Scale;
  readonly #crowdedPercent: number;
  readonly #ownFeatures = new Map<string, boolean>();

  /** @param jobFeatures features of the Jobs that the engine draws */
  constructor(source: RecordingSource, jobFeatures: FeatureSet, scale: Scale) {
    this.#source = source;
    this.#jobFeatures = jobFeatures;
    this.#scale = scale;
    this.#crowdedPercent = pick(source, CROWDED);
    this.busyMs = source.list(1, MOST_INSTANTS, () => this.durationMs(scale.busyMs));
  }

  integer(min: number, max: number): number {
    return min + this.#source.below(max - min + 1);
  }

  chance(percent = 50): boolean {
    return chance(this.#source, percent);
  }

  oneOf<T>(list: Choices<T>): T {
    return pick(this.#source, list);
  }

  someOf<T>(list: readonly T[]): T[] {
    return someOf(this.#source, list, 50);
  }

  list<T>(min: number, max: number, item: (at: number) => T): T[] {
    return this.#source.list(min, max, item);
  }

  instantMs(mostMs = this.#scale.activeMs): number {
    // Low numbers stand for busy instants: two things at once are simpler than two instants.
    if (this.#source.below(100) >= this.#crowdedPercent) return this.durationMs(mostMs);
    const busyMs = this.busyMs[this.#source.below(this.busyMs.length)] ?? 0;
    const apartMs = this.chance() ? this.integer(0, APART_MS) : 0;
    return Math.min(mostMs, busyMs + apartMs);
  }

  durationMs(mostMs: number): number {
    const isRound = this.#source.below(2) === 0;
    return isRound ? this.integer(0, Math.floor(mostMs / 1000)) * 1000 : this.integer(0, mostMs);
  }

  feature(name: string): boolean {
    const known = this.#ownFeatures.get(name);
    if (known !== undefined) return known;
    const isOn = this.chance(OWN_FEATURE_PERCENT);
    this.#ownFeatures.set(name, isOn);
    return isOn;
  }

  job(name: string): JsonObject {
    return drawJob(this.#source, this.#jobFeatures, this.#scale, name).manifest;
  }

  pod(): PodTraits {
    return {
      schedule: fixed(0),
      start: fixed(this.durationMs(LONGEST_START_MS)),
      run: fixed(this.durationMs(this.#scale.runMs)),
      exit: always(this.chance(FAILING_POD_PERCENT) ? 1 : 0),
      terminationTime: fixed(this.durationMs(this.#scale.stopMs)),
    };
  }

  assume(condition: boolean): void {
    if (!condition) throw new AssumptionError("this world is ruled out");
  }
}
