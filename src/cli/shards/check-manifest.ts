/** `jobsim check --emit-manifest`: seeds shared by the pods of a Job, which fails with the first violation. */

import { shardManifest } from "../../analysis/shards/shard-job.ts";
import { shellQuote } from "../../analysis/shell-quote.ts";
import type { ManifestFlags } from "../commands/manifest-options.ts";
import type { OwnFlags } from "../own-check.ts";
import { refuseOwnFiles } from "./own-files.ts";

const NAME = "jobsim-check";
/** A violation, wrong flags, no liveness, no determinism, a bug: the same seeds would end in the same way. */
const ENDS_ALL = [1, 2, 3, 4, 70];

/** The flags that each pod repeats. */
export interface CheckFlagsOfPods extends OwnFlags, ManifestFlags {
  readonly seed: number;
  readonly only: readonly string[];
  readonly twice?: true;
  readonly strict?: true;
  readonly time?: number;
  readonly exec?: string;
}

/**
 * @param shards pods, each of which plays its own seeds
 * @param runs of all pods together
 * @throws InputError for controllers in files of this machine
 */
export function checkManifest(flags: CheckFlagsOfPods, shards: number, runs: number): string {
  refuseOwnFiles(flags);
  const { seed, only, twice, strict, time, image } = flags;
  const each = Math.ceil(runs / shards);
  const command = [
    ...["jobsim", "check", "--workers 1", `--runs ${each}`],
    `--seed $((${seed} + JOB_COMPLETION_INDEX * ${each}))`,
    ...(only.length === 0 ? [] : [`--only ${shellQuote(only.join(","))}`]),
    ...(twice === undefined ? [] : ["--twice"]),
    ...(strict === undefined ? [] : ["--strict"]),
    ...(time === undefined ? [] : [`--time ${time}`]),
    "--out /tmp/violation.json",
  ].join(" ");
  return shardManifest({
    name: NAME,
    container: "check",
    image,
    shards,
    command,
    endsAll: ENDS_ALL,
    help: [
      `Each pod plays ${each} seeds. The Job fails with the first violation, and this prints it with its seed:`,
      `kubectl logs --selector job-name=${NAME} --tail=-1`,
      "jobsim check --runs 1 --seed SEED plays and shrinks it again on any machine.",
    ],
  });
}
