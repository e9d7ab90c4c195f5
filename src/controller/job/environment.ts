/** What a sync needs from its controller. */

import type { Job } from "../../api/types.ts";
import type { Collection } from "../../apiserver/collection.ts";
import type { ApiError } from "../../apiserver/errors.ts";
import type { EventType } from "../event-recorder.ts";
import type { Expectations } from "../expectations.ts";
import type { WorkQueue } from "../work-queue.ts";
import type { BackoffRecord } from "./backoff.ts";
import type { Because } from "./decisions.ts";
import type { ComparePods } from "./list-order.ts";
import type { PodView } from "./pod-view.ts";
import type { JobControllerSwitches } from "./switches.ts";

/** The state of one controller process; it is lost when the process stops. */
export interface SyncEnvironment {
  readonly switches: JobControllerSwitches;
  readonly jobs: Collection<Job>;
  readonly pods: PodView;
  readonly queue: WorkQueue;
  readonly expectations: Expectations;
  /** Failures since the last success, by the key of the Job. */
  readonly backoff: Map<string, BackoffRecord>;
  /** UIDs of Jobs that this process finished but may not have observed as finished yet. */
  readonly finishedUids: Set<string>;
  /** The order of pods that compare as equal. */
  readonly compareListed: ComparePods;
  /** Whether requests take no time: there is neither a rate limit nor latency. */
  readonly answersAtOnce: boolean;
  /** The current instant, in milliseconds since 1970. */
  instantMs(): number;
  recordEvent(job: Job, type: EventType, reason: string, message: string): void;
  /** Records the resource version at which this process changed a Job or one of its pods. */
  wrote(key: string, resource: "jobs" | "pods", resourceVersion: string): void;
  /** An error while the caches lack this process's own writes for the Job. */
  staleness(key: string): ApiError | undefined;
  /** Called with the rule behind each decision; absent if nobody listens. */
  readonly because: Because | undefined;
  /** Drops the recorded writes of a deleted Job. */
  forgetWrites(key: string): void;
}
