/** Job manifests for lint tests, written as specs. */

import { lintScenario } from "../../../src/analysis/lint/lint.ts";
import type { JsonObject } from "../../../src/api/json.ts";
import { loadScenario } from "../../../src/scenario/load.ts";
import type { Release } from "../../../src/simulation/releases/releases.ts";

export interface Written {
  readonly spec?: JsonObject;
  readonly pod?: JsonObject;
  readonly metadata?: JsonObject;
  /** Metadata of the template. */
  readonly template?: JsonObject;
}

/** A Job manifest; `pod` is merged into the spec of its template. */
export function manifestOf({ spec = {}, pod = {}, metadata = {}, template = {} }: Written): JsonObject {
  const containers = [{ name: "main", image: "worker" }];
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "job", ...metadata },
    spec: { ...spec, template: { metadata: template, spec: { restartPolicy: "Never", containers, ...pod } } },
  };
}

/** The ids of the findings for a Job, in some releases of Kubernetes. */
export function idsOf(written: Written, ...releases: readonly Release[]): string[] {
  return foundIn(written, ...releases).map(({ id }) => id);
}

/** The findings for a Job, in some releases of Kubernetes. */
export function foundIn(written: Written, ...releases: readonly Release[]) {
  return findingsOf(JSON.stringify(manifestOf(written), null, 2), releases);
}

/** The findings in the text of a file. */
export function findingsOf(text: string, releases: readonly Release[] = []) {
  const loaded = loadScenario({ text, file: "job.yaml", readFile: () => "" });
  return lintScenario(releases.length === 0 ? loaded : { ...loaded, releases }, () => text);
}
