/** Rules about the labels and the selector that are generated for a new Job (`validateGeneratedSelector`). */
import {
  CONTROLLER_UID_LABEL,
  JOB_NAME_LABEL,
  LEGACY_CONTROLLER_UID_LABEL,
  LEGACY_JOB_NAME_LABEL,
} from "../constants.ts";
import type { FieldError, FieldPath } from "../field-path.ts";
import type { Job } from "../types.ts";
import { invalid, required } from "./errors.ts";
import { missesLabels } from "./selector.ts";
import { selectorValue, sortedMap } from "./values.ts";

const LABELS: FieldPath = ["spec", "template", "metadata", "labels"];

/**
 * Validates that the pod template has the generated labels and the selector uses them, unless the user chose their own
 * (`manualSelector`).
 *
 * @param job with generated labels and selector
 * @param prefixed whether the labels with a domain are expected in addition to the legacy ones
 */
export function validateGeneratedSelector(job: Job, prefixed: boolean): FieldError[] {
  const { metadata, spec } = job;
  if (spec.manualSelector === true || spec.selector === undefined) return [];
  const errors: FieldError[] = metadata.uid === "" ? [required(["metadata", "uid"])] : [];
  const expected = expectedLabels(metadata.uid, metadata.name, prefixed);
  const labels = spec.template.metadata?.labels;
  for (const key of Object.keys(expected)) {
    const [value, actual] = [expected[key], labels?.[key]];
    if (actual === value) continue;
    const path = [...LABELS, { key }];
    const detail = `must be '${value}'`;
    errors.push(actual === undefined ? required(path, detail) : invalid(path, sortedMap(labels), detail));
  }
  if (missesLabels(spec.selector, expected)) {
    errors.push(invalid(["spec", "selector"], selectorValue(spec.selector), "`selector` not auto-generated"));
  }
  return errors;
}

function expectedLabels(uid: string, name: string, prefixed: boolean): Readonly<Record<string, string>> {
  return {
    [LEGACY_CONTROLLER_UID_LABEL]: uid,
    [LEGACY_JOB_NAME_LABEL]: name,
    ...(prefixed && { [CONTROLLER_UID_LABEL]: uid, [JOB_NAME_LABEL]: name }),
  };
}
