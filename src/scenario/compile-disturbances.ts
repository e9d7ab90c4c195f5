/** From events that befall the control plane to the disturbances of a plan. */

import type { FieldPath } from "../api/field-path.ts";
import type { Disturbance } from "../simulation/faults/disturbance.ts";
import { compileDuration } from "./compile-time.ts";
import type { Reporter } from "./report.ts";
import type { DisturbanceEvent } from "./schema-disturbances.ts";
import type { EventInput } from "./schema-events.ts";
import type { DurationInput } from "./schema-time.ts";

const ACTIONS: ReadonlySet<string> = new Set<DisturbanceEvent["action"]>([
  "loseAnswers",
  "crashController",
  "stallWatch",
  "breakWatch",
  "ageLists",
  "delayWatch",
  "repeatWatch",
  "overlapControllers",
]);

export function isDisturbanceEvent(event: EventInput): event is DisturbanceEvent {
  return ACTIONS.has(event.action);
}

/** Compiles the events that befall the control plane; all others are left to `compileEvents`. */
export function compileDisturbances(events: readonly EventInput[], reporter: Reporter): Disturbance[] {
  return events.flatMap((event, i) => (isDisturbanceEvent(event) ? compile(event, ["events", i], reporter) : []));
}

function compile(event: DisturbanceEvent, path: FieldPath, reporter: Reporter): Disturbance {
  const time = (key: string, value: DurationInput | undefined) => compileDuration(value ?? 0, [...path, key], reporter);
  const atMs = time("at", event.at);
  switch (event.action) {
    case "loseAnswers":
      return { kind: "lostAnswers", atMs, count: event.count ?? 1 };
    case "crashController":
      return { kind: "crash", atMs, afterWrites: event.afterWrites ?? 0, downMs: time("down", event.down) };
    case "stallWatch":
      return { kind: "stall", atMs, resource: event.resource, forMs: time("for", event.for) };
    case "breakWatch": {
      const behind = event.behind === undefined ? {} : { behindMs: time("behind", event.behind) };
      return { kind: "relist", atMs, resource: event.resource, forMs: time("for", event.for), ...behind };
    }
    case "ageLists":
      return {
        kind: "oldList",
        atMs,
        resource: event.resource,
        forMs: time("for", event.for),
        behindMs: time("behind", event.behind),
      };
    case "delayWatch":
      return {
        kind: "late",
        atMs,
        resource: event.resource,
        forMs: time("for", event.for),
        byMs: time("by", event.by),
      };
    case "repeatWatch":
      return { kind: "repeat", atMs, resource: event.resource, forMs: time("for", event.for) };
    case "overlapControllers":
      return { kind: "overlap", atMs, forMs: time("for", event.for) };
  }
}
