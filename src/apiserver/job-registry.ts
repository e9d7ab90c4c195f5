/** Jobs in the API server: every write passes the same defaulting, preparation and validation as in Kubernetes. */

import { DEFAULT_NAMESPACE } from "../api/constants.ts";
import { copyWith } from "../api/copy-with.ts";
import type { DecodeProblem } from "../api/decode.ts";
import { defaultJob, withLabelsOfTemplate } from "../api/defaults.ts";
import { equalJson, type JsonObject } from "../api/json.ts";
import { JOB } from "../api/kinds/workloads.ts";
import { readJob } from "../api/release-fields.ts";
import { strategicMerge } from "../api/strategic-merge.ts";
import { type ApiSwitches, CURRENT_API } from "../api/switches.ts";
import { formatTimestamp } from "../api/timestamp.ts";
import type { Job, JobStatus } from "../api/types.ts";
import { validateJobCreate, validateJobUpdate } from "../api/validation/job.ts";
import { validateJobStatusUpdate } from "../api/validation/status.ts";
import type { Admission } from "./admission/admission.ts";
import { prepareJobForCreate, prepareJobForUpdate } from "./admission/job-strategy.ts";
import { isKnownValid, readManifest, rememberValid, withDefaults } from "./admission/known-manifests.ts";
import { Collection } from "./collection.ts";
import {
  type ApiError,
  accepted,
  alreadyExists,
  badRequest,
  conflict,
  invalid,
  notFound,
  type Result,
  refused,
} from "./errors.ts";
import { writeStatus } from "./job-status-write.ts";
import type { Actor, CommitType, Verb } from "./log.ts";
import type { NameSource } from "./names.ts";
import { markDeleted } from "./object-deletion.ts";
import { isGone } from "./pod-deletion.ts";
import type { Propagation } from "./requests.ts";
import type { Storage } from "./storage.ts";

/** Called for each stored change of a Job, for the garbage collector. */
export type JobChanged = (type: CommitType, job: Job, previous: Job | undefined) => void;

/** The Jobs of the API server. */
export class JobRegistry {
  readonly jobs = new Collection<Job>();
  /** The API behaviour of the release. */
  readonly switches: ApiSwitches;
  readonly #storage: Storage;
  readonly #changed: JobChanged;
  readonly #createsOver: boolean;
  /** Stored Jobs with defaults that storage does not contain. */
  readonly #unsettled = new WeakSet<Job>();

  readonly #admission: Admission;

  /** @internal */
  constructor(
    storage: Storage,
    changed: JobChanged,
    admission: Admission,
    switches: ApiSwitches = CURRENT_API,
    createsOver = false,
  ) {
    this.#createsOver = createsOver;
    this.#admission = admission;
    this.switches = switches;
    this.#storage = storage;
    this.#changed = changed;
  }

