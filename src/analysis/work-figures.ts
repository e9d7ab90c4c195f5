/** How the time of pods was spent: GPU hours held, wasted and spent waiting, and work that was lost. */

import type { Simulation } from "../simulation/simulation.ts";
import { type NodeStay, readStays } from "./cluster/stays.ts";
import { gpusOf } from "./gpu-requests.ts";
import type { PodLife } from "./pod-life.ts";
import type { RunAccount } from "./read-run.ts";

/** Hours of GPUs, one for each GPU that a pod of a Job asks for. */
export interface GpuHours {
  /** From being bound to a node to the end of the pod. */
  readonly used: number;
  /** Of these: for work that was thrown away, for reading checkpoints, and for pods that achieved nothing. */
  readonly wasted: number;
  /** Of these: while the container had not started, or other workers of a gang were missing. */
  readonly waiting: number;
}

/** Hours of pods that have work to do. */
export interface WorkFigures {
  /** Those that were interrupted, or waited for others. */
  readonly pods: number;
  /** Done, and thrown away. */
  readonly lostHours: number;
  readonly restoringHours: number;
  /** Waiting for the rest of a gang. */
  readonly waitingHours: number;
}

/** Figures about GPUs and work. */
export interface UseFigures {
  /** Absent if no pod asks for a GPU. */
  readonly gpuHours?: GpuHours;
  /** Absent if nothing is said about work. */
  readonly work?: WorkFigures;
}

const HOUR_MS = 3_600_000;

/**
 * How the time of the pods of a run was spent.
 *
 * @param simulation a run; its log must be there in full, unless it was followed
 * @param account of the same run
 * @param stays of the same run, as `readStays` gives them
 */
export function useFigures(
  simulation: Simulation,
  account: RunAccount,
  stays: readonly NodeStay[] = readStays(simulation),
): UseFigures {
  const accounts = simulation.works?.accounts ?? new Map<string, never>();
  const gpus = gpuHours(stays, account, simulation);
  if (simulation.works === undefined) return gpus === undefined ? {} : { gpuHours: gpus };
  const work = { pods: 0, lostHours: 0, restoringHours: 0, waitingHours: 0 };
  for (const { lostMs, restoringMs, waitingMs } of accounts.values()) {
    if (lostMs + restoringMs + waitingMs > 0) work.pods++;
    work.lostHours += lostMs / HOUR_MS;
    work.restoringHours += restoringMs / HOUR_MS;
    work.waitingHours += waitingMs / HOUR_MS;
  }
  return { ...(gpus === undefined ? {} : { gpuHours: gpus }), work };
}

function gpuHours(stays: readonly NodeStay[], account: RunAccount, { works }: Simulation): GpuHours | undefined {
  const asking = stays.flatMap((stay) => {
    const gpus = gpusOf(stay.pod);
    return gpus === 0 ? [] : [{ ...stay, gpus }];
  });
  if (asking.length === 0) return undefined;
  const lives = new Map(account.jobs.flatMap(({ pods }) => pods.map((pod) => [pod.uid, pod] as const)));
  const sum = { used: 0, wasted: 0, waiting: 0 };
  let isAsked = false;
  for (const { gpus, uid, boundMs, leftMs } of asking) {
    const life = lives.get(uid);
    // Pods of others are part of the surroundings.
    if (life === undefined) continue;
    isAsked = true;
    if (boundMs === undefined) continue;
    const heldMs = Math.max(0, leftMs - boundMs);
    const startMs = Math.min(life.runningMs ?? leftMs, leftMs) - boundMs;
    const worker = works?.accounts.get(uid);
    const waitingMs = startMs + (worker?.waitingMs ?? 0);
    const wastedMs =
      worker === undefined ? (isForNothing(life) ? heldMs - waitingMs : 0) : worker.lostMs + worker.restoringMs;
    sum.used += (gpus * heldMs) / HOUR_MS;
    sum.waiting += (gpus * waitingMs) / HOUR_MS;
    sum.wasted += (gpus * wastedMs) / HOUR_MS;
  }
  return isAsked ? sum : undefined;
}

/** Ended, and not counted as a success. */
function isForNothing(life: PodLife): boolean {
  if (life.endedMs === undefined) return false;
  return life.countedAs === undefined ? life.phase !== "Succeeded" : life.countedAs !== "succeeded";
}
