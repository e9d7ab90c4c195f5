/**
 * The first attempt at the queue: it adds up what is admitted from its cache, which may not show its own last
 * admission.
 */

import type { ControllerDefinition } from "jobsim/testing";
import { admit, queue } from "./queue.ts";

export { features, invariants, workload, world } from "./queue.ts";

const hastyQueue: ControllerDefinition = {
  ...queue,
  start: (tools) => () => admit(tools, ({ spec }) => spec.suspend !== true),
};

export const controllers: readonly ControllerDefinition[] = [hastyQueue];
