import { expect, test } from "vitest";
import { COMMANDS } from "../../src/cli/command-list.ts";
import { jobsim } from "./helpers.ts";

test("the list of commands has the description from each command's own file", async () => {
  const names = COMMANDS.map(({ usage }) => usage.split(" ")[0] ?? "");
  const fromList = await jobsim(["--help"]);
  const fromFiles = await jobsim(["--help", ...names]);
  expect(fromFiles.out).toBe(fromList.out);
});
