/** `jobsim lint`: reads, looks, prints. */

import { type Finding, lintScenario } from "../../analysis/lint/lint.ts";
import { ALL_RULES } from "../../analysis/lint/registry.ts";
import { SEVERITIES } from "../../analysis/lint/rule.ts";
import { lintSarif } from "../../report/lint/sarif.ts";
import { lintCounts, lintText } from "../../report/lint/text.ts";
import { styleFor } from "../../report/style.ts";
import { isFault } from "../../scenario/checked.ts";
import { parseFlags } from "../../scenario/flags.ts";
import { type LoadedScenario, loadScenario } from "../../scenario/load.ts";
import { formatProblem, InputError } from "../../scenario/problem.ts";
import { parseReleases } from "../../scenario/release.ts";
import type { Release } from "../../simulation/releases/releases.ts";
import type { Environment } from "../environment.ts";
import { EXIT_BAD_INPUT, EXIT_JOB_FAILED, EXIT_OK } from "../exit-codes.ts";
import { TextFiles } from "../text-files.ts";
import type { LintFlags } from "./lint-flags.ts";

/**
 * Runs `jobsim lint`.
 *
 * @param files paths, or - for standard input
 * @param version of the package
 * @returns the exit code
 */
export async function executeLint(
  files: readonly string[],
  flags: LintFlags,
  environment: Environment,
  version: string,
): Promise<number> {
  const { stdout, stderr } = environment;
  const texts = new TextFiles(environment);
  const findings: Finding[] = [];
  let jobs = 0;
  let releases: readonly Release[] | undefined;
  for (const file of files) {
    try {
      checkIds(flags);
      releases = releasesOf(flags);
      const loaded = await load(file, flags, texts);
      for (const warning of loaded.warnings) stderr.write(`warning: ${formatProblem(warning)}\n`);
      const found = lintScenario(releases === undefined ? loaded : { ...loaded, releases }, (name) =>
        texts.known(name),
      );
      findings.push(...found.filter(({ id }) => flags.only?.includes(id) ?? true));
      jobs += loaded.jobs.length;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      stderr.write(`${error.format()}\n`);
      return EXIT_BAD_INPUT;
    }
  }
  stdout.write(printed({ findings, jobs, releases }, flags, environment, version));
  return findings.some((finding) => isGrave(finding, flags)) ? EXIT_JOB_FAILED : EXIT_OK;
}

function checkIds({ only = [] }: LintFlags): void {
  const known = new Set(ALL_RULES.map(({ id }) => id));
  const unknown = only.find((id) => !known.has(id));
  if (unknown === undefined) return;
  throw new InputError([{ file: `--only ${unknown}`, message: `There is no ${unknown}; docs/lint.md lists all.` }]);
}

function releasesOf({ kubernetes }: LintFlags): readonly Release[] | undefined {
  if (kubernetes === undefined) return undefined;
  const checked = parseReleases(kubernetes);
  if (isFault(checked)) throw new InputError([{ file: `--kubernetes ${kubernetes}`, message: checked.problem }]);
  return checked.value;
}

async function load(file: string, { set }: LintFlags, texts: TextFiles): Promise<LoadedScenario> {
  const { name, text } = await texts.read(file);
  return loadScenario({
    text,
    file: name,
    readFile: (path) => texts.readNow(path),
    flags: parseFlags(set === undefined ? {} : { set }),
  });
}

/** What was found, in how many Jobs, in which releases where that was asked for. */
interface Found {
  readonly findings: readonly Finding[];
  readonly jobs: number;
  readonly releases: readonly Release[] | undefined;
}

function printed(
  { findings, jobs, releases }: Found,
  { output, color }: LintFlags,
  { stdout, variables }: Environment,
  version: string,
): string {
  if (output === "sarif") return `${JSON.stringify(lintSarif(findings, version), null, 2)}\n`;
  if (output === "json")
    return `${JSON.stringify({ findings, jobs, ...(releases === undefined ? {} : { releases }) }, null, 2)}\n`;
  const style = styleFor(color && stdout.isTerminal && !variables.noColor);
  const total = `${lintCounts(findings)} in ${jobs} Job${jobs === 1 ? "" : "s"}${releasesText(releases)}`;
  return `${[...lintText(findings, style), total].join("\n")}\n`;
}

function releasesText(releases: readonly Release[] = []): string {
  const [first, last] = [releases[0], releases.at(-1)];
  if (first === undefined) return "";
  return first === last ? `, Kubernetes ${first}` : `, Kubernetes ${first} to ${last}`;
}

function isGrave({ severity }: Finding, { failOn }: LintFlags): boolean {
  return failOn !== "never" && SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn);
}
