/**
 * Rules that apply to pods but not to pod templates, because some templates are older than the rules (core validation,
 * `validateContainersOnlyForPod`).
 */
import type { FieldError } from "../../field-path.ts";
import { oncePerObject } from "../../once-per-object.ts";
import type { Container, PodSpec } from "../../types.ts";
import { invalid } from "../errors.ts";

/** Validates a new pod by the rules that its template was not checked against. */
export function validateOnlyForPods({ containers, initContainers }: PodSpec): readonly FieldError[] {
  const errors = imageErrors(containers);
  if (initContainers === undefined) return errors;
  const ofInit = imageErrors(initContainers).map(({ path, ...error }) => ({
    ...error,
    path: ["spec", "initContainers", ...path.slice(2)],
  }));
  return ofInit.length === 0 ? errors : [...errors, ...ofInit];
}

/** The pods of a template share its containers. */
const imageErrors = oncePerObject((containers: readonly Container[]): readonly FieldError[] =>
  containers.flatMap(({ image = "" }, i) =>
    image.trim() === image
      ? []
      : [invalid(["spec", "containers", i, "image"], image, "must not have leading or trailing whitespace")],
  ),
);
