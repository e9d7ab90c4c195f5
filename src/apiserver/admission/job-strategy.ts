/** Fields that the server sets on a Job when it is created or updated, before validation. */

import {
  CONTROLLER_UID_LABEL,
  JOB_NAME_LABEL,
  JOB_TRACKING_FINALIZER,
  LEGACY_CONTROLLER_UID_LABEL,
  LEGACY_JOB_NAME_LABEL,
} from "../../api/constants.ts";
import { copyWith } from "../../api/copy-with.ts";
import { equalJson } from "../../api/json.ts";
import { withoutDroppedFields } from "../../api/release-fields.ts";
import { type ApiSwitches, CURRENT_API } from "../../api/switches.ts";
import type { Job, JobSpec, LabelSelector, ObjectMeta, StringMap, Timestamp } from "../../api/types.ts";

/** Identity that only the server can assign to a new object; `name` is set if it was made from `generateName`. */
export interface JobIdentity {
  readonly uid: string;
  readonly creationTimestamp: Timestamp;
  readonly name?: string;
}

/**
 * Prepares a Job, as `defaultJob` returned it, for validation: sets its identity and generation 1, clears its status,
 * and adds the generated selector and the labels that tie its pods to it.
 *
 * A valid Job is stored after another pass of `defaultJob`: reading from storage applies defaults again, so a Job
 * submitted without labels shows the generated ones.
 *
 * @param switches what the release generates
 */
export function prepareJobForCreate(job: Job, identity: JobIdentity, switches: ApiSwitches = CURRENT_API): Job {
  const { deletionTimestamp: _deletion, deletionGracePeriodSeconds: _grace, ...given } = job.metadata;
  const name = identity.name ?? given.name;
  const known = withoutDroppedFields(job.spec, switches);
  const spec = known.manualSelector === true ? known : withGeneratedSelector(known, name, identity.uid, switches);
  const { uid, creationTimestamp } = identity;
  const metadata = copyWith(given, { name, uid, creationTimestamp, generation: 1 });
  const marked = switches.trackingAnnotation === "none" ? metadata : withTrackingAnnotation(metadata);
  // A name generated on a copy of the Job comes too late for the labels that Job and template share.
  const isCopy = identity.name !== undefined && switches.generateNameRetries;
  const { apiVersion, kind } = job;
  return { apiVersion, kind, metadata: withSharedLabels(marked, job, spec, isCopy), spec, status: {} };
}

/** Up to 1.27, an annotation marks Jobs whose pods are tracked with finalizers. */
function withTrackingAnnotation(metadata: ObjectMeta): ObjectMeta {
  return copyWith(metadata, { annotations: copyWith(metadata.annotations ?? {}, { [JOB_TRACKING_FINALIZER]: "" }) });
}

/** Keeps existing labels and selector entries; validation decides whether they are right. */
function withGeneratedSelector(spec: JobSpec, name: string, uid: string, switches: ApiSwitches): JobSpec {
  const { template, selector } = spec;
  const labels: StringMap = {
    [LEGACY_JOB_NAME_LABEL]: name,
    [LEGACY_CONTROLLER_UID_LABEL]: uid,
    ...(switches.prefixedLabels ? { [JOB_NAME_LABEL]: name, [CONTROLLER_UID_LABEL]: uid } : {}),
    ...template.metadata?.labels,
  };
  const key = switches.selectorKey === "prefixed" ? CONTROLLER_UID_LABEL : LEGACY_CONTROLLER_UID_LABEL;
  const generated: LabelSelector = copyWith(selector ?? {}, { matchLabels: { [key]: uid, ...selector?.matchLabels } });
  const metadata = copyWith(template.metadata ?? {}, { labels });
  return copyWith(spec, { selector: generated, template: copyWith(template, { metadata }) });
}

/**
 * Defaulting gives a Job without labels the label map of its template, so labels generated later appear in both,
 * unless they were generated on a copy.
 */
function withSharedLabels(metadata: ObjectMeta, given: Job, spec: JobSpec, isCopy: boolean): ObjectMeta {
  const { labels: own } = given.metadata;
  const isShared = own !== undefined && own === given.spec.template.metadata?.labels;
  const labels = isShared && !isCopy ? spec.template.metadata?.labels : own;
  return labels === undefined ? metadata : copyWith(metadata, { labels });
}

/**
 * Prepares a Job that replaces `stored`: keeps the status, carries over metadata that clients cannot change, and
 * increments the generation if the spec differs.
 */
export function prepareJobForUpdate(next: Job, stored: Job, switches: ApiSwitches = CURRENT_API): Job {
  const spec = withoutDroppedFields(next.spec, switches, stored.spec);
  const isSameSpec = equalJson(spec, stored.spec);
  const generation = (stored.metadata.generation ?? 0) + (isSameSpec ? 0 : 1);
  const { apiVersion, kind } = next;
  const given = keepAnnotation(next.metadata, stored.metadata, switches);
  const metadata = copyWith(carryOverMetadata(given, stored.metadata), { generation });
  return { apiVersion, kind, metadata, spec: isSameSpec ? stored.spec : spec, status: stored.status };
}

/** In 1.26 and 1.27 the tracking annotation comes back when a user removes it. */
function keepAnnotation(next: ObjectMeta, stored: ObjectMeta, { trackingAnnotation }: ApiSwitches): ObjectMeta {
  if (trackingAnnotation !== "kept" || stored.annotations?.[JOB_TRACKING_FINALIZER] === undefined) return next;
  return next.annotations?.[JOB_TRACKING_FINALIZER] === undefined ? withTrackingAnnotation(next) : next;
}

/** Prepares a Job whose status replaces that of `stored`: keeps the spec and the generation. */
export function prepareJobStatusUpdate(next: Job, stored: Job): Job {
  const { generation } = stored.metadata;
  const metadata = carryOverMetadata(next.metadata, stored.metadata);
  return {
    ...next,
    metadata: generation === undefined ? metadata : copyWith(metadata, { generation }),
    spec: stored.spec,
  };
}

/**
 * Carries over fields that the server owns; a deletion that has begun cannot be undone. A changed name or UID is kept
 * so that validation refuses it.
 */
function carryOverMetadata(next: ObjectMeta, stored: ObjectMeta): ObjectMeta {
  const gracePeriod = next.deletionGracePeriodSeconds ?? stored.deletionGracePeriodSeconds;
  return copyWith(next, {
    name: next.name || stored.name,
    namespace: next.namespace || stored.namespace,
    uid: next.uid || stored.uid,
    resourceVersion: next.resourceVersion || stored.resourceVersion,
    creationTimestamp: stored.creationTimestamp,
    ...(stored.deletionTimestamp === undefined ? {} : { deletionTimestamp: stored.deletionTimestamp }),
    ...(gracePeriod === undefined ? {} : { deletionGracePeriodSeconds: gracePeriod }),
  });
}
