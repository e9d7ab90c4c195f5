/** The run of a trial up to a violation, as a page shows it. */

import { identitiesOf } from "../../analysis/log-identities.ts";
import type { LogEntry } from "../../apiserver/log.ts";
import type { Decision } from "../../controller/job/decisions.ts";
import type { SimulationPlan } from "../../simulation/plan.ts";
import type { RecordedRun } from "./collect.ts";

/** The page continues after the violation by half of what was before it, plus this. */
const AFTER_MS = 60_000;
/** A violation at the end, with nothing left to happen, is placed after the last change by a share of the run. */
const MARGIN = 0.08;
const LEAST_MARGIN_MS = 5_000;

/** What was recorded of a trial. */
export interface RecordedTrial {
  readonly entries: readonly LogEntry[];
  readonly decisions: readonly Decision[];
}

/** A run that may be cut, and what was left out. */
export interface ShownRun extends RecordedRun, RecordedTrial {
  /** Entries of the log that come after what is shown. */
  readonly left: number;
}

/**
 * Cuts what was recorded of a trial to what leads to a violation and a little more.
 *
 * @param violatedMs when something was violated; without it everything is shown
 */
export function shownRun(trial: SimulationPlan, recorded: RecordedTrial, violatedMs: number | undefined): ShownRun {
  const { epochMs, seed } = trial;
  const untilMs = violatedMs === undefined ? Number.POSITIVE_INFINITY : violatedMs * 1.5 + AFTER_MS;
  const entries = recorded.entries.filter(({ timeMs }) => timeMs <= untilMs);
  const lastMs = entries.at(-1)?.timeMs ?? 0;
  const endMs = Math.ceil(lastMs + Math.max(LEAST_MARGIN_MS, lastMs * MARGIN));
  const decisions = recorded.decisions.filter(({ timeMs }) => timeMs <= Math.min(untilMs, endMs));
  const left = recorded.entries.length - entries.length;
  return { entries, decisions, identities: identitiesOf(entries), epochMs, seed, endMs, left };
}
