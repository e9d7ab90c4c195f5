/** Runs `jobsim clock`: one request to a running server. */

import http from "node:http";
import https from "node:https";
import { parse } from "yaml";
import { isJsonObject, type JsonObject } from "../../api/json.ts";
import { InputError } from "../../scenario/problem.ts";
import type { Environment } from "../environment.ts";
import { EXIT_BAD_INPUT, EXIT_OK } from "../exit-codes.ts";

export interface ClockFlags {
  readonly server: string;
  readonly token?: string;
  /** A kubeconfig that `serve` wrote: address, token and certificate in one. */
  readonly kubeconfig?: string;
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
  { stdout, stderr, readFile }: Pick<Environment, "stdout" | "stderr" | "readFile">,
): Promise<number> {
  const request = requestFor(action, parameters, flags);
  if (typeof request === "string") {
    stderr.write(`${request}\n`);
    return EXIT_BAD_INPUT;
  }
  try {
    const server = flags.kubeconfig === undefined ? flags : readKubeconfig(flags.kubeconfig, readFile);
    const { isOk, text } = await send(request, server);
    (isOk ? stdout : stderr).write(text.endsWith("\n") ? text : `${text}\n`);
    return isOk ? EXIT_OK : EXIT_BAD_INPUT;
  } catch (error) {
    const why = error instanceof InputError ? error.message : whyUnanswered(error, flags);
    stderr.write(`${why}\n`);
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
      return {
        path,
        body: { resume: true, ...(speed === undefined ? {} : { speed: speed === "idle" ? speed : Number(speed) }) },
      };
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

/** A server that does not answer, or does not answer like one of ours; Node names the cause by a code. */
function whyUnanswered(error: unknown, { server, kubeconfig }: ClockFlags): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOENT") return `there is no file ${kubeconfig ?? ""}`;
  const isCertificate = code.includes("CERT") || code.includes("TLS");
  if (isCertificate)
    return `the certificate of the server is not known (${code}); give --kubeconfig, as serve wrote it`;
  return `no server answers at ${kubeconfig ?? server}; start one with jobsim serve`;
}

interface Connection {
  readonly server: string;
  readonly token?: string;
  readonly cert?: string;
}

function readKubeconfig(file: string, readFile: Environment["readFile"]): Connection {
  const config: unknown = parse(readFile(file));
  const cluster = firstOf(config, "clusters", "cluster");
  const user = firstOf(config, "users", "user");
  const { server, "certificate-authority-data": authority } = cluster;
  if (typeof server !== "string") throw new InputError([{ file, message: "is not a kubeconfig: it names no server" }]);
  return {
    server,
    ...(typeof user.token === "string" ? { token: user.token } : {}),
    ...(typeof authority === "string" ? { cert: Buffer.from(authority, "base64").toString("utf8") } : {}),
  };
}

function firstOf(config: unknown, list: string, key: string): JsonObject {
  const entries = isJsonObject(config) ? config[list] : undefined;
  const first: unknown = Array.isArray(entries) ? entries[0] : undefined;
  const value = isJsonObject(first) ? first[key] : undefined;
  return isJsonObject(value) ? value : {};
}

/** Sends one request; `fetch` would not accept the certificate. */
function send({ path, body }: ClockRequest, { server, token, cert }: Connection) {
  const url = new URL(`/jobsim/v1/${path}`, server);
  const { request } = url.protocol === "https:" ? https : http;
  return new Promise<{ isOk: boolean; text: string }>((resolve, reject) => {
    const sent = request(url, {
      method: body === undefined ? "GET" : "POST",
      ...(cert === undefined ? {} : { ca: cert }),
      headers: {
        "Content-Type": "application/json",
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      },
    });
    sent.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () => {
        const { statusCode = 0 } = response;
        resolve({ isOk: statusCode >= 200 && statusCode < 300, text: Buffer.concat(chunks).toString("utf8") });
      });
    });
    sent.on("error", reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
