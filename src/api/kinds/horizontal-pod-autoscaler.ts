/** The kind HorizontalPodAutoscaler (autoscaling/v2), which is stored for clients: nothing is scaled. */

import type { FieldError, FieldPath } from "../field-path.ts";
import { isJsonObject } from "../json.ts";
import type { KubeObject } from "../types.ts";
import { invalid, required } from "../validation/errors.ts";
import type { Column } from "./column.ts";
import { kind } from "./kind.ts";

/** A HorizontalPodAutoscaler of autoscaling/v2. */
export interface HorizontalPodAutoscaler extends KubeObject {
  readonly apiVersion: "autoscaling/v2";
  readonly kind: "HorizontalPodAutoscaler";
  readonly spec?: {
    readonly scaleTargetRef?: { readonly apiVersion?: string; readonly kind?: string; readonly name?: string };
    readonly minReplicas?: number;
    readonly maxReplicas?: number;
    readonly metrics?: readonly object[];
    readonly behavior?: object;
  };
  readonly status?: {
    readonly currentReplicas?: number;
    readonly desiredReplicas?: number;
    readonly currentMetrics?: readonly object[];
    readonly conditions?: readonly object[];
  };
}

/** The target of an autoscaler that names none: 80 % of the CPU that pods request. */
const DEFAULT_METRICS = [
  { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } } },
];
/** Metrics that the table shows. */
const MOST_SHOWN = 2;
const WARNING = "jobsim: a HorizontalPodAutoscaler is kept as it is: there are no metrics, and nothing is scaled";

const COLUMNS: readonly Column<HorizontalPodAutoscaler>[] = [
  {
    name: "Reference",
    type: "string",
    description:
      "scaleTargetRef points to the target resource to scale, and is used to the pods for which metrics should be collected, as well as to actually change the replica count.",
    cell: ({ spec: { scaleTargetRef: { kind: of = "", name = "" } = {} } = {} }) => `${of}/${name}`,
  },
  {
    name: "Targets",
    type: "string",
    description:
      "metrics contains the specifications for which to use to calculate the desired replica count (the maximum replica count across all metrics will be used).",
    cell: targetsOf,
  },
  {
    name: "MinPods",
    type: "string",
    description: "minReplicas is the lower limit for the number of replicas to which the autoscaler can scale down.",
    cell: ({ spec: { minReplicas } = {} }) => (minReplicas === undefined ? "<unset>" : String(minReplicas)),
  },
  {
    name: "MaxPods",
    type: "string",
    description: "maxReplicas is the upper limit for the number of replicas to which the autoscaler can scale up.",
    cell: ({ spec: { maxReplicas = 0 } = {} }) => maxReplicas,
  },
  {
    name: "Replicas",
    type: "string",
    description: "currentReplicas is current number of replicas of pods managed by this autoscaler.",
    cell: ({ status: { currentReplicas = 0 } = {} }) => currentReplicas,
  },
];

/** The kind HorizontalPodAutoscaler. */
export const HORIZONTAL_POD_AUTOSCALER = kind<HorizontalPodAutoscaler>({
  apiVersion: "autoscaling/v2",
  kind: "HorizontalPodAutoscaler",
  plural: "horizontalpodautoscalers",
  shortNames: ["hpa"],
  categories: ["all"],
  columns: COLUMNS,
  strategy: {
    setDefaults: withDefaults,
    prepareForCreate: (autoscaler) => ({ ...autoscaler, status: { desiredReplicas: 0 } }),
    validate: validateAutoscaler,
    validateUpdate: validateAutoscaler,
    warningsOnCreate: () => [WARNING],
  },
});

function withDefaults(autoscaler: HorizontalPodAutoscaler): HorizontalPodAutoscaler {
  const { spec } = autoscaler;
  if (spec === undefined) return autoscaler;
  const { minReplicas = 1, metrics = [] } = spec;
  return { ...autoscaler, spec: { ...spec, minReplicas, metrics: metrics.length === 0 ? DEFAULT_METRICS : metrics } };
}

function validateAutoscaler({ spec = {} }: HorizontalPodAutoscaler): readonly FieldError[] {
  const { scaleTargetRef = {}, minReplicas = 1, maxReplicas = 0 } = spec;
  const at = (...path: FieldPath): FieldPath => ["spec", ...path];
  const errors: FieldError[] = [];
  if (minReplicas < 1) errors.push(invalid(at("minReplicas"), minReplicas, "must be greater than or equal to 1"));
  if (maxReplicas < 1) errors.push(invalid(at("maxReplicas"), maxReplicas, "must be greater than 0"));
  if (maxReplicas < minReplicas) {
    errors.push(invalid(at("maxReplicas"), maxReplicas, "must be greater than or equal to `minReplicas`"));
  }
  if ((scaleTargetRef.kind ?? "") === "") errors.push(required(at("scaleTargetRef", "kind")));
  if ((scaleTargetRef.name ?? "") === "") errors.push(required(at("scaleTargetRef", "name")));
  return errors;
}

/** The targets as kubectl shows them, `cpu: <unknown>/80%`. */
function targetsOf({ spec: { metrics = [] } = {} }: HorizontalPodAutoscaler): string {
  if (metrics.length === 0) return "<none>";
  const shown = metrics.slice(0, MOST_SHOWN).map(targetOf).join(", ");
  return metrics.length > MOST_SHOWN ? `${shown} + ${metrics.length - MOST_SHOWN} more...` : shown;
}

function targetOf(metric: object): string {
  const source = Object.values(metric).find(isJsonObject);
  const target = isJsonObject(source?.target) ? source.target : {};
  const { averageUtilization, averageValue, value } = target;
  const wanted =
    typeof averageUtilization === "number" ? `${averageUtilization}%` : String(averageValue ?? value ?? "<auto>");
  const isOfResource = typeof source?.name === "string";
  const average = !isOfResource && averageValue !== undefined ? " (avg)" : "";
  return `${isOfResource ? `${source.name}: ` : ""}<unknown>/${wanted}${average}`;
}
