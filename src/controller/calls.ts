/**
 * What a Kubernetes client can do, as processes: `const node = yield* calls.get(NODE, "", "a");`.
 *
 * Each call sends one request and returns its answer. `parallel` sends several requests together.
 */

import { isOfKind, type Kind } from "../api/kinds/kind.ts";
import { POD } from "../api/kinds/workloads.ts";
import type { Patch } from "../api/patch.ts";
import type { KubeObject, ObjectMeta, Pod } from "../api/types.ts";
import { accepted, type Result, refused } from "../apiserver/errors.ts";
import type { Answer, ObjectList, ObjectRequest } from "../apiserver/requests.ts";
import type { Process } from "./process.ts";

/** An object as a client submits it: the server adds what only it knows. */
export type Draft<T extends KubeObject> = {
  readonly [K in keyof T as K extends keyof KubeObject ? never : K]?: T[K];
} & { readonly apiVersion?: string; readonly kind?: string; readonly metadata: Partial<ObjectMeta> };

/** A call in progress: returns the object after the request, or the error. */
export type Call<T> = Process<Result<T>>;

export type RequestOf<V extends ObjectRequest["verb"]> = Extract<ObjectRequest, { readonly verb: V }>;
/** Options of a list. */
export type ListCallOptions = Omit<RequestOf<"list">, "resource" | "of" | "verb">;
/** Options of a DELETE. */
export type DeleteCallOptions = Pick<RequestOf<"delete">, "propagation" | "preconditions" | "gracePeriodSeconds">;

/** Options of an eviction. */
export type EvictCallOptions = Pick<RequestOf<"evict">, "gracePeriodSeconds" | "preconditions">;

/** The requests that the calls send; `parallel` takes several of them. */
export const requests = {
  get: <T extends KubeObject>(of: Kind<T>, namespace: string, name: string): ObjectRequest => ({
    resource: "objects",
    of,
    verb: "get",
    namespace,
    name,
  }),
  list: <T extends KubeObject>(of: Kind<T>, options: ListCallOptions = {}): ObjectRequest => ({
    resource: "objects",
    of,
    verb: "list",
    ...options,
  }),
  create: <T extends KubeObject>(of: Kind<T>, manifest: Draft<T>): ObjectRequest => ({
    resource: "objects",
    of,
    verb: "create",
    namespace: manifest.metadata.namespace ?? "",
    manifest,
  }),
  update: <T extends KubeObject>(of: Kind<T>, object: T): ObjectRequest => ({
    resource: "objects",
    of,
    verb: "update",
    ...placeOf(object),
    object,
  }),
  updateStatus: <T extends KubeObject>(of: Kind<T>, object: T): ObjectRequest => ({
    resource: "objects",
    of,
    verb: "updateStatus",
    ...placeOf(object),
    object,
  }),
  patch: <T extends KubeObject>(of: Kind<T>, namespace: string, name: string, patch: Patch): ObjectRequest => ({
    resource: "objects",
    of,
    verb: "patch",
    namespace,
    name,
    patch,
  }),
  patchStatus: <T extends KubeObject>(of: Kind<T>, namespace: string, name: string, patch: Patch): ObjectRequest => ({
    resource: "objects",
    of,
    verb: "patch",
    namespace,
    name,
    patch,
    subresource: "status",
  }),
  delete: <T extends KubeObject>(
    of: Kind<T>,
    namespace: string,
    name: string,
    options: DeleteCallOptions = {},
  ): ObjectRequest => ({ resource: "objects", of, verb: "delete", namespace, name, ...options }),
  /** Binds a pod to a node, as a scheduler does. */
  bind: (namespace: string, name: string, nodeName: string): ObjectRequest => ({
    resource: "objects",
    of: POD,
    verb: "bind",
    namespace,
    name,
    nodeName,
  }),
  /** Deletes a pod if its disruption budget allows it. */
  evict: (namespace: string, name: string, options: EvictCallOptions = {}): ObjectRequest => ({
    resource: "objects",
    of: POD,
    verb: "evict",
    namespace,
    name,
    ...options,
  }),
} as const;

