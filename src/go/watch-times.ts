/** When a watch shows a change, under delays, stalls and breaks. */

import { JOB, POD } from "../api/kinds/workloads.ts";
import {
  type Disturbance,
  isOfWatches,
  isOldList,
  isStaleReads,
  type OldList,
  type StaleReads,
  type WatchDisturbance,
  type WatchedResource,
} from "../simulation/faults/disturbance.ts";
import type { SimulationPlan } from "../simulation/plan.ts";

type WatchPlan = Pick<SimulationPlan, "disturbances" | "watchLagMs">;

/** When a watch was opened, and how stale its cache was. */
export interface Opened {
  readonly atMs: number;
  readonly behindMs: number;
}

/** What happens to the watches of one resource. */
export class WatchTimes {
  readonly #ofWatches: readonly WatchDisturbance[];
  readonly #oldLists: readonly OldList[];
  readonly #staleReads: readonly StaleReads[];
  readonly #lagMs: number;

  constructor({ disturbances = [], watchLagMs = {} }: WatchPlan, resource: WatchedResource) {
    const isHere = (found: Disturbance) => "resource" in found && found.resource === resource;
    this.#ofWatches = disturbances.filter(isOfWatches).filter(isHere);
    this.#oldLists = disturbances.filter(isOldList).filter(isHere);
    this.#staleReads = disturbances.filter(isStaleReads).filter(isHere);
    const lags: Readonly<Record<string, number | undefined>> = {
      [JOB.resource]: watchLagMs.jobs,
      [POD.resource]: watchLagMs.pods,
    };
    this.#lagMs = lags[resource] ?? 0;
  }

  /** When a change that was committed at an instant is shown; earlier changes may hold it back further. */
  shownMs(committedMs: number, opened: Opened): number {
    const lateMs = this.#at("late", committedMs).reduce((sum, { byMs }) => sum + byMs, 0);
    const behindMs = committedMs < opened.atMs ? opened.behindMs : 0;
    const dueMs = committedMs + Math.max(this.#lagMs + lateMs, behindMs);
    return Math.max(dueMs, this.stalledUntilMs(dueMs));
  }

  /** Until when a watch shows nothing; the instant itself if nothing blocks it. */
  stalledUntilMs(nowMs: number): number {
    const stalls = this.#at("stall", nowMs);
    if (stalls.length === 0) return nowMs;
    return this.stalledUntilMs(Math.max(...stalls.map(({ atMs, forMs }) => atMs + forMs)));
  }

  /** Whether changes are shown twice. */
  isRepeating(nowMs: number): boolean {
    return this.#at("repeat", nowMs).length > 0;
  }

  /** Whether lists and watches are refused because the watch has broken and cannot be reopened yet. */
  isBroken(nowMs: number): boolean {
    return this.#at("relist", nowMs).length > 0;
  }

  /** The instants at which open watches break. */
  get breaksMs(): readonly number[] {
    return this.#ofWatches.filter(({ kind }) => kind === "relist").map(({ atMs }) => atMs);
  }

  /**
   * How old a list is that is requested now; 0 if it is current. After a break it comes from a cache that has not
   * caught up yet; a process that starts while the cache is stale gets what the cache has.
   *
   * @param startedMs when the requesting process started
   */
  listBehindMs(nowMs: number, startedMs: number): number {
    const relisted = this.#ofWatches.flatMap((found) => {
      if (found.kind !== "relist") return [];
      const { atMs, forMs, behindMs = 0 } = found;
      return atMs + forMs <= nowMs && nowMs < atMs + forMs + behindMs ? [behindMs] : [];
    });
    const old = this.#oldLists.filter(
      ({ atMs, forMs }) => atMs <= startedMs && startedMs <= nowMs && nowMs < atMs + forMs,
    );
    return Math.max(0, ...relisted, ...old.map(({ behindMs }) => behindMs));
  }

  /** How old the answer to a read is that allows an old one; 0 if it is of now. */
  readBehindMs(nowMs: number, startedMs: number): number {
    const stale = this.#staleReads.filter(({ atMs, forMs }) => atMs <= nowMs && nowMs < atMs + forMs);
    return Math.max(this.listBehindMs(nowMs, startedMs), ...stale.map(({ behindMs }) => behindMs));
  }

  #at<K extends WatchDisturbance["kind"]>(kind: K, nowMs: number): Extract<WatchDisturbance, { kind: K }>[] {
    return this.#ofWatches.filter(
      (found): found is Extract<WatchDisturbance, { kind: K }> =>
        found.kind === kind && found.atMs <= nowMs && nowMs < found.atMs + found.forMs,
    );
  }
}
