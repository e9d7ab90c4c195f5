/**
 * Which namespaces exist, and how they are deleted with everything in them: the admission plugin NamespaceLifecycle and
 * the namespace controller. Like the garbage collector, it acts at the same instant as the commit it follows; a real
 * one waits five seconds.
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

/** The namespaces of every cluster. */
const INITIAL = ["default", "kube-system", "kube-public", "kube-node-lease"];
/** Namespaces that cannot be deleted. */
const IMMORTAL: ReadonlySet<string> = new Set(["default", "kube-system", "kube-public"]);

export class Namespaces {
  readonly #registry: ObjectRegistry<Namespace>;
  readonly #objects: Registries;
  readonly #storage: Storage;
  readonly #terminating = new Set<string>();
  #kept = 0;

  /** @param named namespaces that exist from the start, in addition to those of every cluster */
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

  /** Whether any namespace is terminating. */
  get isAnyTerminating(): boolean {
    return this.#terminating.size > 0;
  }

  /** Why nothing can be created in a namespace: it does not exist, or it is terminating. */
  refusal(of: KindNames, namespace: string, name: string): ApiError | undefined {
    if (this.#registry.get("", namespace) === undefined) return notFound(NAMESPACE, namespace);
    if (!this.#terminating.has(namespace)) return undefined;
    const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
    return { ...forbidden(of, name, why), isNamespaceTerminating: true };
  }

  /** Why a namespace cannot be deleted. */
  refusalToDelete(name: string): ApiError | undefined {
    return IMMORTAL.has(name) ? forbidden(NAMESPACE, name, "this namespace may not be deleted") : undefined;
  }

  /** Follows the namespaces: one that was marked for deletion is deleted with everything in it. */
  namespaceChanged(type: CommitType, { metadata: { name, deletionTimestamp } }: KubeObject): void {
    if (type === "DELETED") this.#terminating.delete(name);
    else if (deletionTimestamp !== undefined && !this.#terminating.has(name)) {
      this.#terminating.add(name);
      this.#deleteContent(name);
      this.#finalize(name);
    }
  }

  /**
   * Follows their contents: an object brings its namespace into being, and the last one of a terminating one ends it.
   */
  contentChanged(type: CommitType, { metadata: { namespace } }: KubeObject): void {
    if (namespace === "") return;
    if (type === "ADDED") this.#keep(namespace);
    else if (type === "DELETED" && this.#terminating.has(namespace)) this.#finalize(namespace);
  }

  /** A namespace that nobody created existed before the run, so it has no entry in the log. */
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

  /** Removes a terminating namespace that is empty; Events recorded in the meantime do not block it. */
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
