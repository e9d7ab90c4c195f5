/** The inputs of an attempt, including its random choices. */

import type { DisruptionBudgetFacts } from "../api/scheduling-types.ts";
import type { Snapshot } from "./cluster-state.ts";
import type { BestNodes } from "./framework/best-nodes.ts";
import { NominatedVerdicts } from "./framework/nominated-verdicts.ts";
import { DEFAULT_PROFILE, type Profile } from "./framework/profile.ts";
import type { NodeInfo } from "./node-info.ts";
import type { Nominator } from "./nominator.ts";
import { KnownDryRuns } from "./preemption/known-dry-runs.ts";
import type { SchedulerSettings } from "./settings.ts";
import type { SchedulerSwitches } from "./switches.ts";

export interface AttemptWorld {
  readonly snapshot: Snapshot;
  readonly nominator: Nominator;
  /** A cache of verdicts while pods are nominated; absent if nothing is shared between pods. */
  readonly nominatedVerdicts?: NominatedVerdicts;
  readonly dryRuns?: KnownDryRuns;
  readonly profile: Profile;
  readonly switches: SchedulerSwitches;
  readonly budgets: readonly DisruptionBudgetFacts[];
  /** Percentage of nodes to search; 0 adapts to the size of the cluster. */
  readonly percentageOfNodesToScore: number;
  /** Index of the node at which the search starts. */
  readonly startIndex: number;
  /** Chooses one of the nodes with the best score. */
  readonly chooseNode: (best: BestNodes) => NodeInfo | undefined;
  /** Draws a whole number from 0 to `below` - 1. */
  readonly drawIndex: (below: number) => number;
}

/**
 * The inputs of the attempts of a scheduler.
 *
 * A class, since V8 keeps the getters of an object literal, and with them the whole run, as long as the literal's code.
 */
export class RunningWorld implements AttemptWorld {
  readonly snapshot: Snapshot;
  readonly nominator: Nominator;
  readonly nominatedVerdicts?: NominatedVerdicts;
  readonly dryRuns?: KnownDryRuns;
  readonly profile: Profile;
  readonly switches: SchedulerSwitches;
  readonly percentageOfNodesToScore: number;
  readonly chooseNode: AttemptWorld["chooseNode"];
  readonly drawIndex: AttemptWorld["drawIndex"];
  readonly #budgets: SchedulerSettings["budgets"];
  readonly #startIndex: () => number;

  constructor(snapshot: Snapshot, nominator: Nominator, settings: SchedulerSettings, startIndex: () => number) {
    this.snapshot = snapshot;
    this.nominator = nominator;
    if (settings.sharesFindings) {
      this.nominatedVerdicts = new NominatedVerdicts(nominator);
      this.dryRuns = new KnownDryRuns();
    }
    this.profile = settings.profile ?? DEFAULT_PROFILE;
    this.switches = settings.switches;
    this.percentageOfNodesToScore = settings.percentageOfNodesToScore;
    this.chooseNode = settings.chooseNode;
    this.drawIndex = settings.drawIndex;
    this.#budgets = settings.budgets;
    this.#startIndex = startIndex;
  }

  get budgets(): readonly DisruptionBudgetFacts[] {
    return this.#budgets();
  }

  get startIndex(): number {
    return this.#startIndex();
  }
}
