/** Actions of users on objects of any kind other than Jobs and pods, which have their own actions. */

import { isJsonObject, type JsonObject } from "../../api/json.ts";
import { accepted } from "../../apiserver/errors.ts";
import type { Registry } from "../../apiserver/registry.ts";
import type { Propagation } from "../../apiserver/requests.ts";
import type { ActionKinds, ActionTargets } from "./action.ts";

/** A reference to an object of any kind; the namespace is `""` for cluster-scoped kinds. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Actions on objects, by name. */
export interface ObjectActions {
  readonly createObject: { readonly manifest: JsonObject };
  /** Replaces an object, or with `status` only its status. */
  readonly putObject: { readonly manifest: JsonObject; readonly subresource?: "status" };
  readonly deleteObject: { readonly object: ObjectRef; readonly propagation?: Propagation };
}

const USER = { actor: "user" } as const;

export const OBJECT_ACTIONS: ActionKinds<ObjectActions> = {
  createObject: {
    perform: (targets, { manifest }) => {
      const { namespace } = refOf(manifest);
      registryOf(targets, refOf(manifest))?.create(namespace, manifest, USER);
    },
  },
  putObject: {
    perform: (targets, { manifest, subresource }) => {
      const { namespace, name } = refOf(manifest);
      const how = subresource === undefined ? USER : { ...USER, subresource };
      registryOf(targets, refOf(manifest))?.update(namespace, name, () => accepted(manifest), how);
    },
  },
  deleteObject: {
    perform: (targets, { object, propagation }) => {
      const policy = propagation === undefined ? {} : { propagation };
      registryOf(targets, object)?.delete(object.namespace, object.name, { ...USER, ...policy });
    },
  },
};

function registryOf({ server }: ActionTargets, ref: ObjectRef): Registry | undefined {
  return server.objects.ofReference(ref);
}

/** The reference to the object of a manifest. */
export function refOf({ apiVersion, kind, metadata }: JsonObject): ObjectRef {
  const { namespace, name } = isJsonObject(metadata) ? metadata : {};
  return { apiVersion: textOf(apiVersion), kind: textOf(kind), namespace: textOf(namespace), name: textOf(name) };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
