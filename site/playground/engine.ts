/** The engine in its worker: the library plays what the page asks for, exactly as the command line does. */

import { comparePlayed, type PlayedVariant } from "../../src/analysis/compare/compare.ts";
import { explanations } from "../../src/analysis/explain/explanations.ts";
import { rulesNamed } from "../../src/analysis/explain/rules-named.ts";
import { fieldNotes } from "../../src/analysis/field-classes/notes.ts";
import { type Finding, lintScenario } from "../../src/analysis/lint/lint.ts";
import { LONGEST_RUN_MS } from "../../src/analysis/longest-run.ts";
import { playMeasured } from "../../src/analysis/measures.ts";
import { refusals } from "../../src/analysis/refusals.ts";
import type { Decision } from "../../src/controller/job/decisions.ts";
import { comparedRunsText } from "../../src/report/compare-text.ts";
import { asTransitions } from "../../src/report/explain/beside-transitions.ts";
import { explainText } from "../../src/report/explain/explain-text.ts";
import { collectReport } from "../../src/report/html/collect.ts";
import { comparisonPage } from "../../src/report/html/comparison-page.ts";
import { reportPage } from "../../src/report/html/page.ts";
import { lintText } from "../../src/report/lint/text.ts";
import { runReport } from "../../src/report/run-report.ts";
import { PLAIN } from "../../src/report/style.ts";
import { type FlagTexts, parseFlags } from "../../src/scenario/flags.ts";
import { type LoadedScenario, loadScenario } from "../../src/scenario/load.ts";
import { InputError } from "../../src/scenario/problem.ts";
import { digestOf } from "../../src/simulation/digest.ts";
import { Simulation } from "../../src/simulation/simulation.ts";
import { type Answer, type Ask, type Mark, markOf, type Settings, type Source } from "./protocol.ts";
import { scenarioText } from "./scenario-text.ts";

/** How the editor's text is called in messages. */
const FILE = "editor";
/** What a page keeps of a run: some 60,000 pods, and a few hundred megabytes. */
const MOST_ENTRIES = 300_000;
/** Virtual time between two looks at how much there is. */
const SLICE_MS = 10_000;
/** Runs between two reports of a sweep. */
const RUNS_PER_REPORT = 10;

self.addEventListener("message", ({ data }: MessageEvent<Ask>) => {
  try {
    for (const answer of answersTo(data)) self.postMessage(answer);
  } catch (error) {
    self.postMessage({ kind: "problems", id: data.id, marks: marksOf(error) } satisfies Answer);
  }
});

function* answersTo(ask: Ask): Generator<Answer> {
  if (ask.kind === "play") yield playedAnswer(ask.id, ask.source);
  else if (ask.kind === "compare") yield comparedAnswer(ask.id, ask.source, ask.other);
  else yield* sweptAnswers(ask.id, ask.source, ask.seeds);
}

function marksOf(error: unknown): readonly Mark[] {
  if (error instanceof InputError) return error.problems.map(markOf);
  return [{ severity: "error", message: `this is a bug in jobsim: ${error instanceof Error ? error.message : error}` }];
}

function flagsOf({ set, ...texts }: Settings): FlagTexts {
  const given = Object.entries(texts).filter(([, text]) => text.trim() !== "");
  const sets = set.split("\n").filter((line) => line.trim() !== "");
  return { ...Object.fromEntries(given.map(([name, text]) => [name, text.trim()])), set: sets };
}

/** @throws InputError with all that is wrong, also with what the API server would refuse */
function load({ text, flags }: Source): LoadedScenario {
  const readFile = () => {
    throw new Error("a page in a browser reads no other files");
  };
  const loaded = loadScenario({ text, file: FILE, readFile, flags: parseFlags(flagsOf(flags)) });
  const refused = refusals(loaded.workloads, loaded.plan);
  if (refused.length > 0) throw new InputError(refused);
  return loaded;
}

interface Played extends PlayedVariant {
  readonly notes: readonly string[];
}

function play(loaded: LoadedScenario, name: string): Played {
  const decisions: Decision[] = [];
  const simulation = new Simulation(loaded.plan, { onDecision: (decision) => decisions.push(decision) });
  const { loop, log } = simulation;
  const untilMs = loaded.plan.untilMs ?? LONGEST_RUN_MS;
  const notes = [...fieldNotes(loaded)];
  for (let next = loop.peek(); next !== undefined && next <= untilMs; next = loop.peek()) {
    loop.run(Math.min(next + SLICE_MS, untilMs));
    if (log.length <= MOST_ENTRIES) continue;
    notes.unshift("stopped: a page keeps no more of a run; the command line goes on");
    return { name, simulation, decisions, notes };
  }
  if (loaded.plan.untilMs !== undefined) loop.run(untilMs);
  else if (loop.peek() !== undefined) notes.unshift("stopped after 7 days, the longest run without an end of its own");
  return { name, simulation, decisions, notes };
}

/** What the run is about: a scenario's own name, else that of the first Job. */
function titleOf({ name, workloads }: LoadedScenario): string {
  return name === FILE ? (workloads[0]?.ref?.name ?? name) : name;
}

function playedAnswer(id: number, source: Source): Answer {
  const loaded = load(source);
  const title = titleOf(loaded);
  const { simulation, decisions, notes } = play(loaded, title);
  const { epochMs } = loaded.plan;
  const found = explanations(decisions, simulation.identities);
  const findings = lintScenario(loaded, () => source.text);
  const rules = rulesNamed(found, loaded.plan);
  const timeline = runReport(simulation, {
    title,
    notes,
    explained: asTransitions(found, epochMs),
    rules,
  });
  return {
    kind: "played",
    id,
    timeline: timeline.join("\n"),
    why: explainText(found, epochMs, PLAIN).join("\n"),
    lint: findings.length === 0 ? "nothing found" : lintText(findings).join("\n"),
    marks: [
      ...loaded.warnings.map((one): Mark => ({ ...markOf(one), severity: "warning" })),
      ...findings.map(findingMark),
    ],
    page: reportPage(collectReport(simulation, { title, decisions, notes })),
    scenario: scenarioText(title, loaded.plan),
    digest: digestOf(simulation.log.entries),
  };
}

function findingMark({ id, severity, path, message, advice, line, column }: Finding): Mark {
  return {
    severity: severity === "advice" ? "info" : severity === "danger" ? "warning" : "error",
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    message: `${id} ${path === "" ? "" : `${path}: `}${message}. ${advice}`,
  };
}

function comparedAnswer(id: number, source: Source, other: Source): Answer {
  const first = play(load(source), "A");
  const second = play(load(other), "B");
  const { seed } = first.simulation.plan;
  return {
    kind: "compared",
    id,
    page: comparisonPage(first, second),
    text: comparedRunsText(comparePlayed([first, second]), seed, PLAIN).join("\n"),
  };
}

function* sweptAnswers(id: number, source: Source, seeds: number): Generator<Answer> {
  const loaded = load(source);
  const makespansMs: number[] = [];
  let complete = 0;
  for (let run = 1; run <= seeds; run++) {
    const { measures } = playMeasured(loaded.planFor(String(run)));
    if (measures.success) complete++;
    if (measures.makespanMs !== undefined) makespansMs.push(measures.makespanMs);
    if (run % RUNS_PER_REPORT === 0 || run === seeds) {
      yield { kind: "swept", id, done: run, of: seeds, complete, makespansMs: [...makespansMs] };
    }
  }
}
