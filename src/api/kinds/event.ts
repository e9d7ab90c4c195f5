/** Events in the forms of core/v1 and events.k8s.io/v1; each is stored once. */

import type { EventsV1Event, KubeEvent } from "../event-types.ts";
import { humanDuration } from "../human-duration.ts";
import type { JsonObject } from "../json.ts";
import { oncePerObject } from "../once-per-object.ts";
import type { KubeObject, Timestamp } from "../types.ts";
import { validateEvent, validateNewEvent, validateNewEventUpdate } from "../validation/event.ts";
import type { Column } from "./column.ts";
import { kind } from "./kind.ts";

/** The names of each field in both forms, in the order of core/v1. */
const FIELDS = [
  ["involvedObject", "regarding"],
  ["reason", "reason"],
  ["message", "note"],
  ["source", "deprecatedSource"],
  ["firstTimestamp", "deprecatedFirstTimestamp"],
  ["lastTimestamp", "deprecatedLastTimestamp"],
  ["count", "deprecatedCount"],
  ["type", "type"],
  ["eventTime", "eventTime"],
  ["series", "series"],
  ["action", "action"],
  ["related", "related"],
  ["reportingComponent", "reportingController"],
  ["reportingInstance", "reportingInstance"],
] as const;

const COLUMNS: readonly Column<KubeObject>[] = [
  column("Last Seen", "The time at which the most recent occurrence of this event was recorded.", (event, nowMs) => {
    const { series, lastTimestamp } = read(event);
    return series === undefined ? age(lastTimestamp ?? firstSeen(event), nowMs) : age(series.lastObservedTime, nowMs);
  }),
  column(
    "Type",
    "Type of this event (Normal, Warning), new types could be added in the future",
    (event) => read(event).type,
  ),
  column(
    "Reason",
    "This should be a short, machine understandable string that gives the reason for the transition into the object's " +
      "current status.",
    (event) => read(event).reason,
  ),
  column("Object", "The object that this event is about.", (event) => {
    const { kind: about = "", name = "" } = read(event).involvedObject;
    return name === "" ? about.toLowerCase() : `${about.toLowerCase()}/${name}`;
  }),
  column(
    "Subobject",
    "If referring to a piece of an object instead of an entire object, this string should contain a valid JSON/Go " +
      "field access statement, such as desiredState.manifest.containers[2].",
    (event) => read(event).involvedObject.fieldPath ?? "",
    1,
  ),
  column(
    "Source",
    "The component reporting this event. Should be a short machine understandable string.",
    (event) => {
      const { source = {}, reportingComponent = "", reportingInstance = "" } = read(event);
      const host = source.host || reportingInstance;
      const component = source.component || reportingComponent;
      return host === "" ? component : `${component}, ${host}`;
    },
    1,
  ),
  column("Message", "A human-readable description of the status of this operation.", (event) =>
    (read(event).message ?? "").trim(),
  ),
  column(
    "First Seen",
    "The time at which the event was first recorded. (Time of server receipt is in TypeMeta.)",
    (event, nowMs) => age(firstSeen(event), nowMs),
    1,
  ),
  column(
    "Count",
    "The number of times this event has occurred.",
    (event) => read(event).series?.count ?? (read(event).count || 1),
    1,
  ),
  { ...column("Name", "Name must be unique within a namespace.", ({ metadata }) => metadata.name, 1), format: "name" },
];

const SELECTED = ["kind", "apiVersion", "namespace", "name", "uid", "resourceVersion", "fieldPath"] as const;

/** Field selectors of core/v1. */
const TEXTS: Readonly<Record<string, (event: KubeObject) => string>> = {
  ...Object.fromEntries(
    SELECTED.map((field) => [
      `involvedObject.${field}`,
      (event: KubeObject) => read(event).involvedObject[field] ?? "",
    ]),
  ),
  reason: (event) => read(event).reason ?? "",
  reportingComponent: (event) => read(event).reportingComponent ?? "",
  source: (event) => read(event).source?.component || (read(event).reportingComponent ?? ""),
  type: (event) => read(event).type ?? "",
};

