/** The API server: registries of all kinds over one log, and the garbage collector that follows their changes. */

import { copyWith } from "../api/copy-with.ts";
import { decodeJob } from "../api/decode.ts";
import { isJsonObject } from "../api/json.ts";
import { CUSTOM_RESOURCE_DEFINITION } from "../api/kinds/custom-resource-definition.ts";
import { EVENT } from "../api/kinds/event.ts";
import type { AnyKind } from "../api/kinds/kind.ts";
import { NAMESPACE } from "../api/kinds/namespace.ts";
import { RESOURCE_QUOTA } from "../api/kinds/simple-kinds.ts";
import { KINDS } from "../api/kinds/table.ts";
import { JOB, POD } from "../api/kinds/workloads.ts";
import { type ApiSwitches, CURRENT_API } from "../api/switches.ts";
import type { OwnerReference } from "../api/types.ts";
import { Admission, type AdmissionSettings, type AdmissionWorld } from "./admission/admission.ts";
import { bindPod } from "./binding.ts";
import { controllerNameOf } from "./controller-reference.ts";
import { ConvertedObjects } from "./converted-objects.ts";
import { CustomKinds } from "./custom-kinds.ts";
import type { DeletionReviews } from "./deletion-reviews.ts";
import { type ApiError, accepted, type KindNames, notFound, refused } from "./errors.ts";
import { EventObjects } from "./event-objects.ts";
import { evictPod } from "./eviction.ts";
import { GarbageCollector } from "./garbage-collector.ts";
import { withInitialObjects } from "./initial-objects.ts";
import { JobObjects } from "./job-objects.ts";
import { type JobChanged, JobRegistry } from "./job-registry.ts";
import type { Actor, Commit, LogEntry, RequestEntry } from "./log.ts";
import { Namespaces } from "./namespaces.ts";
import { type ObjectChanged, ObjectRegistry } from "./object-registry.ts";
import { executeObjectRequest } from "./object-requests.ts";
import { PodObjects } from "./pod-objects.ts";
import { type PodListener, PodRegistry } from "./pod-registry.ts";
import { Registries } from "./registries.ts";
import {
  type Answer,
  type JobRequest,
  type PodRequest,
  type PodSubresourceRequest,
  type Request,
  requestedResource,
} from "./requests.ts";
import type { Storage } from "./storage.ts";

/** Writes the status of quotas in a cluster; here the server itself writes each charge. */
const QUOTA_CONTROLLER = "resourcequota-controller";

export interface ApiServerOptions {
  /**
   * Whether a garbage collector runs (the default). Without one, a Job that waits for its dependents waits forever, as
   * in a cluster without controllers.
   */
  readonly garbageCollection?: boolean;
  /** Whether it also collects pods created after their owner is gone (the default); some stand-ins do not. */
  readonly collectsUnowned?: boolean;
  /** Whether a Job created under a taken name replaces the existing one; only some stand-ins do this. */
  readonly createsOver?: boolean;
  /** The API behaviour of the release; the newest if absent. */
  readonly switches?: ApiSwitches;
  /** Settings of admission, which runs in addition to defaulting and validation. */
  readonly admission?: AdmissionSettings;
  /** Whether label keys of spread constraints become requirements when a pod is created (the default). */
  readonly mergesSpreadLabelKeys?: boolean;
  /** Namespaces that exist from the start, in addition to those of every cluster; called at most once. */
  readonly namespaces?: () => Iterable<string>;
  /** Kinds in addition to those of the table. */
  readonly kinds?: readonly AnyKind[];
}

/** The API server of one run, without HTTP: registries, admission and garbage collection over one log. */
export class ApiServer {
  readonly storage: Storage;
  readonly jobs: JobRegistry;
  readonly pods: PodRegistry;
  /** The registries of all kinds, including Jobs and pods. */
  readonly objects: Registries;
  /** Reviews of deletions by components inside the server; none if absent. @internal */
  deletionReviews: DeletionReviews | undefined;
  /** Absent until Events are requested. */
  #events: EventObjects | undefined;
  readonly #customKinds: CustomKinds;
  /** Absent until namespaces are requested, or a client creates an object. */
  #namespaces: Namespaces | undefined;

