/** One worker of a shared check. */

import { workerData } from "node:worker_threads";
import { type WorkerTask, workOn } from "./worker-task.ts";

// Only `startSharedCheck` starts this file.
const task: WorkerTask = workerData;
await workOn(task);
