/** Clients in other languages, unchanged and on their defaults, against `jobsim serve`. */

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Certificate, makeCertificate } from "../../src/http/certificate.ts";
import { kubeconfigText } from "../../src/http/kubeconfig.ts";
import { startTestSession, type TestSession } from "../http/session.ts";
import { runProgram } from "./run-program.ts";

const folder = mkdtempSync(path.join(tmpdir(), "jobsim-clients-"));
const config = path.join(folder, "kubeconfig");
const token = "secret";
let session: TestSession;
beforeAll(async () => {
  const certificate: Certificate = await makeCertificate("127.0.0.1");
  session = await startTestSession({ token, certificate, speed: "idle", paused: false });
  writeFileSync(config, kubeconfigText(session.url, { token, cert: certificate.cert }), { mode: 0o600 });
});
afterAll(() => session.close());

function hasPythonClient(): boolean {
  try {
    execFileSync("/usr/bin/python3", ["-c", "import kubernetes"], { stdio: "pipe" });
    return true;
  } catch {
    process.stderr.write("left out: the Python client, because python3-kubernetes is not installed\n");
    return false;
  }
}

describe.skipIf(!hasPythonClient())("the typed Python client", () => {
  test("creates, lists, watches, patches and deletes each kind", { timeout: 120_000 }, async () => {
    const output = await runProgram("/usr/bin/python3", [path.join(import.meta.dirname, "python/typed.py"), config]);
    expect(output.split("\n").filter((line) => !line.startsWith("ok "))).toEqual([""]);
  });
});

/** Built by `.ci/build-go`, which says where the packages come from. */
const SPECS = path.join(import.meta.dirname, "go/specs/specs");

describe.skipIf(!existsSync(SPECS))("a typed Go client on its defaults", () => {
  test("passes the end-to-end specs of Jobs and CronJobs", { timeout: 300_000 }, async () => {
    const output = await runProgram(SPECS, [config]);
    expect(output.split("\n").filter((line) => !line.startsWith("ok "))).toEqual([""]);
  });
});
