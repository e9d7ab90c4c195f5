/** Builds a simulation from a plan and runs it on its own clock. */

import { EventEmitter } from "eventemitter3";
import { EVENT } from "../api/kinds/event.ts";
import { kind } from "../api/kinds/kind.ts";
import { ApiServer } from "../apiserver/api-server.ts";
import { CommitLog, type LogEntry, type PodCommit } from "../apiserver/log.ts";
import { NameSource } from "../apiserver/names.ts";
import { Storage } from "../apiserver/storage.ts";
import type { Client } from "../controller/process.ts";
import { EventLoop, Phase } from "../engine/event-loop.ts";
import { NO_RULES, type PodRule, type PodRules } from "../kubelet/behaviour/rules.ts";
import { type ScriptFor, scriptsFrom } from "../kubelet/behaviour/scripts.ts";
import { Cluster } from "../kubelet/cluster.ts";
import { Kubelet } from "../kubelet/kubelet.ts";
import { PodEvents } from "../kubelet/pod-events.ts";
import type { PodIdentity } from "../kubelet/script.ts";
import { DEFAULT_KUBELET } from "../kubelet/settings.ts";
import type { Restart } from "./actions/action.ts";
import { performAction } from "./actions/table.ts";
import { scalePools } from "./autoscaler/scale-pools.ts";
import { BarePods } from "./bare-pods.ts";
import { Works } from "./checkpoints/works.ts";
import { chosenRunOf } from "./choices/chosen-run.ts";
import { controllersOf } from "./controllers/built-in.ts";
import { type HostWorld, hostProcess } from "./controllers/process-host.ts";
import { Processes } from "./controllers/processes.ts";
import { Turns } from "./controllers/turns.ts";
import { type DeadEnd, watchForDeadEnd } from "./dead-end.ts";
import { isOverlap } from "./faults/disturbance.ts";
import { Disturbances } from "./faults/disturbances.ts";
import type { EndProcess } from "./faults/disturbed-client.ts";
import { quotaCheck } from "./faults/quotas.ts";
import { Nodes } from "./nodes/nodes.ts";
import type { JsonObject, SimulationPlan } from "./plan.ts";
import { withGoodPods } from "./plan-error.ts";
import { hasWork, namespacesOf, needsFullPods, needsNodeObjects } from "./plan-needs.ts";
import { PodIdentities } from "./pod-identities.ts";
import { switchesOfPlan } from "./releases/releases.ts";
import { withSchedulerGates } from "./releases/scheduler-gates.ts";
import type { BatchReviews } from "./reviews/reviews.ts";
import { reviewsOf } from "./reviews/reviews-of-run.ts";
import type { SimulationOptions } from "./simulation-options.ts";
import { RetryingUsers } from "./user-retries.ts";

export interface SimulationEvents {
  /** Each entry as it is appended to the log. */
  entry: (entry: LogEntry) => void;
}

/**
 * Thrown if a controller uses async functions in a run that is not async.
 *
 * @example
 * expect(() => simulation.run()).toThrow(NeedsTurnsError); // await simulation.runAsync() plays it
 */
export class NeedsTurnsError extends Error {
  override readonly name = "NeedsTurnsError";

  constructor() {
    super("a controller works with async functions: play it with runAsync, checkAsync or replayAsync");
  }
}

/** A run of a plan on its own clock, step by step or to the end. Everything that happens is in its log. */
export class Simulation {
  readonly plan: SimulationPlan;
  readonly loop = new EventLoop();
  readonly log: CommitLog;
  readonly server: ApiServer;
  readonly identities: PodIdentities;
  /** Events for observers; they cost nothing without listeners. */
  readonly events = new EventEmitter<SimulationEvents>();
  readonly #kubelet: Kubelet;
  #pods: PodRules;
  #scriptFor: ScriptFor;
  readonly #usedRules = new Set<PodRule>();
  /** The nodes, if they are objects in this run. */
  readonly nodes: Nodes | undefined;
  readonly #processes: Processes;
  readonly #turns = new Turns();
  readonly #deadEnd: DeadEnd | undefined;
  #ended: string | undefined;
  readonly #barePods: BarePods;
  /** The work of pods and its checkpoints; `undefined` if the plan has no work. */
  readonly works: Works | undefined;
  /** Reviews by webhooks; `undefined` if there can be none. */
  readonly reviews: BatchReviews | undefined;

