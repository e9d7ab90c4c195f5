/** Columns that several tables share, with the descriptions of kube-apiserver. */

import type { TableColumn } from "./view.ts";

/** The column NAME. */
export const NAME_COLUMN: TableColumn = {
  name: "Name",
  type: "string",
  format: "name",
  description:
    "Name must be unique within a namespace. Is required when creating resources, although some resources may " +
    "allow a client to request the generation of an appropriate name automatically. Name is primarily intended " +
    "for creation idempotence and configuration definition. Cannot be updated. More info: " +
    "https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names",
  priority: 0,
};

/** The column AGE. */
export const AGE_COLUMN: TableColumn = {
  name: "Age",
  type: "string",
  format: "",
  description:
    "CreationTimestamp is a timestamp representing the server time when this object was created. It is not " +
    "guaranteed to be set in happens-before order across separate operations. Clients may not set this value. " +
    "It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. " +
    "More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata",
  priority: 0,
};

/** A text column without a format. */
export function textColumn(name: string, description: string, priority = 0): TableColumn {
  return { name, type: "string", format: "", description, priority };
}
