/**
 * A controller's view of the API server: a cursor into the log that reads at once, or late.
 *
 * The view holds the objects as of the last commit that was read; handlers are called commit by commit.
 */

import type { Commit } from "../apiserver/log.ts";
import { type EventLoop, Phase } from "../engine/event-loop.ts";

/** Called for each commit when the view learns of it. */
export type CommitHandler<C extends Commit> = (commit: C) => void;

/** A list that was read again, at its place among the commits. */
interface List {
  readonly kind: "list";
  readonly timeMs: number;
  readonly resourceVersion: number;
}

/** Delivers the commits of one resource to one controller process, in order, `lagMs` after they happened. */
export class Informer<C extends Commit> {
  readonly #loop: EventLoop;
  readonly #lagMs: number;
  readonly #deliver: CommitHandler<C>;
  /** Commits that happened and were not delivered yet: the part of the log between the cursor and its end. */
  #undelivered: (C | List)[] = [];
  #draining = false;
  /** One function for all drains: a new one would be a new thing to the compiler each time. */
  readonly #drainDue = () => this.#drain();
  #stopped = false;
  #resourceVersion: number;

  readonly #inTurns: boolean;

  /**
   * @param resourceVersion version of the list that the view starts from
   * @param lagMs how late each commit is seen, 0 or more
   * @param inTurns whether what a commit wakes has its turn before the next commit of the same object is seen, also
   *   where both happened at one instant
   */
  constructor(
    loop: EventLoop,
    lagMs: number,
    resourceVersion: number,
    deliver: CommitHandler<C>,
    { inTurns = false }: { readonly inTurns?: boolean } = {},
  ) {
    this.#inTurns = inTurns;
    this.#loop = loop;
    this.#lagMs = lagMs;
    this.#resourceVersion = resourceVersion;
    this.#deliver = deliver;
  }

  /** The version of the newest commit, or list, that was seen. */
  get resourceVersion(): number {
    return this.#resourceVersion;
  }

  /** Takes note of a commit of the watched resource. */
  committed(commit: C): void {
    this.#take(commit);
  }

  /**
   * Takes note of a list: behind it the view is of its version, even if that shows nothing new, or is an older one.
   */
  listed(resourceVersion: number): void {
    this.#take({ kind: "list", timeMs: this.#loop.nowMs, resourceVersion });
  }

  stop(): void {
    this.#stopped = true;
    this.#undelivered = [];
  }

  #take(change: C | List): void {
    if (this.#stopped) return;
    this.#undelivered.push(change);
    if (!this.#draining) this.#scheduleDrain(change.timeMs + this.#lagMs);
  }

  #scheduleDrain(atMs: number): void {
    this.#draining = true;
    // What the commits of this turn have woken stands in line already.
    const phase = this.#inTurns && atMs === this.#loop.nowMs ? Phase.control : Phase.deliver;
    this.#loop.schedule(atMs, phase, this.#drainDue);
  }

  #drain(): void {
    this.#draining = false;
    const seenUntilMs = this.#loop.nowMs - this.#lagMs;
    const batch = this.#undelivered;
    const later: (C | List)[] = [];
    const turns = this.#inTurns ? new Set<string>() : undefined;
    let next = 0;
    for (; next < batch.length; next++) {
      const commit = batch[next];
      if (commit === undefined || commit.timeMs > seenUntilMs) break;
      if (turns !== undefined && commit.kind === "commit" && hadTurn(turns, commit)) later.push(commit);
      else this.#show(commit);
    }
    this.#undelivered = next === batch.length ? later : [...later, ...batch.slice(next)];
    const following = this.#undelivered[0];
    if (following !== undefined && !this.#stopped) this.#scheduleDrain(following.timeMs + this.#lagMs);
  }

  #show(change: C | List): void {
    this.#resourceVersion = change.resourceVersion;
    if (change.kind === "commit") this.#deliver(change);
  }
}

/** Whether a commit of the same object was shown in this turn; if not, this one is. */
function hadTurn(turns: Set<string>, { object }: Commit): boolean {
  const { uid } = object.metadata;
  if (turns.has(uid)) return true;
  turns.add(uid);
  return false;
}
