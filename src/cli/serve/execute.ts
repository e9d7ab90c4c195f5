/** Runs `jobsim serve` until a signal ends it. */

import { randomBytes } from "node:crypto";
import type { Certificate } from "../../http/certificate.ts";
import { kubeconfigText } from "../../http/kubeconfig.ts";
import { startSession } from "../../http/live/session.ts";
import { isLoopback } from "../../http/server.ts";
import { InputError } from "../../scenario/problem.ts";
import type { Environment } from "../environment.ts";
import { EXIT_BAD_INPUT, EXIT_OK } from "../exit-codes.ts";
import { reportBadInput } from "../input-error.ts";
import { checkWritable, PRIVATE_MODE, writeWhole } from "../write-file.ts";
import { OutputError } from "../write-output.ts";
import { loadStart } from "./load-world.ts";
import type { ServeFlags } from "./serve-flags.ts";

const TOKEN_BYTES = 24;

/** @returns the exit code */
export async function executeServe(
  files: readonly string[],
  flags: ServeFlags,
  environment: Environment,
): Promise<number> {
  const { stdout, stderr, wallMs } = environment;
  try {
    environment.pauseBriefly?.();
    for (const written of [flags.kubeconfig, flags.save]) if (written !== undefined) checkWritable(written);
    const { plan, base } = await loadStart(files, flags, environment);
    const access = await accessOf(flags, environment);
    const session = await startSession(plan, {
      base,
      host: flags.host,
      port: flags.port,
      speed: flags.speed,
      paused: flags.paused === true,
      wallMs,
      listsOldApis: flags.oldApis === true,
      ...(access === undefined ? {} : access),
    });
    const config = kubeconfigText(session.url, { ...access, ...access?.certificate });
    if (flags.kubeconfig !== undefined) writeWhole(flags.kubeconfig, config, PRIVATE_MODE);
    stdout.write(`serving the Kubernetes API on ${session.url}\n`);
    if (access !== undefined && flags.token === undefined && flags.tokenFile === undefined) {
      stdout.write(`bearer token: ${access.token}\n`);
    }
    if (flags.kubeconfig !== undefined) stdout.write(`try: kubectl --kubeconfig ${flags.kubeconfig} get jobs\n`);
    await untilSignal(environment.interrupted);
    try {
      if (flags.save !== undefined) writeWhole(flags.save, session.scenario());
    } finally {
      await session.close();
    }
    return EXIT_OK;
  } catch (error) {
    if (error instanceof OutputError) return reportBadInput(error, environment);
    if (!(error instanceof InputError) && !isSystemError(error)) throw error;
    stderr.write(`${describe(error, flags)}\n`);
    return EXIT_BAD_INPUT;
  }
}

interface Access {
  readonly token: string;
  readonly certificate: Certificate;
}

/** What clients must present, and how they recognise the server; `undefined` if only this machine reaches it. */
async function accessOf(flags: ServeFlags, { readFile }: Environment): Promise<Access | undefined> {
  const { host, tokenFile } = flags;
  const given = tokenFile === undefined ? flags.token : readFile(tokenFile).trim();
  if (given === "") {
    throw new InputError([
      { file: tokenFile ?? "--token", message: "holds no token; write one, or leave the flag out" },
    ]);
  }
  const token = given ?? (isLoopback(host) ? undefined : randomBytes(TOKEN_BYTES).toString("hex"));
  if (token === undefined) return undefined;
  const { makeCertificate } = await import("../../http/certificate.ts");
  return { token, certificate: await makeCertificate(host) };
}

/** The errors that people run into, with what to do about them. */
function describe(error: Error, { port, host }: ServeFlags): string {
  const code = "code" in error ? error.code : undefined;
  const file = "path" in error ? String(error.path) : "";
  if (code === "ENOENT") return `there is no file ${file}`;
  if (code === "EADDRINUSE") return `port ${port} of ${host} is taken; choose another with --port`;
  return error.message;
}

/** The port is taken, or a file cannot be read or written: things the user can change. */
function isSystemError(error: unknown): error is Error {
  return error instanceof Error && "code" in error && typeof error.code === "string" && /^E[A-Z]+$/.test(error.code);
}

function untilSignal(interrupted: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => resolve();
    if (interrupted.aborted) end();
    interrupted.addEventListener("abort", end, { once: true });
    process.once("SIGTERM", end);
    process.once("SIGINT", end);
    process.once("SIGHUP", end);
  });
}
