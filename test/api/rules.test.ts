/**
 * Errors of Jobs with one fault: on create, on update and in a status write. The expected messages are in
 * `rules.txt`, for comparison with those of Kubernetes; `UPDATE_EXPECTED=1` writes the file.
 */

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { decodeJob } from "../../src/api/decode.ts";
import { defaultJob } from "../../src/api/defaults.ts";
import { formatFieldError } from "../../src/api/field-path.ts";
import { isJsonObject } from "../../src/api/json.ts";
import type { Job, JobSpec, JobStatus } from "../../src/api/types.ts";
import { validateJobCreate, validateJobUpdate } from "../../src/api/validation/job.ts";
import { validateJobStatusUpdate } from "../../src/api/validation/status.ts";
import { warningsForCreate, warningsForUpdate } from "../../src/api/validation/warnings.ts";
import { sampleJob } from "./job-fixture.ts";
import { CONTAINER_CASES, POD_CASES } from "./pod-rule-cases.ts";
import { type Cases, changed, INDEXED_CASES, METADATA_CASES, SPEC_CASES, shown } from "./rule-cases.ts";
import { STATUS_CASES, STORED_STATUSES } from "./status-rule-cases.ts";

const FILE = new URL("rules.txt", import.meta.url).pathname;
const UPDATES = process.env.UPDATE_EXPECTED === "1";

/** Sections of the file by title. */
const expected = new Map(
  (existsSync(FILE) ? readFileSync(FILE, "utf8") : "").split("\n## ").map((section) => {
    const [title = "", ...lines] = section.replace(/^## /, "").trimEnd().split("\n");
    return [title, lines];
  }),
);
const found = new Map<string, readonly string[]>();

/** Compares the result with a section of the file, or adds it to the next version. */
function check(title: string, lines: readonly string[]): void {
  found.set(title, lines);
  if (UPDATES) writeFileSync(FILE, [...found].map(([name, all]) => [`## ${name}`, ...all].join("\n")).join("\n\n"));
  else expect(lines).toEqual(expected.get(title));
}

/** Shortens long texts to both ends and a hash of the middle. */
function cut(text: string): string {
  if (text.length <= 220) return text;
  let sum = 0;
  for (const character of text) sum = (sum * 31 + character.charCodeAt(0)) % 1_000_003;
  return `${text.slice(0, 170)}…${text.slice(-30)} (${text.length}, ${sum})`;
}

/** A line for each refused value, and one for all accepted ones. */
function told(values: readonly unknown[], errorsOf: (value: unknown) => readonly string[]): readonly string[] {
  const answers = values.map((value) => ({ text: shown(value), errors: errorsOf(value) }));
  const fine = answers.filter(({ errors }) => errors.length === 0).map(({ text }) => text);
  const refused = answers.filter(({ errors }) => errors.length > 0);
  return [
    ...(fine.length === 0 ? [] : [`fine: ${fine.join("  ")}`]),
    ...refused.map(({ text, errors }) => `${text} → ${cut([...new Set(errors)].join(" | "))}`),
  ];
}

const INDEXED: Partial<JobSpec> = {
  completionMode: "Indexed",
  completions: 3,
  parallelism: 2,
  backoffLimitPerIndex: 1,
};
const jobOf = (job: object): Job => defaultJob(decodeJob(job).object);
const base = jobOf(sampleJob());
const indexed = jobOf(sampleJob(INDEXED));
const suspended = jobOf(sampleJob({ suspend: true }));
const manual = jobOf(sampleJob({ manualSelector: true }));

function creationOf(from: Job, path: string, value: unknown): readonly string[] {
  const job = jobOf(changed(path, value, from));
  return [...validateJobCreate(job).map(formatFieldError), ...warningsForCreate(job)];
}

function updateOf(from: Job, path: string, value: unknown): readonly string[] {
  const job = jobOf(changed(path, value, from));
  return [...validateJobUpdate(job, from).map(formatFieldError), ...warningsForUpdate(job, from)];
}

const CREATIONS: readonly (readonly [string, Job, Cases])[] = [
  ["metadata", base, METADATA_CASES],
  ["spec", base, SPEC_CASES],
  ["spec, Indexed", indexed, INDEXED_CASES],
  ["pods", base, POD_CASES],
  ["containers", base, CONTAINER_CASES],
];
const UPDATED: readonly (readonly [string, Job, Cases])[] = [
  ["metadata", base, METADATA_CASES],
  ["spec", base, SPEC_CASES],
  ["spec, Indexed", indexed, INDEXED_CASES],
  ["spec, with its own selector", manual, { "spec.selector": SPEC_CASES["spec.selector"] ?? [] }],
  ["pods", base, POD_CASES],
  ["pods, suspended", suspended, POD_CASES],
  ["containers, suspended", suspended, CONTAINER_CASES],
];

function rows(all: readonly (readonly [string, Job, Cases])[]) {
  return all.flatMap(([title, from, cases]) =>
    Object.entries(cases).map(([path, values]) => ({ title: `${title}: ${path}`, from, path, values })),
  );
}

describe("the rules for new Jobs", () => {
  test.each(rows(CREATIONS))("$title", ({ title, from, path, values }) => {
    check(
      `create ${title}`,
      told(values, (value) => creationOf(from, path, value)),
    );
  });
});

describe("the rules for updates", () => {
  test.each(rows(UPDATED))("$title", ({ title, from, path, values }) => {
    check(
      `update ${title}`,
      told(values, (value) => updateOf(from, path, value)),
    );
  });
});

describe("the rules for writes of the status", () => {
  const kinds: readonly (readonly [string, Job, readonly string[]])[] = [
    ["NonIndexed", base, Object.keys(STORED_STATUSES).filter((name) => name !== "indexed")],
    ["Indexed", indexed, ["new", "indexed", "complete"]],
    ["suspended", suspended, ["held"]],
  ];
  const statuses = kinds.flatMap(([kind, job, names]) =>
    names.map((name) => ({ kind, job, name, status: STORED_STATUSES[name] ?? {} })),
  );
  test.each(statuses)("$kind $name", ({ kind, job, name, status }) => {
    const stored: Job = { ...job, status };
    const errorsOf = (change: unknown) => {
      const next: JobStatus = { ...status, ...(isJsonObject(change) ? change : {}) };
      return validateJobStatusUpdate({ ...job, status: next }, stored).map(formatFieldError);
    };
    check(`status ${kind}, ${name}`, told(STATUS_CASES, errorsOf));
  });
});
