/** The first try of tasks: it looks for Jobs in its cache, which may not show one yet that it has created. */

import { tasks } from "./tasks.ts";

export { features, invariants, kinds, workload } from "./tasks.ts";

export const controllers = [tasks(async ({ caches }, namespace) => [...caches.jobs.inNamespace(namespace)])];
