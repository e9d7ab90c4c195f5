/** What every object has: metadata, owners, and label selectors. */
import { list, map, optional, pointer, required, type TypeTable } from "./field.ts";

export const metaTypes = {
  ObjectMeta: {
    name: optional("string", "Unique among the objects of a kind in a namespace; cannot change."),
    generateName: optional("string", "Prefix from which the server makes a name where none is given."),
    namespace: optional("string", "The namespace that the object lives in; cannot change."),
    selfLink: optional("string", "No longer filled in."),
    uid: optional("string", "Identity of this very object; a later one of the same name has another."),
    resourceVersion: optional("string", "Changes with every write; a write that names an old one is refused."),
    generation: optional("int64", "Counts changes of the spec, from 1; set by the server."),
    creationTimestamp: optional("timestamp", "When the server accepted the object."),
    deletionTimestamp: pointer("timestamp", "When the object is due to go; set by the server on a delete."),
    deletionGracePeriodSeconds: pointer("int64", "How long a graceful deletion may take, in seconds."),
    labels: map("string", "Keys and values by which objects are selected."),
    annotations: map("string", "Keys and values for tools; not selectable."),
    ownerReferences: list("OwnerReference", {
      mergeKey: "uid",
      doc: "Objects that this one depends on; it is collected when all of them are gone.",
    }),
    finalizers: list("string", {
      mergeAsSet: true,
      doc: "Tasks to finish before the object may go; it stays while the list has entries.",
    }),
    managedFields: list("ManagedFieldsEntry", {
      doc: "Which client set which fields; this server keeps no such record.",
    }),
  },
  OwnerReference: {
    apiVersion: required("string", "Group and version of the owner."),
    kind: required("string", "Kind of the owner."),
    name: required("string", "Name of the owner, in the same namespace."),
    uid: required("string", "UID of the owner."),
    controller: pointer("bool", "Whether the owner manages the object; at most one owner does."),
    blockOwnerDeletion: pointer("bool", "Whether foreground deletion of the owner waits for this object."),
  },
  ManagedFieldsEntry: {
    manager: optional("string"),
    operation: optional("string"),
    apiVersion: optional("string"),
    time: pointer("timestamp"),
    fieldsType: optional("string"),
    fieldsV1: optional("object"),
    subresource: optional("string"),
  },
  LabelSelector: {
    matchLabels: map("string", "Labels that an object must have with exactly these values."),
    matchExpressions: list("LabelSelectorRequirement", { doc: "Further requirements; all must hold." }),
  },
  LabelSelectorRequirement: {
    key: required("string", "The label that the requirement is about."),
    operator: required("string", "In, NotIn, Exists or DoesNotExist."),
    values: list("string", { doc: "Values for In and NotIn; empty for the others." }),
  },
} as const satisfies TypeTable;
