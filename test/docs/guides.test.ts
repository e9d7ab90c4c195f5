/** The guides for authors of controllers: their code is quoted from files that run, and their sessions are run here. */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { CHECKED_FEATURES } from "../../src/testing/index.ts";
import { featuresOfWorkload } from "../../src/testing/workload/own-trial.ts";
import { jobsim } from "../cli/helpers.ts";
import { consoleBlocks, firstMissing } from "./console-blocks.ts";

const GUIDES = ["docs/first-controller.md", "docs/stories.md", "docs/faults.md"];
const QUOTED = ["examples/queue/queue.ts", "examples/queue/hasty-queue.ts", "test/testing/workload.test.ts"];

const folder = mkdtempSync(join(tmpdir(), "jobsim-guides-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A session writes its violation to a folder of its own, and reads it from there. */
function placed(command: readonly string[]): string[] {
  const file = join(folder, "violation.json");
  const words = command.map((word) => (word === "jobsim-violation.json" ? file : word));
  return command[0] === "check" ? [...words, "--out", file] : words;
}

describe.each(GUIDES)("%s", (guide) => {
  const page = readFileSync(guide, "utf8");

  test("quotes code that runs", () => {
    const sources = QUOTED.map((file) => readFileSync(file, "utf8"));
    const blocks = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, block = ""]) => block.trimEnd());
    const strange = blocks.filter((block) => !sources.some((source) => source.includes(block)));
    expect(strange).toEqual([]);
  });

  test("shows what its sessions print", async () => {
    for (const { command, shown } of consoleBlocks(page)) {
      const { out } = await jobsim(placed(command));
      expect(firstMissing(shown, out), command.join(" ")).toBeUndefined();
    }
  });
});

test("the guide to faults has each of them", () => {
  const page = readFileSync("docs/faults.md", "utf8");
  const ofJobs: ReadonlySet<string> = new Set(CHECKED_FEATURES.slice(0, CHECKED_FEATURES.indexOf("suspend")));
  const faults = featuresOfWorkload().filter((feature) => !ofJobs.has(feature));
  expect(faults.length).toBeGreaterThan(15);
  expect(faults.filter((feature) => !page.includes(`\`${feature}\``))).toEqual([]);
});
