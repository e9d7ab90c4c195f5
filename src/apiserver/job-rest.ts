/**
 * Jobs as REST clients write them: with preconditions and dry runs, on the main resource and on `/status`.
 *
 * Unlike the requests of a simulated user, a request that is refused or changes nothing is not logged.
 */

import { defaultJob } from "../api/defaults.ts";
import { equalJson } from "../api/json.ts";
import { JOB } from "../api/kinds/workloads.ts";
import type { ApiSwitches } from "../api/switches.ts";
import type { Job } from "../api/types.ts";
import { validateJobUpdate } from "../api/validation/job.ts";
import { validateJobStatusUpdate } from "../api/validation/status.ts";
import { warningsForCreate, warningsForUpdate } from "../api/validation/warnings.ts";
import { prepareJobForUpdate, prepareJobStatusUpdate } from "./admission/job-strategy.ts";
import { accepted, invalid, notFound, type Result, refused } from "./errors.ts";
import type { JobRegistry } from "./job-registry.ts";
import { writeStatus } from "./job-status-write.ts";
import type { Actor } from "./log.ts";
import { NameSource } from "./names.ts";
import { effectivePropagation, markDeleted } from "./object-deletion.ts";
import { isGone } from "./pod-deletion.ts";
import { checkIdentity, checkPreconditions } from "./preconditions.ts";
import type { Written } from "./registry.ts";
import type { Propagation } from "./requests.ts";
import type { Storage } from "./storage.ts";

export interface JobCreateOptions {
  /** The user if absent. */
  readonly actor?: Actor;
  readonly dryRun: boolean;
}

export interface JobUpdateOptions {
  /** The user if absent. */
  readonly actor?: Actor;
  readonly dryRun: boolean;
  /** The write is to `/status`. */
  readonly status: boolean;
  /** A PUT must name the UID of the object it replaces; a patch applies to whatever is stored. */
  readonly checkUid: boolean;
}

export interface JobDeleteOptions {
  /** The user if absent. */
  readonly actor?: Actor;
  readonly dryRun: boolean;
  readonly propagation?: Propagation;
  readonly uid?: string;
  readonly resourceVersion?: string;
}

/** The result of a DELETE. */
export interface Deleted<T> {
  readonly object: T;
  readonly gone: boolean;
  readonly propagation: Propagation;
  /** Whether something was stored. */
  readonly changed: boolean;
}

export class JobRest {
  readonly #registry: JobRegistry;
  readonly #storage: Storage;
  /** Names for dry runs: the names of the run are only spent on stored objects, so that a replay gets the same ones. */
  #trialNames: NameSource | undefined;

  constructor(registry: JobRegistry, storage: Storage) {
    this.#registry = registry;
    this.#storage = storage;
  }

  /** The API behaviour of the release. */
  get switches(): ApiSwitches {
    return this.#registry.switches;
  }

  /** Creates a decoded Job that has its namespace. */
  create(submitted: Job, { dryRun, actor = "user" }: JobCreateOptions): Result<Written<Job>> {
    const { switches } = this.#registry;
    const tried = this.#registry.admit(submitted, this.#names());
    if (!tried.ok) return tried;
    const warnings = warningsForCreate(tried.object, switches);
    if (dryRun) return accepted({ object: defaultJob(tried.object, switches), warnings, changed: false });
    // A generated name does not use up a name of the run either: a replay creates the Job with its final name.
    const generate = (prefix: string) => this.#names().generate(prefix);
    const admitted = this.#registry.admit(submitted, { uid: () => this.#storage.names.uid(), generate });
    if (!admitted.ok) return admitted;
    return accepted({ object: this.#registry.add(admitted.object, actor), warnings, changed: true });
  }

  /**
   * Replaces a Job, or its status.
   *
   * @param change makes the new Job, decoded and defaulted, from the stored one
   */
  update(
    namespace: string,
    name: string,
    change: (stored: Job) => Result<Job>,
    options: JobUpdateOptions,
  ): Result<Written<Job>> {
    const stored = this.#registry.jobs.get(namespace, name);
    if (stored === undefined) return refused(notFound("jobs", name));
    const wanted = change(stored);
    if (!wanted.ok) return wanted;
    const { metadata } = stored;
    const path = `/registry/jobs/${metadata.namespace}/${metadata.name}`;
    const stale = checkIdentity("jobs", wanted.object.metadata, metadata, { checkUid: options.checkUid, path });
    if (stale !== undefined) return refused(stale);
    const { switches } = this.#registry;
    const next = options.status
      ? prepareJobStatusUpdate(wanted.object, stored)
      : prepareJobForUpdate(wanted.object, stored, switches);
    const errors = options.status
      ? validateJobStatusUpdate(next, stored, switches)
      : validateJobUpdate(next, stored, switches);
    if (errors.length > 0) return refused(invalid("jobs", stored.metadata.name, errors));
    const warnings = options.status ? [] : warningsForUpdate(next, stored, switches);
    if (equalJson(next, stored) && this.#registry.isSettled(stored)) {
      return accepted({ object: stored, warnings, changed: false });
    }
    if (options.dryRun) return accepted({ object: next, warnings, changed: false });
    return accepted({ object: this.#store(next, stored, options), warnings, changed: true });
  }

  /** Deletes a Job at once, or marks it deleted until its finalizers are gone. */
  delete(namespace: string, name: string, options: JobDeleteOptions): Result<Deleted<Job>> {
    const stored = this.#registry.jobs.get(namespace, name);
    if (stored === undefined) return refused(notFound("jobs", name));
    const stale = checkPreconditions("jobs", stored.metadata, options);
    if (stale !== undefined) return refused(stale);
    const propagation = effectivePropagation(stored.metadata, options.propagation, JOB.propagation);
    const metadata = markDeleted(stored.metadata, propagation, this.#storage.instantMs);
    const next = metadata === stored.metadata ? stored : { ...stored, metadata };
    const gone = isGone(metadata);
    if (options.dryRun || next === stored) return accepted({ object: next, gone, propagation, changed: false });
    const written = this.#registry.replace(next, stored, "delete", options.actor ?? "user");
    return accepted({ object: written, gone, propagation, changed: true });
  }

  #names(): NameSource {
    this.#trialNames ??= new NameSource("trial");
    return this.#trialNames;
  }

  #store(next: Job, stored: Job, { status, actor = "user" }: JobUpdateOptions): Job {
    // The log records each write of a user as the equivalent patch, which is what a replay sends.
    if (!status) return this.#registry.replace(next, stored, "patch", actor);
    const withStatus = writeStatus(stored, next.status);
    return this.#registry.replace({ ...withStatus, metadata: next.metadata }, stored, "updateStatus", actor);
  }
}
