/**
 * A controller's watch of the API server: a cursor into the log that reads immediately or with a lag.
 *
 * Handlers are called once per commit, in order.
 */

import type { Commit } from "../apiserver/log.ts";
import { type EventLoop, Phase } from "../engine/event-loop.ts";

/** Called for each commit when the watch delivers it. */
export type CommitHandler<C extends Commit> = (commit: C) => void;

/** A relist, at its place among the commits. */
interface List {
  readonly kind: "list";
  readonly timeMs: number;
  readonly resourceVersion: number;
}

/** A compact form of commits that are not delivered yet; they are unpacked in order, each once. */
export interface CommitPacking<C extends Commit> {
  /** Returns the index of the commit. */
  add(commit: C): number;
  timeMsAt(index: number): number;
  unpack(index: number): C | undefined;
  /** Forgets all commits, once they are unpacked. */
  clear(): void;
}

export interface InformerOptions<C extends Commit> {
  /**
   * Whether the work that a commit triggers runs before the next commit of the same object is delivered, even if both
   * happened at the same instant.
   */
  readonly inTurns?: boolean;
  /** For resources of which many objects change in one instant. Only without a lag: all must be delivered at once. */
  readonly packing?: CommitPacking<C> | undefined;
}

/** Delivers the commits of one resource to one controller process, in order, `lagMs` after they happened. */
export class Informer<C extends Commit> {
  readonly #loop: EventLoop;
  readonly #lagMs: number;
  readonly #deliver: CommitHandler<C>;
  /** Changes that are not delivered yet: the log between the cursor and its end; packed ones by their index. */
  #undelivered: (C | List | number)[] = [];
  readonly #packing: CommitPacking<C> | undefined;
  #draining = false;
  /** One function for all drains, so that no closure is created per drain. */
  readonly #drainDue = () => this.#drain();
  #stopped = false;
  #resourceVersion: number;

  readonly #inTurns: boolean;

  /**
   * @param resourceVersion version of the initial list
   * @param lagMs how late each commit is seen, 0 or more
   */
  constructor(
    loop: EventLoop,
    lagMs: number,
    resourceVersion: number,
    deliver: CommitHandler<C>,
    { inTurns = false, packing }: InformerOptions<C> = {},
  ) {
    this.#packing = packing;
    this.#inTurns = inTurns;
    this.#loop = loop;
    this.#lagMs = lagMs;
    this.#resourceVersion = resourceVersion;
    this.#deliver = deliver;
  }

  /** The version of the latest commit or list that was delivered. */
  get resourceVersion(): number {
    return this.#resourceVersion;
  }

  /** Queues a commit of the watched resource for delivery. */
  committed(commit: C): void {
    this.#take(commit);
  }

  /** Queues a relist: from there on the version is that of the list, even if the list shows nothing new or is older. */
  listed(resourceVersion: number): void {
    this.#take({ kind: "list", timeMs: this.#loop.nowMs, resourceVersion });
  }

  stop(): void {
    this.#stopped = true;
    this.#undelivered = [];
    this.#packing?.clear();
  }

  #take(change: C | List): void {
    if (this.#stopped) return;
    const isPacked = this.#packing !== undefined && change.kind === "commit";
    this.#undelivered.push(isPacked ? this.#packing.add(change) : change);
    if (!this.#draining) this.#scheduleDrain(change.timeMs + this.#lagMs);
  }

  #scheduleDrain(atMs: number): void {
    this.#draining = true;
    // The work that this turn's commits triggered is already scheduled.
    const phase = this.#inTurns && atMs === this.#loop.nowMs ? Phase.control : Phase.deliver;
    this.#loop.schedule(atMs, phase, this.#drainDue);
  }

  #drain(): void {
    this.#draining = false;
    const seenUntilMs = this.#loop.nowMs - this.#lagMs;
    const batch = this.#undelivered;
    const later: (C | List | number)[] = [];
    const turns = this.#inTurns ? new Set<string>() : undefined;
    let next = 0;
    for (; next < batch.length; next++) {
      const row = batch[next];
      if (row === undefined || this.#timeMsOf(row) > seenUntilMs) break;
      const change = typeof row === "number" ? this.#packing?.unpack(row) : row;
      if (change === undefined) continue;
      if (turns !== undefined && change.kind === "commit" && hadTurn(turns, change)) later.push(change);
      else this.#show(change);
    }
    this.#undelivered = next === batch.length ? later : [...later, ...batch.slice(next)];
    if (next === batch.length) this.#packing?.clear();
    const following = this.#undelivered[0];
    if (following !== undefined && !this.#stopped) this.#scheduleDrain(this.#timeMsOf(following) + this.#lagMs);
  }

  #timeMsOf(row: C | List | number): number {
    return typeof row === "number" ? (this.#packing?.timeMsAt(row) ?? 0) : row.timeMs;
  }

  #show(change: C | List): void {
    this.#resourceVersion = change.resourceVersion;
    if (change.kind === "commit") this.#deliver(change);
  }
}

/** Whether a commit of the same object was already delivered in this turn; if not, marks this one as delivered. */
function hadTurn(turns: Set<string>, { object }: Commit): boolean {
  const { uid } = object.metadata;
  if (turns.has(uid)) return true;
  turns.add(uid);
  return false;
}
