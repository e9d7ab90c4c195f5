/**
 * Which namespaces there are, and how they go with everything in them: the admission plugin NamespaceLifecycle and the
 * namespace controller. As the garbage collector does, it acts at the very instant of what it follows; a real one waits
 * for five seconds.
 */

import { EVENT } from "../api/kinds/event.ts";
import { activeNamespace, CONTENT_FINALIZER, NAMESPACE, type Namespace } from "../api/kinds/namespace.ts";
import { formatTimestamp } from "../api/timestamp.ts";
import type { KubeObject } from "../api/types.ts";
import { type ApiError, forbidden, type KindNames, notFound } from "./errors.ts";
import type { CommitType } from "./log.ts";
import type { ObjectRegistry } from "./object-registry.ts";
import type { Registries } from "./registries.ts";
import type { Storage } from "./storage.ts";

const ACTOR = "namespace-controller";

/** Those of every cluster. */
const INITIAL = ["default", "kube-system", "kube-public", "kube-node-lease"];
/** Those that cannot be deleted. */
const IMMORTAL: ReadonlySet<string> = new Set(["default", "kube-system", "kube-public"]);

export class Namespaces {
  readonly #registry: ObjectRegistry<Namespace>;
  readonly #objects: Registries;
  readonly #storage: Storage;
  readonly #terminating = new Set<string>();
  #kept = 0;

  /** @param named namespaces that are there from the start, besides those of every cluster */
  constructor(registry: ObjectRegistry<Namespace>, objects: Registries, storage: Storage, named: Iterable<string>) {
    this.#registry = registry;
    this.#objects = objects;
    this.#storage = storage;
    for (const name of INITIAL) this.#keep(name);
    for (const name of named) this.#keep(name);
    for (const of of objects.kinds) {
      if (of === NAMESPACE || of === EVENT || of.storedAs !== undefined || !of.isNamespaced) continue;
      for (const object of objects.of(of).list()) this.#keep(object.metadata.namespace);
    }
  }

  /** Whether nothing can be created in some namespace. */
  get isAnyTerminating(): boolean {
    return this.#terminating.size > 0;
  }

  /** Why nothing is created in a namespace: it is not there, or it is going. */
  refusal(of: KindNames, namespace: string, name: string): ApiError | undefined {
    if (this.#registry.get("", namespace) === undefined) return notFound(NAMESPACE, namespace);
    if (!this.#terminating.has(namespace)) return undefined;
    const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
    return { ...forbidden(of, name, why), isNamespaceTerminating: true };
  }

  /** Why a namespace is not deleted. */
  refusalToDelete(name: string): ApiError | undefined {
    return IMMORTAL.has(name) ? forbidden(NAMESPACE, name, "this namespace may not be deleted") : undefined;
  }

  /** Follows the namespaces themselves: one that was marked deleted goes with everything in it. */
  namespaceChanged(type: CommitType, { metadata: { name, deletionTimestamp } }: KubeObject): void {
    if (type === "DELETED") this.#terminating.delete(name);
    else if (deletionTimestamp !== undefined && !this.#terminating.has(name)) {
      this.#terminating.add(name);
      this.#deleteContent(name);
      this.#finalize(name);
    }
  }

  /** Follows what is in them: an object brings its namespace with it, and the last one of a namespace lets it go. */
  contentChanged(type: CommitType, { metadata: { namespace } }: KubeObject): void {
    if (namespace === "") return;
    if (type === "ADDED") this.#keep(namespace);
    else if (type === "DELETED" && this.#terminating.has(namespace)) this.#finalize(namespace);
  }

  /** A namespace that nobody created is there without an entry in the log: it was there before the run. */
  #keep(name: string): void {
    if (name === "" || this.#registry.get("", name) !== undefined) return;
    const uid = `00000000-0000-4000-a000-${(this.#kept++).toString(16).padStart(12, "0")}`;
    const creationTimestamp = formatTimestamp(this.#storage.instantMs);
    const metadata = { name, namespace: "", uid, resourceVersion: "1", creationTimestamp };
    this.#registry.keep(activeNamespace({ apiVersion: "v1", kind: "Namespace", metadata }));
  }

  #deleteContent(namespace: string): void {
    for (const of of this.#contentKinds()) {
      const registry = this.#objects.of(of);
      for (const { metadata } of [...registry.list(namespace)]) {
        registry.delete(namespace, metadata.name, { actor: ACTOR, propagation: "Background" });
      }
    }
  }

  /** Lets a namespace go that has nothing left in it; Events that were recorded meanwhile do not hold it. */
  #finalize(name: string): void {
    const isEmpty = this.#contentKinds().every((of) => {
      if (of.resource === EVENT.resource) return true;
      const [first] = this.#objects.of(of).list(name);
      return first === undefined;
    });
    const stored = this.#registry.get("", name);
    const finalizers = stored?.spec?.finalizers ?? [];
    if (!isEmpty || stored === undefined || !finalizers.includes(CONTENT_FINALIZER)) return;
    const rest = finalizers.filter((finalizer) => finalizer !== CONTENT_FINALIZER);
    const next = { ...stored, spec: rest.length === 0 ? {} : { finalizers: rest } };
    this.#registry.replaceMetadata(next, stored.metadata, "update", ACTOR);
  }

  #contentKinds() {
    return this.#objects.kinds.filter(({ isNamespaced, storedAs }) => isNamespaced && storedAs === undefined);
  }
}
