/** What LimitRange admission reads of a LimitRange (`core/v1`). */

import type { LimitRangeItem } from "../../../api/kinds/limit-range.ts";

export type { LimitRangeItem };

export interface LimitRangeFacts {
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly spec?: { readonly limits?: readonly LimitRangeItem[] };
}
