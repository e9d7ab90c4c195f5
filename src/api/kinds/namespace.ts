/** The kind Namespace (core/v1). */

import { copyWith } from "../copy-with.ts";
import type { KubeObject } from "../types.ts";
import { checkDnsLabel } from "../validation/names.ts";
import { kind } from "./kind.ts";

/** A Namespace of core/v1. */
export interface Namespace extends KubeObject {
  readonly apiVersion: "v1";
  readonly kind: "Namespace";
  readonly spec?: { readonly finalizers?: readonly string[] };
  readonly status?: { readonly phase?: "Active" | "Terminating" };
}

/** Blocks the deletion of a namespace until it is empty. */
export const CONTENT_FINALIZER = "kubernetes";

/** The kind Namespace. */
export const NAMESPACE = kind<Namespace>({
  apiVersion: "v1",
  kind: "Namespace",
  plural: "namespaces",
  shortNames: ["ns"],
  scope: "Cluster",
  schema: "Namespace",
  deletesCollections: false,
  selectableFields: { "status.phase": "" },
  columns: [
    {
      name: "Status",
      type: "string",
      description: "The status of the namespace",
      cell: ({ status }) => status?.phase ?? "",
    },
  ],
  strategy: {
    validateName: checkDnsLabel,
    setDefaults: labelled,
    prepareForCreate: activeNamespace,
    // Finalizers in the spec can only be written through /finalize.
    prepareForUpdate: (next, stored) => copyWith(next, { spec: stored.spec }),
    prepareForDelete: ({ metadata: { deletionGracePeriodSeconds: _none, ...metadata }, ...rest }) => ({
      ...rest,
      metadata,
      status: { phase: "Terminating" },
    }),
    isHeld: ({ spec }) => (spec?.finalizers ?? []).length > 0,
  },
});

/** A new namespace in phase Active. */
export function activeNamespace(namespace: Namespace): Namespace {
  const { finalizers = [] } = namespace.spec ?? {};
  const held = finalizers.includes(CONTENT_FINALIZER) ? finalizers : [...finalizers, CONTENT_FINALIZER];
  return copyWith(labelled(namespace), { spec: { finalizers: held }, status: { phase: "Active" } });
}

/** Adds the label by which selectors find a namespace by name. */
function labelled(namespace: Namespace): Namespace {
  const { metadata } = namespace;
  if (metadata.name === "") return namespace;
  const labels = { ...metadata.labels, "kubernetes.io/metadata.name": metadata.name };
  return { ...namespace, metadata: copyWith(metadata, { labels }) };
}
