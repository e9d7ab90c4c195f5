/** What became of the time of pods: GPU hours held, wasted and spent on waiting, and work that was lost. */

import { podRequests } from "../api/pod-resources.ts";
import type { Pod } from "../api/types.ts";
import type { Simulation } from "../simulation/simulation.ts";
import { type NodeStay, readStays } from "./cluster/stays.ts";
import type { PodLife } from "./pod-life.ts";
import type { RunAccount } from "./read-run.ts";

/** Hours of GPUs, one for each GPU that a pod of a Job asks for. */
export interface GpuHours {
  /** From being bound to a node to the end of the pod. */
  readonly used: number;
  /** Of it: for work that was thrown away, for reading checkpoints, and for pods that came to nothing. */
  readonly wasted: number;
  /** Of it: while the container had not started, or other workers of a gang were missing. */
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

export interface UseFigures {
  /** Absent if no pod asks for a GPU. */
  readonly gpuHours?: GpuHours;
  /** Absent if nothing is said about work. */
  readonly work?: WorkFigures;
}

const HOUR_MS = 3_600_000;

/**
 * What became of the time of the pods of a run.
 *
 * @param simulation a run whose log was recorded in full
 * @param account of the same run
 */
export function useFigures(simulation: Simulation, account: RunAccount): UseFigures {
  const accounts = simulation.works?.accounts ?? new Map<string, never>();
  const gpus = gpuHours(readStays(simulation), account, simulation);
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
  const lives = new Map(account.jobs.flatMap(({ pods }) => pods.map((pod) => [pod.uid, pod] as const)));
  const sum = { used: 0, wasted: 0, waiting: 0 };
  let isAsked = false;
  for (const { pod, uid, boundMs, leftMs } of stays) {
    const gpus = gpusOf(pod);
    const life = lives.get(uid);
    // Pods of others are part of the surroundings.
    if (gpus === 0 || life === undefined) continue;
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

/** GPUs of any maker: `nvidia.com/gpu`, `amd.com/gpu`, `gpu.intel.com/i915`. */
function gpusOf(pod: Pod): number {
  let count = 0;
  for (const [name, { billionths }] of podRequests(pod)) if (name.includes("gpu")) count += Number(billionths) / 1e9;
  return count;
}

/** Ended, and not counted as a success. */
function isForNothing(life: PodLife): boolean {
  if (life.endedMs === undefined) return false;
  return life.countedAs === undefined ? life.phase !== "Succeeded" : life.countedAs !== "succeeded";
}
