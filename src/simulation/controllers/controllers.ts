/**
 * The interface through which controllers, including the built-in ones, join a simulation.
 *
 * A process starts with empty memory, lists the stored objects, follows all changes after that, and acts through
 * clients. When it stops its memory is lost; the next process starts from fresh lists.
 */

import type { AnyKind, Kind } from "../../api/kinds/kind.ts";
import { JOB, POD } from "../../api/kinds/workloads.ts";
import type { KubeObject } from "../../api/types.ts";
import type { ApiServer } from "../../apiserver/api-server.ts";
import type { Actor } from "../../apiserver/log.ts";
import type { OnDecision } from "../../controller/job/decisions.ts";
import type { ListWatch } from "../../controller/list-watch.ts";
import type { Client } from "../../controller/process.ts";
import { type Handlers, SharedInformer } from "../../controller/shared-informer.ts";
import type { EventLoop } from "../../engine/event-loop.ts";
import type { ChosenProgram, ProgramOptions } from "../choices/chosen-program.ts";
import type { Nodes } from "../nodes/nodes.ts";
import type { SimulationPlan } from "../plan.ts";
import { cacheFor, type ReconcileObserver } from "./reconcile-observer.ts";

/** The environment of a controller process. */
export interface Host {
  readonly loop: EventLoop;
  readonly server: ApiServer;
  readonly plan: SimulationPlan;
  /** The nodes, if they are objects in this run. */
  readonly nodes: Nodes | undefined;
  /** How late watches deliver. */
  readonly watchLagMs: { readonly jobs: number; readonly pods: number };
  /** Lists and watches for the process. */
  readonly listWatch: ListWatch;
  /** Which process of this name it is in the run, from 1: processes that restart count on. */
  readonly generation: number;
  /** Called with the rule behind each decision of the Job controller. */
  readonly onDecision: OnDecision | undefined;
  /** Opens a connection with the latency, rate limit and faults of the plan. */
  connect(actor: Actor): Client;
  /** Observes what custom controllers read and write; usually absent. */
  readonly observer: ReconcileObserver | undefined;
  /** Ends the process immediately, like `os.Exit`; the next one starts after `downMs`. */
  exit(downMs: number): void;
  /**
   * Puts a program with its own watches and opaque memory under the choices of the run; absent if the run has no
   * schedule.
   */
  readonly chosenProgram: ((options: ProgramOptions) => ChosenProgram) | undefined;
  /**
   * Must be called when an async function may have work to do: the simulation lets it finish before virtual time
   * advances. Controllers written as processes do not need it.
   */
  awaitTurn(): void;
}

/**
 * A cache of one kind for a process, with event handlers; it starts from the process's first list.
 *
 * @example
 * const nodes = informerOf(host, NODE, { add: ({ metadata }) => queue.add(metadata.name) });
 * console.log([...nodes.cache].length);
 */
export function informerOf<T extends KubeObject>(host: Host, of: Kind<T>, handlers?: Handlers<T>): SharedInformer<T> {
  const { loop, listWatch, observer } = host;
  const cache = cacheFor<T>(of.resource, observer);
  const informer = new SharedInformer(loop, listWatch, of, lagOf(host, of), handlers, cache);
  informer.start();
  return informer;
}

/** The lag of the watch of a kind, in milliseconds. */
function lagOf({ watchLagMs }: Host, of: AnyKind): number {
  if (of.resource === JOB.resource) return watchLagMs.jobs;
  return of.resource === POD.resource ? watchLagMs.pods : 0;
}

/** A running process. */
export interface ControllerProcess {
  /** Stops starting new work; running syncs continue. */
  stop(): void;
}

/** Starts a process. */
export interface StartControllers {
  (host: Host): ControllerProcess;
  /** Names of its controllers that are not part of Kubernetes, for reports of violations. */
  readonly ownNames?: readonly string[];
  /** Processes of their own that run next to it. */
  readonly replicas?: readonly Replica[];
}

/** A process that starts, crashes and restarts without the others. */
export interface Replica {
  /** Unique in a run. */
  readonly name: string;
  readonly start: (host: Host) => ControllerProcess;
}

/** Combines controllers into one process: they start and stop together. Replicas keep their own processes. */
export function together(...starts: readonly StartControllers[]): StartControllers {
  const start = (host: Host) => {
    const running = starts.map((part) => part(host));
    return {
      stop: () => {
        for (const process of running) process.stop();
      },
    };
  };
  const ownNames = starts.flatMap((part) => part.ownNames ?? []);
  const all = Object.assign(start, { ownNames, replicas: starts.flatMap(({ replicas = [] }) => replicas) });
  PARTS.set(all, starts);
  return all;
}

/** The parts of combined controllers. */
const PARTS = new WeakMap<StartControllers, readonly StartControllers[]>();

/** Whether a controller is one of those that start together. */
export function includesController(starts: StartControllers, one: StartControllers): boolean {
  return starts === one || (PARTS.get(starts) ?? []).some((part) => includesController(part, one));
}