/**
 * The calls of a client. The namespace is `""` for kinds that are cluster-scoped.
 *
 * @example
 * function* cordon(name: string): Process<ReconcileResult> {
 *   const node = yield* calls.get(NODE, "", name);
 *   if (!node.ok) return { error: node.error };
 *   const patched = yield* calls.patch(NODE, "", name, { type: "merge", body: { spec: { unschedulable: true } } });
 *   return patched.ok ? {} : { error: patched.error };
 * }
 */
export const calls = {
  get: <T extends KubeObject>(of: Kind<T>, namespace: string, name: string): Call<T> =>
    one(of, requests.get(of, namespace, name)),
  list: <T extends KubeObject>(of: Kind<T>, options: ListCallOptions = {}): Call<ObjectList<T>> => list(of, options),
  create: <T extends KubeObject>(of: Kind<T>, manifest: Draft<T>): Call<T> => one(of, requests.create(of, manifest)),
  /** Replaces an object. An outdated `resourceVersion` is a conflict; an empty one is not checked. */
  update: <T extends KubeObject>(of: Kind<T>, object: T): Call<T> => one(of, requests.update(of, object)),
  updateStatus: <T extends KubeObject>(of: Kind<T>, object: T): Call<T> => one(of, requests.updateStatus(of, object)),
  patch: <T extends KubeObject>(of: Kind<T>, namespace: string, name: string, patch: Patch): Call<T> =>
    one(of, requests.patch(of, namespace, name, patch)),
  patchStatus: <T extends KubeObject>(of: Kind<T>, namespace: string, name: string, patch: Patch): Call<T> =>
    one(of, requests.patchStatus(of, namespace, name, patch)),
  delete: <T extends KubeObject>(
    of: Kind<T>,
    namespace: string,
    name: string,
    options: DeleteCallOptions = {},
  ): Call<T> => one(of, requests.delete(of, namespace, name, options)),
  /** Binds a pod to a node, as a scheduler does; one that is bound already is a conflict. */
  bind: (namespace: string, name: string, nodeName: string): Call<Pod> =>
    one(POD, requests.bind(namespace, name, nodeName)),
  /** Deletes a pod if its disruption budget allows it, and fails with `TooManyRequests` otherwise. */
  evict: (namespace: string, name: string, options: EvictCallOptions = {}): Call<Pod> =>
    one(POD, requests.evict(namespace, name, options)),
  /** Sends requests for one kind together and returns all answers, in the order of the requests. */
  parallel: <T extends KubeObject>(of: Kind<T>, batch: readonly ObjectRequest[]): Process<readonly Result<T>[]> =>
    parallel(of, batch),
} as const;

function* one<T extends KubeObject>(of: Kind<T>, request: ObjectRequest): Call<T> {
  const [answer] = yield [request];
  return resultOf(of, answer);
}

function* parallel<T extends KubeObject>(of: Kind<T>, batch: readonly ObjectRequest[]): Process<readonly Result<T>[]> {
  if (batch.length === 0) return [];
  const answers = yield batch;
  return batch.map((_request, at) => resultOf(of, answers[at]));
}

function* list<T extends KubeObject>(of: Kind<T>, options: ListCallOptions): Call<ObjectList<T>> {
  const [answer] = yield [requests.list(of, options)];
  return listOf(of, answer);
}

/** The answer to a request for one object of a kind. */
export function resultOf<T extends KubeObject>(of: Kind<T>, answer: Answer | undefined): Result<T> {
  if (answer === undefined) return refused(NO_ANSWER);
  if (!answer.ok) return answer;
  if (isOfKind(of, answer.object)) return accepted(answer.object);
  throw new TypeError(`the API answered with a ${answer.object.kind} where a ${of.kind} was asked for`);
}

/** The answer to a request for a list. */
export function listOf<T extends KubeObject>(of: Kind<T>, answer: Answer | undefined): Result<ObjectList<T>> {
  if (answer === undefined) return refused(NO_ANSWER);
  if (!answer.ok) return answer;
  const { object } = answer;
  if (!isList(object)) throw new TypeError(`the API answered with a ${object.kind} where a list was asked for`);
  return accepted({ ...object, items: object.items.filter((item) => isOfKind(of, item)) });
}

const NO_ANSWER = { reason: "InternalError", message: "the request got no answer" } as const;

function isList(object: KubeObject): object is ObjectList {
  return "items" in object && Array.isArray(object.items);
}

function placeOf({ metadata: { namespace, name } }: KubeObject) {
  return { namespace, name };
}
