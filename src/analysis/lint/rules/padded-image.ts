/** JS002: the Job is accepted, and every pod of it is refused. */

import { formatFieldError } from "../../../api/field-path.ts";
import { validateOnlyForPods } from "../../../api/validation/pod/only-pods.ts";
import type { LintRule } from "../rule.ts";

export const paddedImage: LintRule = {
  id: "JS002",
  severity: "error",
  title: "the API server refuses the pods",
  why:
    "Some rules apply to pods but not to the templates that they are made from. Such a Job is created, each of its pods is " +
    "refused, and the Job controller tries again forever.",
  advice: "Fix what the message says.",
  validity: {},
  check({ spec }) {
    return validateOnlyForPods(spec.template.spec).map((error) => ({
      path: ["spec", "template", ...error.path],
      message: `every pod is refused: ${formatFieldError(error)}`,
    }));
  },
};
