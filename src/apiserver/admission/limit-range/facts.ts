/** What LimitRange admission reads of a LimitRange (`core/v1`). */

import type { ResourceList } from "../../../api/scheduling-types.ts";

export interface LimitRangeItem {
  readonly type: string;
  readonly max?: ResourceList;
  readonly min?: ResourceList;
  readonly default?: ResourceList;
  readonly defaultRequest?: ResourceList;
  readonly maxLimitRequestRatio?: ResourceList;
}

export interface LimitRangeFacts {
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly spec?: { readonly limits?: readonly LimitRangeItem[] };
}
