/** What a sync of a CronJob needs from its controller. */

import type { CronJob, Job } from "../../api/types.ts";
import type { Collection } from "../../apiserver/collection.ts";
import type { EventType } from "../event-recorder.ts";
import type { CronJobSwitches } from "./switches.ts";

/** Records a Kubernetes Event about a CronJob. */
export type RecordEvent = (cronJob: CronJob, type: EventType, reason: string, message: string) => void;

export interface CronJobEnvironment {
  readonly switches: CronJobSwitches;
  /** The cache. */
  readonly cronJobs: Collection<CronJob>;
  /** The Jobs in the cache whose controller reference has the name of a CronJob. */
  jobsOf(namespace: string, name: string): Iterable<Job>;
  /** The current instant, in milliseconds since 1970. */
  instantMs(): number;
  readonly recordEvent: RecordEvent;
}
