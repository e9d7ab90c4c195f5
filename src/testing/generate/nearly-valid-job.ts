/** Random Jobs with one thing wrong, or on the very edge of being so. */

import { isJsonObject, type JsonObject } from "../../api/json.ts";
import { type Choices, pick, type Source } from "../source.ts";
import { drawFeatures, JOB_FEATURES } from "./features.ts";
import { drawJob } from "./job.ts";
import { WIDE } from "./scale.ts";

/** Values that fields of other types, or of a narrower range, do not take. */
const ODD_VALUES: Choices<unknown> = [-1, 0, 2 ** 31, 1.5, "3", "", null, [], {}, true, 1e5 + 1];

const FIELDS: Choices<string> = [
  "parallelism",
  "completions",
  "completionMode",
  "backoffLimit",
  "backoffLimitPerIndex",
  "maxFailedIndexes",
  "activeDeadlineSeconds",
  "podFailurePolicy",
  "successPolicy",
  "podReplacementPolicy",
  "suspend",
  "ttlSecondsAfterFinished",
  "selector",
  "managedBy",
  "template",
];

/** A valid Job with one field changed to an odd value, or left out. */
export function drawNearlyValidJob(source: Source): JsonObject {
  const { manifest } = drawJob(source, drawFeatures(source, JOB_FEATURES), WIDE, "a");
  const spec = isJsonObject(manifest.spec) ? manifest.spec : {};
  const field = pick(source, FIELDS);
  const value = pick(source, ODD_VALUES);
  return { ...manifest, spec: { ...spec, [field]: value } };
}
