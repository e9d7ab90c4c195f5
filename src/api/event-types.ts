/** The types of Events in core/v1 and events.k8s.io/v1. */

import type { KubeObject, ObjectReference, Timestamp } from "./types.ts";

/** The component that reported an Event, and its node. */
export interface EventSource {
  readonly component?: string;
  readonly host?: string;
}

/** How often a repeated Event was observed, in events.k8s.io/v1. */
export interface EventSeries {
  readonly count: number;
  readonly lastObservedTime: Timestamp;
}

/** An Event of core/v1, the form that is stored. */
export interface KubeEvent extends KubeObject {
  readonly apiVersion: "v1";
  readonly kind: "Event";
  readonly involvedObject: ObjectReference;
  readonly reason?: string;
  readonly message?: string;
  readonly source?: EventSource;
  readonly firstTimestamp?: Timestamp;
  readonly lastTimestamp?: Timestamp;
  readonly count?: number;
  readonly type?: string;
  readonly eventTime?: Timestamp;
  readonly series?: EventSeries;
  readonly action?: string;
  readonly related?: ObjectReference;
  readonly reportingComponent?: string;
  readonly reportingInstance?: string;
}

/** An Event of events.k8s.io/v1. */
export interface EventsV1Event extends KubeObject {
  readonly apiVersion: "events.k8s.io/v1";
  readonly kind: "Event";
  readonly eventTime?: Timestamp;
  readonly series?: EventSeries;
  readonly reportingController?: string;
  readonly reportingInstance?: string;
  readonly action?: string;
  readonly reason?: string;
  readonly regarding?: ObjectReference;
  readonly related?: ObjectReference;
  readonly note?: string;
  readonly type?: string;
  readonly deprecatedSource?: EventSource;
  readonly deprecatedFirstTimestamp?: Timestamp;
  readonly deprecatedLastTimestamp?: Timestamp;
  readonly deprecatedCount?: number;
}
