/** A Namespace (core/v1). */
import { list, optional, required, type TypeTable } from "./field.ts";

export const namespaceTypes = {
  Namespace: {
    apiVersion: optional("string"),
    kind: optional("string"),
    metadata: required("ObjectMeta"),
    spec: required("NamespaceSpec"),
    status: required("NamespaceStatus"),
  },
  NamespaceSpec: { finalizers: list("string") },
  NamespaceStatus: { phase: optional("string"), conditions: list("NamespaceCondition", { mergeKey: "type" }) },
  NamespaceCondition: {
    type: required("string"),
    status: required("string"),
    lastTransitionTime: required("timestamp"),
    reason: optional("string"),
    message: optional("string"),
  },
} as const satisfies TypeTable;
