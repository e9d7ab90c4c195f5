/** JS160: so many indexes that their lists can outgrow the object. */

import { indexTextBound } from "../bounds.ts";
import { counted, inSpec, type LintRule } from "../rule.ts";

/** What etcd stores in one object at most. */
const OBJECT_LIMIT = 1.5 * 1024 * 1024;

export const indexLists: LintRule = {
  id: "JS160",
  severity: "error",
  title: "index lists can outgrow the object",
  why:
    "The status of an Indexed Job lists its finished indexes as text. If only every other index is done, each takes its digits " +
    "and a comma, and an object of more than 1.5 MiB is refused by etcd: the Job then makes no progress.",
  advice: "Split the work into several Jobs, or give each index a larger part of it.",
  source: "kubernetes/kubernetes#118085, #118420",
  validity: {},
  check({ spec }) {
    const { completionMode, completions = 0 } = spec;
    const bytes = indexTextBound(completions);
    if (completionMode !== "Indexed" || bytes <= OBJECT_LIMIT) return [];
    const size = `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
    const message = `the lists of ${counted(completions, "index", "indexes")} can take ${size}, and an object only 1.5 MiB`;
    return [{ path: inSpec("completions"), message }];
  },
};
