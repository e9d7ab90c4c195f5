/** Replay files that were valid before something was changed. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { jobsim } from "../cli/helpers.ts";
import { inputs, PATIENCE_MS } from "./budget.ts";
import { replayFiles } from "./corpus.ts";
import { edited, edits } from "./edits.ts";
import { spitefulJson } from "./spite.ts";
import { anyText, editedText, textEdits } from "./text-edits.ts";

const file = fc.constantFrom(...replayFiles);

/** Plays a text as a replay file: nothing is violated (0), the same (1) or another violation (3), or bad input (2). */
async function survives(text: string): Promise<void> {
  const { code, err, out } = await jobsim(["replay", "-"], { stdin: text });
  expect([0, 1, 2, 3]).toContain(code);
  expect(out).not.toMatch(/no-exception/);
  if (code === 2) expect(err).toMatch(/^<stdin>(:\d+:\d+)?: \S/);
  expect(err).not.toMatch(/^\s+at |Error\b/m);
}

describe("a replay file", () => {
  test("with a value changed, moved, doubled or broken gets an answer", { timeout: PATIENCE_MS }, async () => {
    await fc.assert(
      fc.asyncProperty(file, edits, fc.boolean(), async ({ value }, changes, asYaml) => {
        const changed = edited(value, changes);
        await survives(asYaml ? stringify(changed, { aliasDuplicateObjects: false }) : spitefulJson(changed));
      }),
      inputs(300),
    );
  });

  test("with something cut, put in or doubled in its text gets an answer", { timeout: PATIENCE_MS }, async () => {
    await fc.assert(
      fc.asyncProperty(file, textEdits, async ({ text }, changes) => survives(editedText(text, changes))),
      inputs(200),
    );
  });

  test("of any text gets an answer", { timeout: PATIENCE_MS }, async () => {
    await fc.assert(fc.asyncProperty(anyText, survives), inputs(150));
  });
});
