/** Rules about resizing a running container (core validation, `validateResizePolicy`). */
import type { FieldError, FieldPath } from "../../field-path.ts";
import type { JsonObject } from "../../json.ts";
import { duplicate, invalid, required, unsupported } from "../errors.ts";
import { listOf, textOf } from "../parts.ts";

const RESOURCES = ["cpu", "memory"];
const POLICIES = ["NotRequired", "RestartContainer"];

/**
 * Validates the list; errors have the path of the list, except for duplicates, as in Kubernetes.
 *
 * @param podRestartPolicy restart policy of the pod: with Never, no resize may require a restart
 * @param path of the list
 */
export function validateResizePolicy(container: JsonObject, podRestartPolicy: string, path: FieldPath): FieldError[] {
  const seen = new Set<string>();
  return listOf(container, "resizePolicy").flatMap((entry, i) => {
    const [resource, policy] = [textOf(entry, "resourceName"), textOf(entry, "restartPolicy")];
    const errors: FieldError[] = [];
    if (seen.has(resource)) errors.push(duplicate([...path, i], resource));
    seen.add(resource);
    errors.push(...checkWord(resource, RESOURCES, path), ...checkWord(policy, POLICIES, path));
    if (podRestartPolicy === "Never" && policy !== "NotRequired") {
      errors.push(invalid(path, policy, "must be 'NotRequired' when `restartPolicy` is 'Never'"));
    }
    return errors;
  });
}

function checkWord(word: string, supported: readonly string[], path: FieldPath): FieldError[] {
  if (word === "") return [required(path)];
  return supported.includes(word) ? [] : [unsupported(path, word, supported)];
}
