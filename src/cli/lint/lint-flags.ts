/** The flags of `jobsim lint` as the command line gives them. */

import type { Severity } from "../../analysis/lint/rule.ts";

export const LINT_FORMATS = ["text", "json", "sarif"] as const;
export const FAIL_ON = ["error", "danger", "advice", "never"] as const satisfies readonly (Severity | "never")[];

export interface LintFlags {
  readonly output: (typeof LINT_FORMATS)[number];
  readonly failOn: (typeof FAIL_ON)[number];
  /** Ids of rules; all of them if absent. */
  readonly only?: readonly string[];
  /** A release, or a range of them; what the scenario says if absent. */
  readonly kubernetes?: string;
  readonly set?: readonly string[];
  /** Show advice in full. */
  readonly advice?: boolean;
  /** A file with settings for the whole project. */
  readonly config?: string;
  /** Findings of an earlier run, which are left out. */
  readonly baseline?: string;
  /** The manifests that these Jobs are to replace. */
  readonly against?: string;
  readonly color: boolean;
}
