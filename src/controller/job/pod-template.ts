/** The pods that the controller creates (semantics 01, section 7). */

import {
  COMPLETION_INDEX_ANNOTATION,
  COMPLETION_INDEX_ENV,
  INDEX_FAILURE_COUNT_ANNOTATION,
  INDEX_IGNORED_FAILURE_COUNT_ANNOTATION,
  JOB_TRACKING_FINALIZER,
} from "../../api/constants.ts";
import { copyWith } from "../../api/copy-with.ts";
import { oncePerObject } from "../../api/once-per-object.ts";
import type { Container, Job, OwnerReference, PodSpec, PodTemplateSpec, StringMap } from "../../api/types.ts";
import type { NewPod } from "../../apiserver/requests.ts";
import type { IndexFailures } from "./pod-facts.ts";

/** The longest `generateName` that is not truncated before the random suffix is added. */
const MAX_GENERATE_NAME = 58;

/** The parts that all pods of an Indexed Job share. */
interface SharedParts {
  readonly template: PodTemplateSpec;
  readonly indexSource: IndexSource;
  readonly annotations: StringMap | undefined;
  readonly finalizers: readonly string[];
  /** With an empty index, for each pod to fill in. */
  readonly labels: StringMap;
  readonly spec: PodSpec;
}

/** Where `JOB_COMPLETION_INDEX` is read from; pods only have the index label if it is read from there. */
export type IndexSource = "labels" | "annotations";

/** Only the last one is kept: a sync creates the pods of one Job in a row, and keeping all would use much memory. */
let latestParts: SharedParts | undefined;

const ONLY_TRACKING: readonly string[] = [JOB_TRACKING_FINALIZER];

/** The owner reference that makes a Job the controller of a pod. */
export function controllerReference(job: Job): OwnerReference {
  const { name, uid } = job.metadata;
  return { apiVersion: "batch/v1", kind: "Job", name, uid, controller: true, blockOwnerDeletion: true };
}

/** A pod of a Job without indexes. */
export function plainPod(job: Job, owners: readonly OwnerReference[]): NewPod {
  const { metadata = {}, spec } = job.spec.template;
  const { labels = {}, annotations, finalizers } = metadata;
  return {
    namespace: job.metadata.namespace,
    generateName: `${job.metadata.name}-`,
    labels,
    ...(annotations === undefined ? {} : { annotations }),
    finalizers: tracked(finalizers),
    ownerReferences: owners,
    spec,
  };
}

/**
 * A pod for one completion index.
 *
 * @param failures failures of the index so far, or `undefined` if the Job does not count them per index
 * @param indexSource where this release reads the index from
 */
export function indexedPod(
  job: Job,
  owners: readonly OwnerReference[],
  index: number,
  failures: IndexFailures | undefined,
  indexSource: IndexSource,
): NewPod {
  const { labels, annotations, finalizers, spec } = sharedParts(job.spec.template, indexSource);
  const { name, namespace } = job.metadata;
  const text = String(index);
  const hostname = `${name}-${text}`;
  return {
    namespace,
    generateName: generateNameWithIndex(name, hostname),
    // Replacing a value in a copy costs a twentieth of adding a key, so the shared parts have all keys, with blanks.
    labels: indexSource === "labels" ? { ...labels, [COMPLETION_INDEX_ANNOTATION]: text } : labels,
    annotations: indexAnnotations(annotations, failures, text),
    finalizers,
    ownerReferences: owners,
    spec: { ...spec, hostname },
  };
}

function indexAnnotations(given: StringMap | undefined, failures: IndexFailures | undefined, index: string): StringMap {
  const annotations: Record<string, string> = Object.assign({}, given);
  if (failures !== undefined) {
    annotations[INDEX_FAILURE_COUNT_ANNOTATION] = String(failures.counted);
    if (failures.ignored > 0) annotations[INDEX_IGNORED_FAILURE_COUNT_ANNOTATION] = String(failures.ignored);
  }
  annotations[COMPLETION_INDEX_ANNOTATION] = index;
  return annotations;
}

/**
 * The name is truncated before the index, which is kept. Upstream: `podGenerateNameWithIndex`.
 *
 * @param hostname name of the Job and index
 */
function generateNameWithIndex(jobName: string, hostname: string): string {
  const generateName = `${hostname}-`;
  if (generateName.length <= MAX_GENERATE_NAME) return generateName;
  const suffix = generateName.slice(jobName.length);
  return jobName.slice(0, MAX_GENERATE_NAME - suffix.length) + suffix;
}

function sharedParts(template: PodTemplateSpec, indexSource: IndexSource): SharedParts {
  if (latestParts?.template === template && latestParts.indexSource === indexSource) return latestParts;
  const { labels = {}, annotations, finalizers } = template.metadata ?? {};
  latestParts = {
    template,
    indexSource,
    annotations,
    finalizers: tracked(finalizers),
    labels: indexSource === "labels" ? copyWith(labels, { [COMPLETION_INDEX_ANNOTATION]: "" }) : labels,
    spec: indexedSpecs[indexSource](template.spec),
  };
  return latestParts;
}

function tracked(finalizers: readonly string[] = []): readonly string[] {
  if (finalizers.length === 0) return ONLY_TRACKING;
  return finalizers.includes(JOB_TRACKING_FINALIZER) ? finalizers : [...finalizers, JOB_TRACKING_FINALIZER];
}

/** Cached, so that all pods of a template share their containers and what is cached per container. */
const indexedSpecs = {
  labels: oncePerObject((spec: PodSpec) => copyWith(withIndexEnv(spec, "labels"), { hostname: "" })),
  annotations: oncePerObject((spec: PodSpec) => copyWith(withIndexEnv(spec, "annotations"), { hostname: "" })),
} as const satisfies Readonly<Record<IndexSource, (spec: PodSpec) => PodSpec>>;

/** Upstream: `addCompletionIndexEnvVariables`. */
function withIndexEnv(spec: PodSpec, indexSource: IndexSource): PodSpec {
  const addIndexEnv = (container: Container) => withIndexVariable(container, indexSource);
  return copyWith(spec, {
    containers: spec.containers.map(addIndexEnv),
    ...(spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(addIndexEnv) }),
  });
}

function withIndexVariable(container: Container, indexSource: IndexSource): Container {
  const env = container.env ?? [];
  if (env.some(({ name }) => name === COMPLETION_INDEX_ENV)) return container;
  const fieldPath = `metadata.${indexSource}['${COMPLETION_INDEX_ANNOTATION}']`;
  return copyWith(container, { env: [...env, { name: COMPLETION_INDEX_ENV, valueFrom: { fieldRef: { fieldPath } } }] });
}
