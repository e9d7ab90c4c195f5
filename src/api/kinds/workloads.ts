/** Jobs and pods as rows of the table of kinds; the API server keeps them in registries of their own. */

import type { Job, Pod } from "../types.ts";
import { kind } from "./kind.ts";

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
