/** The environment of one process of controllers, with the connections that it opens. */

import type { ApiServer } from "../../apiserver/api-server.ts";
import type { Actor } from "../../apiserver/log.ts";
import type { OnDecision } from "../../controller/job/decisions.ts";
import { directListWatch, type ListWatch } from "../../controller/list-watch.ts";
import { Client, type ClientOptions, type FaultCheck } from "../../controller/process.ts";
import type { Reviews } from "../../controller/reviews.ts";
import type { EventLoop } from "../../engine/event-loop.ts";
import type { ChosenRun } from "../choices/chosen-run.ts";
import { faultCheck } from "../faults/api-faults.ts";
import type { Disturbances } from "../faults/disturbances.ts";
import type { EndProcess } from "../faults/disturbed-client.ts";
import { partitionCheck, partitionedWatches, partitionsOf } from "../faults/partitions.ts";
import type { Nodes } from "../nodes/nodes.ts";
import type { SimulationPlan } from "../plan.ts";
import type { Host } from "./controllers.ts";
import type { ReconcileObserver } from "./reconcile-observer.ts";

/** What is shared by all processes of a run. */
export interface HostWorld {
  readonly loop: EventLoop;
  readonly server: ApiServer;
  readonly plan: SimulationPlan;
  readonly onDecision: OnDecision | undefined;
  readonly observer: ReconcileObserver | undefined;
  readonly nodes: Nodes | undefined;
  /** Faults between a process and the API server. */
  readonly disturbances: Disturbances | undefined;
  /** The choices of a run with a schedule. */
  readonly choices: ChosenRun | undefined;
  /** Rejects creations that exceed a quota. */
  readonly quotas: FaultCheck | undefined;
  /** Reviews by admission webhooks. */
  readonly reviews: Reviews | undefined;
  readonly awaitTurn: () => void;
  /** Ends the process of a connection. */
  readonly exit: EndProcess;
}

/** Which process starts. */
export interface ProcessName {
  /** Name of a replica; absent for the process of the controller manager. */
  readonly replica?: string | undefined;
  /** Which process of this name it is, from 1. */
  readonly generation: number;
}

/**
 * Creates the environment for a process that starts now.
 *
 * @param clients collects the connections that the process opens
 */
export function hostProcess(world: HostWorld, { replica, generation }: ProcessName, clients: Client[]): Host {
  const { loop, server, plan, nodes, onDecision, disturbances, choices, reviews, awaitTurn, exit, observer } = world;
  const { jobs = 0, pods = 0 } = plan.watchLagMs ?? {};
  const direct: ListWatch = directListWatch(server);
  const partitions = partitionsOf(plan.disturbances ?? [], replica);
  const watches = choices?.listWatch(direct, replica) ?? disturbances?.listWatch(direct) ?? direct;
  return {
    loop,
    server,
    plan,
    nodes,
    onDecision,
    observer,
    awaitTurn,
    watchLagMs: { jobs, pods },
    chosenProgram: choices && ((options) => choices.program(direct, options)),
    listWatch: partitionedWatches(loop, watches, partitions),
    generation,
    exit: (downMs) => {
      const [client] = clients;
      if (client !== undefined) exit(client, downMs);
    },
    connect: (actor) => {
      const acrossWorld = plan.chance?.timerOrder === "acrossWorld";
      const { latencyMs, fault: ofPlan } = callsOf(actor, world);
      const fault = eitherCheck(partitionCheck(partitions), ofPlan);
      const rateLimit = plan.controllerManager?.kubeApi;
      const options = { actor, acrossWorld, rateLimit, reviews, latencyMs, fault };
      const between = isDisturbed(actor, plan) ? (choices ?? disturbances) : undefined;
      const client = between?.connect(options) ?? new Client(loop, server, options);
      clients.push(client);
      return client;
    },
  };
}

/** Latency and faults of the plan apply to the calls of all controllers. */
function callsOf(actor: Actor, { plan, quotas }: HostWorld): Pick<ClientOptions, "latencyMs" | "fault"> {
  if (!isDisturbed(actor, plan)) return { latencyMs: 0, fault: undefined };
  return { latencyMs: plan.apiLatencyMs ?? 0, fault: eitherCheck(faultCheck(plan.faults), quotas) };
}

function isDisturbed(actor: Actor, { undisturbed = [] }: SimulationPlan): boolean {
  return !undisturbed.includes(actor);
}

function eitherCheck(first: FaultCheck | undefined, second: FaultCheck | undefined): FaultCheck | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return (request, timeMs) => first(request, timeMs) ?? second(request, timeMs);
}
