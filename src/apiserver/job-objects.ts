/** Jobs behind the interface of all kinds, on the same registry. */

import { defaultJob } from "../api/defaults.ts";
import { isJsonObject } from "../api/json.ts";
import { JOB } from "../api/kinds/workloads.ts";
import { readJob } from "../api/release-fields.ts";
import type { Job, ObjectMeta } from "../api/types.ts";
import { readManifest } from "./admission/known-manifests.ts";
import { accepted, badRequest, type Result, refused } from "./errors.ts";
import type { JobRegistry } from "./job-registry.ts";
import { JobRest } from "./job-rest.ts";
import type { Actor, Verb } from "./log.ts";
import type { Mutation, Registry, Written } from "./registry.ts";
import type { Storage } from "./storage.ts";
import type { DeleteOptions, UpdateOptions, WriteOptions } from "./write-options.ts";

export class JobObjects implements Registry<Job> {
  readonly of = JOB;
  readonly #registry: JobRegistry;
  readonly #storage: Storage;
  readonly #rest: JobRest;

  constructor(registry: JobRegistry, storage: Storage) {
    this.#registry = registry;
    this.#storage = storage;
    this.#rest = new JobRest(registry, storage);
  }

  get(namespace: string, name: string): Job | undefined {
    return this.#registry.jobs.get(namespace, name);
  }

  list(namespace?: string): Iterable<Job> {
    return namespace === undefined ? this.#registry.jobs : this.#registry.jobs.inNamespace(namespace);
  }

  create(namespace: string, manifest: unknown, { actor, dryRun = false }: WriteOptions): Result<Written<Job>> {
    const { switches } = this.#registry;
    const placed = inNamespace(manifest, namespace);
    // Controllers build a new manifest each time, so caching it would be useless.
    const isMadeAgain = actor !== "user";
    const { object, problems } = isMadeAgain ? readJob(placed, switches) : readManifest(placed, switches);
    const wrong = problems.find(({ kind }) => kind !== "unknownField");
    if (wrong !== undefined) return refused(badRequest(wrong.message));
    const admitted = this.#registry.admit(object, this.#storage.names, isMadeAgain);
    if (!admitted.ok) return admitted;
    if (dryRun) return accepted({ object: admitted.object, changed: false, warnings: [] });
    return accepted({ object: this.#registry.add(admitted.object, actor), changed: true, warnings: [] });
  }

  update(namespace: string, name: string, change: Mutation<Job>, options: UpdateOptions): Result<Written<Job>> {
    const { switches } = this.#registry;
    const { actor, dryRun = false, isReplacement = false, subresource } = options;
    const read = (stored: Job): Result<Job> => {
      const wanted = change(stored);
      if (!wanted.ok) return wanted;
      const { object, problems } = readJob(wanted.object, switches, stored);
      const wrong = problems.find(({ kind }) => kind !== "unknownField");
      return wrong === undefined ? accepted(defaultJob(object, switches)) : refused(badRequest(wrong.message));
    };
    const how = { actor, dryRun, status: subresource === "status", checkUid: isReplacement };
    return this.#rest.update(namespace, name, read, how);
  }

  delete(namespace: string, name: string, options: DeleteOptions): Result<Written<Job>> {
    const { actor, dryRun = false, propagation, preconditions } = options;
    const how = { actor, dryRun, ...(propagation === undefined ? {} : { propagation }), ...preconditions };
    const deleted = this.#rest.delete(namespace, name, how);
    return deleted.ok ? accepted({ ...deleted.object, warnings: [] }) : deleted;
  }

  replaceMetadata(stored: Job, metadata: ObjectMeta, verb: Verb, actor: Actor): Job {
    return this.#registry.replace({ ...stored, metadata }, stored, verb, actor);
  }
}

/** Adds the namespace of the path to a manifest that names none. */
function inNamespace(manifest: unknown, namespace: string): unknown {
  if (namespace === "" || !isJsonObject(manifest)) return manifest;
  const metadata = isJsonObject(manifest.metadata) ? manifest.metadata : {};
  const { namespace: given = "" } = metadata;
  return given === "" ? { ...manifest, metadata: { ...metadata, namespace } } : manifest;
}
