/** Rules about a new pod, except those about metadata of all objects (core validation, `ValidatePodCreate`). */
import type { FieldError } from "../../field-path.ts";
import type { PodFieldSet } from "../../pod-fields.ts";
import { podRulesOf } from "../../pod-rules.ts";
import type { Pod } from "../../types.ts";
import { forbidden } from "../errors.ts";
import { listOf } from "../parts.ts";
import { validateOnlyForPods } from "./only-pods.ts";
import { validatePodSpec } from "./pod-template.ts";
import { validatePodAnnotations, validateProfileAnnotations } from "./profiles.ts";

/**
 * Validates a new pod.
 *
 * @param pod with its defaults
 * @param podFields the release's set of pod fields, which also decides the rules
 */
export function validateNewPod(pod: Pod, podFields: PodFieldSet): FieldError[] {
  const { spec } = pod;
  const errors = [
    ...validatePodAnnotations(pod, ["metadata", "annotations"]),
    ...validatePodSpec(spec, ["spec"], podRulesOf(podFields)),
    ...validateProfileAnnotations(pod, ["spec"]),
    ...validateOnlyForPods(spec),
  ];
  if (listOf(spec, "ephemeralContainers").length > 0) {
    errors.push(forbidden(["spec", "ephemeralContainers"], "cannot be set on create"));
  }
  return errors;
}
