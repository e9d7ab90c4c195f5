/** A simulated cluster with anyone's controllers in it, and with disturbances between them and the API server. */

import { ApiServer } from "../apiserver/api-server.ts";
import type { Actor, LogEntry, Recording } from "../apiserver/log.ts";
import { NameSource } from "../apiserver/names.ts";
import { Storage } from "../apiserver/storage.ts";
import type { Client } from "../controller/process.ts";
import { EventLoop, Phase } from "../engine/event-loop.ts";
import { Kubelet } from "../kubelet/kubelet.ts";
import { DEFAULT_KUBELET } from "../kubelet/settings.ts";
import { faultCheck } from "../simulation/faults.ts";
import type { JsonObject, SimulationPlan } from "../simulation/plan.ts";
import { PodIdentities } from "../simulation/pod-identities.ts";
import { performAction } from "../simulation/user-actions.ts";
import { builtInControllers } from "./controllers/built-in.ts";
import type { Host, StartControllers } from "./controllers/controllers.ts";
import { ProcessKeeper, type Running } from "./controllers/process-keeper.ts";
import type { Disturbance } from "./faults/disturbance.ts";
import { CallDisturbances, DisturbedClient } from "./faults/disturbed-client.ts";
import { DisturbedLog, Watches } from "./faults/disturbed-log.ts";
import { ProcessDied } from "./faults/process-died.ts";
import { promisesSettled } from "./promises-settled.ts";

export interface WorldOptions {
  /** What runs in the controller manager; the built-in controllers by default. */
  readonly controllers?: StartControllers;
  readonly disturbances?: readonly Disturbance[];
  readonly record?: Recording;
}

export class World {
  readonly plan: SimulationPlan;
  readonly loop = new EventLoop();
  readonly log: DisturbedLog;
  readonly server: ApiServer;
  readonly identities = new PodIdentities();
  readonly #storage: Storage;
  readonly #kubelet: Kubelet;
  readonly #controllers: StartControllers;
  readonly #disturbances: readonly Disturbance[];
  readonly #calls: CallDisturbances;
  readonly #keeper: ProcessKeeper;
  #turnAwaited = false;

  constructor(plan: SimulationPlan, options: WorldOptions = {}) {
    this.plan = plan;
    this.log = new DisturbedLog(options.record ?? "full");
    this.#controllers = options.controllers ?? builtInControllers;
    this.#disturbances = options.disturbances ?? [];
    this.#calls = new CallDisturbances(this.#disturbances);
    const names = new NameSource(plan.seed);
    this.#storage = new Storage(this.log, names, () => this.loop.nowMs, plan.epochMs, plan.commitsUnchanged);
    this.server = new ApiServer(this.#storage);
    this.#kubelet = new Kubelet(this.loop, this.#storage, this.server.pods, { ...DEFAULT_KUBELET, ...plan.kubelet });
    this.log.follow((entry) => this.#follow(entry));
    this.#keeper = new ProcessKeeper(
      this.loop,
      () => this.#startControllers(),
      (change) => this.log.append({ kind: "process", timeMs: this.loop.nowMs, change }),
    );
    this.#scheduleActions();
  }

  /** Runs until the plan's end, or until nothing is left to happen. For controllers whose reconcile is a process. */
  run(): void {
    const untilMs = this.plan.untilMs ?? Number.POSITIVE_INFINITY;
    for (;;) {
      try {
        this.loop.run(untilMs);
        return;
      } catch (error) {
        this.#survive(error);
      }
    }
  }

  /** Runs as `run` does, and lets async functions take their turns between two events of the virtual clock. */
  async runAsync(): Promise<void> {
    const untilMs = this.plan.untilMs ?? Number.POSITIVE_INFINITY;
    for (let nextMs = this.loop.peek(); nextMs !== undefined && nextMs <= untilMs; nextMs = this.loop.peek()) {
      try {
        this.loop.step();
      } catch (error) {
        this.#survive(error);
      }
      if (!this.#turnAwaited) continue;
      this.#turnAwaited = false;
      await promisesSettled();
    }
    this.loop.run(Number.isFinite(untilMs) ? untilMs : this.loop.nowMs);
  }

  #survive(error: unknown): void {
    if (!(error instanceof ProcessDied)) throw error;
    this.#keeper.restart(error.downMs, true);
  }

  #follow(entry: LogEntry): void {
    if (entry.kind !== "commit") return;
    if (entry.resource === "jobs") {
      this.identities.followJob(entry.object);
      return;
    }
    const { type, object, actor } = entry;
    if (type !== "ADDED") this.#kubelet.podChanged(object, type === "DELETED");
    else if (actor === "job-controller") {
      this.#kubelet.podCreated(object, this.plan.behavior.scriptFor(this.identities.identify(object)));
    }
  }

  #startControllers(): Running {
    const clients: Client[] = [];
    const { jobs = 0, pods = 0 } = this.plan.watchLagMs ?? {};
    const host: Host = {
      loop: this.loop,
      server: this.server,
      plan: this.plan,
      watchLagMs: { jobs, pods },
      connect: (actor) => {
        const client = this.#connect(actor);
        clients.push(client);
        return client;
      },
      awaitTurn: () => {
        this.#turnAwaited = true;
      },
    };
    const outages = this.#disturbances.filter((disturbance) => "resource" in disturbance);
    if (outages.length > 0) {
      const { jobs: storedJobs, pods: storedPods } = this.server;
      const lists = {
        jobs: () => storedJobs.jobs,
        pods: () => storedPods.pods,
        resourceVersion: () => this.#storage.resourceVersion,
      };
      this.log.watches = (listener) => {
        const watches = new Watches(this.loop, lists, listener, outages);
        return (entry) => watches.see(entry);
      };
    }
    const process = this.#controllers(host);
    this.log.watches = undefined;
    return { process, clients };
  }

  #connect(actor: Actor): Client {
    // As in the simulation: latency and faults are those of the Job controller's calls.
    const isJobController = actor !== "ttl-controller";
    const latencyMs = isJobController ? (this.plan.apiLatencyMs ?? 0) : 0;
    const fault = isJobController ? faultCheck(this.plan.faults) : undefined;
    const calls = isJobController ? this.#calls : new CallDisturbances([]);
    return new DisturbedClient(this.loop, this.server, { actor, latencyMs, fault }, calls);
  }

  #scheduleActions(): void {
    const targets = {
      server: this.server,
      identities: this.identities,
      manifests: new Map<string, JsonObject>(),
      restartControllers: (downMs: number, crash: boolean) => this.#keeper.restart(downMs, crash),
      later: (delayMs: number, action: () => void) =>
        this.loop.schedule(this.loop.nowMs + delayMs, Phase.world, action),
    };
    for (const action of this.plan.actions) {
      this.loop.schedule(action.atMs, Phase.world, () => performAction(targets, action));
    }
  }
}
