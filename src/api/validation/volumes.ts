/** Rules about the volumes of a pod (core validation, `ValidateVolumes`): their names and that each has one source. */
import type { FieldError, FieldPath } from "../field-path.ts";
import type { PodSpec } from "../types.ts";
import { duplicate, forbidden, invalidEach, required } from "./errors.ts";
import { checkDnsLabel } from "./names.ts";
import { listOf, textOf } from "./parts.ts";

/**
 * Checks the volumes of a pod.
 *
 * @returns the errors, and the names of the volumes without one: only these can be mounted
 */
export function validateVolumes(
  spec: PodSpec,
  path: FieldPath,
): { readonly errors: readonly FieldError[]; readonly names: ReadonlySet<string> } {
  const names = new Set<string>();
  const errors = listOf(spec, "volumes").flatMap((volume, i) => {
    const volumePath = [...path, i];
    const namePath = [...volumePath, "name"];
    const name = textOf(volume, "name");
    const [, ...surplus] = Object.keys(volume).filter((field) => field !== "name");
    const found = surplus.map((field) =>
      forbidden([...volumePath, field], "may not specify more than one volume type"),
    );
    found.push(...(name === "" ? [required(namePath)] : invalidEach(namePath, name, checkDnsLabel(name))));
    if (names.has(name)) found.push(duplicate(namePath, name));
    if (found.length === 0) names.add(name);
    return found;
  });
  return { errors, names };
}
