/** References to Jobs and pods in plans. */

import type { JobRef } from "../api/job-ref.ts";

export type { JobRef };

/**
 * A pod of the Job controller, by index and attempt or by order of creation; or a pod that a user created.
 *
 * `recreation` distinguishes successive Jobs of the same name; by default 0, the first one.
 */
export type PodRef =
  | { readonly job: JobRef; readonly index: number; readonly attempt: number; readonly recreation?: number }
  | { readonly job: JobRef; readonly ordinal: number; readonly recreation?: number }
  | { readonly id: string };
