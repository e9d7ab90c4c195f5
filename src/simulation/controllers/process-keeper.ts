/** Starts, stops and restarts the controller process; its memory is lost each time. */

import type { ProcessChange } from "../../apiserver/log.ts";
import type { Client } from "../../controller/process.ts";
import { type EventLoop, Phase } from "../../engine/event-loop.ts";
import type { Restart } from "../actions/action.ts";
import type { ControllerProcess } from "./controllers.ts";

/** A process with the connections that it opened. */
export interface Running {
  readonly process: ControllerProcess;
  readonly clients: readonly Client[];
}

export class ProcessKeeper {
  readonly #loop: EventLoop;
  readonly #start: () => Running;
  readonly #log: (change: ProcessChange) => void;
  readonly #waiting: Restart[] = [];
  /** Processes that have lost their lease but have not noticed yet. */
  readonly #ousted = new Set<Running>();
  #running: Running;
  #restarting = false;

  /**
   * @param start starts a process
   * @param log called with each change of the process
   */
  constructor(loop: EventLoop, start: () => Running, log: (change: ProcessChange) => void) {
    this.#loop = loop;
    this.#start = start;
    this.#log = log;
    this.#running = start();
  }

  /**
   * Stops the process and starts a new one with empty memory and fresh lists. A restart that is requested during
   * another one is executed after it.
   *
   * @param downMs from the end of the old process to the start of the new one
   * @param crash whether running syncs are aborted instead of finished
   */
  restart(downMs: number, crash: boolean): void {
    if (this.#restarting) {
      this.#waiting.push({ downMs, crash });
      return;
    }
    this.#restarting = true;
    this.#log("stopped");
    const { process, clients } = this.#running;
    process.stop();
    if (crash) cut(this.#running);
    whenAllIdle(clients, () => this.#loop.schedule(this.#loop.nowMs + downMs, Phase.world, () => this.#comeBack()));
  }

  /**
   * Kills the process that a connection belongs to. The next process starts after `downMs`, unless there is already
   * another one or a restart in progress.
   */
  die(client: Client, downMs: number): void {
    for (const ousted of this.#ousted) {
      if (!ousted.clients.includes(client)) continue;
      this.#leave(ousted);
      return;
    }
    if (this.#restarting) cut(this.#running);
    else this.restart(downMs, true);
  }

  /**
   * Starts a new process while the old one continues until it notices that it has lost its lease.
   *
   * @param forMs from the start of the new process to the end of the old one
   */
  overlap(forMs: number): void {
    if (this.#restarting) return;
    const ousted = this.#running;
    this.#ousted.add(ousted);
    this.#log("joined");
    this.#running = this.#start();
    this.#loop.schedule(this.#loop.nowMs + forMs, Phase.world, () => this.#leave(ousted));
  }

  /** Whether a connection belongs to one of its processes. */
  owns(client: Client): boolean {
    return [this.#running, ...this.#ousted].some(({ clients }) => clients.includes(client));
  }

  /** Stops all processes without a log entry, after the end of the run. */
  close(): void {
    for (const { process } of [this.#running, ...this.#ousted]) process.stop();
  }

  /** A process that notices the loss of its lease exits immediately, like kube-controller-manager. */
  #leave(ousted: Running): void {
    if (!this.#ousted.delete(ousted)) return;
    ousted.process.stop();
    cut(ousted);
    this.#log("left");
  }

  #comeBack(): void {
    this.#log("started");
    this.#running = this.#start();
    this.#restarting = false;
    const next = this.#waiting.shift();
    if (next !== undefined) this.restart(next.downMs, next.crash);
  }
}

function cut({ clients }: Running): void {
  for (const client of clients) client.cut();
}

function whenAllIdle(clients: readonly Client[], done: () => void): void {
  const [first, ...rest] = clients;
  if (first === undefined) done();
  else first.whenIdle(() => whenAllIdle(rest, done));
}
