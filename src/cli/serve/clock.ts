/** Runs `jobsim clock`: one request to a running server. */

import type { Environment } from "../environment.ts";
import { EXIT_BAD_INPUT, EXIT_OK } from "../exit-codes.ts";

export interface ClockFlags {
  readonly server: string;
  readonly token?: string;
  readonly speed?: string;
}

interface ClockRequest {
  readonly path: string;
  readonly body?: object;
}

/** @returns the exit code */
export async function executeClock(
  action: string,
  parameters: readonly string[],
  flags: ClockFlags,
  { stdout, stderr }: Pick<Environment, "stdout" | "stderr">,
): Promise<number> {
  const request = requestFor(action, parameters, flags);
  if (typeof request === "string") {
    stderr.write(`${request}\n`);
    return EXIT_BAD_INPUT;
  }
  try {
    const response = await send(request, flags);
    const text = await response.text();
    (response.ok ? stdout : stderr).write(text.endsWith("\n") ? text : `${text}\n`);
    return response.ok ? EXIT_OK : EXIT_BAD_INPUT;
  } catch {
    stderr.write(`no server answers at ${flags.server}; start one with jobsim serve\n`);
    return EXIT_BAD_INPUT;
  }
}

/** The request of an action, or what is wrong with it. */
function requestFor(action: string, [first, second]: readonly string[], { speed }: ClockFlags): ClockRequest | string {
  const path = "clock";
  switch (action) {
    case "show":
      return { path };
    case "pause":
      return { path, body: { pause: true } };
    case "resume":
      return { path, body: { resume: true, ...(speed === undefined ? {} : { speed: Number(speed) }) } };
    case "advance":
      return first === undefined ? "say how far: a time such as 10m, or next" : { path, body: { advance: first } };
    case "outcome": {
      const [namespace, name] = (first ?? "").split("/");
      if (namespace === undefined || name === undefined || second === undefined) {
        return "name the pod as namespace/pod, and give the exit code";
      }
      const pod = `${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;
      return { path: `pods/${pod}/outcome`, body: { exitCode: Number(second) } };
    }
    case "save":
      return { path: "scenario" };
    default:
      return `there is no action ${JSON.stringify(action)}; there are show, pause, resume, advance, outcome and save`;
  }
}

function send({ path, body }: ClockRequest, { server, token }: ClockFlags): Promise<Response> {
  return fetch(`${server.replace(/\/$/, "")}/jobsim/v1/${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      "Content-Type": "application/json",
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
