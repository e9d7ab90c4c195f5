/**
 * Rules about Events (core validation, `ValidateEventCreate` and `ValidateEventUpdate`). Few rules apply to Events of
 * core/v1, and all to those of events.k8s.io/v1. Fields are checked, and named, in the form of core/v1.
 */

import type { KubeEvent } from "../event-types.ts";
import type { FieldError } from "../field-path.ts";
import { semanticallyEqual } from "./equality.ts";
import { IMMUTABLE, invalid, invalidEach, required } from "./errors.ts";
import { validateObjectMeta } from "./metadata.ts";
import { byteLength, checkDnsSubdomain, checkQualifiedName } from "./names.ts";

/** Maximum bytes of the fields of an Event with `eventTime`. */
const LIMITS = { reportingInstance: 128, action: 128, reason: 128, message: 1024 } as const;
const FOREIGN_NAMESPACE = "does not match event.namespace";

/** Validates an Event of either form (`legacyValidateEvent`). */
export function validateEvent(event: KubeEvent): FieldError[] {
  const { namespace } = event.metadata;
  return [
    ...(event.eventTime === undefined ? validatePlace(event) : validateTimed(event)),
    ...invalidEach(["namespace"], namespace, checkDnsSubdomain(namespace)),
  ];
}

/** Without `eventTime`, an Event only has to be in the namespace of its object, or in `default`. */
function validatePlace({ metadata, involvedObject: { namespace = "" } }: KubeEvent): FieldError[] {
  const fits = metadata.namespace === namespace || (namespace === "" && metadata.namespace === "default");
  return fits ? [] : [invalid(["involvedObject", "namespace"], namespace, FOREIGN_NAMESPACE)];
}

function validateTimed(event: KubeEvent): FieldError[] {
  const { metadata, involvedObject, reportingComponent = "" } = event;
  const { namespace = "" } = involvedObject;
  const isPlaced = namespace !== "" || metadata.namespace === "default" || metadata.namespace === "kube-system";
  const component = ["reportingController"];
  return [
    ...(isPlaced ? [] : [invalid(["involvedObject", "namespace"], namespace, FOREIGN_NAMESPACE)]),
    ...(reportingComponent === "" ? [required(component)] : []),
    ...invalidEach(component, reportingComponent, checkQualifiedName(reportingComponent)),
    ...checkText(event, "reportingInstance", true),
    ...checkText(event, "action", true),
    ...checkText(event, "reason", true),
    ...checkText(event, "message", false),
  ];
}

function checkText(event: KubeEvent, field: keyof typeof LIMITS, isRequired: boolean): FieldError[] {
  const text = event[field] ?? "";
  if (text === "" && isRequired) return [required([field])];
  const limit = LIMITS[field];
  return byteLength(text) > limit ? [invalid([field], "", `can have at most ${limit} characters`)] : [];
}

/** Validates an Event that was submitted as events.k8s.io/v1. */
export function validateNewEvent(event: KubeEvent): FieldError[] {
  const { source = {}, type = "", count = 0 } = event;
  const unset = (name: string, isSet: boolean) => (isSet ? [invalid([name], "", "needs to be unset")] : []);
  return [
    ...validateEvent(event),
    ...validateObjectMeta(event.metadata),
    ...validateSeries(event),
    ...(event.eventTime === undefined ? [required(["eventTime"])] : []),
    ...(type === "Normal" || type === "Warning" ? [] : [invalid(["type"], "", `has invalid value: ${type}`)]),
    ...unset("firstTimestamp", event.firstTimestamp !== undefined),
    ...unset("lastTimestamp", event.lastTimestamp !== undefined),
    ...unset("count", count !== 0),
    ...unset("source", Boolean(source.component || source.host)),
  ];
}

function validateSeries({ series }: KubeEvent): FieldError[] {
  if (series === undefined) return [];
  return [
    ...((series.count ?? 0) < 2 ? [invalid(["series.count"], "", "should be at least 2")] : []),
    ...(series.lastObservedTime === undefined ? [required(["series.lastObservedTime"])] : []),
  ];
}

/** Fields that cannot change through events.k8s.io/v1, in the order of the checks. */
const FIXED = [
  ["involvedObject", "involvedObject"],
  ["reason", "reason"],
  ["message", "message"],
  ["source", "source"],
  ["firstTimestamp", "firstTimestamp"],
  ["lastTimestamp", "lastTimestamp"],
  ["count", "count"],
  ["reason", "reason"],
  ["type", "type"],
  ["eventTime", "eventTime"],
  ["action", "action"],
  ["related", "related"],
  ["reportingComponent", "reportingController"],
  ["reportingInstance", "reportingInstance"],
] as const;

/** Validates an update through events.k8s.io/v1. */
export function validateNewEventUpdate(next: KubeEvent, stored: KubeEvent): FieldError[] {
  return [
    ...validateEvent(next),
    ...(semanticallyEqual(next.series, stored.series) ? [] : validateSeries(next)),
    ...FIXED.flatMap(([field, name]) =>
      semanticallyEqual(next[field], stored[field]) ? [] : [invalid([name], next[field], IMMUTABLE)],
    ),
  ];
}
