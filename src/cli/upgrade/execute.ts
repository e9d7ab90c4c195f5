/** `jobsim upgrade`: reads, compares, prints. */

import { refusals } from "../../analysis/refusals.ts";
import { compareReleases, type Upgrade } from "../../analysis/upgrade/upgrade.ts";
import { formatted } from "../../report/output-format.ts";
import { styleFor } from "../../report/style.ts";
import { isFault } from "../../scenario/checked.ts";
import { parseFlags } from "../../scenario/flags.ts";
import { loadScenario } from "../../scenario/load.ts";
import { InputError } from "../../scenario/problem.ts";
import { parseRelease } from "../../scenario/release.ts";
import type { Release } from "../../simulation/releases/releases.ts";
import type { Environment } from "../environment.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { reportBadInput } from "../input-error.ts";
import { readText } from "../text-files.ts";
import { writeOutput } from "../write-output.ts";
import type { UpgradeFlags } from "./upgrade-flags.ts";

/**
 * Runs `jobsim upgrade`.
 *
 * @param file a path, or - for standard input
 * @returns the exit code
 */
export async function executeUpgrade(file: string, flags: UpgradeFlags, environment: Environment): Promise<number> {
  try {
    const from = releaseOf("--from", flags.from);
    const to = releaseOf("--to", flags.to);
    const { name, text } = await readText(file, environment);
    const loaded = loadScenario({ text, file: name, readFile: environment.readFile, flags: parseFlags(flags) });
    // What only one of the releases refuses is a finding.
    const [old, next] = [from, to].map((kubernetes) => refusals(loaded.workloads, { ...loaded.plan, kubernetes }));
    if (old !== undefined && next !== undefined && old.length > 0 && next.length > 0) throw new InputError(next);
    const upgrade = compareReleases({ ...loaded, from, to, seeds: flags.seeds, each: flags.each === true });
    await print(upgrade, flags, environment);
    return EXIT_OK;
  } catch (error) {
    return reportBadInput(error, environment);
  }
}

function releaseOf(flag: string, text: string): Release {
  const checked = parseRelease(text);
  if (isFault(checked)) throw new InputError([{ file: `${flag} ${text}`, message: checked.problem }]);
  return checked.value;
}

async function print(upgrade: Upgrade, { output, html, color }: UpgradeFlags, environment: Environment): Promise<void> {
  const { stdout, variables } = environment;
  if (html !== undefined) {
    const { upgradePage } = await import("../../report/upgrade-html.ts");
    writeOutput(html, upgradePage(upgrade));
  }
  if (output === "json") stdout.write(`${JSON.stringify(formatted("upgrade", upgrade), null, 2)}\n`);
  else if (output === "html") {
    const { upgradePage } = await import("../../report/upgrade-html.ts");
    stdout.write(upgradePage(upgrade));
  } else {
    const { upgradeText } = await import("../../report/upgrade-text.ts");
    const lines = upgradeText(upgrade, styleFor(color && stdout.isTerminal && !variables.noColor));
    stdout.write(`${lines.join("\n")}\n`);
  }
}
