/** Tells what the Job controller decided, for stories: the rule behind each step. */

import { isTelling, newDecisions } from "../analysis/explain/explanations.ts";
import { ruleSentence } from "../analysis/explain/rule-sentence.ts";
import type { Decision } from "../controller/job/rules.ts";
import { EPOCH_MS } from "../simulation/plan.ts";
import { type StoryLine, short, storyTime } from "./story.ts";

/** A decision, and how many entries the log had when it was made. */
export interface PlacedDecision extends Decision {
  readonly entry: number;
}

/** A line for each decision that says something new. */
export function ruleLines(decisions: readonly PlacedDecision[]): StoryLine[] {
  const severalJobs = new Set(decisions.map(({ key }) => key)).size > 1;
  return newDecisions(decisions)
    .filter(isTelling)
    .map((decision) => {
      const { timeMs, entry, key, rule, numbers } = decision;
      const pod = typeof numbers.pod === "string" ? { pod: `[${short(numbers.pod)}]` } : {};
      const about = severalJobs ? `job ${key.split("/")[1] ?? key}: ` : "";
      const sentence = ruleSentence({ rule, numbers: { ...numbers, ...pod } }, sinceStart);
      return { timeMs, entry, text: `  because ${about}${sentence}  [${rule}]` };
    });
}

function sinceStart(instantMs: number): string {
  return storyTime(Math.max(0, instantMs - EPOCH_MS)).trim();
}
