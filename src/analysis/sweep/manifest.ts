/** The manifest of an Indexed Job that computes a sweep on Kubernetes, one part in each pod. */

import path from "node:path";
import type { FlagTexts } from "../../scenario/flags.ts";
import { FILES_FOLDER, type ManifestOptions, shardManifest } from "../shards/shard-job.ts";
import { shellQuote } from "../shell-quote.ts";
import type { Cell } from "./cells.ts";
import { scenarioFolder } from "./scenario-folder.ts";
import type { SweepSpec } from "./spec.ts";

const BAD_INPUT = 2;

/**
 * Writes the manifests: a ConfigMap with the scenario, and the Job. Its pods print their parts, which `jobsim merge`
 * reads from their logs.
 *
 * @param spec as `checkSweep` returned it, with the files that the scenario reads
 * @throws InputError for a sweep that does not fit into manifests
 * @example
 * process.stdout.write(sweepManifest(spec, { shards: 16, image: "registry.example.com/jobsim:latest" }));
 */
export function sweepManifest(spec: SweepSpec, options: ManifestOptions): string {
  const { files, main } = scenarioFolder(spec);
  const name = `sweep-${nameOf(spec.file)}`;
  return shardManifest({
    ...options,
    name,
    container: "sweep",
    command: commandOf(spec, main, options.shards),
    // Retrying does not help wrong input.
    endsAll: [BAD_INPUT],
    files,
    help: [
      `When Job ${name} is complete, this prints the table:`,
      `kubectl logs --selector job-name=${name} --tail=-1 | jobsim merge -`,
    ],
  });
}

/** A name that Kubernetes accepts, made from that of the file. */
function nameOf(file: string): string {
  const base = path
    .parse(file)
    .name.toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 40);
  return base.replace(/-+$/, "") || "scenario";
}

/** The shell adds 1 to the index of the pod: parts count from 1. */
function commandOf(spec: SweepSpec, main: string, shards: number): string {
  const { seeds, firstSeed, untilCi } = spec;
  const part = "$((JOB_COMPLETION_INDEX + 1))";
  const words = [
    ...["jobsim", "sweep", `${FILES_FOLDER}/${main}`],
    ...cellFlags(spec.cells),
    ...sameFlags(spec.flags),
    ...["--seeds", `${seeds}`, "--first-seed", `${firstSeed}`],
    ...(untilCi === undefined ? [] : ["--until-ci", `${untilCi}`]),
  ].map(shellQuote);
  return [...words, "--workers 1", `--shard ${part}/${shards}`, "--save -"].join(" ");
}

/** Each cell separately: grids, lists and samples can all be written this way. */
function cellFlags(cells: readonly Cell[]): string[] {
  if (cells.every((cell) => cell.length === 0)) return [];
  const names = [...new Set(cells.flatMap((cell) => cell.map(({ name }) => name)))];
  const axes = names.map((name) => [...new Set(cells.map((cell) => cell.find((one) => one.name === name)?.value))]);
  const isGrid =
    axes.reduce((product, values) => product * values.length, 1) === cells.length &&
    axes.every((values) => values.every((value) => value !== undefined)) &&
    // A single value with commas would be read as several.
    axes.every((values) => values.length > 1 || values[0]?.includes(",") === false) &&
    isInGridOrder(cells, names, axes);
  if (isGrid) return names.flatMap((name, i) => ["--vary", `${name}=${axisText(axes[i] ?? [])}`]);
  return cells.flatMap((cell) => ["--cell", cell.map(({ name, value }) => `${name}=${value}`).join(" ")]);
}

function isInGridOrder(
  cells: readonly Cell[],
  names: readonly string[],
  axes: readonly (readonly (string | undefined)[])[],
): boolean {
  return cells.every((cell, at) => {
    let rest = at;
    return names.toReversed().every((name, back) => {
      const values = axes[names.length - 1 - back] ?? [];
      const value = values[rest % values.length];
      rest = Math.floor(rest / values.length);
      return cell.find((one) => one.name === name)?.value === value;
    });
  });
}

function axisText(values: readonly (string | undefined)[]): string {
  return values.join("|");
}

function sameFlags(flags: FlagTexts): string[] {
  return Object.entries(flags).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().flatMap((text) => [`--${name}`, text]),
  );
}
