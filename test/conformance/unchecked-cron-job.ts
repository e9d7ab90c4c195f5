/** CronJobs as API servers of old took them: what is stored under it is checked when it changes, and not before. */

import { CRON_JOB } from "../../src/api/kinds/cron-job.ts";
import { kind } from "../../src/api/kinds/kind.ts";
import type { Strategy } from "../../src/api/kinds/strategy.ts";
import type { CronJob } from "../../src/api/types.ts";

export const UNCHECKED_CRON_JOB = kind<CronJob>({
  ...CRON_JOB,
  schema: "CronJob",
  strategy: unchecked(CRON_JOB.strategy),
});

function unchecked({ validate: _validate, ...strategy }: Strategy<CronJob>): Strategy<CronJob> {
  return { ...strategy, validateName: () => [] };
}
