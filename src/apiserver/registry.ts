/** What the API server does with the objects of one kind, whatever the kind. */

import type { Kind } from "../api/kinds/kind.ts";
import type { KubeObject, ObjectMeta } from "../api/types.ts";
import type { Result } from "./errors.ts";
import type { Actor, Verb } from "./log.ts";
import type { DeleteOptions, UpdateOptions, WriteOptions } from "./write-options.ts";

/** The object after a write. */
export interface Written<T> {
  readonly object: T;
  /** Whether something was stored. */
  readonly changed: boolean;
  /** What the client should know about it. */
  readonly warnings: readonly string[];
}

/** Makes the wanted object, still to be decoded, from the stored one. */
export type Mutation<T> = (stored: T) => Result<unknown>;

export interface Registry<T extends KubeObject = KubeObject> {
  readonly of: Kind<T>;
  /** The version of the latest change, where the objects have versions of their own: numbers of log entries. */
  version?(): number;
  get(namespace: string, name: string): T | undefined;
  /** All objects of a namespace, or of all if none is given, in the order of their creation. */
  list(namespace?: string): Iterable<T>;
  /** @param namespace of the path; the manifest may repeat it, and `""` leaves it to the manifest */
  create(namespace: string, manifest: unknown, options: WriteOptions): Result<Written<T>>;
  update(namespace: string, name: string, change: Mutation<T>, options: UpdateOptions): Result<Written<T>>;
  delete(namespace: string, name: string, options: DeleteOptions): Result<Written<T>>;
  /** Stores other metadata of an object without any check; one that is being deleted and no longer held goes. */
  replaceMetadata(stored: T, metadata: ObjectMeta, verb: Verb, actor: Actor): T;
}
