/** The process that holds the controllers: they start and stop together, and lose their memory together. */

import type { ApiServer } from "../apiserver/api-server.ts";
import { DEFAULT_CHANCE } from "../controller/job/chance.ts";
import { JobController } from "../controller/job/job-controller.ts";
import type { OnDecision } from "../controller/job/rules.ts";
import { Client } from "../controller/process.ts";
import { TtlController } from "../controller/ttl/ttl-controller.ts";
import { type EventLoop, Phase } from "../engine/event-loop.ts";
import { faultCheck } from "./faults.ts";
import type { SimulationPlan } from "./plan.ts";
import { switchesOfPlan } from "./releases/releases.ts";

interface Controllers {
  readonly client: Client;
  readonly jobs: JobController;
  readonly ttl: TtlController;
}

interface Restart {
  readonly downMs: number;
  readonly crash: boolean;
}

export class ControllerManager {
  readonly #loop: EventLoop;
  readonly #server: ApiServer;
  readonly #plan: SimulationPlan;
  #controllers: Controllers;
  readonly #onDecision: OnDecision | undefined;
  #restarting = false;
  readonly #waiting: Restart[] = [];

  constructor(loop: EventLoop, server: ApiServer, plan: SimulationPlan, onDecision?: OnDecision) {
    this.#onDecision = onDecision;
    this.#loop = loop;
    this.#server = server;
    this.#plan = plan;
    this.#controllers = this.#start();
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
    const { client, jobs, ttl } = this.#controllers;
    jobs.stop();
    ttl.stop();
    if (crash) client.cut();
    client.whenIdle(() => this.#loop.schedule(this.#loop.nowMs + downMs, Phase.world, () => this.#comeBack()));
  }

  #comeBack(): void {
    this.#log("started");
    this.#controllers = this.#start();
    this.#restarting = false;
    const next = this.#waiting.shift();
    if (next !== undefined) this.restart(next.downMs, next.crash);
  }

  #start(): Controllers {
    const { jobs: jobsLagMs = 0, pods: podsLagMs = 0 } = this.#plan.watchLagMs ?? {};
    const { concurrentJobSyncs, kubeApi: rateLimit } = this.#plan.controllerManager ?? {};
    const client = new Client(this.#loop, this.#server, {
      actor: "job-controller",
      rateLimit,
      latencyMs: this.#plan.apiLatencyMs ?? 0,
      fault: faultCheck(this.#plan.faults),
    });
    const ttlClient = new Client(this.#loop, this.#server, {
      actor: "ttl-controller",
      rateLimit,
      latencyMs: 0,
      fault: undefined,
    });
    const jobs = new JobController(this.#loop, this.#server, {
      switches: switchesOfPlan(this.#plan),
      chance: { ...DEFAULT_CHANCE, ...this.#plan.chance },
      client,
      watchLagMs: { jobs: jobsLagMs, pods: podsLagMs },
      concurrentSyncs: concurrentJobSyncs,
      onDecision: this.#onDecision,
    });
    const ttl = new TtlController(this.#loop, this.#server, ttlClient, jobsLagMs);
    jobs.start();
    ttl.start();
    return { client, jobs, ttl };
  }

  #log(change: "started" | "stopped"): void {
    const { log, timeMs } = this.#server.storage;
    log.append({ kind: "process", timeMs, change });
  }
}
