/** Fields of a Job that have an effect in one release and not in another. */

import { isJsonObject, type JsonObject } from "../../api/json.ts";
import type { FieldSupport } from "../../api/switches.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import type { Release } from "../../simulation/releases/releases.ts";
import { switchesOfPlan } from "../../simulation/releases/releases.ts";
import type { SwitchId } from "../../simulation/switches.ts";

/** The fields, and the switch that decides about each. */
const FIELDS = {
  podFailurePolicy: "podFailurePolicy",
  backoffLimitPerIndex: "backoffLimitPerIndex",
  maxFailedIndexes: "backoffLimitPerIndex",
  podReplacementPolicy: "podReplacementPolicy",
  successPolicy: "successPolicy",
  managedBy: "managedBy",
} as const;

type Field = keyof typeof FIELDS;
const FIELD_NAMES = Object.keys(FIELDS).filter((name): name is Field => Object.hasOwn(FIELDS, name));

/** A field that two releases support differently. */
export interface FieldSupportChange {
  readonly job: string;
  readonly field: string;
  readonly switchId: SwitchId;
  readonly from: FieldSupport;
  readonly to: FieldSupport;
}

/** The fields that the Jobs of a plan set, and that the two releases treat differently. */
export function changedFields(plan: SimulationPlan, from: Release, to: Release): FieldSupportChange[] {
  const old = switchesOfPlan({ ...plan, kubernetes: from });
  const next = switchesOfPlan({ ...plan, kubernetes: to });
  const found = plan.actions.flatMap((action) => (action.op === "createJob" ? changesOf(action.manifest) : []));
  // Copies of one Job give the same result.
  return [...new Map(found.map((change) => [`${change.job} ${change.field}`, change])).values()];

  function changesOf(manifest: JsonObject): FieldSupportChange[] {
    const spec = isJsonObject(manifest.spec) ? manifest.spec : {};
    const metadata = isJsonObject(manifest.metadata) ? manifest.metadata : {};
    const job = String(metadata.name ?? metadata.generateName ?? "");
    return FIELD_NAMES.filter((field) => spec[field] !== undefined).flatMap((field) => {
      const switchId = FIELDS[field];
      const change = { job, field: `spec.${field}`, switchId, from: old[switchId], to: next[switchId] };
      return change.from === change.to ? [] : [change];
    });
  }
}
