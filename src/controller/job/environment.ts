/** What a sync asks of the controller around it. */

import type { Job } from "../../api/types.ts";
import type { Collection } from "../../apiserver/collection.ts";
import type { ApiError } from "../../apiserver/errors.ts";
import type { EventType } from "../event-recorder.ts";
import type { Expectations } from "../expectations.ts";
import type { WorkQueue } from "../work-queue.ts";
import type { BackoffRecord } from "./backoff.ts";
import type { ComparePods } from "./list-order.ts";
import type { PodView } from "./pod-view.ts";
import type { Because } from "./rules.ts";
import type { JobControllerSwitches } from "./switches.ts";

/** The memory of one controller process; it is gone when the process is. */
export interface SyncEnvironment {
  readonly switches: JobControllerSwitches;
  readonly jobs: Collection<Job>;
  readonly pods: PodView;
  readonly queue: WorkQueue;
  readonly expectations: Expectations;
  /** Failures since the last success, by key of the Job. */
  readonly backoff: Map<string, BackoffRecord>;
  /** UIDs of Jobs that this process finished and may not have seen finished yet. */
  readonly finishedUids: Set<string>;
  /** The order of pods in lists. */
  readonly compareListed: ComparePods;
  /** Whether requests take no time at all: none waits for its turn, or for its answer. */
  readonly answersAtOnce: boolean;
  /** The current instant, in milliseconds since 1970. */
  instantMs(): number;
  recordEvent(job: Job, type: EventType, reason: string, message: string): void;
  /** Notes that this process changed a Job or one of its pods, at a resource version. */
  wrote(key: string, resource: "jobs" | "pods", resourceVersion: string): void;
  /** An error while the caches lack this process's own writes for the Job. */
  staleness(key: string): ApiError | undefined;
  /** Told why; absent if nobody listens, and then nothing is worked out for it. */
  readonly because: Because | undefined;
  /** Forgets what was written for a Job that is gone. */
  forgetWrites(key: string): void;
}
