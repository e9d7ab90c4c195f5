/** `jobsim lint`: reads, checks, prints. */

import { findingsAgainst } from "../../analysis/lint/against.ts";
import { type Finding, lintScenario } from "../../analysis/lint/lint.ts";
import { ALL_RULES } from "../../analysis/lint/registry.ts";
import { SEVERITIES } from "../../analysis/lint/rule.ts";
import { lintSarif } from "../../report/lint/sarif.ts";
import { foldedLintText, lintCounts, lintText } from "../../report/lint/text.ts";
import { formatted } from "../../report/output-format.ts";
import { styleFor } from "../../report/style.ts";
import { isFault } from "../../scenario/checked.ts";
import { parseFlags } from "../../scenario/flags.ts";
import { type LoadedScenario, loadScenario } from "../../scenario/load.ts";
import { formatProblem, InputError, inOrder, type Problem } from "../../scenario/problem.ts";
import { parseReleases } from "../../scenario/release.ts";
import { type SkippedObject, skippedLine } from "../../scenario/skipped-objects.ts";
import type { Release } from "../../simulation/releases/releases.ts";
import type { Environment } from "../environment.ts";
import { EXIT_BAD_INPUT, EXIT_JOB_FAILED, EXIT_OK } from "../exit-codes.ts";
import { reportBadInput } from "../input-error.ts";
import { readInputs } from "../read-inputs.ts";
import { type NamedText, TextFiles } from "../text-files.ts";
import type { LintFlags } from "./lint-flags.ts";
import { keyOf, type LintSettings, readBaseline, readSettings, underSettings } from "./settings.ts";

/**
 * Runs `jobsim lint`.
 *
 * @param files paths, folders or patterns; - is standard input
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
  const found: Looked = { findings: [], jobs: 0, skipped: [], problems: [] };
  let releases: readonly Release[] | undefined;
  try {
    checkIds(flags);
    releases = releasesOf(flags);
    const settings = readSettings(flags.config, texts);
    const known = flags.baseline === undefined ? undefined : readBaseline(flags.baseline, texts);
    const old = flags.against === undefined ? undefined : load(await texts.read(flags.against), flags, texts);
    const inputs = await readInputs(files, texts);
    found.problems.push(...inputs.problems);
    found.skipped.push(...inputs.skipped, ...inputs.clusterObjects.flatMap(({ objects }) => objects));
    for (const input of inputs.texts) look(input, flags, { environment, texts, releases, settings, known, old }, found);
    if (found.jobs === 0 && found.problems.length > 0) throw new InputError(inOrder(found.problems));
  } catch (error) {
    return reportBadInput(error, environment);
  }
  stdout.write(printed({ ...found, releases }, flags, environment, version));
  if (found.problems.length > 0) stderr.write(`${new InputError(inOrder(found.problems)).format()}\n`);
  const line = skippedLine(found.skipped);
  if (line !== undefined) stderr.write(`${line}\n`);
  if (found.problems.length > 0) return EXIT_BAD_INPUT;
  return found.findings.some((finding) => isGrave(finding, flags)) ? EXIT_JOB_FAILED : EXIT_OK;
}

/** Totals over the files checked so far. */
interface Looked {
  readonly findings: Finding[];
  jobs: number;
  readonly skipped: SkippedObject[];
  readonly problems: Problem[];
}

interface Looking {
  readonly environment: Environment;
  readonly texts: TextFiles;
  readonly releases: readonly Release[] | undefined;
  readonly settings: LintSettings;
  /** Findings that are left out. */
  readonly known: ReadonlySet<string> | undefined;
  /** The manifests that the Jobs are to replace. */
  readonly old: LoadedScenario | undefined;
}

/** Checks one file; an error in it does not stop the others from being checked. */
function look(input: NamedText, flags: LintFlags, looking: Looking, found: Looked): void {
  const { environment, texts, releases, settings, known, old } = looking;
  try {
    const loaded = load(input, flags, texts);
    for (const warning of loaded.warnings) environment.stderr.write(`warning: ${formatProblem(warning)}\n`);
    const subject = releases === undefined ? loaded : { ...loaded, releases };
    const findings = [
      ...lintScenario(subject, (name) => texts.known(name)),
      ...(old === undefined ? [] : findingsAgainst(loaded, old)),
    ];
    const wanted = findings.filter((finding) => known?.has(keyOf(finding)) !== true);
    const asked = underSettings(wanted, settings).filter(({ id }) => flags.only?.includes(id) ?? true);
    found.findings.push(...asked);
    found.jobs += loaded.workloads.length;
    found.skipped.push(...loaded.skipped);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    found.problems.push(...error.problems);
  }
}

function checkIds({ only = [] }: LintFlags): void {
  const known = new Set(ALL_RULES.map(({ id }) => id));
  const unknown = only.find((id) => !known.has(id));
  if (unknown === undefined) return;
  throw new InputError([
    { file: `--only ${unknown}`, message: `There is no ${unknown}; jobsim help lint-findings lists all.` },
  ]);
}

function releasesOf({ kubernetes }: LintFlags): readonly Release[] | undefined {
  if (kubernetes === undefined) return undefined;
  const checked = parseReleases(kubernetes);
  if (isFault(checked)) throw new InputError([{ file: `--kubernetes ${kubernetes}`, message: checked.problem }]);
  return checked.value;
}

function load({ name, text }: NamedText, { set }: LintFlags, texts: TextFiles): LoadedScenario {
  return loadScenario({
    text,
    file: name,
    readFile: (path) => texts.readNow(path),
    flags: parseFlags(set === undefined ? {} : { set }),
  });
}

/** What was found, in how many Jobs, and in which releases if that was asked for. */
interface Found {
  readonly findings: readonly Finding[];
  readonly jobs: number;
  readonly releases: readonly Release[] | undefined;
}

function printed(
  { findings, jobs, releases }: Found,
  { output, color, advice }: LintFlags,
  { stdout, variables }: Environment,
  version: string,
): string {
  if (output === "sarif") return `${JSON.stringify(lintSarif(findings, version), null, 2)}\n`;
  if (output === "json")
    return `${JSON.stringify(formatted("lint", { findings, jobs, ...(releases === undefined ? {} : { releases }) }), null, 2)}\n`;
  const style = styleFor(color && stdout.isTerminal && !variables.noColor);
  const total = `${lintCounts(findings)} in ${jobs} Job${jobs === 1 ? "" : "s"}${releasesText(releases)}`;
  return `${[...(advice === true ? lintText : foldedLintText)(findings, style), total].join("\n")}\n`;
}

function releasesText(releases: readonly Release[] = []): string {
  const [first, last] = [releases[0], releases.at(-1)];
  if (first === undefined) return "";
  return first === last ? `, Kubernetes ${first}` : `, Kubernetes ${first} to ${last}`;
}

function isGrave({ severity }: Finding, { failOn }: LintFlags): boolean {
  return failOn !== "never" && SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn);
}
