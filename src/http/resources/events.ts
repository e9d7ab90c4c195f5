/** Events of the core group, for `kubectl describe` and `kubectl get events`. */

import type { JsonObject } from "../../api/json.ts";
import type { ApiServer } from "../../apiserver/api-server.ts";
import { ageOf } from "./age.ts";
import { textColumn } from "./common-columns.ts";
import { EventStore, type KubeEvent } from "./event-store.ts";
import type { ResourceDefinition, RestResource, StoredChange } from "./resource.ts";
import { Views } from "./view.ts";

const COLUMNS = [
  textColumn("Last Seen", "The time at which the most recent occurrence of this event was recorded."),
  textColumn("Type", "Type of this event (Normal, Warning), new types could be added in the future"),
  textColumn("Reason", "This should be a short, machine understandable string that gives the reason for the event."),
  textColumn("Object", "The object that this event is about."),
  textColumn("Source", "The component reporting this event.", 1),
  textColumn("Message", "A human-readable description of the status of this operation."),
  textColumn("First Seen", "The time at which the event was first recorded.", 1),
  textColumn("Count", "The number of times this event has occurred.", 1),
  { ...textColumn("Name", "Name of the event.", 1), format: "name" },
];

const FIELDS: Readonly<Record<string, (event: KubeEvent) => string>> = {
  "involvedObject.kind": () => "Job",
  "involvedObject.apiVersion": () => "batch/v1",
  "involvedObject.namespace": ({ metadata }) => metadata.namespace,
  "involvedObject.name": ({ job }) => job.name,
  "involvedObject.uid": ({ job }) => job.uid,
  "involvedObject.resourceVersion": () => "",
  "involvedObject.fieldPath": () => "",
  reason: ({ reason }) => reason,
  reportingComponent: ({ component }) => component,
  source: ({ component }) => component,
  type: ({ type }) => type,
};

const DEFINITION: ResourceDefinition = {
  group: "",
  version: "v1",
  plural: "events",
  singular: "event",
  kind: "Event",
  isNamespaced: true,
  shortNames: ["ev"],
  categories: [],
  verbs: ["get", "list", "watch"],
  subresources: [],
  selectableFields: ["metadata.name", "metadata.namespace", ...Object.keys(FIELDS)],
  columns: COLUMNS,
  patchType: "ObjectMeta",
};

/** The REST resource of Events, which the server makes from the log. */
export function eventResource(server: ApiServer): RestResource {
  const store = new EventStore(server);
  const { log } = server.storage;
  const views = new Views<KubeEvent>({
    apiVersion: "v1",
    kind: "Event",
    encode: encodeEvent,
    fields: FIELDS,
    columns: COLUMNS,
    cells: eventCells,
  });
  return {
    definition: DEFINITION,
    get: (namespace, name) => {
      const event = store.get(namespace, name);
      return event === undefined ? undefined : views.of(event);
    },
    list: (namespace) => store.list(namespace).map((event) => views.of(event)),
    version: () => log.length,
    changeOf: (entry, number): StoredChange | undefined => {
      const change = entry.kind === "event" ? store.changeOf(entry) : undefined;
      if (change === undefined) return undefined;
      const { event, previous } = change;
      return {
        type: previous === undefined ? "ADDED" : "MODIFIED",
        version: number + 1,
        view: views.of(event),
        previous: previous === undefined ? undefined : views.of(previous),
        departed: () => views.departed(previous ?? event, number + 1),
      };
    },
    positionAfter: (version) => (version < log.dropped ? undefined : version),
    bookmark: (metadata) => ({ kind: "Event", apiVersion: "v1", metadata, involvedObject: {} }),
  };
}

function encodeEvent(event: KubeEvent): JsonObject {
  const { metadata, job, type, reason, message, component, firstTimestamp, lastTimestamp, count } = event;
  const { namespace } = metadata;
  return {
    kind: "Event",
    apiVersion: "v1",
    metadata,
    involvedObject: { kind: "Job", namespace, name: job.name, uid: job.uid, apiVersion: "batch/v1" },
    reason,
    message,
    source: { component },
    firstTimestamp,
    lastTimestamp,
    count,
    type,
    eventTime: null,
    reportingComponent: component,
    reportingInstance: "",
  };
}

function eventCells(event: KubeEvent, nowMs: number): readonly unknown[] {
  const { lastTimestamp, type, reason, job, component, message, firstTimestamp, count, metadata } = event;
  return [
    ageOf(lastTimestamp, nowMs),
    type,
    reason,
    `job/${job.name}`,
    component,
    message,
    ageOf(firstTimestamp, nowMs),
    count,
    metadata.name,
  ];
}
