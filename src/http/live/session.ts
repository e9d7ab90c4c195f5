/** A simulation that clients can reach: world, server, and the account of what they did. */

import { isJsonList, isJsonObject, type JsonObject } from "../../api/json.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import { Simulation } from "../../simulation/simulation.ts";
import { type ListenOptions, type RunningServer, startServer } from "../server.ts";
import { readBehaviours } from "./behaviours.ts";
import { answerJobsim } from "./clock-routes.ts";
import { type LiveOptions, LiveWorld } from "./live-world.ts";
import { ActionRecorder } from "./recorder.ts";
import { scenarioText } from "./scenario-file.ts";

const KEPT_ENTRIES = 50_000;

export interface SessionOptions extends Omit<ListenOptions, "more" | "begin">, Omit<LiveOptions, "recorder"> {
  /** What the saved scenario starts from: the scenario that the plan was made from. */
  readonly base?: JsonObject;
  /** Log entries that watches can go back to; twice as many are kept at most. */
  readonly keptEntries?: number;
}

export interface Session extends RunningServer {
  readonly world: LiveWorld;
  /** What was done so far, as a scenario file. */
  scenario(): string;
}

/** Starts a server over a running simulation. */
export async function startSession(plan: SimulationPlan, options: SessionOptions): Promise<Session> {
  const recorder = new ActionRecorder();
  const { untilMs: _end, ...endless } = plan;
  const simulation = new Simulation(endless, {
    record: { latest: options.keptEntries ?? KEPT_ENTRIES },
    podEvents: true,
  });
  const world = new LiveWorld(simulation, { ...options, recorder });
  const rules: unknown[] = [];
  const scenario = () => {
    world.catchUp();
    const { actions, isComplete } = recorder;
    const untilMs = Math.round(simulation.loop.nowMs);
    const text = scenarioText({ base: withRules(options.base ?? {}, rules), seed: plan.seed, actions, untilMs });
    return isComplete ? text : `# Not all that was done is here: only the first ${actions.length} writes.\n${text}`;
  };
  const behave = (pods: JsonObject) => {
    const { rules: added } = readBehaviours(pods);
    world.catchUp();
    simulation.addPodRules(added);
    rules.unshift(...(isJsonList(pods.rules) ? pods.rules : []));
  };
  const running = await startServer(world, {
    ...options,
    more: (request) => answerJobsim(world, request, scenario, behave),
    begin: () => world.begin(),
  });
  const close = async () => {
    world.stop();
    await running.close();
  };
  return { url: running.url, world, scenario, close };
}

/** Rules that clients gave come before those of the scenario, as they did while it ran. */
function withRules(base: JsonObject, rules: readonly unknown[]): JsonObject {
  if (rules.length === 0) return base;
  const pods = isJsonObject(base.pods) ? base.pods : {};
  return { ...base, pods: { ...pods, rules: [...rules, ...(isJsonList(pods.rules) ? pods.rules : [])] } };
}