  /** Creates a Job from a manifest as a user would write it. */
  create(manifest: unknown, actor: Actor): Result<Job> {
    const { object: submitted, problems } = readManifest(manifest, this.switches);
    const wrong = firstDecodingError(problems);
    if (wrong !== undefined) return refused(wrong);
    const admitted = this.admit(submitted, this.#storage.names);
    if (admitted.ok) return accepted(this.add(admitted.object, actor));
    const { namespace, name } = withNamespace(submitted).metadata;
    return this.#refuse("create", actor, namespace, admitted.error.about?.name ?? name, admitted.error);
  }

  /**
   * Returns the Job as it would be stored, or why it is refused: applies defaults, sets the fields that only the server
   * knows, and validates. Nothing is stored.
   *
   * @param names where the UID and a generated name come from
   * @param isMadeAgain whether each create has a new Job, so caching what is known about this one would be useless
   */
  admit(submitted: Job, names: Pick<NameSource, "uid" | "generate">, isMadeAgain = false): Result<Job> {
    const { generateName = "" } = submitted.metadata;
    const generated = submitted.metadata.name === "" && generateName !== "";
    const identity = {
      uid: this.#uidToTakeOver(submitted) ?? names.uid(),
      creationTimestamp: formatTimestamp(this.#storage.instantMs),
      ...(generated ? { name: names.generate(generateName) } : {}),
    };
    const defaulted = isMadeAgain ? defaultJob(submitted, this.switches) : withDefaults(submitted, this.switches);
    const job = withNamespace(prepareJobForCreate(defaulted, identity, this.switches));
    const { namespace, name } = job.metadata;
    const isFresh = generated || isMadeAgain;
    if (isFresh || !isKnownValid(defaulted, this.switches)) {
      const errors = validateJobCreate(job, this.switches);
      if (errors.length > 0) return refused(invalid("jobs", name, errors));
      if (!isFresh) rememberValid(defaulted, this.switches);
    }
    if (!this.#createsOver && this.jobs.get(namespace, name) !== undefined) {
      return refused(alreadyExists("jobs", name));
    }
    const refusal = this.#admission.refuse(JOB, namespace, name);
    return refusal === undefined ? accepted(job) : refused(refusal);
  }

  #uidToTakeOver(submitted: Job): string | undefined {
    if (!this.#createsOver) return undefined;
    const { namespace, name } = withNamespace(submitted).metadata;
    return this.jobs.get(namespace, name)?.metadata.uid;
  }

  /** Stores an admitted Job, with the defaults that reading it from storage adds. */
  add(admitted: Job, actor: Actor): Job {
    // A Job without labels shows those of its template once it is read from storage.
    const job = withLabelsOfTemplate(admitted);
    const replaced = this.jobs.get(job.metadata.namespace, job.metadata.name);
    if (replaced !== undefined) return this.#commit("MODIFIED", "create", actor, job, replaced);
    const stored = this.#commit("ADDED", "create", actor, job, undefined);
    if (job !== admitted) this.#unsettled.add(stored);
    return stored;
  }

  /**
   * Whether a Job shows only what is stored. One that shows defaults from reading is written again even by a request
   * that changes nothing.
   */
  isSettled(stored: Job): boolean {
    return !this.#unsettled.has(stored);
  }

  /** Applies a user's strategic merge patch to the main resource. */
  patch(namespace: string, name: string, patch: JsonObject, actor: Actor): Result<Job> {
    const stored = this.jobs.get(namespace, name);
    if (stored === undefined) return this.#refuse("patch", actor, namespace, name, notFound("jobs", name));
    const patched = strategicMerge("Job", stored, patch);
    if ("problem" in patched) return this.#refuse("patch", actor, namespace, name, badRequest(patched.problem));
    const decoded = readJob(patched.object, this.switches, stored);
    const wrong = firstDecodingError(decoded.problems);
    if (wrong !== undefined) return this.#refuse("patch", actor, namespace, name, wrong);
    const next = prepareJobForUpdate(defaultJob(decoded.object, this.switches), stored, this.switches);
    const errors = validateJobUpdate(next, stored, this.switches);
    if (errors.length > 0) return this.#refuse("patch", actor, namespace, name, invalid("jobs", name, errors));
    if (equalJson(next, stored) && this.isSettled(stored)) return this.#unchanged(stored, "patch", actor);
    return accepted(this.replace(next, stored, "patch", actor));
  }

  /** Replaces the status; the spec of `job` is ignored. An outdated `resourceVersion` is a conflict. */
  updateStatus(job: Job, actor: Actor): Result<Job> {
    const { namespace, name, resourceVersion, uid } = job.metadata;
    const stored = this.jobs.get(namespace, name);
    if (stored === undefined) return this.#refuse("updateStatus", actor, namespace, name, notFound("jobs", name));
    if (resourceVersion !== stored.metadata.resourceVersion || uid !== stored.metadata.uid) {
      return this.#refuse("updateStatus", actor, namespace, name, conflict("jobs", name));
    }
    return this.#writeStatus(stored, job.status, actor);
  }

  /** Replaces the status unconditionally, as a user's PUT without `resourceVersion` does. */
  replaceStatus(namespace: string, name: string, status: JobStatus, actor: Actor): Result<Job> {
    const stored = this.jobs.get(namespace, name);
    if (stored === undefined) return this.#refuse("updateStatus", actor, namespace, name, notFound("jobs", name));
    return this.#writeStatus(stored, status, actor);
  }

  /** Deletes a Job: at once in the background, or held by the finalizer of the propagation policy. */
  delete(namespace: string, name: string, propagation: Propagation, actor: Actor, uid?: string): Result<Job> {
    const stored = this.jobs.get(namespace, name);
    if (stored === undefined) return this.#refuse("delete", actor, namespace, name, notFound("jobs", name));
    if (uid !== undefined && uid !== stored.metadata.uid) {
      return this.#refuse("delete", actor, namespace, name, conflict("jobs", name));
    }
    const metadata = markDeleted(stored.metadata, propagation, this.#storage.instantMs);
    if (metadata === stored.metadata) return this.#unchanged(stored, "delete", actor);
    return accepted(this.replace({ ...stored, metadata }, stored, "delete", actor));
  }

  #writeStatus(stored: Job, status: JobStatus, actor: Actor): Result<Job> {
    const { apiVersion, kind, metadata, spec } = stored;
    const errors = validateJobStatusUpdate({ apiVersion, kind, metadata, spec, status }, stored, this.switches);
    if (errors.length > 0) {
      const { namespace, name } = stored.metadata;
      return this.#refuse("updateStatus", actor, namespace, name, invalid("jobs", name, errors));
    }
    const next = writeStatus(stored, status);
    if (next === stored) return this.#unchanged(stored, "updateStatus", actor);
    return accepted(this.replace(next, stored, "updateStatus", actor));
  }

  /** Stores a validated Job; one that is being deleted and has no finalizers left is removed. */
  replace(next: Job, stored: Job, verb: Verb, actor: Actor): Job {
    return this.#commit(isGone(next.metadata) ? "DELETED" : "MODIFIED", verb, actor, next, stored);
  }

  #commit(type: CommitType, verb: Verb, actor: Actor, next: Job, previous: Job | undefined): Job {
    const resourceVersion = this.#storage.nextResourceVersion();
    const { apiVersion, kind, spec, status } = next;
    const metadata = copyWith(next.metadata, { resourceVersion: String(resourceVersion) });
    // Field by field: the parts of Jobs have many shapes, and a spread of many shapes is slow.
    const object: Job = { apiVersion, kind, metadata, spec, status };
    if (type === "DELETED") this.jobs.delete(object.metadata.namespace, object.metadata.name);
    else this.jobs.set(object);
    const { timeMs } = this.#storage;
    this.#storage.log.append({
      kind: "commit",
      timeMs,
      resourceVersion,
      type,
      resource: "jobs",
      verb,
      actor,
      object,
      previous,
    });
    this.#changed(type, object, previous);
    return object;
  }

  #unchanged(stored: Job, verb: Verb, actor: Actor): Result<Job> {
    if (this.#storage.commitsUnchanged) return accepted(this.replace(stored, stored, verb, actor));
    const { namespace, name } = stored.metadata;
    const { timeMs } = this.#storage;
    this.#storage.log.append({ kind: "request", timeMs, resource: "jobs", verb, actor, namespace, name });
    return accepted(stored);
  }

  #refuse(verb: Verb, actor: Actor, namespace: string, name: string, error: ApiError): Result<Job> {
    const { timeMs } = this.#storage;
    this.#storage.log.append({ kind: "request", timeMs, resource: "jobs", verb, actor, namespace, name, error });
    return refused(error);
  }
}

/** Unknown fields are dropped with a warning, as in `kubectl` without strict validation; other problems are errors. */
function firstDecodingError(problems: readonly DecodeProblem[]): ApiError | undefined {
  const wrong = problems.find(({ kind }) => kind !== "unknownField");
  return wrong === undefined ? undefined : badRequest(wrong.message);
}

function withNamespace(job: Job): Job {
  return job.metadata.namespace === "" ? { ...job, metadata: { ...job.metadata, namespace: DEFAULT_NAMESPACE } } : job;
}
