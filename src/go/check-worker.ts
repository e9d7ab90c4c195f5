/** One worker of a shared check of Go programs. */

import { workerData } from "node:worker_threads";
import { type WorkerTask, workOn } from "../testing/worker-task.ts";
import { type GoCheck, optionsOfGoCheck } from "./go-check.ts";

// Only a shared check starts this file.
const task: WorkerTask & GoCheck = workerData;
await workOn(task, await optionsOfGoCheck(task));
