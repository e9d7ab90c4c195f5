/** The container runtime of one pod, which plays the behaviour of its containers. */

import { secondsToDurationMs } from "../../api/go-duration.ts";
import type { KubeletChance } from "../chance.ts";
import { SIGKILL_EXIT_CODE } from "../constants.ts";
import { Latch, type Tasks } from "../tasks.ts";
import { type ContainerBehaviour, runOf } from "./behaviour.ts";
import type { ContainerRecord, RuntimeStatus, Sandbox } from "./record.ts";

/** Callbacks of the runtime. */
export interface RuntimeObserver {
  /** A container started or ended, or a sandbox was created or stopped: the kubelet syncs the pod. */
  changed(): void;
  /** Called with each action, for recordings. */
  saw?(what: RuntimeAction): void;
}

export type RuntimeAction =
  | { readonly op: "sandboxUp" | "sandboxDown"; readonly attempt: number }
  | { readonly op: "started" | "startError" | "exited" | "removed"; readonly record: ContainerRecord }
  | { readonly op: "stop"; readonly record: ContainerRecord; readonly graceSeconds: number };

/** The address of all pods, as nothing connects to them; clients are shown different ones. */
export const POD_IP = "10.0.0.1";
const START_ERROR_EXIT_CODE = 128;

/** Exit code and reason that containerd reports for a container that was lost with its node. */
const LOST_WITH_NODE = { exitCode: 255, reason: "Unknown" } as const;

/** What a runtime leaves behind when its node loses power. */
export interface Remains extends RuntimeStatus {
  /** Number of created instances, by container. */
  readonly created: ReadonlyMap<string, number>;
  /** Number of restarts according to the log directory, by container. */
  readonly logs: ReadonlyMap<string, number>;
}

interface Process {
  readonly ended: Latch;
  signalled: boolean;
  /** Whether it ended at the end of its run and not because of a signal. */
  endedByItself: boolean;
}

export class PodRuntime {
  readonly #tasks: Tasks;
  readonly #behaviours: (container: string) => ContainerBehaviour;
  readonly #observer: RuntimeObserver;
  readonly #chance: KubeletChance;
  #sandbox: Sandbox | undefined;
  #records: readonly ContainerRecord[] = [];
  readonly #processes = new Map<string, Process>();
  /** Number of created instances, by container. */
  readonly #created = new Map<string, number>();
  /** Restart count of the next instance if no record is left, by container. */
  readonly #logs = new Map<string, number>();

  constructor(
    tasks: Tasks,
    behaviours: (container: string) => ContainerBehaviour,
    observer: RuntimeObserver,
    chance: KubeletChance,
  ) {
    this.#tasks = tasks;
    this.#behaviours = behaviours;
    this.#observer = observer;
    this.#chance = chance;
  }

