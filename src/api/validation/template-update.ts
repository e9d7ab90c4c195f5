/** Rules about updates of a Job's pod template (batch validation, `validatePodTemplateUpdate`). */
import { copyWith } from "../copy-with.ts";
import type { FieldError, FieldPath } from "../field-path.ts";
import { isJsonObject } from "../json.ts";
import type { ApiSwitches } from "../switches.ts";
import type { Container, Job, PodSpec, PodTemplateSpec } from "../types.ts";
import { readConditions } from "./condition-facts.ts";
import { semanticallyEqual } from "./equality.ts";
import { IMMUTABLE, invalid } from "./errors.ts";
import { podSpecValue, podTemplateValue } from "./go-structs.ts";

const TEMPLATE: FieldPath = ["spec", "template"];
const SCHEDULING_FIELDS = ["nodeSelector", "tolerations", "schedulingGates"] as const;
const SCHEDULING_FIELDS_BEFORE_GATES = ["nodeSelector", "tolerations"] as const;

type TemplateMutability = ApiSwitches["mutableTemplate"];

/**
 * Validates an update of the pod template: pods of a Job are alike, so it can only change while none runs.
 *
 * @param next the new Job
 * @param stored the stored Job; its state decides what may change
 * @param mutability which changes the release allows
 */
export function validateTemplateUpdate(next: Job, stored: Job, mutability: TemplateMutability): FieldError[] {
  const template = next.spec.template;
  const old = stored.spec.template;
  if (template === old) return [];
  if (!isTemplateOpen(stored, mutability)) return requireEqual(template, old);
  if (mutability === "scheduling") {
    return requireEqual(template, withScheduling(old, template, SCHEDULING_FIELDS_BEFORE_GATES));
  }
  const scheduled = withScheduling(old, template, SCHEDULING_FIELDS);
  if (mutability === "schedulingAndGates") return requireEqual(template, scheduled);
  const allowed = withResources(scheduled.spec, template.spec);
  if (semanticallyEqual(template.spec, allowed)) return [];
  return [invalid([...TEMPLATE, "spec"], podSpecValue(template.spec), IMMUTABLE)];
}

function requireEqual(template: PodTemplateSpec, allowed: PodTemplateSpec): FieldError[] {
  const { metadata = {}, spec } = template;
  if (semanticallyEqual(metadata, allowed.metadata ?? {}) && semanticallyEqual(spec, allowed.spec)) return [];
  return [invalid(TEMPLATE, podTemplateValue(template), IMMUTABLE)];
}

function isTemplateOpen({ spec, status }: Job, mutability: TemplateMutability): boolean {
  if (spec.suspend !== true) return false;
  if (status.startTime === undefined) return mutability !== "schedulingAndResources" || (status.active ?? 0) === 0;
  return mutability === "schedulingAndResources" && (status.active ?? 0) === 0 && readConditions(status).suspended;
}

/** The old template with the scheduling fields, labels and annotations of the new one. */
function withScheduling(old: PodTemplateSpec, template: PodTemplateSpec, fields: readonly string[]): PodTemplateSpec {
  const spec: Record<string, unknown> = {};
  for (const field of fields) if (template.spec[field] !== undefined) spec[field] = template.spec[field];
  const affinity = allowedAffinity(old.spec.affinity, template.spec.affinity);
  if (affinity !== undefined) spec.affinity = affinity;
  const { labels, annotations } = template.metadata ?? {};
  const { labels: _labels, annotations: _annotations, ...metadata } = old.metadata ?? {};
  return {
    metadata: {
      ...metadata,
      ...(labels !== undefined && { labels }),
      ...(annotations !== undefined && { annotations }),
    },
    spec: { ...without(old.spec, [...fields, "affinity"]), ...spec },
  };
}

/** The old affinity with the new node affinity; it may be removed if it had nothing else. */
function allowedAffinity(old: unknown, next: unknown): unknown {
  const rest = isJsonObject(old) ? omit(old, ["nodeAffinity"]) : {};
  if (!isJsonObject(next)) return Object.keys(rest).length === 0 ? undefined : rest;
  const { nodeAffinity } = next;
  return nodeAffinity === undefined ? rest : { ...rest, nodeAffinity };
}

/** The old spec with the resources of the new one, for containers that are in both. */
function withResources(old: PodSpec, spec: PodSpec): PodSpec {
  const { initContainers } = old;
  return {
    ...old,
    containers: replaceResources(old.containers, spec.containers),
    ...(initContainers !== undefined && { initContainers: replaceResources(initContainers, spec.initContainers) }),
  };
}

function replaceResources(old: readonly Container[], next: readonly Container[] = []): readonly Container[] {
  if (old.length !== next.length) return old;
  return old.map((container, i) => {
    const replacement = next[i];
    if (replacement?.name !== container.name) return container;
    const { resources: _resources, ...rest } = container;
    const { resources } = replacement;
    return resources === undefined ? rest : copyWith(rest, { resources });
  });
}

function without(spec: PodSpec, fields: readonly string[]): PodSpec {
  return { ...omit(spec, fields), containers: spec.containers };
}

function omit(object: Readonly<Record<string, unknown>>, fields: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(object).filter(([field]) => !fields.includes(field)));
}
