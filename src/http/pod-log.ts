/** Logs of pods: the simulation knows no output, but when containers started and ended, and how. */

import type { JsonObject } from "../api/json.ts";
import { isJsonList, isJsonObject } from "../api/json.ts";
import type { ApiRequest } from "./context.ts";
import { flagOf, integerOf } from "./query.ts";
import { type Reply, textReply } from "./reply.ts";
import { badRequest, notFoundIn } from "./status.ts";

interface LogLine {
  readonly at: string;
  readonly text: string;
}

/** GET of `pods/NAME/log`. */
export function answerLog({ resource, info, query }: ApiRequest): Reply {
  const { namespace = "", name = "" } = info;
  const view = resource.get(namespace, name);
  if (view === undefined) throw notFoundIn("", "pods", name);
  const container = containerStatus(view.json(), name, query.get("container"));
  const state = flagOf(query, "previous") ? container.lastState : container.state;
  const lines = linesOf(container.name, isJsonObject(state) ? state : {});
  if (lines.length === 0) {
    throw badRequest(`container "${container.name}" in pod "${name}" is waiting to start: ContainerCreating`);
  }
  const tail = integerOf(query, "tailLines");
  const shown = tail === undefined ? lines : lines.slice(Math.max(0, lines.length - tail));
  const withTimes = flagOf(query, "timestamps");
  const text = shown.map(({ at, text: line }) => `${withTimes ? `${at} ` : ""}${line}\n`).join("");
  const limit = integerOf(query, "limitBytes");
  const body = limit === undefined ? text : text.slice(0, Math.max(0, limit));
  return textReply(body, "text/plain");
}

interface Container {
  readonly name: string;
  readonly state: unknown;
  readonly lastState: unknown;
}

function containerStatus({ spec, status }: JsonObject, pod: string, wanted: string | null): Container {
  const names = objectsIn(isJsonObject(spec) ? spec.containers : undefined).map((each) => String(each.name));
  const name = wanted ?? names[0] ?? "";
  if (!names.includes(name)) throw badRequest(`container ${name} is not valid for pod ${pod}`);
  const statuses = objectsIn(isJsonObject(status) ? status.containerStatuses : undefined);
  const found = statuses.find((each) => each.name === name);
  return { name, state: found?.state, lastState: found?.lastState };
}

function objectsIn(value: unknown): readonly JsonObject[] {
  return isJsonList(value) ? value.filter(isJsonObject) : [];
}

function linesOf(container: string, { running, terminated }: JsonObject): readonly LogLine[] {
  const state = [terminated, running].find(isJsonObject);
  if (state === undefined) return [];
  const started = { at: String(state.startedAt ?? ""), text: `jobsim: container ${container} started` };
  if (state !== terminated) return [started];
  const text = `jobsim: container ${container} exited with code ${String(state.exitCode)}`;
  return [started, { at: String(state.finishedAt ?? ""), text }];
}
