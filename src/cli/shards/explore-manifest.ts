/** `jobsim explore --emit-manifest`: shares of a search in the pods of a Job, which fails with the first violation. */

import { shardManifest } from "../../analysis/shards/shard-job.ts";
import { shellQuote } from "../../analysis/shell-quote.ts";
import type { ExploreFlags } from "../explore/flags.ts";
import { refuseOwnFiles } from "./own-files.ts";

const NAME = "jobsim-explore";
const VIOLATED = 1;
const BAD_INPUT = 2;
/** Not everything was played in the time that `--time` allows. */
const INCOMPLETE = 3;

/**
 * @param shards pods, each of which searches its own share
 * @throws InputError for controllers in files of this machine
 */
export function exploreManifest(flags: ExploreFlags, shards: number): string {
  refuseOwnFiles(flags);
  const { jobs, pods, failing, nonIndexed, deviations, only, strict, time, image } = flags;
  const command = [
    ...["jobsim", "explore", "--workers 1", `--jobs ${jobs}`, `--pods ${pods}`, `--failing ${failing}`],
    `--deviations ${deviations}`,
    ...(nonIndexed === undefined ? [] : ["--non-indexed"]),
    ...(only === undefined ? [] : [`--only ${shellQuote(only.join(","))}`]),
    ...(strict === undefined ? [] : ["--strict"]),
    ...(time === undefined ? [] : [`--time ${time}`]),
    `--shard $((JOB_COMPLETION_INDEX + 1))/${shards}`,
    "--out /tmp/violation.json",
  ].join(" ");
  return shardManifest({
    name: NAME,
    container: "explore",
    image,
    shards,
    command,
    endsAll: [VIOLATED, BAD_INPUT],
    endsShare: [INCOMPLETE],
    help: [
      "The search is complete when the Job is. It fails with the first violation, and this prints what each share found:",
      `kubectl logs --selector job-name=${NAME} --tail=-1`,
    ],
  });
}
