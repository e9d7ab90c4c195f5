/** The fields of a LimitRange that admission reads (`core/v1`). */

import type { LimitRangeItem } from "../../../api/kinds/limit-range.ts";

export type { LimitRangeItem };

/** A LimitRange as admission reads it. */
export interface LimitRangeFacts {
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly spec?: { readonly limits?: readonly LimitRangeItem[] };
}
