/** Findings are disabled by comments and annotations. */

import { describe, expect, test } from "vitest";
import { findingsOf } from "./manifests.ts";

const job = (line: string, head = "", annotation = "") =>
  `${head}apiVersion: batch/v1
kind: Job
metadata:
  name: job${annotation}
spec:
  ttlSecondsAfterFinished: 3${line}
  template:
    spec:
      restartPolicy: OnFailure
      containers: [{ name: main, image: worker }]
`;

const idsIn = (text: string) => findingsOf(text).map(({ id }) => id);

describe("a finding is disabled", () => {
  test("not without a comment", () => {
    expect(idsIn(job(""))).toContain("JS170");
  });

  test("by a comment at the end of its line", () => {
    const ids = idsIn(job(" # jobsim-disable JS170"));
    expect(ids).not.toContain("JS170");
    expect(ids).toContain("JS110");
  });

  test("by a comment on the line above", () => {
    const text = job("").replace("  ttl", "  # short on purpose: jobsim reads\n  # jobsim-disable JS170\n  ttl");
    expect(idsIn(text)).not.toContain("JS170");
  });

  test("not by a comment elsewhere", () => {
    expect(idsIn(job("").replace("kind: Job", "kind: Job # jobsim-disable JS170"))).toContain("JS170");
  });

  test("for a whole file", () => {
    const ids = idsIn(job("", "# jobsim-disable-file JS170, JS110\n"));
    expect(ids).not.toContain("JS170");
    expect(ids).not.toContain("JS110");
    expect(ids).toContain("JS120");
  });

  test("for a Job, by its annotation", () => {
    const ids = idsIn(job("", "", "\n  annotations: { jobsim.dev/lint-disable: 'JS170,JS110' }"));
    expect(ids).not.toContain("JS170");
    expect(ids).not.toContain("JS110");
  });

  test("together with all others, by one word", () => {
    expect(idsIn(job("", "# jobsim-disable-file all\n"))).toEqual([]);
  });
});
