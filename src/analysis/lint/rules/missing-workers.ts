/** JS122: the program waits for more workers than run at once. */

import { widthOf } from "../bounds.ts";
import { expectedWorkers } from "../expected-workers.ts";
import { counted, inSpec, type LintRule } from "../rule.ts";

export const missingWorkers: LintRule = {
  id: "JS122",
  severity: "danger",
  title: "fewer workers run at once than the program waits for",
  why:
    "A distributed program (torchrun, MPI, Horovod) starts when all of its workers are there. parallelism is 1 if it is " +
    "not given, even in an Indexed Job with many completions: then one worker runs, and waits for the others, which are only " +
    "created when it has ended.",
  advice: "Set parallelism to the number of workers.",
  source: "kubernetes/kubernetes#99225",
  validity: {},
  check({ spec }) {
    const width = widthOf(spec);
    const said = expectedWorkers(spec);
    if (said === undefined || width === 0 || said.pods <= width) return [];
    const runs = width === 1 ? "1 runs" : `${width} run`;
    const message = `${counted(said.pods, "worker")} are expected (${said.where}), and ${runs} at a time: each waits for others that are not created before it ends`;
    return [{ path: inSpec("parallelism"), message, change: `parallelism: ${said.pods}` }];
  },
};
