/**
 * Which switches of the controller and of the API matter to a Job, as far as its
 * manifest shows. What a switch does, and since when, is in the catalogue.
 */

import type { Job, JobSpec } from "../../api/types.ts";
import { checkDnsLabel } from "../../api/validation/names.ts";
import type { SwitchId } from "../../simulation/switches.ts";
import { widthOf } from "./bounds.ts";

export interface Concern {
  readonly switchId: SwitchId;
  /** The field that makes it matter: steps below `spec`, or the name. */
  readonly field: readonly string[];
  /** @param job as its user wrote it, with the defaults of the newest release */
  readonly matters: (job: Job) => boolean;
}

/** From this many failures on, both caps of the back-off are reached. */
const FAILURES_AT_CAP = 7;
/** What one sync counts, and how many Events an object may have at once. */
const COUNTED_AT_ONCE = 500;
const EVENT_BURST = 25;
const MANY_COMPLETIONS = 100_000;
const MANY_PODS = 10_000;

export const CONCERNS: readonly Concern[] = [
  ofSpec("backoffSource", "backoffLimit", retries),
  ofSpec("backoffCap", "backoffLimit", (spec) => retries(spec) && (spec.backoffLimit ?? 0) >= FAILURES_AT_CAP),
  ofSpec("activeDuringBackoff", "backoffLimit", (spec) => retries(spec) && widthOf(spec) > 1),
  ofSpec("backoffLimitCheck", "backoffLimit", (spec) => isNever(spec) && widthOf(spec) > 1),
  ofSpec("sidecarFinishTime", "backoffLimit", (spec) => retries(spec) && hasSidecar(spec)),
  ofSpec("sidecarDeletionOrder", "parallelism", (spec) => widthOf(spec) > 1 && hasSidecar(spec)),
  ofSpec("capBlocksFinish", "parallelism", (spec) => widthOf(spec) > COUNTED_AT_ONCE),
  ofSpec("eventBudget", "parallelism", (spec) => widthOf(spec) >= EVENT_BURST),
  ofSpec("elasticIndexed", "completionMode", ({ completionMode }) => completionMode === "Indexed"),
  ofSpec("indexLabelOnPods", "completionMode", ({ completionMode }) => completionMode === "Indexed"),
  ofSpec(
    "completionCountsRest",
    "completions",
    ({ completions, parallelism = 1 }) => completions === undefined && parallelism > 1,
  ),
  ofSpec("completionsWarning", "completions", isHuge),
  ofSpec("replaceAfterTermination", "podFailurePolicy", ({ podFailurePolicy }) => podFailurePolicy !== undefined),
  ofSpec("suspendClearsStartTime", "activeDeadlineSeconds", hasDeadline),
  ofSpec("mutableTemplate", "suspend", ({ suspend }) => suspend === true),
  ofSpec("failureTarget", "template", () => true),
  ofSpec("successCriteriaMet", "template", () => true),
  ofSpec("terminalConditionDelay", "template", (spec) => widthOf(spec) > 1 || hasDeadline(spec)),
  ofSpec("deletedLowersReady", "template", (spec) => widthOf(spec) > 1 || hasDeadline(spec)),
  { switchId: "generateNameRetries", field: ["metadata", "generateName"], matters: isNamedByServer },
  {
    switchId: "nameWarning",
    field: ["metadata", "name"],
    matters: ({ metadata: { name } }) => name !== "" && checkDnsLabel(name).length > 0,
  },
];

function ofSpec(switchId: SwitchId, field: keyof JobSpec, matters: (spec: JobSpec) => boolean): Concern {
  return { switchId, field: ["spec", field], matters: ({ spec }) => matters(spec) };
}

function isNamedByServer({ metadata: { name, generateName = "" } }: Job): boolean {
  return name === "" && generateName !== "";
}

function isNever({ template }: JobSpec): boolean {
  return template.spec.restartPolicy === "Never";
}

function retries(spec: JobSpec): boolean {
  return isNever(spec) && (spec.backoffLimit ?? 0) > 0;
}

function hasDeadline({ activeDeadlineSeconds }: JobSpec): boolean {
  return activeDeadlineSeconds !== undefined;
}

function hasSidecar({ template }: JobSpec): boolean {
  return (template.spec.initContainers ?? []).some(({ restartPolicy }) => restartPolicy === "Always");
}

function isHuge({ completionMode, completions = 0, parallelism = 0 }: JobSpec): boolean {
  return completionMode === "Indexed" && completions > MANY_COMPLETIONS && parallelism > MANY_PODS;
}
