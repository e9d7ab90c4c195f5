/** A violation in a dozen lines: what was done, by which rules, what happened, what is wrong. */

import { kind } from "../api/kinds/kind.ts";
import type { SimulationPlan } from "../simulation/plan.ts";
import { Activities } from "./activities.ts";
import { exceptionStory, isException } from "./exceptions.ts";
import { INVARIANTS } from "./invariants/index.ts";
import type { Invariant, Violation } from "./invariants/invariant.ts";
import { type Playing, played } from "./playing.ts";
import { isRestless } from "./restless/comes-to-rest.ts";
import { restlessStory } from "./restless/restless-story.ts";
import type { RunOptions } from "./run-trial.ts";
import { type PlacedDecision, storyOf } from "./story.ts";

/** Changes in a story; people read about a dozen. */
const STORY_CHANGES = 12;

interface ToldOptions extends Pick<RunOptions, "controllers" | "kinds"> {
  readonly invariants?: readonly Invariant[] | undefined;
}

/** The last things that happen before a violation, and the rules by which the Job controller did its part. */
export function* tellFailure(
  trial: SimulationPlan,
  violation: Violation,
  { controllers, kinds, invariants = INVARIANTS }: ToldOptions,
): Playing<string[]> {
  const decisions: PlacedDecision[] = [];
  const onDecision: RunOptions["onDecision"] = (decision, entry) => decisions.push({ ...decision, entry });
  try {
    const activities = new Activities();
    const { entries } = yield* played(trial, {
      // An invariant may be what throws; otherwise none is needed.
      ...{ invariants: isException(violation) ? invariants : [], controllers, kinds, record: true, onDecision },
      observer: activities,
      onStart: (simulation) => activities.follow(simulation),
    });
    // A violation at the end comes after what was decided after the last entry.
    const before = decisions.filter(({ entry, timeMs }) => entry < violation.entry || timeMs < violation.timeMs);
    const declared = (trial.kinds ?? []).map((one) => kind(one).resource);
    const own = {
      actors: new Set(controllers?.ownNames ?? []),
      writes: activities.writes.filter(({ entry }) => entry < violation.entry),
      resources: [...declared, ...(kinds ?? []).map(({ resource }) => resource)],
    };
    const told = { entries: entries.slice(0, violation.entry), decisions: before, epochMs: trial.epochMs, own };
    if (isRestless(violation)) return restlessStory(told, violation);
    return storyOf(told.entries, before, trial.epochMs, STORY_CHANGES, own);
  } catch (error) {
    return exceptionStory("the run", error);
  }
}
