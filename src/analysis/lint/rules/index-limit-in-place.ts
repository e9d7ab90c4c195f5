/** JS164: with restartPolicy OnFailure no index fails. */

import { inSpec, type LintRule } from "../rule.ts";

export const indexLimitInPlace: LintRule = {
  id: "JS164",
  severity: "danger",
  title: "backoffLimitPerIndex does nothing with OnFailure",
  why:
    "The limit counts failed pods of an index. With restartPolicy OnFailure a container that fails is restarted in its " +
    "pod, which does not fail, so the limit is never reached. Because backoffLimit is unlimited by default next to " +
    "backoffLimitPerIndex, such a container restarts forever.",
  advice: "Set restartPolicy: Never, so that each failure is a failed pod of its index.",
  validity: { holds: { backoffLimitPerIndex: "on" } },
  check({ spec }) {
    const { backoffLimitPerIndex, template } = spec;
    if (backoffLimitPerIndex === undefined || template.spec.restartPolicy !== "OnFailure") return [];
    const message = `no index ever fails, and the limit of ${backoffLimitPerIndex} per index is never reached: containers are restarted in their pods`;
    return [{ path: inSpec("template", "spec", "restartPolicy"), message, change: "restartPolicy: Never" }];
  },
};
