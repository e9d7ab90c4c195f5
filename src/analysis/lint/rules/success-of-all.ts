/** JS151: a success policy that only asks for what completion requires. */

import { parseIndexes } from "../../../api/index-set.ts";
import { inSpec, type LintRule, type Remark } from "../rule.ts";

export const successOfAll: LintRule = {
  id: "JS151",
  severity: "advice",
  title: "a success policy that asks for everything",
  why:
    "A rule that requires every index to succeed is met when the Job completes. Only the reason " +
    "differs: SuccessPolicy instead of CompletionsReached.",
  advice: "Ask for fewer indexes, or remove the policy.",
  validity: { holds: { successPolicy: "on" } },
  check({ spec }) {
    const { successPolicy, completions = 0 } = spec;
    return (successPolicy?.rules ?? []).flatMap(({ succeededIndexes, succeededCount }, i): Remark[] => {
      const listed = succeededIndexes === undefined ? completions : parseIndexes(succeededIndexes, completions).size;
      if (completions === 0 || listed < completions || (succeededCount ?? completions) < completions) return [];
      const message = `rule ${i} needs all ${completions} indexes, as completion does`;
      return [{ path: inSpec("successPolicy", "rules", i), message }];
    });
  },
};
