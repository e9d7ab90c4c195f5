/** What a sync of a CronJob asks of the controller around it. */

import type { CronJob, Job } from "../../api/types.ts";
import type { Collection } from "../../apiserver/collection.ts";
import type { EventType } from "../event-recorder.ts";
import type { CronJobSwitches } from "./switches.ts";

/** Tells of a CronJob what happened to it, as a Kubernetes Event. */
export type RecordEvent = (cronJob: CronJob, type: EventType, reason: string, message: string) => void;

export interface CronJobEnvironment {
  readonly switches: CronJobSwitches;
  /** As the watch last showed them. */
  readonly cronJobs: Collection<CronJob>;
  /** The Jobs whose controller has the name of a CronJob, as the watch last showed them. */
  jobsOf(namespace: string, name: string): Iterable<Job>;
  /** The current instant, in milliseconds since 1970. */
  instantMs(): number;
  readonly recordEvent: RecordEvent;
}
