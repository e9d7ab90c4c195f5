/** The kind LimitRange (core/v1): defaults and bounds for the resources of containers and pods in a namespace. */

import type { ResourceList } from "../scheduling-types.ts";
import type { KubeObject } from "../types.ts";
import { kind } from "./kind.ts";

/** Limits for one type of object, such as `Container` or `Pod`. */
export interface LimitRangeItem {
  readonly type: string;
  readonly max?: ResourceList;
  readonly min?: ResourceList;
  readonly default?: ResourceList;
  readonly defaultRequest?: ResourceList;
  readonly maxLimitRequestRatio?: ResourceList;
}

/** A LimitRange of core/v1. */
export interface LimitRange extends KubeObject {
  readonly apiVersion: "v1";
  readonly kind: "LimitRange";
  readonly spec?: { readonly limits?: readonly LimitRangeItem[] };
}

/** The kind LimitRange. */
export const LIMIT_RANGE = kind<LimitRange>({
  apiVersion: "v1",
  kind: "LimitRange",
  plural: "limitranges",
  shortNames: ["limits"],
  hasStatus: false,
  strategy: {
    setDefaults: (range) => {
      const { spec } = range;
      if (spec?.limits === undefined) return range;
      return { ...range, spec: { ...spec, limits: spec.limits.map(defaultLimitRangeItem) } };
    },
  },
});

/**
 * Fills in the defaults of an item (`SetDefaults_LimitRangeItem`): for containers, the limit defaults to the maximum,
 * and the request to the limit or else the minimum.
 */
export function defaultLimitRangeItem(item: LimitRangeItem): LimitRangeItem {
  if (item.type !== "Container") return item;
  const limits = { ...item.max, ...item.default };
  const requests = { ...item.min, ...limits, ...item.defaultRequest };
  return {
    ...item,
    ...(Object.keys(limits).length > 0 ? { default: limits } : {}),
    ...(Object.keys(requests).length > 0 ? { defaultRequest: requests } : {}),
  };
}
