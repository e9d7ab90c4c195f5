/** Valid inputs to start from: scenarios, manifests, replay files, requests. */

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { type FlowStep, readFlows } from "../api/flows.ts";

const SCENARIOS = "sim-scenarios";
const REPLAYS = "test/defects/replays";

export interface CorpusFile {
  readonly name: string;
  readonly text: string;
  /** What is in it. */
  readonly value: unknown;
}

function filesOf(folder: string): readonly CorpusFile[] {
  return readdirSync(folder)
    .filter((name) => /\.(?:yaml|json)$/.test(name))
    .map((name) => {
      const text = readFileSync(path.join(folder, name), "utf8");
      const value: unknown = parse(text, { merge: true, maxAliasCount: 1_000 });
      return { name: path.join(folder, name), text, value };
    });
}

/** The scenarios that come with the package. */
export const scenarioFiles = filesOf(SCENARIOS);
/** Their Job manifests. */
export const manifestFiles = filesOf(path.join(SCENARIOS, "jobs"));
/** A replay file for each planted defect. */
export const replayFiles = filesOf(REPLAYS);
/** Requests of the recorded API flows. */
export const flowSteps: readonly FlowStep[] = readFlows().flatMap(({ steps }) => steps);
