/** Jobs in batch/v1, and in the older batch/v2alpha1 with fewer fields. */

import { defaultJob } from "../../api/defaults.ts";
import { isJsonObject } from "../../api/json.ts";
import { JOB } from "../../api/kinds/workloads.ts";
import { knownPodFields, withoutUnknownFields } from "../../api/release-fields.ts";
import type { ApiSwitches } from "../../api/switches.ts";
import type { Job } from "../../api/types.ts";
import { accepted } from "../../apiserver/errors.ts";
import { JobRest } from "../../apiserver/job-rest.ts";
import type { LogEntry } from "../../apiserver/log.ts";
import type { World } from "../context.ts";
import { decodeBody } from "../decode-body.ts";
import { jobDiff, manifestOf } from "../live/job-diff.ts";
import type { DeleteRequestOptions } from "../options.ts";
import { fromApiError, HttpError } from "../status.ts";
import { commitChanges, positionAfter } from "./commit-changes.ts";
import { jobCells, jobColumns } from "./job-table.ts";
import { BATCH_V2ALPHA1, type JobApiVersion } from "./job-versions.ts";
import type { MetadataExtras, ResourceDefinition, RestResource, UpdateRequest, WriteOutcome } from "./resource.ts";
import { checkCreation, checkNamespace, checkTarget } from "./target.ts";
import { Views } from "./view.ts";

const PRESERVED_PODS_WARNING =
  "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning";

/** The REST resource of Jobs in one API version. */
export function jobResource(world: World, served: JobApiVersion, extras: MetadataExtras): RestResource {
  const { jobs: registry, storage } = world.server;
  const version = inRelease(served, registry.switches);
  const rest = new JobRest(registry, storage);
  const views = new Views<Job>({
    apiVersion: version.apiVersion,
    kind: "Job",
    encode: (job, stored) => version.encode(job, extras(stored)),
    fields: { "status.successful": (job) => String(job.status.succeeded ?? 0) },
    columns: jobColumns(registry.switches),
    cells: (job, nowMs) => jobCells(job, nowMs, registry.switches),
  });
  const changeOf = commitChanges(views, jobCommit);
  return {
    definition: definitionOf(version, registry.switches, served === BATCH_V2ALPHA1 && world.listsOldApis !== true),
    get: (namespace, name) => {
      const job = registry.jobs.get(namespace, name);
      return job === undefined ? undefined : views.of(job);
    },
    list: (namespace) => {
      const jobs = namespace === undefined ? registry.jobs : registry.jobs.inNamespace(namespace);
      return Array.from(jobs, (job) => views.of(job));
    },
    version: () => storage.resourceVersion,
    changeOf,
    positionAfter: (since) => positionAfter(storage.log, since, storage.resourceVersion),
    bookmark: (metadata) => version.bookmark(metadata),
    defaulted: (value, namespace) => {
      const { object, problems } = version.decode(value);
      if (problems.some(({ kind }) => kind !== "unknownField")) return value;
      const metadata = { ...(isJsonObject(value.metadata) ? value.metadata : {}), namespace };
      return { ...version.encode(defaultJob(object, registry.switches), {}), metadata };
    },
    refresh: ({ namespace, name }) => {
      const job = registry.jobs.get(namespace, name);
      if (job !== undefined) views.forget(job);
    },
    create: (namespace, body, options) => {
      const warnings: string[] = [];
      const decoded = decodeBody(body, "Job", version.decode, options.fieldValidation, warnings);
      const job = withNamespace(decoded, namespace);
      if (job.metadata.resourceVersion !== "" && !options.dryRun) throw versionOnCreate();
      checkCreation(world, JOB, namespace, job.metadata.name);
      const written = rest.create(job, { dryRun: options.dryRun, ...actorOf(world) });
      if (!written.ok) throw fromApiError(written.error);
      const { object, changed } = written.object;
      if (changed) world.record({ op: "createJob", manifest: manifestOf(job, object) });
      return { view: views.of(object), warnings: [...warnings, ...written.object.warnings], isNew: true };
    },
    update: (request) => updateJob(world, rest, views, version, request),
    delete: (target, options) => {
      const deleted = rest.delete(target.namespace, target.name, { ...options, ...actorOf(world) });
      if (!deleted.ok) throw fromApiError(deleted.error);
      const { propagation, changed } = deleted.object;
      if (changed) world.record({ op: "deleteJob", job: target, propagation });
      return { view: views.of(deleted.object.object), isShown: !deleted.object.gone };
    },
    deleteWarnings: ({ propagation }: DeleteRequestOptions) =>
      propagation === undefined ? [PRESERVED_PODS_WARNING] : [],
  };
}

function actorOf({ actor }: World): Pick<World, "actor"> {
  return actor === undefined ? {} : { actor };
}

/** The API version in a release, in which later fields are unknown. */
function inRelease(version: JobApiVersion, switches: ApiSwitches): JobApiVersion {
  const knows = knownPodFields(switches);
  return { ...version, decode: (value) => withoutUnknownFields(version.decode(value, { knows }), switches) };
}

function jobCommit(entry: LogEntry) {
  return entry.kind === "commit" && entry.resource === "jobs" ? entry : undefined;
}

function withNamespace(job: Job, namespace: string): Job {
  checkNamespace(job.metadata.namespace, namespace);
  return { ...job, metadata: { ...job.metadata, namespace } };
}

/** Kubernetes also answers an internal error without a reason. */
function versionOnCreate(): HttpError {
  return new HttpError(500, undefined, "resourceVersion should not be set on objects to be created");
}

function updateJob(
  world: World,
  rest: JobRest,
  views: Views<Job>,
  version: JobApiVersion,
  request: UpdateRequest,
): WriteOutcome {
  const { namespace, name, options, isReplacement, subresource } = request;
  const warnings: string[] = [];
  const status = subresource === "status";
  let before: Job | undefined;
  const change = (stored: Job) => {
    before = stored;
    const body = request.change(views.of(stored).json());
    const decoded = decodeBody(body, "Job", version.decode, options.fieldValidation, warnings);
    checkTarget(decoded.metadata, request);
    return accepted(defaultJob(version.complete(decoded, stored), rest.switches));
  };
  const written = rest.update(namespace, name, change, {
    dryRun: options.dryRun,
    status,
    checkUid: isReplacement,
    ...actorOf(world),
  });
  if (!written.ok) throw fromApiError(written.error);
  const { object, changed } = written.object;
  if (changed && before !== undefined) {
    const job = { namespace, name };
    if (status) world.record({ op: "putJobStatus", job, status: { ...object.status } });
    else world.record({ op: "patchJob", job, patch: jobDiff(before, object) });
  }
  return { view: views.of(object), warnings: [...warnings, ...written.object.warnings] };
}

function definitionOf(version: JobApiVersion, switches: ApiSwitches, isUnlisted: boolean): ResourceDefinition {
  return {
    isUnlisted,
    group: "batch",
    version: version.name,
    plural: "jobs",
    singular: "job",
    kind: "Job",
    isNamespaced: true,
    shortNames: [],
    categories: ["all"],
    verbs: ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
    subresources: [{ name: "status", kind: "Job", verbs: ["get", "patch", "update"] }],
    selectableFields: ["metadata.name", "metadata.namespace", "status.successful"],
    columns: jobColumns(switches),
    patchType: "Job",
  };
}
