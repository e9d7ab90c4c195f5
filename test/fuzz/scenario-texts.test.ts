import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { parseFlags } from "../../src/scenario/flags.ts";
import { loadScenario } from "../../src/scenario/load.ts";
import { InputError } from "../../src/scenario/problem.ts";
import { job, scenario } from "../scenario/helpers.ts";

const NO_FILE = { file: "in.yaml", readFile: (path: string) => (path.includes("self") ? path : "kind: Job") };

/** Loads a text, and fails unless that works or every problem has a place. */
function survives(text: string): void {
  try {
    loadScenario({ text, ...NO_FILE });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.problems.length).toBeGreaterThan(0);
    for (const { line, column, message } of error.problems) {
      expect(line).toBeGreaterThan(0);
      expect(column).toBeGreaterThan(0);
      expect(message).not.toBe("");
    }
    expect(error.format()).toContain(":");
  }
}

const full = scenario(
  "seed: 7",
  "until: 2h",
  "pods:",
  "  default: &d { schedule: 1s, start: never, run: { lognormal: { median: 3s, p95: 9s } }, exit: { 0: 95%, 1: 5% } }",
  "  rules:",
  '    - match: { index: "0,2-", attempt: [0, 1], job: sweep }',
  "      <<: *d",
  "      restarts: [{ count: 2, run: 1s, exit: 3 }]",
  "      termination: { time: 1s, exit: 143 }",
  "events:",
  "  - { at: 1s, action: patch, patch: { spec: { parallelism: 3 } } }",
  "  - { at: 2s, action: evict, pod: { index: 0-3 } }",
  "  - { at: 3s, action: restartController, down: 250ms }",
);

const yamlPieces = fc.constantFrom(
  ..."[]{}:,-?!&*|>'\"%@`#\\\n\t ".split(""),
  ...[
    "a",
    "- ",
    ": ",
    "<<",
    "&a ",
    "*a",
    "~",
    "null",
    "no",
    "1e999",
    "0x",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "!!binary ",
    "\u0000",
  ],
  ...["kind: ", "Job", "Scenario", "List", "apiVersion: ", "batch/v1", "jobsim.dev/v1", "jobs", "pods", "__proto__: "],
);

describe("any input", () => {
  test("of arbitrary text gives an answer", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), survives), { numRuns: 500 });
  });

  test("made of pieces of YAML gives an answer", () => {
    const text = fc.array(yamlPieces, { maxLength: 80 }).map((pieces) => pieces.join(""));
    fc.assert(fc.property(text, survives), { numRuns: 3_000 });
  });

  test("that was a scenario before something was cut, doubled or put in gives an answer", () => {
    const place = fc.nat(full.length);
    fc.assert(
      fc.property(place, place, yamlPieces, fc.boolean(), (a, b, piece, double) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const end = Math.min(to, from + 12);
        survives(full.slice(0, from) + piece + (double ? full.slice(from, end) : "") + full.slice(end));
      }),
      { numRuns: 2_000 },
    );
  });

  test("with any value in any place of a scenario gives an answer", () => {
    const value = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom("1s", "0-3", "never", -1, 1e300, ""));
    const keys = [
      "at",
      "action",
      "pod",
      "match",
      "run",
      "exit",
      "index",
      "default",
      "rules",
      "uniform",
      "min",
      "count",
      "file",
    ];
    const { node } = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        value,
        fc.array(tie("node"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...keys), tie("node"), { maxKeys: 4 }),
      ),
    }));
    const parts = fc.record({ seed: node, until: node, jobs: node, pods: node, events: node }, { requiredKeys: [] });
    fc.assert(
      fc.property(parts, (given) => {
        const jobs = [{ manifest: { apiVersion: "batch/v1", kind: "Job", metadata: { name: "a" }, spec: {} } }];
        survives(stringify({ apiVersion: "jobsim.dev/v1", kind: "Scenario", jobs, ...given }));
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    ["brackets", "[".repeat(100_000)],
    ["braces", "{a: ".repeat(30_000)],
    ["dashes", "- ".repeat(30_000)],
    ["questions", "? ".repeat(30_000)],
    ["colons", ": ".repeat(30_000)],
    ["quotes", '"'.repeat(30_000)],
    ["documents", "---\n".repeat(30_000)],
    ["lines", "a: b\n".repeat(30_000)],
    ["steps", Array.from({ length: 1_000 }, (_, i) => `${" ".repeat(i)}a:`).join("\n")],
    ["aliases", `a: &a [x]\nb: [${"*a, ".repeat(30_000)}]`],
    ["wide lists", scenario(`until: [${"1, ".repeat(30_000)}]`)],
    ["spaces in a list", scenario(`pods: {rules: [{match: {index: "1-${" ".repeat(100_000)}x"}}]}`)],
    ["digits in a time", scenario(`until: "${"1".repeat(100_000)}x"`)],
  ])("of very many %s gives an answer", (_name, text) => {
    survives(text);
  });

  test("in flags gives an answer", () => {
    const text = fc.oneof(
      fc.string(),
      fc
        .array(
          fc.constantFrom("uniform", "lognormal", ":", "=", ",", "..", "1s", "p95", "mean", "%", "0", "[", "]", "."),
          {
            maxLength: 10,
          },
        )
        .map((pieces) => pieces.join("")),
    );
    fc.assert(
      fc.property(text, text, text, text, (run, exit, until, set) => {
        try {
          const flags = parseFlags({ run, exit, until, set: [set] });
          loadScenario({ text: job("a"), ...NO_FILE, flags });
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          expect(error.problems.every(({ message }) => message !== "")).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
