/** What examples in comments take for granted: a scenario, its run, a sweep, and files that go nowhere. */

import { readFileSync } from "node:fs";
import * as analysis from "../../src/analysis/index.ts";
import * as entry from "../../src/index.ts";

const jobsim = { ...entry, ...analysis };

const FILE = "sim-scenarios/first-run.yaml";

/** Names of the examples with their values. */
export async function exampleSurroundings(): Promise<Readonly<Record<string, unknown>>> {
  const readFile = (path: string) => readFileSync(path, "utf8");
  const text = readFile(FILE);
  const load = (set: readonly string[]) =>
    jobsim.loadScenario({ text, file: FILE, readFile, flags: jobsim.parseFlags({ set }) });
  const loaded = load([]);
  const decisions: entry.Decision[] = [];
  const simulation = jobsim.simulate(loaded.plan, { onDecision: (decision) => decisions.push(decision) });
  const cells = jobsim.cellsOf({ vary: ["spec.parallelism=1,2"] }, "1");
  const spec = jobsim.checkSweep({ file: FILE, text, flags: {}, cells, seeds: 4, firstSeed: 1 }, readFile);
  const runs = await jobsim.runSweep(spec, { workers: 1 });
  const part = jobsim.partHead(spec, jobsim.WHOLE) + linesOf(cells.length, runs);
  const last = new Map(
    simulation.log.entries.flatMap((entry) =>
      entry.kind === "commit" ? [[entry.object.metadata.uid, entry.object] as const] : [],
    ),
  );
  const cluster = JSON.stringify({ apiVersion: "v1", kind: "List", items: [...last.values()] });
  const builder = new jobsim.RecordingBuilder();
  for (const value of jobsim.readJsonStream(cluster)) builder.add(value);
  const files: Readonly<Record<string, string>> = {
    "job.yaml": text,
    "cluster.json": cluster,
    "part-1.jsonl": part,
    "jobsim-violation.json": readFile("test/defects/replays/index-ended-twice.json"),
  };
  return {
    file: FILE,
    text,
    readFile,
    readFileSync: (path: string) => files[path] ?? readFile(path),
    writeFileSync: () => {},
    a: loaded,
    b: load(["spec.parallelism=1"]),
    loaded,
    plan: loaded.plan,
    simulation,
    decisions,
    spec,
    runs,
    cluster,
    logs: `message of a pod\n${part}`,
    recording: builder.build(),
    results: [jobsim.testFile({ file: "docs/how-to/files/pause.yaml" })],
    upgrade: jobsim.compareReleases({ ...loaded, from: "1.28", to: "1.36", seeds: 1, each: false }),
  };
}

function linesOf(cells: number, runs: analysis.SweepRuns): string {
  return Array.from({ length: cells }, (_, cell) => {
    const measures = runs.of(cell);
    return jobsim.partLine({ cell, runs: measures.map((_run, i) => i), measures });
  }).join("");
}
