/** Jobs and pods as rows of the table of kinds; the API server has dedicated registries for them. */

import type { Job, Pod } from "../types.ts";
import { kind } from "./kind.ts";

/** The kind Job. */
export const JOB = kind<Job>({
  apiVersion: "batch/v1",
  kind: "Job",
  plural: "jobs",
  categories: ["all"],
  schema: "Job",
  propagation: "Orphan",
  strategy: { generationFields: ["spec"] },
  selectableFields: { "status.successful": "0" },
});

/** The kind Pod. */
export const POD = kind<Pod>({
  apiVersion: "v1",
  kind: "Pod",
  plural: "pods",
  shortNames: ["po"],
  categories: ["all"],
  schema: "Pod",
  selectableFields: {
    "spec.nodeName": "",
    "spec.restartPolicy": "",
    "spec.schedulerName": "",
    "spec.serviceAccountName": "",
    "status.phase": "",
  },
});
