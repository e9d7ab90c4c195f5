/** The same queue without the bug. */

import { queue } from "./queue.js";

export { features, invariants, workload } from "./queue.js";

export const controllers = [queue(true)];
