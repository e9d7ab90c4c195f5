/** The interface between the API server and the objects of one kind. */

import type { Kind } from "../api/kinds/kind.ts";
import type { KubeObject, ObjectMeta } from "../api/types.ts";
import type { Result } from "./errors.ts";
import type { Actor, Verb } from "./log.ts";
import type { DeleteOptions, UpdateOptions, WriteOptions } from "./write-options.ts";

/** The result of a write. */
export interface Written<T> {
  readonly object: T;
  /** Whether something was stored. */
  readonly changed: boolean;
  /** Warnings for the client. */
  readonly warnings: readonly string[];
}

/** Makes the new object, still to be decoded, from the stored one. */
export type Mutation<T> = (stored: T) => Result<unknown>;

/** Stores the objects of one kind. */
export interface Registry<T extends KubeObject = KubeObject> {
  readonly of: Kind<T>;
  /** The version of the latest change, if the kind has its own versions: numbers of log entries. */
  version?(): number;
  get(namespace: string, name: string): T | undefined;
  /** All objects of a namespace, or of all namespaces, in creation order. */
  list(namespace?: string): Iterable<T>;
  /** @param namespace of the path; the manifest may repeat it, and with `""` the manifest decides */
  create(namespace: string, manifest: unknown, options: WriteOptions): Result<Written<T>>;
  update(namespace: string, name: string, change: Mutation<T>, options: UpdateOptions): Result<Written<T>>;
  delete(namespace: string, name: string, options: DeleteOptions): Result<Written<T>>;
  /** Replaces the metadata without any check; an object that is being deleted and has no finalizers left is removed. */
  replaceMetadata(stored: T, metadata: ObjectMeta, verb: Verb, actor: Actor): T;
}