  /** @internal */
  constructor(storage: Storage, options: ApiServerOptions = {}) {
    const {
      garbageCollection = true,
      collectsUnowned = true,
      createsOver = false,
      switches = CURRENT_API,
      kinds = [],
    } = options;
    this.storage = storage;
    const admission = this.#admit(options.admission);
    const podChanged: PodListener = (type, pod, previous) => {
      admission.podChanged(type, pod, previous);
      collector?.podChanged(type, pod, previous);
      this.#namespaces?.contentChanged(type, pod);
    };
    const merged = { ofSpreadConstraints: options.mergesSpreadLabelKeys ?? true };
    this.pods = new PodRegistry(storage, podChanged, { chain: admission, merged }, switches);
    const jobChanged: JobChanged = (type, job, previous) => {
      admission.objectChanged(JOB, type, job, previous);
      collector?.objectChanged(JOB, type, job, previous);
      this.#namespaces?.contentChanged(type, job);
    };
    this.jobs = new JobRegistry(storage, jobChanged, admission, switches, createsOver);
    const changed: ObjectChanged = (of, { type, object, previous }) => {
      admission.objectChanged(of, type, object, previous);
      collector?.objectChanged(of, type, object, previous);
      if (of === CUSTOM_RESOURCE_DEFINITION) this.#customKinds.definitionChanged(type, object);
      if (of.resource === NAMESPACE.resource) this.#namespaces?.namespaceChanged(type, object);
      else this.#namespaces?.contentChanged(type, object);
    };
    this.objects = new Registries(kinds.length === 0 ? KINDS : [...KINDS, ...kinds], (of) => {
      if (of.resource === JOB.resource) return new JobObjects(this.jobs, storage);
      if (of.resource === POD.resource) return new PodObjects(this.pods, switches.podFields);
      if (of.storedAs !== undefined) {
        return new ConvertedObjects(of, of.storedAs, this.objects.of(of.storedAs.of), switches);
      }
      if (of.resource === NAMESPACE.resource) {
        const stored = new ObjectRegistry(NAMESPACE, storage, switches, admission, changed);
        this.#namespaces = new Namespaces(stored, this.objects, storage, options.namespaces?.() ?? []);
        return stored;
      }
      if (of.resource !== EVENT.resource) {
        return withInitialObjects(new ObjectRegistry(of, storage, switches, admission, changed), storage);
      }
      const version = () => storage.log.length + 1;
      this.#events = new EventObjects(
        new ObjectRegistry(EVENT, storage, switches, admission, changed, version),
        storage,
      );
      return this.#events;
    });
    this.#customKinds = new CustomKinds(this.objects);
    const collector = garbageCollection ? new GarbageCollector(this, collectsUnowned) : undefined;
  }

  #admit(settings: AdmissionSettings | undefined): Admission {
    const world: AdmissionWorld = {
      clock: this.storage,
      count: () => ({ pods: this.pods.pods, objects: this.#counted() }),
      usedChanged: (quota, used) => {
        const { namespace, name } = quota.metadata;
        const status = { hard: quota.spec?.hard ?? {}, used };
        const how = { actor: QUOTA_CONTROLLER, subresource: "status" } as const;
        this.objects.of(RESOURCE_QUOTA).update(namespace, name, (stored) => accepted({ ...stored, status }), how);
      },
    };
    return new Admission(world, settings);
  }

  *#counted(): Generator<readonly [AnyKind, string], void, void> {
    for (const of of this.objects.kinds) {
      if (of === POD || !of.isNamespaced || of.storedAs !== undefined) continue;
      for (const { metadata } of this.objects.of(of).list()) yield [of, metadata.namespace];
    }
  }

  /** The commit that watches see for a log entry: also for a recorded Event, once Events are requested. */
  commitOf(entry: LogEntry): Commit | undefined {
    if (entry.kind === "commit") return entry;
    return entry.kind === "event" ? this.#events?.commitOf(entry) : undefined;
  }

  /** Executes one request of a controller; its effect, if any, is in the log when this returns. */
  execute(request: Request, actor: Actor): Answer {
    const refusal = this.#refusalOf(request);
    if (refusal !== undefined) return this.#refuse(request, actor, refusal);
    switch (request.resource) {
      case "pods":
        return this.#executeOnPod(request, actor);
      case "jobs":
        return this.#executeOnJob(request, actor);
      case "objects":
        return request.verb === "bind" || request.verb === "evict"
          ? this.#executeOnSubresource(request, actor)
          : executeObjectRequest(this.objects, this.storage, request, actor);
    }
  }

  /**
   * Why a client cannot create an object in a namespace: it does not exist, or it is terminating. Actions of users in a
   * plan create their namespace.
   */
  creationRefusal(of: KindNames, namespace: string, name: string): ApiError | undefined {
    this.objects.of(NAMESPACE);
    return this.#namespaces?.refusal(of, namespace, name);
  }

  /** Why a namespace cannot be deleted, whoever requests it. */
  deletionRefusal(of: AnyKind, name: string): ApiError | undefined {
    return of.resource === NAMESPACE.resource ? this.#namespaces?.refusalToDelete(name) : undefined;
  }

  #refusalOf(request: Request): ApiError | undefined {
    if (request.verb === "create") return this.#creationRefusal(request);
    const isDelete = request.verb === "delete" && request.resource === "objects";
    return isDelete ? this.deletionRefusal(request.of, request.name) : undefined;
  }

  /** The built-in controllers create objects next to existing ones, so only a terminating namespace matters. */
  #creationRefusal(request: Request): ApiError | undefined {
    if (request.resource !== "objects" && this.#namespaces?.isAnyTerminating !== true) return undefined;
    const { namespace, name } = targetOf(request);
    if (request.resource !== "objects") {
      return this.#namespaces?.refusal(request.resource === "pods" ? POD : JOB, namespace, name);
    }
    return request.of.isNamespaced ? this.creationRefusal(request.of, namespace || "default", name) : undefined;
  }

  #refuse(request: Request, actor: Actor, error: ApiError): Answer {
    this.logRefused(request, actor, error);
    return refused(error);
  }

  /** Logs a request that failed before it reached a registry. */
  logInjected(request: Request, actor: Actor, error: ApiError): void {
    const entry = this.#entryOf(request, actor);
    this.storage.log.append(copyWith(entry, error.isReal === true ? { error } : { error, injected: true }));
  }

  /** Logs a request that was refused without going through `execute`. */
  logRefused(request: Request, actor: Actor, error: ApiError): void {
    this.storage.log.append(copyWith(this.#entryOf(request, actor), { error }));
  }

  #entryOf(request: Request, actor: Actor): RequestEntry {
    const { namespace, name } = targetOf(request);
    const { timeMs } = this.storage;
    const resource = requestedResource(request);
    const entry = { kind: "request", timeMs, resource, verb: request.verb, actor, namespace, name } as const;
    const owner = controllerNameOf(this.#ownersOf(request));
    return owner === undefined ? entry : copyWith(entry, { owner });
  }

  /** The owners of the pod that a request is about; `undefined` for other resources. */
  #ownersOf(request: Request): readonly OwnerReference[] | undefined {
    if (request.resource !== "pods") return undefined;
    if (request.verb === "create") return request.pod.ownerReferences;
    return this.pods.pods.get(request.namespace, request.name)?.metadata.ownerReferences;
  }

  #executeOnPod(request: PodRequest, actor: Actor): Answer {
    switch (request.verb) {
      case "create":
        return this.pods.create(request.pod, actor);
      case "removeFinalizer":
        return this.pods.removeFinalizer(request.namespace, request.name, request.finalizer, actor);
      case "adopt":
        return this.pods.adopt(request, actor);
      case "release":
        return this.pods.release(request, actor);
      case "delete":
        return this.pods.delete(request.namespace, request.name, request.gracePeriodSeconds, actor);
    }
  }

  #executeOnSubresource(request: PodSubresourceRequest, actor: Actor): Answer {
    const answer =
      request.verb === "bind"
        ? bindPod(this.pods, this.storage, request, actor)
        : evictPod(this.pods, this.objects, this.storage, request, actor);
    return answer.ok ? answer : this.#refuse(request, actor, answer.error);
  }

  #executeOnJob(request: JobRequest, actor: Actor): Answer {
    switch (request.verb) {
      case "create":
        return this.jobs.create(request.manifest, actor);
      case "patch":
        return this.jobs.patch(request.namespace, request.name, request.patch, actor);
      case "get": {
        const job = this.jobs.jobs.get(request.namespace, request.name);
        return job === undefined ? refused(notFound("jobs", request.name)) : accepted(job);
      }
      case "updateStatus":
        return this.jobs.updateStatus(request.job, actor);
      case "delete":
        return this.jobs.delete(request.namespace, request.name, request.propagation, actor, request.uid);
    }
  }
}

/** The target of a request, as far as it is known: an object may have no name before it is created. */
function targetOf(request: Request): { readonly namespace: string; readonly name: string } {
  if (request.verb === "list") return { namespace: request.namespace ?? "", name: "" };
  if (request.verb !== "create") return request;
  if (request.resource === "pods") return { namespace: request.pod.namespace, name: "" };
  if (request.resource === "objects") return { namespace: request.namespace, name: nameIn(request.manifest) };
  const { namespace, name } = decodeJob(request.manifest).object.metadata;
  return { namespace, name };
}

function nameIn(manifest: object): string {
  const { metadata }: { readonly metadata?: unknown } = manifest;
  return isJsonObject(metadata) && typeof metadata.name === "string" ? metadata.name : "";
}
