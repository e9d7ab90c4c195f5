/** Scenario files and manifests that were valid before something was changed. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { inputs, PATIENCE_MS } from "./budget.ts";
import { answered } from "./commands.ts";
import { manifestFiles, scenarioFiles } from "./corpus.ts";
import { edited, edits } from "./edits.ts";
import { spitefulJson } from "./spite.ts";
import { anyText, editedText, textEdits } from "./text-edits.ts";

/** What happens to a file: all that reads one. */
const COMMANDS: readonly (readonly string[])[] = [
  ["run", "in.yaml", "-q"],
  ["run", "in.yaml", "--events", "--explain"],
  ["run", "in.yaml", "-o", "json"],
  ["lint", "in.yaml"],
  ["explain", "in.yaml"],
  ["explain", "in.yaml", "--why-not"],
];

const file = fc.constantFrom(...scenarioFiles, ...manifestFiles);
const command = fc.constantFrom(...COMMANDS);

/** A text that is read as the file `in.yaml`, next to the files of the corpus. */
async function survives(text: string, args: readonly string[]): Promise<void> {
  const files = { "in.yaml": text, "self.yaml": text, "jobs/train.yaml": manifestFiles[0]?.text ?? "" };
  const { code, err } = await answered(args, { files });
  if (code === 2)
    expect(err).toMatch(/^(?:in\.yaml|jobs|[\w./-]+):|error:|^\{"format":"jobsim\.dev\/error\/v1".*"file":/m);
}

describe("a scenario file", () => {
  test("with a value changed, moved, doubled or broken gets an answer", { timeout: PATIENCE_MS }, async () => {
    await fc.assert(
      fc.asyncProperty(file, edits, command, fc.boolean(), async ({ value }, changes, args, asYaml) => {
        const changed = edited(value, changes);
        await survives(asYaml ? stringify(changed, { aliasDuplicateObjects: false }) : spitefulJson(changed), args);
      }),
      inputs(400),
    );
  });

  test("with something cut, put in or doubled in its text gets an answer", { timeout: PATIENCE_MS }, async () => {
    await fc.assert(
      fc.asyncProperty(file, textEdits, command, async ({ text }, changes, args) =>
        survives(editedText(text, changes), args),
      ),
      inputs(400),
    );
  });

  test("of any text gets an answer", { timeout: PATIENCE_MS }, async () => {
    await fc.assert(
      fc.asyncProperty(anyText, command, async (text, args) => survives(text, args)),
      inputs(300),
    );
  });
});
