/** Logs of pods: the simulation has no output of containers, only when and how they started and ended. */

import type { ContainerState, ContainerStatus, Pod } from "../api/types.ts";
import type { ApiRequest } from "./context.ts";
import { type PodLogOptions, readPodLogOptions } from "./pod-log-options.ts";
import { type Receiver, type Reply, type Sending, textReply } from "./reply.ts";
import { badRequest, notFoundIn } from "./status.ts";
import type { SubresourceHandler } from "./subresources.ts";
import type { WatchHub } from "./watch-hub.ts";

interface LogLine {
  readonly at: string;
  readonly text: string;
}

const PLAIN = "text/plain";

/** Answers GET of `pods/NAME/log`; the hub wakes logs that are followed. */
export function logsOf(hub: WatchHub): SubresourceHandler {
  return (request) => answerLog(request, hub);
}

function answerLog({ info, query, world }: ApiRequest, hub: WatchHub): Reply {
  const { namespace = "", name = "" } = info;
  const { pods } = world.server;
  const options = readPodLogOptions(query, world.nowMs());
  const pod = pods.pods.get(namespace, name);
  if (pod === undefined) throw notFoundIn("", "pods", name);
  const container = containerOf(pod, options.container);
  // A pod without a node has no log.
  if ((pod.spec.nodeName ?? "") === "") return textReply("", PLAIN);
  const text = shown(linesNow(pod, container, options), options);
  if (!options.follow || isOver(pod, container)) return textReply(text, PLAIN);
  hub.checkRoom();
  const { uid } = pod.metadata;
  const find = () => {
    const now = pods.pods.get(namespace, name);
    return now?.metadata.uid === uid ? now : undefined;
  };
  const start = (to: Receiver) => followed({ pod, container, options, find }, hub, { first: text, to });
  return { status: 200, headers: { "Content-Type": PLAIN }, body: { start } };
}

/** @throws HttpError 400 if no container has run yet, or none before the current one */
function linesNow(pod: Pod, container: string, { previous }: PodLogOptions): readonly LogLine[] {
  const status = statusOf(pod, container);
  const { name } = pod.metadata;
  const lines = linesOf(container, previous ? status?.lastState : status?.state);
  if (lines.length > 0) return lines;
  if (previous) throw badRequest(`previous terminated container "${container}" in pod "${name}" not found`);
  // A container that waits for a restart has the log of its previous instance.
  const before = linesOf(container, status?.lastState);
  if (before.length > 0) return before;
  const reason = status?.state?.waiting?.reason ?? "ContainerCreating";
  throw badRequest(`container "${container}" in pod "${name}" is waiting to start: ${reason}`);
}

function shown(lines: readonly LogLine[], options: PodLogOptions): string {
  const { tailLines, limitBytes, sinceMs = Number.NEGATIVE_INFINITY } = options;
  const recent = lines.filter(({ at }) => Date.parse(at) >= sinceMs);
  const last = tailLines === undefined ? recent : recent.slice(Math.max(0, recent.length - tailLines));
  const text = print(last, options);
  return limitBytes === undefined ? text : text.slice(0, limitBytes);
}

function print(lines: readonly LogLine[], { timestamps }: PodLogOptions): string {
  return lines.map(({ at, text }) => `${timestamps ? `${at} ` : ""}${text}\n`).join("");
}

interface Following {
  readonly pod: Pod;
  readonly container: string;
  readonly options: PodLogOptions;
  /** Returns the current pod; `undefined` if it is gone. */
  readonly find: () => Pod | undefined;
}

interface Output {
  /** Sent immediately. */
  readonly first: string;
  readonly to: Receiver;
}

/** Sends the log of a container from now on until it ends. */
function followed({ pod, container, options, find }: Following, hub: WatchHub, { first, to }: Output): Sending {
  const runs = statusOf(pod, container)?.restartCount ?? 0;
  let printed = linesOf(container, statusOf(pod, container)?.state).length;
  const wake = () => {
    const now = find();
    const status = now === undefined ? undefined : statusOf(now, container);
    const hasRestarted = (status?.restartCount ?? 0) > runs;
    const lines = linesOf(container, hasRestarted ? status?.lastState : status?.state);
    const text = print(lines.slice(printed), options);
    printed = Math.max(printed, lines.length);
    if (text !== "") to.write(Buffer.from(text));
    if (hasRestarted || status?.state?.running === undefined) end();
  };
  const stop = () => hub.remove(watch);
  const end = () => {
    stop();
    to.end();
  };
  const watch = { wake, end };
  if (first !== "") to.write(Buffer.from(first));
  hub.add(watch);
  return { sent: () => {}, stop };
}

function isOver(pod: Pod, container: string): boolean {
  return statusOf(pod, container)?.state?.running === undefined;
}

function statusOf({ status }: Pod, container: string): ContainerStatus | undefined {
  const { initContainerStatuses = [], containerStatuses = [] } = status;
  return [...initContainerStatuses, ...containerStatuses].find(({ name }) => name === container);
}

/** The container that a request means (`LogLocation` in pkg/registry/core/pod/strategy.go). */
function containerOf({ metadata, spec }: Pod, wanted: string): string {
  const mains = spec.containers.map(({ name }) => name);
  const inits = (spec.initContainers ?? []).map(({ name }) => name);
  if (wanted !== "") {
    if (mains.includes(wanted) || inits.includes(wanted)) return wanted;
    throw badRequest(`container ${wanted} is not valid for pod ${metadata.name}`);
  }
  const [only = "", ...others] = mains;
  if (others.length === 0) return only;
  const alternatives = inits.length === 0 ? "" : ` or one of the init containers: [${inits.join(" ")}]`;
  const choice = `choose one of: [${mains.join(" ")}]${alternatives}`;
  throw badRequest(`a container name must be specified for pod ${metadata.name}, ${choice}`);
}

function linesOf(container: string, { running, terminated }: ContainerState = {}): readonly LogLine[] {
  const startedAt = (terminated ?? running)?.startedAt;
  if (terminated === undefined && running === undefined) return [];
  const started = { at: startedAt ?? "", text: `jobsim: container ${container} started` };
  if (terminated === undefined) return [started];
  const text = `jobsim: container ${container} exited with code ${terminated.exitCode}`;
  return [started, { at: terminated.finishedAt ?? "", text }];
}
