/** How plans name Jobs and pods. */

import type { JobRef } from "../api/job-ref.ts";

export type { JobRef };

/**
 * Names a pod that the Job controller created: by index and attempt, or by creation order; or one a user created.
 *
 * `recreation` tells Jobs apart that had the same name one after the other: 0, the first, where it is absent.
 */
export type PodRef =
  | { readonly job: JobRef; readonly index: number; readonly attempt: number; readonly recreation?: number }
  | { readonly job: JobRef; readonly ordinal: number; readonly recreation?: number }
  | { readonly id: string };
