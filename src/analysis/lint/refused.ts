/** JS001: what the API server would not even store. */

import type { RuleFacts } from "./rule.ts";

/** Found by creating the Job on an API server, not by inspecting it. */
export const REFUSED: RuleFacts = {
  id: "JS001",
  severity: "error",
  title: "the API server refuses the Job",
  why: "The release's own validation, in its own words: kubectl create would print the same.",
  advice: "Fix what the message says.",
  validity: {},
};

/** Updates it would refuse: only checked on request, as it needs the existing Job. */
export const REFUSED_CHANGE: RuleFacts = {
  id: "JS003",
  severity: "error",
  title: "the API server refuses the change",
  why:
    "The pod template of a Job, its completions and its policies cannot change once it exists: kubectl apply of the new " +
    "manifest over the old one fails, and so does every deployment that does it. Checked with --against.",
  advice: "Delete the Job first (kubectl replace --force), or give the new one another name.",
  validity: {},
};
