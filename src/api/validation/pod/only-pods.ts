/**
 * Rules that apply to pods but not to pod templates, because some templates are older than the rules (core validation,
 * `validateContainersOnlyForPod`, `ValidatePodCreate`).
 */
import type { FieldError } from "../../field-path.ts";
import { oncePerObject } from "../../once-per-object.ts";
import type { Container, PodSpec } from "../../types.ts";
import { forbidden, invalid, required } from "../errors.ts";
import { listOf, objectOf, textOf } from "../parts.ts";

/** Validates a new pod by the rules that its template was not checked against. */
export function validateOnlyForPods(spec: PodSpec): readonly FieldError[] {
  const errors = containerErrors(spec);
  const { volumes, schedulingGates } = spec;
  if (volumes === undefined && schedulingGates === undefined) return errors;
  const others = [...volumeErrors(spec), ...bindingErrors(spec)];
  return others.length === 0 ? errors : [...errors, ...others];
}

function bindingErrors(spec: PodSpec): readonly FieldError[] {
  if (listOf(spec, "schedulingGates").length === 0 || textOf(spec, "nodeName") === "") return [];
  return [forbidden(["spec", "nodeName"], "cannot be set until all schedulingGates have been cleared")];
}

function containerErrors({ containers, initContainers }: PodSpec): readonly FieldError[] {
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

/** A template may leave the reference of an image volume to others, a pod may not. */
function volumeErrors(spec: PodSpec): readonly FieldError[] {
  return listOf(spec, "volumes").flatMap((volume, i) => {
    const image = objectOf(volume, "image");
    const isMissing = image !== undefined && textOf(image, "reference") === "";
    return isMissing ? [required(["spec", "volumes", i, "image", "reference"])] : [];
  });
}
