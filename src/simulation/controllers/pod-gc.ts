/** The pod garbage collector of kube-controller-manager in a simulation. */

import { PodGcController } from "../../controller/pod-gc/pod-gc-controller.ts";
import { ServerNodeApi } from "../nodes/server-node-api.ts";
import type { StartControllers } from "./controllers.ts";

/** `gcCheckPeriod` in pkg/controller/podgc. */
export const POD_GC_PERIOD_MS = 20_000;

/**
 * Kubernetes' PodGC. It runs if the plan has a threshold or if nodes are objects; without Node objects every pod would
 * be an orphan, so orphans are not collected then.
 */
export const podGcController: StartControllers = ({ loop, server, plan, nodes }) => {
  const threshold = plan.controllerManager?.terminatedPodThreshold;
  if (threshold === undefined && nodes === undefined) return { stop: () => {} };
  const controller = new PodGcController(loop, nodes?.api ?? new ServerNodeApi(server), {
    terminatedPodThreshold: threshold ?? 0,
    collectsOrphans: nodes !== undefined,
    periodMs: POD_GC_PERIOD_MS,
    firstPassMs: POD_GC_PERIOD_MS,
  });
  controller.start();
  return controller;
};
