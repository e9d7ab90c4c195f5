/**
 * What runs in a controller manager: the interface through which any controller, the built-in ones among them, joins a
 * simulation.
 *
 * A process starts with empty memory, lists what there is, follows the changes from then on, and acts through clients.
 * When it stops it forgets everything; the next one starts from a fresh list.
 */

import type { AnyKind, Kind } from "../../api/kinds/kind.ts";
import { JOB, POD } from "../../api/kinds/workloads.ts";
import type { KubeObject } from "../../api/types.ts";
import type { ApiServer } from "../../apiserver/api-server.ts";
import type { Actor } from "../../apiserver/log.ts";
import type { OnDecision } from "../../controller/job/rules.ts";
import type { ListWatch } from "../../controller/list-watch.ts";
import type { Client } from "../../controller/process.ts";
import { type Handlers, SharedInformer } from "../../controller/shared-informer.ts";
import type { EventLoop } from "../../engine/event-loop.ts";
import type { ChosenProgram, ProgramOptions } from "../choices/chosen-program.ts";
import type { Nodes } from "../nodes/nodes.ts";
import type { SimulationPlan } from "../plan.ts";

/** The world as a controller process finds it. */
export interface Host {
  readonly loop: EventLoop;
  readonly server: ApiServer;
  readonly plan: SimulationPlan;
  /** Nodes that something happens to; absent if nothing does. */
  readonly nodes: Nodes | undefined;
  /** How late watches deliver. */
  readonly watchLagMs: { readonly jobs: number; readonly pods: number };
  /** What lists answer, and what watches show. */
  readonly listWatch: ListWatch;
  /** Told the rule behind each decision of the Job controller. */
  readonly onDecision: OnDecision | undefined;
  /** A new connection: its calls take the plan's latency, wait for their turn, and fail as the plan says. */
  connect(actor: Actor): Client;
  /**
   * Puts a program whose memory nobody can read, and whose watches are its own, under the choices of the run; absent
   * if nothing is left to choose.
   */
  readonly chosenProgram: ((options: ProgramOptions) => ChosenProgram) | undefined;
  /**
   * Notes that work of an async function may be under way: the world lets it finish before virtual time moves on.
   * Controllers written as processes need not care.
   */
  awaitTurn(): void;
}

/**
 * A cache of one kind for a process, with handlers for what changes; it starts from what the process is listed first.
 *
 * @example
 * const nodes = informerOf(host, NODE, { add: ({ metadata }) => queue.add(metadata.name) });
 * console.log([...nodes.cache].length);
 */
export function informerOf<T extends KubeObject>(host: Host, of: Kind<T>, handlers?: Handlers<T>): SharedInformer<T> {
  const informer = new SharedInformer(host.loop, host.listWatch, of, lagOf(host, of), handlers);
  informer.start();
  return informer;
}

/** How late the watch of a kind delivers. */
function lagOf({ watchLagMs }: Host, of: AnyKind): number {
  if (of.resource === JOB.resource) return watchLagMs.jobs;
  return of.resource === POD.resource ? watchLagMs.pods : 0;
}

/** A running process. */
export interface ControllerProcess {
  /** Begins nothing new; syncs that run go on. */
  stop(): void;
}

/** Starts a process. */
export interface StartControllers {
  (host: Host): ControllerProcess;
  /** Controllers in it that are not of Kubernetes, by name, so that a violation can say with what it was found. */
  readonly ownNames?: readonly string[];
}

/** Several controllers in one process: they live and die together. */
export function together(...starts: readonly StartControllers[]): StartControllers {
  const start = (host: Host) => {
    const running = starts.map((part) => part(host));
    return {
      stop: () => {
        for (const process of running) process.stop();
      },
    };
  };
  const all = Object.assign(start, { ownNames: starts.flatMap(({ ownNames = [] }) => ownNames) });
  PARTS.set(all, starts);
  return all;
}

/** What was put together. */
const PARTS = new WeakMap<StartControllers, readonly StartControllers[]>();

/** Whether one of the controllers that start together is a certain one. */
export function includesController(starts: StartControllers, one: StartControllers): boolean {
  return starts === one || (PARTS.get(starts) ?? []).some((part) => includesController(part, one));
}
