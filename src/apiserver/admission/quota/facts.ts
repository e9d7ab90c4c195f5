/**
 * The fields of ResourceQuotas that quota admission reads, and its configuration (`core/v1`, `resourcequota`
 * admission).
 */

import type { ScopeRequirement } from "../../../api/kinds/simple-kinds.ts";
import type { ResourceList } from "../../../api/scheduling-types.ts";

export type { ScopeRequirement };

export interface QuotaFacts {
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly spec?: {
    readonly hard?: ResourceList;
    readonly scopes?: readonly string[];
    readonly scopeSelector?: { readonly matchExpressions?: readonly ScopeRequirement[] };
  };
  readonly status?: { readonly hard?: ResourceList; readonly used?: ResourceList };
}

/** Resources that nobody may consume without a quota that covers them (`limitedResources`). */
export interface LimitedResource {
  readonly resource: string;
  readonly matchContains?: readonly string[];
  readonly matchScopes?: readonly ScopeRequirement[];
}
