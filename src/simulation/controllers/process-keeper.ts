/** Starts, stops and restarts the process that holds the controllers: it loses all its memory at once. */

import type { Client } from "../../controller/process.ts";
import { type EventLoop, Phase } from "../../engine/event-loop.ts";
import type { ControllerProcess } from "./controllers.ts";

/** A process with the connections that it opened. */
export interface Running {
  readonly process: ControllerProcess;
  readonly clients: readonly Client[];
}

interface Restart {
  readonly downMs: number;
  readonly crash: boolean;
}

export class ProcessKeeper {
  readonly #loop: EventLoop;
  readonly #start: () => Running;
  readonly #log: (change: "started" | "stopped") => void;
  readonly #waiting: Restart[] = [];
  #running: Running;
  #restarting = false;

  /**
   * @param start starts a process
   * @param log told when it stops and when the next one starts
   */
  constructor(loop: EventLoop, start: () => Running, log: (change: "started" | "stopped") => void) {
    this.#loop = loop;
    this.#start = start;
    this.#log = log;
    this.#running = start();
  }

  /**
   * Stops the process, and starts a new one with empty memory and fresh lists. A restart that comes while another is
   * under way follows it.
   *
   * @param downMs from the end of the old process to the start of the new one
   * @param crash whether running syncs die where they are, instead of finishing first
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
    if (crash) for (const client of clients) client.cut();
    whenAllIdle(clients, () => this.#loop.schedule(this.#loop.nowMs + downMs, Phase.world, () => this.#comeBack()));
  }

  /** The process dies where it is, and the next one starts after a while; one that was stopping anyway just ends. */
  die(downMs: number): void {
    if (this.#restarting) for (const client of this.#running.clients) client.cut();
    else this.restart(downMs, true);
  }

  #comeBack(): void {
    this.#log("started");
    this.#running = this.#start();
    this.#restarting = false;
    const next = this.#waiting.shift();
    if (next !== undefined) this.restart(next.downMs, next.crash);
  }
}

function whenAllIdle(clients: readonly Client[], done: () => void): void {
  const [first, ...rest] = clients;
  if (first === undefined) done();
  else first.whenIdle(() => whenAllIdle(rest, done));
}
