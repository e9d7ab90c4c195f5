/** What is read of a run while it goes on, so that nothing is kept that its output does not ask for. */

import { followOutcomes, type RunOutcomes } from "../../analysis/follow-outcomes.ts";
import { Repetition } from "../../analysis/repeats/repetition.ts";
import { followForReports, type RunReading, readForReports } from "../../analysis/run-reading.ts";
import type { LoadedScenario } from "../../scenario/load.ts";
import type { Simulation } from "../../simulation/simulation.ts";
import type { PlayOptions } from "./play.ts";
import { followRefusedActions } from "./refused-actions.ts";
import type { RunFlags } from "./run-flags.ts";

/** A run as far as it is needed: figures alone, or what reports say. */
export type FollowedRun =
  | { readonly kind: "outcomes"; readonly outcomes: RunOutcomes; readonly refused: readonly string[] }
  | { readonly kind: "reading"; readonly reading: RunReading };

/** Follows one run. */
export class RunFollower {
  readonly #flags: Pick<RunFlags, "quiet" | "explain" | "go" | "output">;
  #followed: (() => FollowedRun) | undefined;

  constructor(flags: Pick<RunFlags, "quiet" | "explain" | "go" | "output">) {
    this.#flags = flags;
  }

  get #reading(): { readonly patches: boolean } {
    return { patches: this.#flags.output !== "text" };
  }

  /** How the run is to be played. */
  playing({ cronJobs }: Pick<LoadedScenario, "cronJobs">): PlayOptions {
    const { quiet, explain, go = [] } = this.#flags;
    // Programs of others may do something else whenever they like.
    const mayRepeat = cronJobs.length > 0 && go.length === 0;
    const begin = (simulation: Simulation): Repetition | undefined => {
      if (quiet === true) return this.#followQuietly(simulation, mayRepeat);
      const read = followForReports(simulation, this.#reading);
      this.#followed = () => ({ kind: "reading", reading: read() });
      return undefined;
    };
    // Explanations and programs look back.
    const looksBack = go.length > 0 || (explain === true && quiet !== true);
    return looksBack ? { begin } : { record: "none", begin };
  }

  #followQuietly(simulation: Simulation, mayRepeat: boolean): Repetition | undefined {
    const read = followOutcomes(simulation);
    const refused = followRefusedActions(simulation);
    const repetition = mayRepeat ? new Repetition(simulation, read) : undefined;
    this.#followed = () => ({ kind: "outcomes", outcomes: repetition?.outcomes() ?? read(), refused: refused() });
    return repetition;
  }

  /** What was read of a run that has ended. */
  read(simulation: Simulation): FollowedRun {
    return this.#followed?.() ?? { kind: "reading", reading: readForReports(simulation, this.#reading) };
  }
}
