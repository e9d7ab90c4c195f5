/** The controllers of Kubernetes behind the interface that everyone's controllers use. */

import { JobController } from "../../controller/job/job-controller.ts";
import { TtlController } from "../../controller/ttl/ttl-controller.ts";
import { DEFAULT_SWITCHES } from "../../simulation/switches.ts";
import { type StartControllers, together } from "./controllers.ts";

/** Kubernetes' Job controller. */
export const jobController: StartControllers = (host) => {
  const controller = new JobController(host.loop, host.server, {
    switches: { ...DEFAULT_SWITCHES, ...host.plan.switches },
    client: host.connect("job-controller"),
    watchLagMs: host.watchLagMs,
  });
  controller.start();
  return controller;
};

/** Kubernetes' TTL-after-finished controller. */
export const ttlController: StartControllers = (host) => {
  const client = host.connect("ttl-controller");
  const controller = new TtlController(host.loop, host.server, client, host.watchLagMs.jobs);
  controller.start();
  return controller;
};

/** What runs in every cluster. */
export const builtInControllers: StartControllers = together(jobController, ttlController);