/** Field selectors of events.k8s.io/v1, which cannot select by source. */
const NEW_TEXTS = Object.fromEntries(
  Object.entries(TEXTS)
    .filter(([name]) => name !== "source")
    .map(([name, text]) => [
      name.replace(/^involvedObject/, "regarding").replace("reportingComponent", "reportingController"),
      text,
    ]),
);

/** The kind Event of core/v1. */
export const EVENT = kind<KubeEvent>({
  apiVersion: "v1",
  kind: "Event",
  plural: "events",
  shortNames: ["ev"],
  schema: "Event",
  hasStatus: false,
  columns: COLUMNS,
  hasAllColumns: true,
  selectableTexts: TEXTS,
  strategy: {
    validate: validateEvent,
    validateUpdate: validateEvent,
  },
});

/** Converts an Event of events.k8s.io/v1 to core/v1, in which it is stored. */
const toCore = oncePerObject((event: EventsV1Event): KubeEvent => {
  const given: JsonObject = { ...event };
  const renamed = FIELDS.flatMap(([old, current]) => (given[current] === undefined ? [] : [[old, given[current]]]));
  const shown = { involvedObject: {}, source: {}, reportingComponent: "", reportingInstance: "" };
  return { apiVersion: "v1", kind: "Event", metadata: event.metadata, ...shown, ...Object.fromEntries(renamed) };
});

const fromCore = oncePerObject((event: KubeEvent): EventsV1Event => {
  const given: JsonObject = { ...event };
  const renamed = FIELDS.flatMap(([old, current]) => (given[old] === undefined ? [] : [[current, given[old]]]));
  return {
    apiVersion: "events.k8s.io/v1",
    kind: "Event",
    metadata: event.metadata,
    ...Object.fromEntries(renamed.filter(([, value]) => value !== "")),
  };
});

/** The kind Event of events.k8s.io/v1. */
export const EVENTS_V1_EVENT = kind<EventsV1Event>({
  apiVersion: "events.k8s.io/v1",
  kind: "Event",
  plural: "events",
  shortNames: ["ev"],
  schema: "EventsV1Event",
  hasStatus: false,
  columns: COLUMNS,
  hasAllColumns: true,
  selectableTexts: NEW_TEXTS,
  storedAs: {
    of: EVENT,
    toStored: toCore,
    fromStored: (stored) => fromCore(read(stored)),
  },
  strategy: {
    validate: (event) => validateNewEvent(toCore(event)),
    validateUpdate: (next, stored) => validateNewEventUpdate(toCore(next), toCore(stored)),
  },
});

function column(
  name: string,
  description: string,
  cell: (event: KubeObject, nowMs: number) => unknown,
  priority = 0,
): Column<KubeObject> {
  return { name, type: "string", description, priority, cell: (event, nowMs) => cell(event, nowMs) ?? "" };
}

/** Returns an Event of either form in that of core/v1. */
function read(event: KubeObject): KubeEvent {
  if (isCore(event)) return event;
  if (isNew(event)) return toCore(event);
  throw new TypeError(`a ${event.kind} is not an Event`);
}

function isCore(event: KubeObject): event is KubeEvent {
  return event.kind === "Event" && event.apiVersion === "v1" && "involvedObject" in event;
}

function isNew(event: KubeObject): event is EventsV1Event {
  return event.kind === "Event" && event.apiVersion === "events.k8s.io/v1";
}

function firstSeen(event: KubeObject): Timestamp | undefined {
  const { firstTimestamp, eventTime } = read(event);
  return firstTimestamp ?? eventTime;
}

function age(timestamp: Timestamp | undefined, nowMs: number): string {
  const since = timestamp === undefined ? Number.NaN : Date.parse(timestamp);
  return Number.isNaN(since) ? "<unknown>" : humanDuration(nowMs - since);
}
