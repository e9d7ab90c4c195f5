/** Files in which a sweep kept its runs, with parts of them changed, as input of `jobsim merge`. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePart, partHead, partLine } from "../../src/analysis/sweep/part-file.ts";
import type { SweepSpec } from "../../src/analysis/sweep/spec.ts";
import { manifest } from "../cli/helpers.ts";
import { inputs, PATIENCE_MS } from "./budget.ts";
import { answered } from "./commands.ts";
import { edited, edits } from "./edits.ts";
import { spitefulJson } from "./spite.ts";
import { anyText, editedText, textEdits } from "./text-edits.ts";

const spec: SweepSpec = {
  file: "job.yaml",
  text: manifest("a"),
  flags: { run: "10s" },
  cells: [[{ name: "exit", value: "0" }], [{ name: "exit", value: "0:50%,1:50%" }]],
  seeds: 3,
  firstSeed: 1,
  untilCi: undefined,
};
const measures = { success: true, makespanMs: 12_000, retries: 1, pods: 2, podSeconds: 20.5, wastedPodSeconds: 10 };
const { makespanMs: _unknown, ...endless } = { ...measures, success: false };
const lines = [
  partHead(spec, { index: 1, count: 1 }),
  partLine({ cell: 0, runs: [0, 1, 2], measures: [measures, measures, endless] }),
  partLine({ cell: 1, runs: [0, 1, 2], measures: [measures, endless, endless] }),
];

const output = fc.constantFrom("text", "csv", "jsonl");
const partial = fc.constantFrom<readonly string[]>([], ["--partial"]);

async function survives(text: string, flags: readonly string[]): Promise<void> {
  await answered(["merge", "part.jsonl", ...flags], { files: { "part.jsonl": text } });
}

describe("a file of runs", () => {
  test("is read as it was written", () => {
    expect(parsePart("part.jsonl", lines.join("")).done.length).toBe(2);
  });

  test("with a value changed, moved, doubled or broken gets an answer", { timeout: PATIENCE_MS }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(2), edits, output, partial, async (which, changes, format, flags) => {
        const text = lines
          .map((line, i) => (i === which ? `${spitefulJson(edited(JSON.parse(line), changes))}\n` : line))
          .join("");
        await survives(text, ["-o", format, ...flags]);
      }),
      inputs(400),
    );
  });

  test("with something cut, put in or doubled in its text gets an answer", { timeout: PATIENCE_MS }, async () => {
    await fc.assert(
      fc.asyncProperty(textEdits, partial, async (changes, flags) =>
        survives(editedText(lines.join(""), changes), flags),
      ),
      inputs(200),
    );
  });

  test("of any text gets an answer", { timeout: PATIENCE_MS }, async () => {
    await fc.assert(fc.asyncProperty(anyText, partial, survives), inputs(200));
  });
});
