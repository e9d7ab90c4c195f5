/** The manifest of an Indexed Job that computes a sweep on Kubernetes, one part in each pod. */

import path from "node:path";
import { stringify } from "yaml";
import type { FlagTexts } from "../../scenario/flags.ts";
import { InputError } from "../../scenario/problem.ts";
import type { Cell } from "./cells.ts";
import { type ScenarioFolder, scenarioFolder } from "./scenario-folder.ts";
import type { SweepSpec } from "./spec.ts";

/** Options of a manifest that runs a sweep in a cluster. */
export interface ManifestOptions {
  /** Parts, and pods: one each. */
  readonly shards: number;
  /** An image with `jobsim` and a shell. */
  readonly image: string;
}

const MOST_SHARDS = 100_000;
const BAD_INPUT = 2;
const SCENARIO_FOLDER = "/scenario";
const PARTS_FOLDER = "/parts";

/**
 * Writes the manifests: a ConfigMap with the scenario, a claim for the volume of the parts, and the Job.
 *
 * A part that is interrupted continues where it was, because its runs are kept on the volume.
 *
 * @param spec as `checkSweep` returned it, with the files that the scenario reads
 * @throws InputError for a sweep that does not fit into manifests
 * @example
 * process.stdout.write(sweepManifest(spec, { shards: 16, image: "registry.example.com/jobsim:latest" }));
 */
export function sweepManifest(spec: SweepSpec, { shards, image }: ManifestOptions): string {
  if (shards > MOST_SHARDS) refuse("--emit-manifest", `at most ${MOST_SHARDS} parts`);
  const folder = scenarioFolder(spec);
  const name = `sweep-${nameOf(spec.file)}`;
  const documents = [configMap(name, folder), claim(name), job({ name, spec, folder, shards, image })];
  const help = [
    `# Apply this with kubectl. When Job ${name} is complete, the parts are on the volume ${name}:`,
    `# jobsim merge ${PARTS_FOLDER}/part-*.jsonl`,
  ].join("\n");
  return `${help}\n${documents.map((document) => stringify(document, { lineWidth: 0 })).join("---\n")}`;
}

function refuse(file: string, message: string): never {
  throw new InputError([{ file, message }]);
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

function configMap(name: string, { files }: ScenarioFolder) {
  const data = Object.fromEntries(files.map(({ key, text }) => [key, text]));
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data };
}

function claim(name: string) {
  const resources = { requests: { storage: "10Gi" } };
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name },
    // Pods on several nodes write their parts side by side.
    spec: { accessModes: ["ReadWriteMany"], resources },
  };
}

interface JobParts extends ManifestOptions {
  readonly name: string;
  readonly spec: SweepSpec;
  readonly folder: ScenarioFolder;
}

function job({ name, spec, folder, shards, image }: JobParts) {
  const items = folder.files.map(({ key, place }) => ({ key, path: place }));
  const container = {
    name: "sweep",
    image,
    command: ["sh", "-c", commandOf(spec, folder.main, shards)],
    resources: { requests: { cpu: "1", memory: "512Mi" }, limits: { cpu: "1", memory: "1Gi" } },
    volumeMounts: [
      { name: "scenario", mountPath: SCENARIO_FOLDER, readOnly: true },
      { name: "parts", mountPath: PARTS_FOLDER },
    ],
  };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name },
    spec: {
      completionMode: "Indexed",
      completions: shards,
      parallelism: shards,
      backoffLimitPerIndex: 3,
      maxFailedIndexes: 0,
      podFailurePolicy: {
        rules: [
          { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
          // Retrying does not help wrong input.
          { action: "FailJob", onExitCodes: { containerName: "sweep", operator: "In", values: [BAD_INPUT] } },
        ],
      },
      template: {
        spec: {
          restartPolicy: "Never",
          containers: [container],
          volumes: [
            { name: "scenario", configMap: { name, items } },
            { name: "parts", persistentVolumeClaim: { claimName: name } },
          ],
        },
      },
    },
  };
}

/** The shell adds 1 to the index of the pod: parts count from 1. */
function commandOf(spec: SweepSpec, main: string, shards: number): string {
  const { seeds, firstSeed, untilCi } = spec;
  const part = "$((JOB_COMPLETION_INDEX + 1))";
  const words = [
    ...["jobsim", "sweep", `${SCENARIO_FOLDER}/${main}`],
    ...cellFlags(spec.cells),
    ...sameFlags(spec.flags),
    ...["--seeds", `${seeds}`, "--first-seed", `${firstSeed}`],
    ...(untilCi === undefined ? [] : ["--until-ci", `${untilCi}`]),
  ].map(quoted);
  return [
    ...words,
    "--workers 1",
    `--shard ${part}/${shards}`,
    `--save ${PARTS_FOLDER}/part-${part}.jsonl --resume`,
  ].join(" ");
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

function quoted(text: string): string {
  return /^[\w./:=%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