  /** What is on disk and survives a power loss of the node. */
  get remains(): Remains {
    const { sandbox, records } = this.status;
    return { sandbox, records, created: new Map(this.#created), logs: new Map(this.#logs) };
  }

  /** Starts with what an earlier runtime left behind: containers that were running are dead. */
  recover({ sandbox, records, created, logs }: Remains): void {
    this.#sandbox = sandbox && { ...sandbox, ready: false };
    this.#records = records.filter(({ state }) => state !== "created").map((record) => this.#dead(record));
    for (const [name, count] of created) this.#created.set(name, count);
    for (const [name, count] of logs) this.#logs.set(name, count);
  }

  #dead(record: ContainerRecord): ContainerRecord {
    if (record.state === "exited") return record;
    return { ...record, ...LOST_WITH_NODE, state: "exited", finishedMs: this.#tasks.nowMs };
  }

  /** The current status. */
  get status(): RuntimeStatus {
    return { sandbox: this.#sandbox, records: this.#records };
  }

  /** The current record of a container. */
  current(id: string): ContainerRecord | undefined {
    return this.#records.find((record) => record.id === id);
  }

  /** Opens when the container has ended. */
  ended(id: string): Latch {
    return this.#processes.get(id)?.ended ?? OPEN;
  }

  createSandbox(): Sandbox {
    const attempt = this.#sandbox === undefined ? 0 : this.#sandbox.attempt + 1;
    const sandbox: Sandbox = { attempt, ready: true, ip: POD_IP };
    this.#sandbox = sandbox;
    this.#observer.saw?.({ op: "sandboxUp", attempt });
    this.#observer.changed();
    return sandbox;
  }

  stopSandbox(): void {
    if (this.#sandbox?.ready !== true) return;
    this.#sandbox = { ...this.#sandbox, ready: false };
    this.#observer.saw?.({ op: "sandboxDown", attempt: this.#sandbox.attempt });
    this.#observer.changed();
  }

  create(name: string, restartCount: number): ContainerRecord {
    const attempt = this.#created.get(name) ?? 0;
    this.#created.set(name, attempt + 1);
    this.#logs.set(name, restartCount + 1);
    const sandbox = this.#sandbox?.attempt ?? 0;
    const record: ContainerRecord = {
      id: `${name}.${attempt}`,
      name,
      attempt,
      restartCount,
      sandbox,
      state: "created",
      startedMs: undefined,
      finishedMs: undefined,
      exitCode: undefined,
      reason: undefined,
      message: undefined,
    };
    this.#records = [record, ...this.#records];
    this.#processes.set(record.id, { ended: new Latch(), signalled: false, endedByItself: false });
    return record;
  }

  /** The number of restarts according to the log directory of a container. */
  restartsLogged(name: string): number {
    return this.#logs.get(name) ?? 0;
  }

  /** Starts a created container; returns the error if it cannot. */
  start(created: ContainerRecord): string | undefined {
    const run = runOf(this.#behaviours(created.name), created.attempt);
    if (run.startError !== undefined) {
      const message = run.startError;
      const [exitCode, reason] = [START_ERROR_EXIT_CODE, "StartError"];
      this.#replace({ ...created, state: "exited", finishedMs: this.#tasks.nowMs, exitCode, reason, message });
      this.#observer.saw?.({ op: "startError", record: created });
      this.#processes.get(created.id)?.ended.open();
      this.#observer.changed();
      return message;
    }
    const running: ContainerRecord = { ...created, state: "running", startedMs: this.#tasks.nowMs };
    this.#replace(running);
    this.#observer.saw?.({ op: "started", record: running });
    this.#observer.changed();
    const { runMs, exitCode, reason } = run;
    if (runMs !== undefined) this.#tasks.after(runMs, () => this.#end(running.id, exitCode, reason));
    return undefined;
  }

  /** Whether a container ended at the end of its run and not because of a signal. */
  endedByItself(id: string): boolean {
    return this.#processes.get(id)?.endedByItself === true;
  }

  /** Sends the stop signal, and kills the container after the grace period. */
  stop(id: string, graceSeconds: number): void {
    const process = this.#processes.get(id);
    const record = this.current(id);
    if (process === undefined || record?.state !== "running") return;
    this.#observer.saw?.({ op: "stop", record, graceSeconds });
    const graceMs = secondsToDurationMs(graceSeconds);
    const planKill = (): void => this.#tasks.after(Math.max(0, graceMs), () => this.#exit(id, SIGKILL_EXIT_CODE));
    // If both are due at the same instant, the one that is scheduled first comes first.
    if (this.#chance.endOrKill === "killed") planKill();
    // The runtime sends no signal if its 64-bit nanoseconds have overflowed.
    if (graceMs >= 0) this.#signal(process, record);
    if (this.#chance.endOrKill === "ended") planKill();
  }

  /** Sends the stop signal, unless it was sent before. */
  #signal(process: Process, { id, name }: ContainerRecord): void {
    const { onTerm } = this.#behaviours(name);
    if (process.signalled || onTerm === "ignore") return;
    process.signalled = true;
    const { afterMs, exitCode } = onTerm;
    if (afterMs === 0) this.#exit(id, exitCode);
    else this.#tasks.after(afterMs, () => this.#exit(id, exitCode));
  }

  /** A container exits now, at the end of its run. */
  finish(id: string, exitCode: number): void {
    this.#end(id, exitCode, undefined);
  }

  /** Removes the record of a container that has ended. */
  remove(id: string): void {
    const record = this.current(id);
    if (record === undefined) return;
    this.#records = this.#records.filter((other) => other !== record);
    this.#processes.delete(id);
    this.#observer.saw?.({ op: "removed", record });
  }

  /** All containers end at once with their node; the kubelet learns of it when the node is back. */
  lose(exitCode: number, reason: string): void {
    for (const { id, state } of this.#records) if (state === "running") this.#exit(id, exitCode, reason);
    this.stopSandbox();
  }

  #end(id: string, exitCode: number, reason: string | undefined): void {
    const process = this.#processes.get(id);
    if (process !== undefined && !process.ended.isOpen) process.endedByItself = true;
    this.#exit(id, exitCode, reason);
  }

  #exit(id: string, exitCode: number, reason = exitCode === 0 ? "Completed" : "Error"): void {
    const process = this.#processes.get(id);
    const record = this.current(id);
    if (process === undefined || process.ended.isOpen || record === undefined) return;
    const dead: ContainerRecord = { ...record, state: "exited", finishedMs: this.#tasks.nowMs, exitCode, reason };
    this.#replace(dead);
    this.#observer.saw?.({ op: "exited", record: dead });
    process.ended.open();
    this.#observer.changed();
  }

  #replace(next: ContainerRecord): void {
    this.#records = this.#records.map((record) => (record.id === next.id ? next : record));
  }
}

const OPEN = new Latch();
OPEN.open();
