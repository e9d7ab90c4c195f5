/** A simulation that clients can reach: world, server, and a record of their actions. */

import { randomBytes } from "node:crypto";
import { isJsonList, isJsonObject, type JsonObject } from "../../api/json.ts";
import type { PodRule } from "../../kubelet/behaviour/rules.ts";
import { ClientFaults } from "../../simulation/faults/client-fault.ts";
import type { SimulationPlan, TimedAction } from "../../simulation/plan.ts";
import { Simulation } from "../../simulation/simulation.ts";
import { createApp } from "../app.ts";
import { withClientFaults } from "../client-faults.ts";
import type { Asked, Reply } from "../reply.ts";
import { type App, type ListenOptions, type RunningServer, startServer } from "../server.ts";
import { isValid } from "../service-account-tokens.ts";
import { badRequest, HttpError } from "../status.ts";
import { ControllerReviews } from "../webhooks/controller-reviews.ts";
import { readBehaviours, readClientFaults } from "./behaviours.ts";
import { answerJobsim, CLOCK_PATH, type SessionControl } from "./clock-routes.ts";
import type { LiveOptions } from "./live-options.ts";
import { LiveWorld } from "./live-world.ts";
import { ActionRecorder } from "./recorder.ts";
import { scenarioText } from "./scenario-file.ts";

const KEY_BYTES = 32;
const KEPT_ENTRIES = 10_000;
/** Snapshots that are kept at once. */
const MAX_SNAPSHOTS = 100;

/** Options of {@link startSession}. */
export interface SessionOptions
  extends Omit<ListenOptions, "begin" | "accepts">,
    Omit<LiveOptions, "recorder" | "tokenKey"> {
  /** The scenario that the plan was made from, which the saved scenario extends. */
  readonly base?: JsonObject;
  /** Called when a request arrives. */
  readonly arrived?: () => void;
  /** How far watches can go back in the log, in entries; up to twice as many are kept. */
  readonly keptEntries?: number;
}

/** A running session. */
export interface Session extends RunningServer {
  readonly world: LiveWorld;
  /** All actions so far, as a scenario file. */
  scenario(): string;
}

/** Behaviour rules from clients, and when they were set. */
interface GivenRules {
  readonly atMs: number;
  readonly compiled: readonly PodRule[];
  readonly written: readonly unknown[];
}

/** All actions of clients up to an instant; replaying them gives the same cluster. */
interface Account {
  readonly untilMs: number;
  readonly actions: readonly TimedAction[];
  readonly rules: readonly GivenRules[];
}

const NOTHING_DONE: Account = { untilMs: 0, actions: [], rules: [] };

/** Starts a server for a running simulation. */
export async function startSession(plan: SimulationPlan, options: SessionOptions): Promise<Session> {
  const session = new LiveSession(plan, { ...options, tokenKey: randomBytes(KEY_BYTES) });
  const running = await startServer(
    { answer: (request) => session.app.answer(request) },
    {
      ...options,
      accepts: (token) => isValid(session.world, token),
      begin: () => {
        options.arrived?.();
        return session.world.begin();
      },
    },
  );
  return {
    url: running.url,
    get world() {
      return session.world;
    },
    scenario: () => session.saved(),
    close: async () => {
      session.world.stop();
      await running.close();
    },
  };
}

class LiveSession implements SessionControl {
  world: LiveWorld;
  app: App;
  readonly #plan: SimulationPlan;
  readonly #options: SessionOptions & Pick<LiveOptions, "tokenKey">;
  readonly #snapshots = new Map<string, Account>();
  #recorder = new ActionRecorder();
  #rules: GivenRules[] = [];
  #faults: { readonly written: unknown; readonly armed: ClientFaults } | undefined;

  constructor(plan: SimulationPlan, options: SessionOptions & Pick<LiveOptions, "tokenKey">) {
    const { untilMs: _end, ...endless } = plan;
    this.#plan = endless;
    this.#options = options;
    this.world = this.#begin([], {});
    this.app = this.#serve();
  }

