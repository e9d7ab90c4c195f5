/** `jobsim upgrade`: reads, compares, prints. */

import { fieldNotes } from "../../analysis/field-classes/notes.ts";
import { refusals } from "../../analysis/refusals.ts";
import { compareReleases, type Upgrade } from "../../analysis/upgrade/upgrade.ts";
import { verdictOf } from "../../analysis/upgrade/verdict.ts";
import { formatted } from "../../report/output-format.ts";
import { styleFor } from "../../report/style.ts";
import { upgradePage } from "../../report/upgrade-html.ts";
import { verdictSentence } from "../../report/upgrade-lines.ts";
import { upgradeText } from "../../report/upgrade-text.ts";
import { isFault } from "../../scenario/checked.ts";
import { parseFlags } from "../../scenario/flags.ts";
import { type LoadedScenario, loadScenario } from "../../scenario/load.ts";
import { formatProblem, InputError, inOrder, type Problem } from "../../scenario/problem.ts";
import { parseRelease } from "../../scenario/release.ts";
import type { SkippedObject } from "../../scenario/skipped-objects.ts";
import type { Release } from "../../simulation/releases/releases.ts";
import type { Environment } from "../environment.ts";
import { EXIT_BAD_INPUT, EXIT_INTERRUPTED, EXIT_OK } from "../exit-codes.ts";
import { reportBadInput } from "../input-error.ts";
import { manifestsAmong, passedOver } from "../one-input.ts";
import { readInputs } from "../read-inputs.ts";
import { printSkipped } from "../run/play-loaded.ts";
import { type NamedText, TextFiles } from "../text-files.ts";
import { writeOutput } from "../write-output.ts";
import type { UpgradeFlags } from "./upgrade-flags.ts";

/**
 * Runs `jobsim upgrade`.
 *
 * @param paths files, folders or patterns; - is standard input
 * @returns the exit code
 */
export async function executeUpgrade(
  paths: readonly string[],
  flags: UpgradeFlags,
  environment: Environment,
): Promise<number> {
  const { stderr, interrupted, breathe } = environment;
  try {
    const releases = [releaseOf("--from", flags.from), releaseOf("--to", flags.to)] as const;
    parseFlags(flags);
    const files = new TextFiles(environment);
    const inputs = await readInputs(paths, files);
    const manifests = manifestsAmong(inputs.texts);
    const texts = manifests.length === 0 ? inputs.texts : manifests;
    const around = inputs.clusterObjects.flatMap(({ objects }) => objects);
    const skipped: SkippedObject[] = [...inputs.skipped, ...passedOver(inputs.texts, texts), ...around];
    const problems: Problem[] = [...inputs.problems];
    const upgrades: Upgrade[] = [];
    const notes = new Set<string>();
    for (const input of texts) {
      await breathe();
      if (interrupted.aborted) return EXIT_INTERRUPTED;
      try {
        const loaded = load(input, flags, files, releases);
        for (const warning of loaded.warnings) stderr.write(`warning: ${formatProblem(warning)}\n`);
        skipped.push(...loaded.skipped);
        for (const note of fieldNotes(loaded)) notes.add(note);
        const name = texts.length === 1 ? loaded.name : input.name;
        upgrades.push(compare({ ...loaded, name }, releases, flags));
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        problems.push(...error.problems);
      }
    }
    if (upgrades.length === 0) throw new InputError(inOrder(problems));
    print(upgrades, flags, environment);
    for (const note of notes) stderr.write(`note: ${note}\n`);
    if (problems.length > 0) stderr.write(`${new InputError(inOrder(problems)).format()}\n`);
    printSkipped({ skipped }, environment);
    return problems.length > 0 ? EXIT_BAD_INPUT : EXIT_OK;
  } catch (error) {
    return reportBadInput(error, environment);
  }
}

function releaseOf(flag: string, text: string): Release {
  const checked = parseRelease(text);
  if (isFault(checked)) throw new InputError([{ file: `${flag} ${text}`, message: checked.problem }]);
  return checked.value;
}

type Releases = readonly [from: Release, to: Release];

function load({ name, text }: NamedText, flags: UpgradeFlags, files: TextFiles, releases: Releases): LoadedScenario {
  const loaded = loadScenario({ text, file: name, readFile: files.readNow, flags: parseFlags(flags) });
  // If only one of the releases refuses something, that is a finding.
  const [old, next] = releases.map((kubernetes) => refusals(loaded.workloads, { ...loaded.plan, kubernetes }));
  if (old !== undefined && next !== undefined && old.length > 0 && next.length > 0) throw new InputError(next);
  return loaded;
}

function compare(loaded: LoadedScenario, [from, to]: Releases, { seeds, each }: UpgradeFlags): Upgrade {
  return compareReleases({ ...loaded, from, to, seeds, each: each === true });
}

function print(upgrades: readonly Upgrade[], flags: UpgradeFlags, { stdout, variables }: Environment): void {
  const { output, html, color, all = false } = flags;
  if (html !== undefined) writeOutput(html, upgradePage(upgrades));
  if (output === "json") stdout.write(`${JSON.stringify(formatted("upgrade", documentOf(upgrades)), null, 2)}\n`);
  else if (output === "html") stdout.write(upgradePage(upgrades));
  else {
    const style = styleFor(color && stdout.isTerminal && !variables.noColor);
    stdout.write(`${upgradeText(upgrades, style, all).join("\n")}\n`);
  }
}

function documentOf(upgrades: readonly Upgrade[]) {
  const manifests = upgrades.map((upgrade) => ({ ...upgrade, ...verdictOf(upgrade) }));
  const changed = manifests.filter(({ isChanged }) => isChanged).length;
  return { verdict: verdictSentence(upgrades), changed, unchanged: manifests.length - changed, manifests };
}
