/**
 * Every rule of the Job controller: one record for each. Releases are given as switches, so that the versions come from
 * the table of releases (semantics 10, sections 2 and 3).
 */

import type { RuleId } from "../../../controller/job/decisions.ts";
import { COUNTING_RULES } from "./counting-rules.ts";
import { CREATION_RULES } from "./creation-rules.ts";
import { REMOVAL_RULES } from "./removal-rules.ts";
import type { Rule } from "./rule.ts";
import { VERDICT_RULES } from "./verdict-rules.ts";

export const RULES: { readonly [Id in RuleId]: Rule } = {
  ...CREATION_RULES,
  ...REMOVAL_RULES,
  ...VERDICT_RULES,
  ...COUNTING_RULES,
};