  saved(): string {
    this.world.catchUp();
    const { actions, isComplete } = this.#recorder;
    const base = { ...this.#options.base, ...(this.#faults && { clientFaults: this.#faults.written }) };
    const untilMs = Math.round(this.world.simulation.loop.nowMs);
    // Requests that wait for webhooks when the session ends are never answered.
    const waiting = this.world.reviews?.pending ?? [];
    const unanswered = waiting.map(
      (batch) => ({ atMs: untilMs + 1, op: "answerReview", ...batch, verdicts: [] }) as const,
    );
    const rules = this.#rules.toReversed().flatMap(({ written }) => written);
    const text = scenarioText({
      base: withRules(base, rules),
      seed: this.#plan.seed,
      actions: [...actions, ...unanswered],
      untilMs,
    });
    return isComplete ? text : `# Incomplete: only the first ${actions.length} writes were recorded.\n${text}`;
  }

  behave(pods: JsonObject): void {
    const { rules: compiled } = readBehaviours(pods);
    this.world.catchUp();
    const { simulation } = this.world;
    simulation.addPodRules(compiled);
    this.#rules.push({ atMs: simulation.loop.nowMs, compiled, written: isJsonList(pods.rules) ? pods.rules : [] });
  }

  disturb(body: JsonObject): void {
    const armed = new ClientFaults(this.#plan.seed, readClientFaults(body));
    this.#faults = { written: body.faults, armed };
  }

  reset(): void {
    this.#goTo(NOTHING_DONE);
  }

  snapshot(name: string): void {
    if (!this.#recorder.isComplete)
      throw badRequest("there were more writes than are recorded, so no snapshot can be taken");
    if (this.#snapshots.size >= MAX_SNAPSHOTS && !this.#snapshots.has(name)) {
      throw badRequest(`at most ${MAX_SNAPSHOTS} snapshots are kept`);
    }
    this.world.catchUp();
    const untilMs = this.world.simulation.loop.nowMs;
    this.#snapshots.set(name, { untilMs, actions: this.#recorder.actions, rules: [...this.#rules] });
  }

  restore(name: string): void {
    const account = this.#snapshots.get(name);
    if (account === undefined) throw new HttpError(404, "NotFound", `there is no snapshot ${JSON.stringify(name)}`);
    this.#goTo(account);
  }

  #goTo(account: Account): void {
    this.#faults = undefined;
    const { speed, paused } = this.world.state;
    this.world.stop();
    this.#recorder = new ActionRecorder();
    this.#rules = [...account.rules];
    this.world = this.#begin(account.actions, { speed, paused });
    // The app follows the log from the beginning, so it is created again.
    this.app = this.#serve();
    for (const { atMs, compiled } of account.rules) {
      this.world.playTo(atMs);
      this.world.simulation.addPodRules(compiled);
    }
    this.world.playTo(account.untilMs);
    for (const action of account.actions) this.#recorder.record(action);
  }

  /** A new world in which the actions of clients will be replayed. */
  #begin(actions: readonly TimedAction[], clock: Partial<Pick<LiveOptions, "speed" | "paused">>): LiveWorld {
    const { keptEntries = KEPT_ENTRIES } = this.#options;
    const plan = { ...this.#plan, actions: [...this.#plan.actions, ...actions] };
    let reviews: ControllerReviews | undefined;
    const simulation = new Simulation(plan, {
      record: { latest: keptEntries },
      podEvents: true,
      askReviewers: (batch, writes) => reviews?.start(batch, writes) ?? false,
    });
    const world = new LiveWorld(simulation, { ...this.#options, ...clock, recorder: this.#recorder });
    reviews = new ControllerReviews(world);
    return world;
  }

  #serve(): App {
    const { world } = this;
    const planned = new ClientFaults(this.#plan.seed, this.#plan.clientFaults ?? []);
    const app = createApp(world, (request) => answerJobsim(world, request, this));
    return withClientFaults(patient(app, world), () => this.#faults?.armed ?? planned);
  }
}

/** A request to advance the clock is answered when it has arrived, even if webhooks stopped it on the way. */
function patient(app: App, world: LiveWorld): App {
  return {
    answer: (request) => {
      const reply = app.answer(request);
      const isOfClock = request.method === "POST" && request.url.pathname === CLOCK_PATH;
      return isOfClock ? onceArrived(app, world, request, reply) : reply;
    },
  };
}

async function onceArrived(app: App, world: LiveWorld, request: Asked, reply: Reply | Promise<Reply>): Promise<Reply> {
  const first = await reply;
  if (!world.isInterrupted) return first;
  await world.arrived();
  return app.answer({ ...request, method: "GET" });
}

/** Rules from clients precede those of the scenario, as in the session. */
function withRules(base: JsonObject, rules: readonly unknown[]): JsonObject {
  if (rules.length === 0) return base;
  const pods = isJsonObject(base.pods) ? base.pods : {};
  return { ...base, pods: { ...pods, rules: [...rules, ...(isJsonList(pods.rules) ? pods.rules : [])] } };
}
