/** Plays what is on the page, exactly as the command line does, and prints the timeline. */

import type { PlayedVariant } from "../../src/analysis/compare/compare.ts";
import { type Explanation, explanations } from "../../src/analysis/explain/explanations.ts";
import { rulesNamed } from "../../src/analysis/explain/rules-named.ts";
import { fieldNotes } from "../../src/analysis/field-classes/notes.ts";
import { LONGEST_RUN_MS } from "../../src/analysis/longest-run.ts";
import { refusals } from "../../src/analysis/refusals.ts";
import type { Decision } from "../../src/controller/job/decisions.ts";
import { asTransitions } from "../../src/report/explain/beside-transitions.ts";
import { runReport } from "../../src/report/run-report.ts";
import { type FlagTexts, parseFlags } from "../../src/scenario/flags.ts";
import { type LoadedScenario, loadScenario } from "../../src/scenario/load.ts";
import { InputError } from "../../src/scenario/problem.ts";
import { digestOf } from "../../src/simulation/digest.ts";
import { Simulation } from "../../src/simulation/simulation.ts";
import type { PlayedAnswer, Settings, Source } from "./protocol.ts";

/** How the editor's text is called in messages. */
const FILE = "editor";
/** What a page keeps of a run: some 60,000 pods, and a few hundred megabytes. */
const MOST_ENTRIES = 300_000;
/** Virtual time between two looks at how much there is. */
const SLICE_MS = 10_000;

/** A run of a page, with what its views need. */
export interface Played extends PlayedVariant {
  readonly source: Source;
  readonly loaded: LoadedScenario;
  readonly notes: readonly string[];
}

/** @throws InputError with all that is wrong, also with what the API server would refuse */
export function load({ text, flags }: Source): LoadedScenario {
  const readFile = () => {
    throw new Error("a page in a browser reads no other files");
  };
  const loaded = loadScenario({ text, file: FILE, readFile, flags: parseFlags(flagsOf(flags)) });
  const refused = refusals(loaded.workloads, loaded.plan);
  if (refused.length > 0) throw new InputError(refused);
  return loaded;
}

function flagsOf({ set, ...texts }: Settings): FlagTexts {
  const given = Object.entries(texts).filter(([, text]) => text.trim() !== "");
  const sets = set.split("\n").filter((line) => line.trim() !== "");
  return { ...Object.fromEntries(given.map(([name, text]) => [name, text.trim()])), set: sets };
}

/**
 * @param name of the run; by default a scenario's own name, or else that of the first Job
 * @throws InputError if the source is not sound
 */
export function play(source: Source, name?: string): Played {
  const loaded = load(source);
  const decisions: Decision[] = [];
  const simulation = new Simulation(loaded.plan, { onDecision: (decision) => decisions.push(decision) });
  const notes = [...stopNotes(simulation), ...fieldNotes(loaded)];
  return { source, loaded, name: name ?? titleOf(loaded), simulation, decisions, notes };
}

function titleOf({ name, workloads }: LoadedScenario): string {
  return name === FILE ? (workloads[0]?.ref?.name ?? name) : name;
}

/** Plays the run to its end, or as far as a page can, and says which. */
function stopNotes({ loop, log, plan }: Simulation): string[] {
  const untilMs = plan.untilMs ?? LONGEST_RUN_MS;
  for (let next = loop.peek(); next !== undefined && next <= untilMs; next = loop.peek()) {
    loop.run(Math.min(next + SLICE_MS, untilMs));
    if (log.length > MOST_ENTRIES) return ["stopped: a page keeps no more of a run; the command line goes on"];
  }
  if (plan.untilMs !== undefined) loop.run(untilMs);
  else if (loop.peek() !== undefined) return ["stopped after 7 days, the longest run without an end of its own"];
  return [];
}

export function explained({ decisions, simulation }: Played): Explanation[] {
  return explanations(decisions, simulation.identities);
}

export function playedAnswer(played: Played): PlayedAnswer {
  const { simulation, name, notes, loaded } = played;
  const found = explained(played);
  const timeline = runReport(simulation, {
    title: name,
    notes,
    explained: asTransitions(found, loaded.plan.epochMs),
    rules: rulesNamed(found, loaded.plan),
  });
  return { kind: "played", timeline: timeline.join("\n"), digest: digestOf(simulation.log.entries) };
}
