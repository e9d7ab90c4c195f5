/** Output for programs: documents with a format and a schema, errors as JSON, and reproducible bytes. */

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { barText } from "../../src/cli/sweep/progress.ts";
import { terminalText } from "../../src/cli/terminal-text.ts";
import type { OutputKind } from "../../src/report/output-format.ts";
import { OUTPUT_KINDS, outputSchema, outputSchemaText } from "../../src/report/output-schemas.ts";
import { jobsim, manifest } from "./helpers.ts";

const FLAKY = "sim-scenarios/first-run.yaml";
const stored = {
  ...JSON.parse(JSON.stringify(parse(manifest("seen")))),
  metadata: { name: "seen", uid: "u", resourceVersion: "1", creationTimestamp: "2024-01-01T00:00:00Z" },
};
const files = {
  "job.yaml": manifest("a"),
  "other.yaml": manifest("a", "parallelism: 2"),
  "cluster.json": JSON.stringify(stored),
};

const COMMANDS: readonly (readonly [OutputKind, readonly string[]])[] = [
  ["run", ["run", FLAKY, "-o", "json"]],
  ["run", ["run", "sim-scenarios/manual-deletion.yaml", "--output", "json"]],
  ["explain", ["explain", "sim-scenarios/deadline.yaml", "-o", "json"]],
  ["explain", ["explain", "test/cli/answers/quota-why-not.yaml", "--at", "3m", "--why-not", "-o", "json"]],
  ["rule", ["explain", "backoff-of-job", "--kubernetes", "1.28", "-o", "json"]],
  ["explore", ["explore", "--deviations", "1", "--only", "order", "-o", "json"]],
  ["lint", ["lint", "sim-scenarios/jobs/train.yaml", "--output", "json"]],
  ["test", ["test", "docs/how-to/files/once.yaml", "--workers", "1", "-o", "json"]],
  ["compare", ["compare", "job.yaml", "other.yaml", "-o", "json"]],
  ["compare", ["compare", "job.yaml", "other.yaml", "--seeds", "3", "-o", "json"]],
  ["import", ["import", "cluster.json", "-o", "json"]],
  ["upgrade", ["upgrade", "job.yaml", "--from", "1.35", "--to", "1.36", "--seeds", "2", "-o", "json"]],
];

describe("JSON documents", () => {
  test.each(COMMANDS)("of %s match their schema and name it: %j", async (kind, args) => {
    const { out, err } = await jobsim(args, { files });
    expect(err).not.toContain("error");
    const checked = outputSchema(kind).safeParse(JSON.parse(out));
    expect(checked.error?.issues ?? []).toEqual([]);
    expect(JSON.parse(out)).toMatchObject({ format: `jobsim.dev/${kind}/v1` });
  });

  test.each(OUTPUT_KINDS)("schema/%s.v1.json is up to date; UPDATE_EXPECTED=1 writes it", (kind) => {
    const file = `schema/${kind}.v1.json`;
    if ((process.env.UPDATE_EXPECTED ?? "") !== "" || !existsSync(file)) writeFileSync(file, outputSchemaText(kind));
    expect(readFileSync(file, "utf8")).toBe(outputSchemaText(kind));
  });
});

describe("errors with JSON output", () => {
  test.each([
    ["input", ["run", "missing.yaml", "-o", "json"]],
    ["input", ["explain", FLAKY, "--at", "soon", "--output=json"]],
    ["input", ["compare", "job.yaml", "missing.yaml", "-ojson"]],
    ["usage", ["run", FLAKY, "-o", "json", "--no-such-flag"]],
  ])("are JSON: %s, %j", async (kind, args) => {
    const { code, err, out } = await jobsim(args, { files });
    expect([code, out]).toEqual([2, ""]);
    const document: unknown = JSON.parse(err);
    expect(outputSchema("error").safeParse(document).error?.issues ?? []).toEqual([]);
    expect(document).toMatchObject({ format: "jobsim.dev/error/v1", error: { kind } });
  });

  test("have the position of the problem", async () => {
    const wrong = { "job.yaml": manifest("a", "backoffLimit: many") };
    const { err } = await jobsim(["run", "job.yaml", "-o", "json"], { files: wrong });
    expect(JSON.parse(err).error.problems).toMatchObject([{ file: "job.yaml", line: 6, path: "spec.backoffLimit" }]);
  });

  test("are text otherwise", async () => {
    expect((await jobsim(["run", "missing.yaml"])).err).toBe("missing.yaml: there is no such file\n");
  });
});

test.each([
  ["run", ["run", FLAKY, "--no-timing"]],
  ["test", ["test", "docs/how-to/files/once.yaml", "--workers", "1", "-o", "junit", "--no-timing"]],
  ["test", ["test", "docs/how-to/files/once.yaml", "--workers", "1", "-o", "json", "--no-timing"]],
])("without timing %s prints the same bytes again", async (_name, args) => {
  let now = 0;
  const wallMs = () => (now += 7);
  expect((await jobsim(args, { wallMs })).out).toBe((await jobsim(args, { wallMs: () => (now += 11) })).out);
});

describe("a terminal", () => {
  test.each([
    ["\u001b[31mred\u001b[39m\n\ttab", "\u001b[31mred\u001b[39m\n\ttab"],
    ["title \u001b]0;owned\u0007", "title \ufffd]0;owned\ufffd"],
    ["clear \u001b[2J", "clear \ufffd[2J"],
    ["back\b\r \u009b1m", "back\ufffd\ufffd \ufffd1m"],
  ])("never receives control characters from names: %j", (text, shown) => {
    expect(terminalText(text, true)).toBe(shown);
  });

  test("gets no colours from elsewhere either: a pipe may end on a terminal as well", () => {
    expect(terminalText("name \u001b[31mred\n\tand more", false)).toBe("name \ufffd[31mred\n\tand more");
  });

  test("gets no estimate of a sweep before anything is done", () => {
    const shape = { barCompleteString: "####", barIncompleteString: "....", barsize: 4 };
    const at = (value: number) => barText(shape, value / 10, { value, eta: 61, total: 10, known: 2 });
    expect(at(2)).toBe("#... 20% | 2/10 runs | time left unknown");
    expect(at(5)).toBe("##.. 50% | 5/10 runs | about 1m01s left");
  });
});
