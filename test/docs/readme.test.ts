import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { jobsim } from "../cli/helpers.ts";
import { consoleBlocks, firstMissing } from "./console-blocks.ts";

/** Pages that have a separate test. */
const OWN_TEST = /^(how-to|testing-controllers|go-controllers|first-controller|faults|stories)/;

const pages = ["README.md", ...markdownBelow("docs")];

function markdownBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".md") && !OWN_TEST.test(file))
      .map((file) => `${folder}/${file}`);
  } catch {
    return [];
  }
}

const sessions = pages.flatMap((page) =>
  consoleBlocks(readFileSync(page, "utf8")).map(({ command, shown }) => ({
    page,
    line: command.join(" "),
    command,
    shown,
  })),
);

test.each(sessions)("$page: jobsim $line prints what the page shows", async ({ command, shown }) => {
  const { code, out, err } = await jobsim(command);
  expect([code, err]).toEqual([0, ""]);
  expect(firstMissing(shown, out)).toBeUndefined();
});

test("the README has an answer to show", () => {
  expect(sessions.some(({ page, shown }) => page === "README.md" && shown.length > 5)).toBe(true);
});
