/** The controllers of Kubernetes, started through the same interface as any other controller. */

import { CronJobController } from "../../controller/cronjob/cron-job-controller.ts";
import { DEFAULT_CHANCE } from "../../controller/job/chance.ts";
import { JobController } from "../../controller/job/job-controller.ts";
import { NodeLifecycleController } from "../../controller/node-lifecycle/node-lifecycle-controller.ts";
import { nodeLifecycleSettings } from "../../controller/node-lifecycle/settings.ts";
import { withDefaultTolerations } from "../../controller/taint-eviction/default-tolerations.ts";
import { TaintEvictionController } from "../../controller/taint-eviction/taint-eviction-controller.ts";
import { TtlController } from "../../controller/ttl/ttl-controller.ts";
import type { SimulationPlan } from "../plan.ts";
import { queueController } from "../queues/queue-controller.ts";
import { switchesOfPlan } from "../releases/releases.ts";
import { type StartControllers, together } from "./controllers.ts";
import { podGcController } from "./pod-gc.ts";
import { controller } from "./reconciler.ts";

/** For a run that has nothing for a controller to do. */
const IDLE = { stop: () => {} };

/** Kubernetes' Job controller. */
export const jobController: StartControllers = ({ loop, server, plan, connect, ...host }) => {
  const controller = new JobController(loop, server, {
    switches: switchesOfPlan(plan),
    chance: { ...DEFAULT_CHANCE, ...plan.chance },
    client: connect("job-controller"),
    watchLagMs: host.watchLagMs,
    listWatch: host.listWatch,
    concurrentSyncs: plan.controllerManager?.concurrentJobSyncs,
    onDecision: host.onDecision,
  });
  controller.start();
  return controller;
};

/** Kubernetes' TTL-after-finished controller. */
export const ttlController: StartControllers = ({ loop, server, connect, watchLagMs, listWatch }) => {
  const controller = new TtlController(loop, server, connect("ttl-controller"), watchLagMs.jobs, listWatch);
  controller.start();
  return controller;
};

/** Kubernetes' CronJob controller. */
export const cronJobController: StartControllers = ({ loop, server, plan, connect, watchLagMs, listWatch }) => {
  const controller = new CronJobController(loop, server, {
    switches: switchesOfPlan(plan),
    client: connect("cronjob-controller"),
    watchLagMs: { jobs: watchLagMs.jobs, cronJobs: 0 },
    listWatch,
    concurrentSyncs: plan.controllerManager?.concurrentCronJobSyncs,
  });
  controller.start();
  return controller;
};

/** Kubernetes' node lifecycle controller; like the next one, it only runs if nodes are objects in the run. */
const nodeLifecycleController: StartControllers = ({ loop, nodes, plan }) => {
  if (nodes === undefined) return IDLE;
  const settings = nodeLifecycleSettings(switchesOfPlan(plan));
  const controller = new NodeLifecycleController(loop, nodes.api, nodes.heartbeats, settings);
  controller.start();
  return controller;
};

/** Kubernetes' taint eviction controller. */
const taintEvictionController: StartControllers = ({ loop, nodes }) => {
  if (nodes === undefined) return IDLE;
  const controller = new TaintEvictionController(loop, nodes.api, withDefaultTolerations);
  controller.start();
  return controller;
};

/** Kueue, if the plan has queues. */
export const kueueController: StartControllers = (host) => {
  const { queues, priorityClasses = {} } = host.plan;
  return queues === undefined ? IDLE : controller(queueController(queues, priorityClasses))(host);
};

/** The controllers of every cluster. */
export const builtInControllers: StartControllers = together(
  cronJobController,
  jobController,
  kueueController,
  ttlController,
  nodeLifecycleController,
  taintEvictionController,
  podGcController,
);

/** The controllers of a plan: all of Kubernetes', unless it has a control plane without any. */
export function controllersOf({ controllerManager }: SimulationPlan): StartControllers {
  return controllerManager?.controllers === "none" ? () => IDLE : builtInControllers;
}
