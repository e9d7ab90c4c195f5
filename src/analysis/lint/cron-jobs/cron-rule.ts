/** What a lint rule about CronJobs is. */

import type { FieldPath } from "../../../api/field-path.ts";
import type { Schedule } from "../../../api/schedule/schedule.ts";
import type { CronJob } from "../../../api/types.ts";
import type { Remark, RuleFacts } from "../rule.ts";

export interface CronView {
  /** With its defaults. */
  readonly cronJob: CronJob;
  readonly schedule: Schedule;
  /** From when on the schedule is checked, milliseconds since 1970. */
  readonly fromMs: number;
  /** How long pods run, if the scenario gives one time for all. */
  readonly runMs: number | undefined;
}

export interface CronRule extends RuleFacts {
  check(view: CronView): readonly Remark[];
}

export const SCHEDULE: FieldPath = ["spec", "schedule"];
