/** What the tests of scenario loading share. */

import { type FlagTexts, parseFlags } from "../../src/scenario/flags.ts";
import { type LoadedScenario, loadScenario } from "../../src/scenario/load.ts";
import { InputError } from "../../src/scenario/problem.ts";

export type Files = Readonly<Record<string, string>>;

/** Loads a text called `dir/in.yaml`, with other files next to it. */
export function load(text: string, files: Files = {}, flags?: FlagTexts): LoadedScenario {
  return loadScenario({
    text,
    file: "dir/in.yaml",
    readFile(path) {
      const found = files[path];
      if (found === undefined) throw Object.assign(new Error(`no ${path}`), { code: "ENOENT" });
      return found;
    },
    ...(flags === undefined ? {} : { flags: parseFlags(flags) }),
  });
}

/** The problems of a text that cannot be loaded, one a line, without the name of the file. */
export function problemsOf(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(({ file, line, column, path, message }) =>
      [file === "dir/in.yaml" ? undefined : file, line, column, path, message]
        .filter((part) => part !== undefined)
        .join(":"),
    );
  }
  return [];
}

/** A small Job manifest in one line. */
export function job(name: string, spec = ""): string {
  const template = "template: {spec: {restartPolicy: Never, containers: [{name: main, image: worker}]}}";
  return `{apiVersion: batch/v1, kind: Job, metadata: {name: ${name}}, spec: {${spec}${spec === "" ? "" : ", "}${template}}}`;
}

/** A scenario with one Indexed Job called `sweep` in lines 3 to 4, and more lines from line 5 on. */
export function scenario(...lines: readonly string[]): string {
  const manifest = job("sweep", "completionMode: Indexed, completions: 4");
  const head = ["apiVersion: jobsim.dev/v1", "kind: Scenario", "jobs:", `  - manifest: ${manifest}`];
  return [...head, ...lines].join("\n");
}
