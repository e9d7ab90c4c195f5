/** Command lines made of known words and of values that make little sense. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { manifest } from "../cli/helpers.ts";
import { inputs, PATIENCE_MS } from "./budget.ts";
import { answered } from "./commands.ts";
import { spitefulValue } from "./spite.ts";
import { anyText } from "./text-edits.ts";

const FILES = { "job.yaml": manifest("a", "completions: 2"), "other.yaml": manifest("b", "backoffLimit: 1") };

/** What each command gets in addition to its flags. `serve` and `clock` wait for others; `check` has a test below. */
const COMMANDS: readonly (readonly string[])[] = [
  ["run", "job.yaml"],
  ["run", "job.yaml", "other.yaml"],
  ["explain", "job.yaml"],
  ["lint", "job.yaml"],
  ["report", "job.yaml"],
  ["compare", "job.yaml", "other.yaml"],
  ["upgrade", "job.yaml", "--from", "1.30", "--seeds", "1"],
  ["sweep", "job.yaml", "--seeds", "2", "--workers", "1"],
  ["completion", "bash"],
];

const FLAGS = [
  ...["--run", "--exit", "--start", "--ready", "--schedule", "--seed", "--kubernetes", "--set", "--param", "--until"],
  ...[
    "--output",
    "--pods",
    "--transitions",
    "--quiet",
    "--events",
    "--explain",
    "--exit-status",
    "--no-color",
    "--help",
  ],
  ...[
    "--job",
    "--pod",
    "--at",
    "--why-not",
    "--only",
    "--title",
    "--vary",
    "--cell",
    "--sample",
    "--first-seed",
    "--until-ci",
  ],
  ...[
    "--shard",
    "--emit-manifest",
    "--image",
    "--from",
    "--to",
    "--each",
    "--partial",
    "--resume",
    "--",
    "-",
    "-q",
    "-o",
  ],
];

const PIECES = [
  ...[
    "uniform",
    "lognormal",
    "normal",
    "exponential",
    "weibull",
    "empirical",
    ":",
    "=",
    ",",
    "..",
    "1s",
    "10s",
    "p95",
    "p50",
    "mean",
  ],
  ...[
    "%",
    "0",
    "1",
    "-1",
    "[",
    "]",
    ".",
    "spec.backoffLimit",
    "spec.parallelism",
    "spec.template.spec.restartPolicy",
    "metadata.name",
  ],
  ...[
    "run",
    "exit",
    "null",
    "Never",
    "1.25",
    "1.36",
    "|",
    " ",
    "pods.default.run",
    "forever",
    "never",
    "sd",
    "shape",
    "scale",
    "/",
  ],
];

const word = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 7 }).map((pieces) => pieces.join("")),
  },
  { weight: 2, arbitrary: spitefulValue.map((value) => (typeof value === "string" ? value : JSON.stringify(value))) },
  { weight: 1, arbitrary: anyText },
);

const flag = fc
  .tuple(
    fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...FLAGS) }, { weight: 1, arbitrary: word }),
    fc.option(word),
    fc.boolean(),
  )
  .map(([name, value, joined]) => (value === null ? [name] : joined ? [`${name}=${value}`] : [name, value]));

/** Flags that write files would write them. */
function writes(args: readonly string[]): boolean {
  return args.some((arg) => /^--(?:h|sa)/.test(arg));
}

describe("a command line", () => {
  test("of known flags and strange values gets an answer", { timeout: PATIENCE_MS }, async () => {
    const lines = fc
      .tuple(fc.constantFrom(...COMMANDS), fc.array(flag, { minLength: 1, maxLength: 3 }))
      .map(([command, flags]) => [...command, ...flags.flat()])
      .filter((args) => !writes(args));
    await fc.assert(
      fc.asyncProperty(lines, async (args) => {
        await answered(args, { files: FILES, stdin: FILES["job.yaml"] });
      }),
      inputs(600),
    );
  });

  test("of any words gets an answer", { timeout: PATIENCE_MS }, async () => {
    const words = fc.array(
      fc.oneof(word, fc.constantFrom(...FLAGS, "job.yaml", "run", "lint", "help", "replay", "merge", "import")),
      {
        maxLength: 5,
      },
    );
    const lines = words.filter((args) => !writes(args) && !["serve", "clock", "check", "test"].includes(args[0] ?? ""));
    await fc.assert(
      fc.asyncProperty(lines, async (args) => {
        await answered(args, { files: FILES, stdin: FILES["job.yaml"] });
      }),
      inputs(300),
    );
  });

  test.each(["--runs", "--time", "--seed", "--workers", "--only"])(
    "of check refuses what %s cannot be",
    async (name) => {
      const wrong = word.filter((text) => !/^\d{1,15}$/.test(text) && (name !== "--only" || /\w/.test(text)));
      await fc.assert(
        fc.asyncProperty(wrong, async (text) => {
          const { code } = await answered(["check", "--runs", "1", "--workers", "1", `${name}=${text}`], {});
          expect(code).toBe(2);
        }),
        inputs(20),
      );
    },
  );
});
