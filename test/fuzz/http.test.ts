/** Requests that make little sense, and what `jobsim serve` answers. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/load.ts";
import { at, JOBS, manifest } from "../http/session.ts";
import { inputs, PATIENCE_MS } from "./budget.ts";
import { patches, requests, type Sent } from "./requests.ts";
import { type Served, served } from "./served.ts";

/** Errors that are the server's own word: too much work for one request, a version that is not there yet. */
const TIMEOUT = 504;
/** What Kubernetes answers with a 500, though the client is to blame; recorded flows have both. */
const WORDS_OF_KUBERNETES =
  /resourceVersion should not be set on objects to be created|failed to create typed patch object/;

async function send(server: Served, { method, path, headers, body }: Sent): Promise<Response> {
  const url = `http://localhost${path}`;
  return server.answer(new Request(url, { method, headers, ...(body === undefined ? {} : { body }) }));
}

/** Checks that an answer is one: no defect of the server, and every error a `Status` that says what is wrong. */
async function expectProper(sent: Sent, response: Response): Promise<void> {
  const { status, headers } = response;
  const isDefect = status >= 500 && status !== TIMEOUT;
  const told = isDefect ? await response.clone().text() : "";
  if (isDefect && !WORDS_OF_KUBERNETES.test(told)) throw new Error(`${JSON.stringify(sent)} is answered with ${told}`);
  const isStream = status === 200 && /[?&]watch=|\/watch\//.test(sent.path);
  if (isStream || sent.method === "HEAD") {
    await response.body?.cancel();
    return;
  }
  const text = await response.text();
  if (status < 400) return;
  if (!(headers.get("content-type") ?? "").startsWith("application/json")) {
    expect(text).toBe("404 page not found\n");
    return;
  }
  const answer: unknown = JSON.parse(text);
  expect(answer).toMatchObject({ kind: "Status", status: "Failure", code: status });
  expect(String(at(answer, "message")).trim()).not.toBe("");
}

async function survives(all: readonly Sent[]): Promise<void> {
  const server = served();
  const headers = { "Content-Type": "application/json" };
  try {
    const created = { method: "POST", path: JOBS, headers, body: JSON.stringify(manifest("a", { completions: 2 })) };
    expect((await send(server, created)).status).toBe(201);
    for (const sent of all) await expectProper(sent, await send(server, sent));
    const advanced = { method: "POST", path: "/jobsim/v1/clock", headers, body: '{"advance": "30s"}' };
    await expectProper(advanced, await send(server, advanced));
    for (const path of [JOBS, "/api/v1/pods", "/api/v1/events"]) {
      const read = {
        method: "GET",
        path,
        headers: { Accept: "application/json;as=Table;v=v1;g=meta.k8s.io" },
        body: undefined,
      };
      expect((await send(server, read)).status).toBe(200);
    }
    const saved = await (
      await send(server, { method: "GET", path: "/jobsim/v1/scenario", headers, body: undefined })
    ).text();
    loadScenario({ text: saved, file: "saved.yaml", readFile: () => "" });
  } finally {
    server.stop();
  }
}

describe("a server", () => {
  test("answers whatever is asked of it, works on, and saves it as a scenario", { timeout: PATIENCE_MS }, async () => {
    await fc.assert(fc.asyncProperty(requests, survives), inputs(300));
  });

  test("answers any patch of any kind", { timeout: PATIENCE_MS }, async () => {
    await fc.assert(
      fc.asyncProperty(patches, (patch) => survives([patch])),
      inputs(350),
    );
  });
});
