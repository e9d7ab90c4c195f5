/** JS122: the program waits for more workers than run at once. */

import { isJsonList, isJsonObject } from "../../../api/json.ts";
import type { Container, JobSpec } from "../../../api/types.ts";
import { widthOf } from "../bounds.ts";
import { counted, inSpec, type LintRule } from "../rule.ts";

/** How launchers of distributed programs are told how many take part. */
const FLAGS = /^--?(?:nnodes|num[-_]nodes|world[-_]size|num[-_]machines|num[-_]workers[-_]total)(?:=(\d+))?$/;
const VARIABLES: ReadonlySet<string> = new Set(["WORLD_SIZE", "NNODES", "NUM_NODES", "PET_NNODES"]);

export const missingWorkers: LintRule = {
  id: "JS122",
  severity: "danger",
  title: "fewer workers run at once than the program waits for",
  why:
    "A distributed program (torchrun, MPI, Horovod) starts when all of its workers are there. parallelism is 1 where it is " +
    "not given, also in an Indexed Job with many completions: then one worker runs, and waits for the others, which are only " +
    "created when it has ended.",
  advice: "Set parallelism to the number of workers.",
  source: "kubernetes/kubernetes#99225",
  validity: {},
  check({ spec }) {
    const width = widthOf(spec);
    const said = workersOf(spec);
    if (said === undefined || width === 0 || said.count <= width) return [];
    const runs = width === 1 ? "1 runs" : `${width} run`;
    const message = `${counted(said.count, "worker")} are expected (${said.where}), and ${runs} at a time: each waits for others that are not created before it ends`;
    return [{ path: inSpec("parallelism"), message, change: `parallelism: ${said.count}` }];
  },
};

function workersOf({ template }: JobSpec): { readonly count: number; readonly where: string } | undefined {
  for (const container of template.spec.containers) {
    const found = inWords(container) ?? inVariables(container);
    if (found !== undefined) return found;
  }
  return undefined;
}

function inWords(container: Container) {
  const words = [container.command, container.args].flatMap((list) => (isJsonList(list) ? list : []));
  const split = words.flatMap((word) => (typeof word === "string" ? word.split(/\s+/) : []));
  for (const [i, word] of split.entries()) {
    const match = FLAGS.exec(word);
    if (match === null) continue;
    const count = Number(match[1] ?? split[i + 1]);
    if (Number.isInteger(count) && count > 1)
      return { count, where: match[1] === undefined ? `${word} ${count}` : word };
  }
  return undefined;
}

function inVariables({ env }: Container) {
  for (const variable of isJsonList(env) ? env : []) {
    if (!isJsonObject(variable) || typeof variable.name !== "string" || !VARIABLES.has(variable.name)) continue;
    const count = Number(variable.value);
    if (Number.isInteger(count) && count > 1) return { count, where: `${variable.name}=${count}` };
  }
  return undefined;
}