  constructor(plan: SimulationPlan, options: SimulationOptions = {}) {
    this.plan = withGoodPods(plan);
    this.log = new CommitLog(options.record ?? "full");
    this.identities = new PodIdentities(options.record !== "none");
    this.#barePods = new BarePods(this.identities, (entry, identity) => this.#startPod(entry, identity));
    const names = new NameSource(plan.seed);
    const storage = new Storage(this.log, names, () => this.loop.nowMs, plan.epochMs, plan.commitsUnchanged);
    this.server = new ApiServer(storage, {
      switches: switchesOfPlan(plan),
      collectsUnowned: plan.keepsUnowned !== true,
      createsOver: plan.createsOver === true,
      namespaces: () => namespacesOf(plan),
      kinds: [...(plan.kinds ?? []).map((declared) => kind(declared)), ...(options.kinds ?? [])],
      mergesSpreadLabelKeys: switchesOfPlan(plan).spreadLabelKeysMerged,
      admission: {
        priorityClasses: plan.priorityClasses,
        needsClasses: plan.cluster !== undefined,
        quotas: plan.resourceQuotas,
        limitRanges: plan.limitRanges,
        refusals: plan.refusals,
      },
    });
    // Custom controllers may read Events at any time, so they must be stored if the log is not kept.
    if (options.controllers !== undefined && (options.record ?? "full") !== "full") this.server.objects.of(EVENT);
    const settings = { ...DEFAULT_KUBELET, ...plan.kubelet, hasNoPlainPods: needsFullPods(plan) };
    const cluster =
      plan.cluster === undefined
        ? undefined
        : new Cluster(plan.cluster, {
            loop: this.loop,
            storage,
            pods: this.server.pods,
            objects: this.server.objects,
            seed: plan.seed,
            switches: withSchedulerGates(switchesOfPlan(plan)),
          });
    const events = options.podEvents === true ? new PodEvents(storage, switchesOfPlan(plan).eventBudget) : undefined;
    this.#kubelet = new Kubelet(this.loop, storage, this.server.pods, settings, cluster, switchesOfPlan(plan), events);
    this.#pods = plan.pods ?? NO_RULES;
    this.#scriptFor = options.scriptFor ?? scriptsFrom(plan.seed, this.#pods, this.#usedRules);
    this.works = hasWork(this.#pods) ? this.#keepWorks() : undefined;
    this.log.follow((entry) => this.#follow(entry));
    const deadEnd = watchForDeadEnd(plan, this.loop);
    this.#deadEnd = deadEnd;
    if (deadEnd !== undefined) this.log.follow((entry) => deadEnd.follow(entry));
    this.nodes = this.#keepNodes();
    if (this.nodes !== undefined) scalePools(plan, { loop: this.loop, server: this.server, nodes: this.nodes });
    this.reviews = reviewsOf(plan, this, options.askReviewers);
    this.#processes = this.#keepControllers(options);
    this.#scheduleActions();
  }

  /**
   * Why nothing can change any more in a run that would go on forever; `undefined` otherwise. Must be read between two
   * events, if the plan has no end.
   */
  get deadEnd(): string | undefined {
    this.#ended ??= this.#deadEnd?.reached;
    return this.#ended;
  }

  /**
   * Runs until the end of the plan, or until nothing is left to happen.
   *
   * @throws RestlessError if a controller would go on forever in one instant
   * @throws NeedsTurnsError if a controller works with async functions
   */
  run(): void {
    const { untilMs = Number.POSITIVE_INFINITY } = this.plan;
    if (this.#deadEnd === undefined) this.loop.run(untilMs);
    else while (this.loop.pending > 0 && this.deadEnd === undefined) this.loop.step();
    if (this.#turns.isAwaited) throw new NeedsTurnsError();
  }

  /**
   * Like `run`, but lets async functions run between two events of the virtual clock.
   *
   * @throws RestlessError if a controller would go on forever in one instant
   */
  async runAsync(): Promise<void> {
    const untilMs = this.plan.untilMs ?? Number.POSITIVE_INFINITY;
    for (let nextMs = this.loop.peek(); nextMs !== undefined && nextMs <= untilMs; nextMs = this.loop.peek()) {
      if (this.deadEnd !== undefined) break;
      if (this.#turns.isOthersTurn && nextMs > this.loop.nowMs) await this.#turns.leaveSomeToOthers();
      this.loop.step();
      if (this.#turns.isAwaited) await this.#turns.taken();
    }
    this.loop.run(Number.isFinite(untilMs) ? untilMs : this.loop.nowMs);
  }

  /** Releases what processes hold outside of the run, such as the memory of programs; the log stays. */
  close(): void {
    this.#processes.close();
  }

  /** The rules that have decided about a pod so far. */
  get usedRules(): ReadonlySet<PodRule> {
    return this.#usedRules;
  }

  /** Adds rules before those of the plan, for pods that are created from now on. */
  addPodRules(rules: readonly PodRule[]): void {
    this.#pods = { ...this.#pods, rules: [...rules, ...this.#pods.rules] };
    this.#scriptFor = scriptsFrom(this.plan.seed, this.#pods, this.#usedRules);
  }

  #keepNodes(): Nodes | undefined {
    const { cluster } = this.plan;
    if (cluster === undefined || !needsNodeObjects(this.plan)) return undefined;
    const { loop, server } = this;
    return new Nodes({ loop, server, kubelet: this.#kubelet, works: this.works }, cluster.nodes);
  }

  #keepWorks(): Works {
    return new Works({
      loop: this.loop,
      seed: this.plan.seed,
      job: (namespace, name) => this.server.jobs.jobs.get(namespace, name),
      finish: (pod) => this.#kubelet.finish(pod, 0),
    });
  }

  #keepControllers({ controllers = controllersOf(this.plan), ...options }: SimulationOptions): Processes {
    const { loop, server, plan } = this;
    const { onDecision, onChoice, observer } = options;
    const { disturbances = [] } = plan;
    const endProcess: EndProcess = (client, downMs) => this.#processes.die(client, downMs);
    const oust = (client: Client, forMs: number) => this.#processes.overlap(forMs, client);
    const world: HostWorld = {
      loop,
      server,
      plan,
      onDecision,
      observer,
      nodes: this.nodes,
      quotas: quotaCheck(this.log, plan.quotas),
      reviews: this.reviews,
      disturbances: disturbances.length === 0 ? undefined : new Disturbances(loop, server, plan, endProcess),
      choices: chosenRunOf(plan, { loop, server, endProcess, oust }, onChoice),
      awaitTurn: () => this.#turns.await(),
      exit: (client, downMs) => this.#processes.exit(client, downMs),
    };
    return new Processes(loop, this.log, controllers, plan, (name, clients) => hostProcess(world, name, clients));
  }

  #follow(entry: LogEntry): void {
    if (entry.kind === "commit" && entry.resource === "pods") {
      // The kubelet knows its own status reports, but must see its deletions.
      if (entry.type !== "ADDED") {
        if (entry.verb === "bind") this.#barePods.bound(entry);
        if (entry.actor !== "kubelet" || entry.type === "DELETED") this.#kubelet.podChanged(entry);
      } else if (entry.actor !== "user") {
        this.#startPod(entry, this.identities.identify(entry.object));
      } else this.#barePods.created(entry);
    }
    if (this.works !== undefined && entry.kind === "commit" && entry.resource === "pods") this.works.follow(entry);
    if (entry.kind === "commit" && entry.resource === "jobs") this.identities.followJobCommit(entry);
    if (this.events.listenerCount("entry") > 0) this.events.emit("entry", entry);
  }

  #startPod(entry: PodCommit, identity: PodIdentity): void {
    const script = this.#scriptFor(identity, entry.object.metadata);
    this.works?.podCreated(entry.object, identity, script);
    this.#kubelet.podCreated(entry, script);
  }

  #scheduleActions(): void {
    const targets = {
      server: this.server,
      identities: this.identities,
      kubelet: this.#kubelet,
      nodes: this.nodes,
      reviews: this.reviews,
      createsOver: this.plan.createsOver === true,
      manifests: new Map<string, JsonObject>(),
      leftToEvents: <T>(create: () => T) => this.#barePods.leaveToEvents(create),
      restartControllers: (how: Restart, replica: string | undefined) => this.#processes.restart(how, replica),
      later: (delayMs: number, action: () => void) =>
        this.loop.schedule(this.loop.nowMs + delayMs, Phase.world, action),
    };
    for (const action of this.plan.actions) {
      const isLate = action.op === "restartController" && this.plan.chance?.stop === "afterSyncs";
      this.loop.schedule(action.atMs, isLate ? Phase.late : Phase.world, () => performAction(targets, action));
    }
    this.nodes?.schedule(this.plan.cluster?.outages ?? []);
    for (const { atMs, forMs } of this.plan.disturbances?.filter(isOverlap) ?? []) {
      this.loop.schedule(atMs, Phase.world, () => this.#processes.overlap(forMs));
    }
    const { retries = [] } = this.plan;
    if (retries.length === 0) return;
    const users = new RetryingUsers(retries, (action, delayMs) =>
      targets.later(delayMs, () => performAction(targets, action)),
    );
    this.log.follow((entry) => users.follow(entry));
  }
}

/**
 * Runs a plan to its end.
 *
 * @throws PlanError if its pods cannot behave so; RestlessError if a controller would go on forever in one instant
 * @throws NeedsTurnsError if a controller works with async functions: `runAsync` of a `Simulation` plays those
 * @example
 * const { log } = simulate(plan);
 * console.log(log.entries.length);
 */
export function simulate(plan: SimulationPlan, options: SimulationOptions = {}): Simulation {
  const simulation = new Simulation(plan, options);
  simulation.run();
  return simulation;
}
