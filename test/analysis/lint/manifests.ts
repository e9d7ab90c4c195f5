/** Job manifests for lint tests, written as specs. */

import { lintScenario } from "../../../src/analysis/lint/lint.ts";
import type { JsonObject } from "../../../src/api/json.ts";
import { loadScenario } from "../../../src/scenario/load.ts";

export interface Written {
  readonly spec?: JsonObject;
  readonly pod?: JsonObject;
  readonly metadata?: JsonObject;
}

/** A Job manifest; `pod` is merged into the spec of its template. */
export function manifestOf({ spec = {}, pod = {}, metadata = {} }: Written): JsonObject {
  const containers = [{ name: "main", image: "worker" }];
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "job", ...metadata },
    spec: { ...spec, template: { spec: { restartPolicy: "Never", containers, ...pod } } },
  };
}

/** The ids of what is found in a Job. */
export function idsOf(written: Written): string[] {
  return findingsOf(JSON.stringify(manifestOf(written), null, 2)).map(({ id }) => id);
}

/** What is found in the text of a file. */
export function findingsOf(text: string) {
  const loaded = loadScenario({ text, file: "job.yaml", readFile: () => "" });
  return lintScenario(loaded, () => text);
}
