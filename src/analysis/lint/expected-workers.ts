/** Distributed programs: how many workers they are configured to wait for. */

import { isJsonList, isJsonObject } from "../../api/json.ts";
import type { Container, JobSpec } from "../../api/types.ts";
import { commandLineOf } from "./servers.ts";

/** How launchers of distributed programs are given the number of pods that take part; `1:4` is at least one. */
const OF_PODS = /^--?(?:nnodes|num[-_]nodes|num[-_]machines|num[-_]workers[-_]total)(?:=(\S+))?$/;
/** The same as a number of processes, of which a pod can have several. */
const OF_PROCESSES = /^--?world[-_]size(?:=(\S+))?$/;
/** Processes of each pod. */
const PER_POD = /^--?(?:nproc[-_]per[-_]node|npernode|ppn)(?:=(\S+))?$/;
/** `mpirun -np 4`: a short flag that only an MPI launcher understands this way. */
const MPI_LAUNCHER = /(?:^|\/)(?:mpirun|mpiexec|horovodrun|prterun)$/;
const MPI_PROCESSES = /^--?(?:np|n)(?:=(\S+))?$/;
const POD_VARIABLES: ReadonlySet<string> = new Set(["NNODES", "NUM_NODES", "PET_NNODES"]);
const PROCESS_VARIABLES: ReadonlySet<string> = new Set(["WORLD_SIZE"]);
const PER_POD_VARIABLES: ReadonlySet<string> = new Set(["LOCAL_WORLD_SIZE", "NPROC_PER_NODE", "PET_NPROC_PER_NODE"]);
const DEVICE = /\/gpu$|^google\.com\/tpu$|^habana\.ai\/gaudi$/;

/** How many pods a program waits for before it starts working. */
export interface ExpectedWorkers {
  readonly pods: number;
  /** The text that says so: `--nnodes=8`. */
  readonly where: string;
}

/**
 * Reads from commands and variables of a Job how many workers its program expects.
 *
 * @returns nothing if they do not say
 * @example
 * expectedWorkers(job.spec); // { pods: 8, where: "--nnodes=8" }
 */
export function expectedWorkers({ template }: JobSpec): ExpectedWorkers | undefined {
  for (const container of template.spec.containers) {
    const found = expectedBy(container);
    if (found !== undefined) return found;
  }
  return undefined;
}

function expectedBy(container: Container): ExpectedWorkers | undefined {
  const words = commandLineOf(container).split(/\s+/);
  const pods = inWords(words, OF_PODS) ?? inVariables(container, POD_VARIABLES);
  if (pods !== undefined) return { pods: pods.count, where: pods.where };
  const processes = inWords(words, OF_PROCESSES) ?? inLauncher(words) ?? inVariables(container, PROCESS_VARIABLES);
  if (processes === undefined) return undefined;
  const perPod = inWords(words, PER_POD)?.count ?? inVariables(container, PER_POD_VARIABLES)?.count;
  const { count, where } = processes;
  return { pods: Math.ceil(count / (perPod ?? devicesOf(container) ?? 1)), where };
}

interface Count {
  readonly count: number;
  readonly where: string;
}

function inWords(words: readonly string[], flag: RegExp): Count | undefined {
  for (const [i, word] of words.entries()) {
    const match = flag.exec(word);
    if (match === null) continue;
    const [fewest = ""] = (match[1] ?? words[i + 1] ?? "").split(":");
    const count = Number(fewest);
    if (Number.isInteger(count) && count > 1) {
      return { count, where: match[1] === undefined ? `${word} ${words[i + 1]}` : word };
    }
  }
  return undefined;
}

function inLauncher(words: readonly string[]): Count | undefined {
  const at = words.findIndex((word) => MPI_LAUNCHER.test(word));
  return at === -1 ? undefined : inWords(words.slice(at), MPI_PROCESSES);
}

function inVariables({ env }: Container, names: ReadonlySet<string>): Count | undefined {
  for (const variable of isJsonList(env) ? env : []) {
    if (!isJsonObject(variable) || typeof variable.name !== "string" || !names.has(variable.name)) continue;
    const count = Number(variable.value);
    if (Number.isInteger(count) && count > 1) return { count, where: `${variable.name}=${count}` };
  }
  return undefined;
}

/** Devices of a pod: by default, launchers start a process for each. */
function devicesOf({ resources }: Container): number | undefined {
  for (const [name, amount] of Object.entries(resources?.limits ?? {})) {
    if (DEVICE.test(name) && Number(amount) > 0) return Number(amount);
  }
  return undefined;
}
