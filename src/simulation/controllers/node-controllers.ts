/** The controllers of nodes: they only run if nodes are objects in the run. */

import { NodeLifecycleController } from "../../controller/node-lifecycle/node-lifecycle-controller.ts";
import { nodeLifecycleSettings } from "../../controller/node-lifecycle/settings.ts";
import { withDefaultTolerations } from "../../controller/taint-eviction/default-tolerations.ts";
import { TaintEvictionController } from "../../controller/taint-eviction/taint-eviction-controller.ts";
import { switchesOfPlan } from "../releases/releases.ts";
import type { StartControllers } from "./controllers.ts";

const IDLE = { stop: () => {} };

/** Kubernetes' node lifecycle controller. */
export const nodeLifecycleController: StartControllers = ({ loop, nodes, plan }) => {
  if (nodes === undefined) return IDLE;
  const settings = nodeLifecycleSettings(switchesOfPlan(plan));
  const controller = new NodeLifecycleController(loop, nodes.api, nodes.heartbeats, settings);
  controller.start();
  return controller;
};

/** Kubernetes' taint eviction controller. */
export const taintEvictionController: StartControllers = ({ loop, nodes }) => {
  if (nodes === undefined) return IDLE;
  const controller = new TaintEvictionController(loop, nodes.api, withDefaultTolerations);
  controller.start();
  return controller;
};
