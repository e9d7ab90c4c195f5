/** Rules about the volumes of a pod (core validation, `ValidateVolumes`): valid names, and exactly one source each. */
import type { FieldError, FieldPath } from "../../field-path.ts";
import type { JsonObject } from "../../json.ts";
import type { PodSpec } from "../../types.ts";
import { duplicate, forbidden, invalidEach, required } from "../errors.ts";
import { checkDnsLabel } from "../names.ts";
import { listOf, objectOf, textOf } from "../parts.ts";
import { VOLUME_SOURCES } from "./volume-sources.ts";

/** Valid volumes by name: only these can be mounted. */
export type VolumeSources = ReadonlyMap<string, JsonObject>;

/** Path names of volume kinds for which Kubernetes' error for two sources has a different spelling. */
const SPELLINGS: Readonly<Record<string, string>> = { cephfs: "cephFS", downwardAPI: "downwarAPI" };

/**
 * Validates the volumes of a pod.
 *
 * @param spec with its defaults: a volume without a source has become an emptyDir
 * @returns the errors, and the volumes without one
 */
export function validateVolumes(
  spec: PodSpec,
  path: FieldPath,
): { readonly errors: readonly FieldError[]; readonly sources: VolumeSources } {
  const sources = new Map<string, JsonObject>();
  const errors = listOf(spec, "volumes").flatMap((volume, i) => {
    const volumePath = [...path, i];
    const namePath = [...volumePath, "name"];
    const name = textOf(volume, "name");
    const found = validateSource(volume, volumePath);
    found.push(...(name === "" ? [required(namePath)] : invalidEach(namePath, name, checkDnsLabel(name))));
    if (sources.has(name)) found.push(duplicate(namePath, name));
    if (found.length === 0) sources.set(name, volume);
    return found;
  });
  return { errors, sources };
}

function validateSource(volume: JsonObject, path: FieldPath): FieldError[] {
  const given = VOLUME_SOURCES.filter(([kind]) => objectOf(volume, kind) !== undefined);
  if (given.length === 0) return [required(path, "must specify a volume type")];
  return given.flatMap(([kind, check], i) =>
    i === 0
      ? check(objectOf(volume, kind) ?? {}, [...path, kind], textOf(volume, "name"))
      : [forbidden([...path, SPELLINGS[kind] ?? kind], "may not specify more than 1 volume type")],
  );
}
