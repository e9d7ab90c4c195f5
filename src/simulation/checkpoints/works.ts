/**
 * The work of a run and its checkpoints: follows which containers are running, and ends those that are done.
 *
 * Work progresses from the moment at which the status shows a running container. Checkpoints belong to the name of the
 * Job, so a recreated Job finds them.
 */

import type { Job, Pod } from "../../api/types.ts";
import type { PodCommit } from "../../apiserver/log.ts";
import { draw } from "../../engine/distribution.ts";
import { type EventLoop, Phase } from "../../engine/event-loop.ts";
import { randomStream } from "../../engine/random.ts";
import type { WorkTraits } from "../../kubelet/behaviour/work.ts";
import type { PodIdentity, PodScript } from "../../kubelet/script.ts";
import { GangPiece } from "./gang-piece.ts";
import type { MutableAccount, Piece, WorkerAccount } from "./piece.ts";
import { PlainPiece } from "./plain-piece.ts";

export interface WorkWorld {
  readonly loop: EventLoop;
  readonly seed: string;
  job(namespace: string, name: string): Job | undefined;
  /** Ends the leading container of a pod with exit code 0. */
  finish(pod: Pod): void;
}

interface Worker {
  readonly piece: Piece;
  readonly container: string;
  pod: Pod;
  /** Restart count of the running container; absent if it is not running. */
  run: number | undefined;
  /** Restart count of the last run that has ended. */
  dead: number;
}

export class Works {
  readonly #world: WorkWorld;
  readonly #workers = new Map<string, Worker>();
  /** By the name of their Job, index or pod. */
  readonly #pieces = new Map<string, Piece>();
  readonly #accounts = new Map<string, MutableAccount>();
  readonly #timers = new Map<Piece, symbol>();

  /** @internal */
  constructor(world: WorkWorld) {
    this.#world = world;
  }

  /** How each pod with work spent its time, by UID. */
  get accounts(): ReadonlyMap<string, WorkerAccount> {
    return this.#accounts;
  }

  podCreated(pod: Pod, identity: PodIdentity, { work, container }: PodScript): void {
    if (work === undefined) return;
    const name = container ?? pod.spec.containers[0]?.name ?? "";
    const { uid } = pod.metadata;
    const piece = this.#pieceFor(uid, identity, work);
    this.#workers.set(uid, { piece, container: name, pod, run: undefined, dead: -1 });
  }

  follow({ type, object }: PodCommit): void {
    const worker = this.#workers.get(object.metadata.uid);
    if (worker === undefined) return;
    worker.pod = object;
    const own = object.status.containerStatuses?.find(({ name }) => name === worker.container);
    const restarts = own?.restartCount ?? 0;
    const isRunning = type !== "DELETED" && own?.state?.running !== undefined && restarts > worker.dead;
    if (worker.run !== undefined && (!isRunning || restarts !== worker.run)) this.#stop(worker, worker.run);
    if (isRunning && worker.run === undefined) this.#start(worker, restarts);
    if (type === "DELETED") this.#workers.delete(object.metadata.uid);
  }

  /** Called when a node loses power: the containers of its pods are gone, though their statuses do not change. */
  lost(pods: readonly Pod[]): void {
    for (const { metadata } of pods) {
      const worker = this.#workers.get(metadata.uid);
      if (worker?.run !== undefined) this.#stop(worker, worker.run);
    }
  }

  #start(worker: Worker, run: number): void {
    worker.run = run;
    worker.piece.start(worker.pod.metadata.uid, this.#world.loop.nowMs);
    this.#settle(worker.piece);
  }

  #stop(worker: Worker, run: number): void {
    worker.run = undefined;
    worker.dead = run;
    worker.piece.stop(worker.pod.metadata.uid, this.#world.loop.nowMs);
    this.#settle(worker.piece);
  }

  /** Ends workers that are done, and schedules the next check. */
  #settle(piece: Piece): void {
    const { loop } = this.#world;
    const mine = Symbol("timer");
    this.#timers.set(piece, mine);
    const isDone = piece.settle(loop.nowMs).length > 0;
    // Workers end in a separate event, as the kubelet is still handling the change that led here.
    const nextMs = isDone ? loop.nowMs : piece.nextMs(loop.nowMs);
    if (nextMs === undefined) return;
    loop.schedule(nextMs, Phase.world, () => {
      if (this.#timers.get(piece) !== mine) return;
      const done = piece.settle(loop.nowMs);
      for (const uid of done) this.#finish(uid);
      if (done.length === 0) this.#settle(piece);
    });
  }

  #finish(uid: string): void {
    const worker = this.#workers.get(uid);
    if (worker?.run !== undefined) this.#world.finish(worker.pod);
  }

  #pieceFor(uid: string, identity: PodIdentity, work: WorkTraits): Piece {
    const job = `${identity.namespace}/${identity.jobName}`;
    if (work.isGang === true || work.of === "job") return this.#piece(`${job} as a whole`, identity, work);
    if (work.of === "pod") return this.#piece(`${job} pod ${identity.ordinal} ${uid}`, identity, work);
    if (identity.index !== undefined) return this.#piece(`${job} index ${identity.index}`, identity, work);
    // Without indexes, a pod resumes the work of any pod that has ended.
    const taken = new Set([...this.#workers.values()].map(({ piece }) => piece));
    for (let at = 0; ; at++) {
      const piece = this.#piece(`${job} piece ${at}`, identity, work);
      if (!piece.isDone && !taken.has(piece)) return piece;
    }
  }

  #piece(key: string, { namespace, jobName }: PodIdentity, work: WorkTraits): Piece {
    const known = this.#pieces.get(key);
    if (known !== undefined) return known;
    const totalMs = draw(work.total, randomStream(this.#world.seed, "work", key));
    const accountOf = (uid: string) => this.#accountOf(uid);
    const size = () => workersOf(this.#world.job(namespace, jobName));
    const piece =
      work.isGang === true ? new GangPiece(work, totalMs, accountOf, size) : new PlainPiece(work, totalMs, accountOf);
    this.#pieces.set(key, piece);
    return piece;
  }

  #accountOf(uid: string): MutableAccount {
    const known = this.#accounts.get(uid) ?? { lostMs: 0, restoringMs: 0, waitingMs: 0 };
    this.#accounts.set(uid, known);
    return known;
  }
}

/** How many pods of a Job run at the same time: at most as many as it still needs. */
function workersOf(job: Job | undefined): number {
  const { parallelism = 1, completions = Number.POSITIVE_INFINITY } = job?.spec ?? {};
  return Math.min(parallelism, completions - (job?.status.succeeded ?? 0));
}
