/** Removes from a recorded Job what others must not see. */

import type { JsonObject } from "../../api/json.ts";
import type { Container, Job, JobSpec, PodSpec } from "../../api/types.ts";

/** `values`: removes values of the environment and annotations. `names`: also names, images, commands, labels. */
export type Scrubbing = "values" | "names";

/** The manifest that recreates the Job, without what only a server writes. */
export function manifestOf(job: Job, spec: JobSpec, name: string, scrubbing: Scrubbing): JsonObject {
  const { namespace, labels } = job.metadata;
  const kept = scrubbing === "values" && labels !== undefined ? { labels: ownLabels(labels) } : {};
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, ...(namespace === "" || scrubbing === "names" ? {} : { namespace }), ...kept },
    spec: ownSpec(spec, scrubbing),
  };
}

const GENERATED_LABEL = /^(?:batch\.kubernetes\.io\/)?(?:controller-uid|job-name)$/;

function ownLabels(labels: Readonly<Record<string, string>>): JsonObject {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !GENERATED_LABEL.test(key)));
}

function ownSpec(spec: JobSpec, scrubbing: Scrubbing): JsonObject {
  const { selector, manualSelector, template, podFailurePolicy, ...rest } = spec;
  const isManual = manualSelector === true && scrubbing === "values";
  const labels = template.metadata?.labels;
  const names = containerNames(template.spec);
  const policy =
    podFailurePolicy === undefined || scrubbing === "values"
      ? podFailurePolicy
      : {
          rules: podFailurePolicy.rules.map(({ onExitCodes, ...rule }) => {
            if (onExitCodes?.containerName === undefined)
              return onExitCodes === undefined ? rule : { ...rule, onExitCodes };
            const containerName = names.get(onExitCodes.containerName) ?? onExitCodes.containerName;
            return { ...rule, onExitCodes: { ...onExitCodes, containerName } };
          }),
        };
  return {
    ...rest,
    ...(policy === undefined ? {} : { podFailurePolicy: policy }),
    ...(isManual ? { manualSelector, selector } : {}),
    template: {
      ...(labels === undefined || scrubbing === "names" ? {} : { metadata: { labels: ownLabels(labels) } }),
      spec: scrubbing === "names" ? plainPodSpec(template.spec, names) : withoutValues(template.spec),
    },
  };
}

/** The names that replace those of containers: policies refer to them. */
export function containerNames({ containers, initContainers = [] }: PodSpec): ReadonlyMap<string, string> {
  const plain = (kind: string) => (container: Container, i: number) => [container.name, `${kind}-${i + 1}`] as const;
  return new Map([...containers.map(plain("container")), ...initContainers.map(plain("init"))]);
}

function withoutValues(spec: PodSpec): JsonObject {
  const clean = (container: Container) => {
    const { env, ...rest } = container;
    if (env === undefined) return rest;
    return { ...rest, env: env.map((one) => (one.value === undefined ? one : { ...one, value: "scrubbed" })) };
  };
  const { initContainers } = spec;
  return {
    ...spec,
    containers: spec.containers.map(clean),
    ...(initContainers === undefined ? {} : { initContainers: initContainers.map(clean) }),
  };
}

/** Only what the course of a Job depends on. */
function plainPodSpec(spec: PodSpec, names: ReadonlyMap<string, string>): JsonObject {
  const plain = (container: Container, i: number) => ({
    name: names.get(container.name) ?? `container-${i + 1}`,
    image: `image-${i + 1}`,
    ...(container.restartPolicy === undefined ? {} : { restartPolicy: container.restartPolicy }),
  });
  const { restartPolicy, terminationGracePeriodSeconds: grace, containers, initContainers } = spec;
  return {
    ...(restartPolicy === undefined ? {} : { restartPolicy }),
    ...(grace === undefined ? {} : { terminationGracePeriodSeconds: grace }),
    containers: containers.map(plain),
    ...(initContainers === undefined ? {} : { initContainers: initContainers.map(plain) }),
  };
}
