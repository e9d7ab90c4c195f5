/** Runs `jobsim serve` until a signal ends it. */

import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { kubeconfigText } from "../../http/kubeconfig.ts";
import { startSession } from "../../http/live/session.ts";
import { isLoopback } from "../../http/server.ts";
import { InputError } from "../../scenario/problem.ts";
import type { Environment } from "../environment.ts";
import { EXIT_BAD_INPUT, EXIT_OK } from "../exit-codes.ts";
import { loadStart } from "./load-world.ts";
import type { ServeFlags } from "./serve-flags.ts";

/** Only its owner may read a file with a token. */
const PRIVATE = { mode: 0o600 };
const TOKEN_BYTES = 24;

/** @returns the exit code */
export async function executeServe(
  file: string | undefined,
  flags: ServeFlags,
  environment: Environment,
): Promise<number> {
  const { stdout, stderr, wallMs } = environment;
  try {
    const { plan, base } = await loadStart(file, flags, environment);
    const token = flags.token ?? (isLoopback(flags.host) ? undefined : randomBytes(TOKEN_BYTES).toString("hex"));
    const session = await startSession(plan, {
      base,
      host: flags.host,
      port: flags.port,
      speed: flags.speed,
      paused: flags.paused === true,
      wallMs,
      ...(token === undefined ? {} : { token }),
    });
    if (flags.kubeconfig !== undefined) writeFileSync(flags.kubeconfig, kubeconfigText(session.url, token), PRIVATE);
    stdout.write(`serving the Kubernetes API on ${session.url}\n`);
    if (token !== undefined && flags.token === undefined) stdout.write(`bearer token: ${token}\n`);
    if (flags.kubeconfig !== undefined) stdout.write(`try: kubectl --kubeconfig ${flags.kubeconfig} get jobs\n`);
    await untilSignal(environment.interrupted);
    if (flags.save !== undefined) writeFileSync(flags.save, session.scenario());
    await session.close();
    return EXIT_OK;
  } catch (error) {
    if (!(error instanceof InputError) && !isSystemError(error)) throw error;
    stderr.write(`${describe(error, flags)}\n`);
    return EXIT_BAD_INPUT;
  }
}

/** The errors that people meet, in words that say what to do. */
function describe(error: Error, { port, host }: ServeFlags): string {
  const code = "code" in error ? error.code : undefined;
  const file = "path" in error ? String(error.path) : "";
  if (code === "ENOENT") return `there is no file ${file}`;
  if (code === "EADDRINUSE") return `port ${port} of ${host} is taken; choose another with --port`;
  return error.message;
}

/** The port is taken, a file cannot be read or written: what the user can change. */
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
  });
}
