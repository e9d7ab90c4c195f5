/**
 * Fields that a release does not have: unknown ones are dropped when a Job is decoded, disabled ones (their feature
 * gate is off) only after defaulting (semantics 10, section 4.1).
 */

import { decodeJob } from "./decode-object.ts";
import type { DecodeProblem, KnowsField } from "./decode-value.ts";
import { withoutDroppedPodFields } from "./dropped-pod-fields.ts";
import { hasPodField, POD_FIELD_SETS } from "./pod-fields.ts";
import type { ApiSwitches, FieldSupport } from "./switches.ts";
import type { Job, JobSpec, JobStatus, PodFailurePolicy } from "./types.ts";
import { withoutFields } from "./without-fields.ts";

/** The fields of each feature. */
const SPEC_FIELDS = {
  podFailurePolicy: ["podFailurePolicy"],
  backoffLimitPerIndex: ["backoffLimitPerIndex", "maxFailedIndexes"],
  podReplacementPolicy: ["podReplacementPolicy"],
  successPolicy: ["successPolicy"],
  managedBy: ["managedBy"],
} as const satisfies { readonly [feature: string]: readonly (keyof JobSpec)[] };

type Feature = keyof typeof SPEC_FIELDS;
type SpecField = (typeof SPEC_FIELDS)[Feature][number];

const FEATURES = Object.keys(SPEC_FIELDS).filter((name): name is Feature => Object.hasOwn(SPEC_FIELDS, name));

function fieldsOf(switches: ApiSwitches, support: FieldSupport): readonly SpecField[] {
  return FEATURES.filter((feature) => switches[feature] === support).flatMap((feature) => SPEC_FIELDS[feature]);
}

/** The fields of a Job that a release does not know. */
export function unknownFields(switches: ApiSwitches): {
  readonly spec: readonly SpecField[];
  readonly status: readonly (keyof JobStatus)[];
} {
  return { spec: fieldsOf(switches, "unknown"), status: unknownCounts(switches) };
}

/** A decoded Job, with the problems of its JSON. */
export interface DecodedJob {
  readonly object: Job;
  readonly problems: readonly DecodeProblem[];
}

/**
 * Decodes a Job as a release does, without the fields that it does not know.
 *
 * @param stored the Job that `value` was made from, if any: parts that they share are not decoded again
 */
export function readJob(value: unknown, switches: ApiSwitches, stored?: Job): DecodedJob {
  const knows = knownPodFields(switches);
  const options = stored === undefined ? { knows } : { knows, settled: partsOf(stored) };
  return withoutUnknownFields(decodeJob(value, options), switches);
}

/** The parts that most changes of a Job leave alone. */
function partsOf({ metadata, spec, status }: Job): ReadonlySet<unknown> {
  return new Set([metadata, status, ...Object.values(spec)]);
}

/** Which fields of pod templates a release knows; `undefined` if it knows all. */
export function knownPodFields({ podFields }: ApiSwitches): KnowsField | undefined {
  return podFields === POD_FIELD_SETS.at(-1) ? undefined : (type, field) => hasPodField(type, field, podFields);
}

/**
 * Removes fields of the Job itself that the release does not know, and reports each; returns the same result if there
 * are none.
 */
export function withoutUnknownFields(decoded: DecodedJob, switches: ApiSwitches): DecodedJob {
  const { spec, status } = decoded.object;
  const unknown = fieldsOf(switches, "unknown");
  const present = unknown.filter((field) => spec[field] !== undefined);
  const known = withoutFields(spec, present);
  const knownStatus = withoutFields(status, unknownCounts(switches));
  if (known === spec && knownStatus === status) return decoded;
  return {
    object: { ...decoded.object, spec: known, status: knownStatus },
    problems: [...decoded.problems, ...present.map(unknownField)],
  };
}

function unknownField(field: string): DecodeProblem {
  return {
    path: ["spec", field],
    kind: "unknownField",
    message: `spec.${field} is not a field of JobSpec in this release`,
  };
}

function unknownCounts(switches: ApiSwitches): readonly ("terminating" | "failedIndexes")[] {
  return [
    ...(switches.podReplacementPolicy === "unknown" ? (["terminating"] as const) : []),
    ...(switches.backoffLimitPerIndex === "unknown" ? (["failedIndexes"] as const) : []),
  ];
}

/**
 * Removes fields whose feature gate is off in the release.
 *
 * @param spec with its defaults
 * @param old the spec that is replaced, if any: fields that it has are kept
 */
export function withoutDroppedFields(spec: JobSpec, switches: ApiSwitches, old?: JobSpec): JobSpec {
  const dropped = fieldsOf(switches, "dropped").filter((field) => isDropped(field, old));
  const kept = withDroppedFromTemplate(withoutFields(spec, dropped), switches, old);
  const { podFailurePolicy } = kept;
  if (podFailurePolicy === undefined || switches.backoffLimitPerIndex !== "dropped" || old !== undefined) return kept;
  return { ...kept, podFailurePolicy: withoutFailIndex(podFailurePolicy) };
}

function withDroppedFromTemplate(spec: JobSpec, { podFields }: ApiSwitches, old: JobSpec | undefined): JobSpec {
  const { template } = spec;
  const pod = withoutDroppedPodFields(template.spec, podFields, old?.template.spec);
  return pod === template.spec ? spec : { ...spec, template: { ...template, spec: pod } };
}

/** An update cannot add a field, except `managedBy`, which is refused later as a change of an immutable field. */
function isDropped(field: SpecField, old: JobSpec | undefined): boolean {
  return old === undefined || (field !== "managedBy" && old[field] === undefined);
}

function withoutFailIndex(policy: PodFailurePolicy): PodFailurePolicy {
  const rules = policy.rules.filter(({ action }) => action !== "FailIndex");
  return rules.length === policy.rules.length ? policy : { ...policy, rules };
}
