/** The gallery: what real controllers got wrong, each found by the default check. */

import { COUNTING } from "./counting.ts";
import { CRON_JOBS } from "./cron-jobs.ts";
import type { Defect } from "./defect.ts";
import { EXCESS_PODS } from "./excess-pods.ts";
import { FINALIZERS } from "./finalizers.ts";
import { LIMITS } from "./limits.ts";
import { OPEN } from "./open.ts";
import { STATUS } from "./status.ts";

export const GALLERY: readonly Defect[] = [
  ...COUNTING,
  ...FINALIZERS,
  ...EXCESS_PODS,
  ...LIMITS,
  ...STATUS,
  ...CRON_JOBS,
  ...OPEN,
];
