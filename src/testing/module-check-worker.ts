/** One worker of a shared check of a module. */

import { workerData } from "node:worker_threads";
import { type ModuleCheck, optionsOfModule } from "./check-module.ts";
import { type WorkerTask, workOn } from "./worker-task.ts";

// Only a shared check starts this file.
const task: WorkerTask & ModuleCheck = workerData;
await workOn(task, await optionsOfModule(task));
