/** A server under load: many requests, many watches, and a client that does not read. */

import { connect } from "node:net";
import { expect, test } from "vitest";
import { startProcess } from "./serve-process.ts";
import { JOBS, manifest, startTestSession } from "./session.ts";

const WATCHES = 200;
const REQUESTS = 5_000;
const WORKERS = 25;
const MAX_MEMORY_BYTES = 700 * 1024 * 1024;

const MERGE = { "Content-Type": "application/merge-patch+json" };

/** Sends a request, and returns the code of its answer. */
async function send(url: string, method = "GET", body?: object, headers: Readonly<Record<string, string>> = {}) {
  const init = { method, headers: { "Content-Type": "application/json", ...headers } };
  const response = await fetch(url, body === undefined ? init : { ...init, body: JSON.stringify(body) });
  await response.arrayBuffer();
  return response.status;
}

/** Counts the events of a watch until it ends. */
async function countEvents(url: string, signal: AbortSignal): Promise<number> {
  const response = await fetch(url, { signal });
  let count = 0;
  try {
    for await (const chunk of response.body ?? []) count += Buffer.from(chunk).toString().split("\n").length - 1;
  } catch {
    // Aborted at the end of the test.
  }
  return count;
}

/** One request from a mix of reads and writes. */
function request(url: string, number: number): Promise<number> {
  const job = `${url}${JOBS}/job-${number % 50}`;
  switch (number % 10) {
    case 0:
      return send(job, "PATCH", { metadata: { labels: { n: `${number}` } } }, MERGE);
    case 1:
      return send(`${url}${JOBS}?limit=10`);
    case 2:
      return send(`${url}/api/v1/namespaces/default/pods?labelSelector=none`);
    default:
      return send(job);
  }
}

test("5,000 requests with 200 open watches are all answered, in bounded memory", async () => {
  const server = await startProcess(["--speed", "60"]);
  const { url } = server;
  for (let n = 0; n < 50; n++) await send(url + JOBS, "POST", manifest(`job-${n}`, { suspend: n % 2 === 0 }));
  const abort = new AbortController();
  const counts = Array.from({ length: WATCHES }, (_, n) => {
    const selector = n % 4 === 0 ? "" : `&labelSelector=job-name%3Djob-${n % 50}`;
    return countEvents(`${url}${JOBS}?watch=true&resourceVersion=0${selector}`, abort.signal);
  });
  const codes: number[] = [];
  const worker = async (first: number) => {
    for (let n = first; n < REQUESTS; n += WORKERS) codes.push(await request(url, n));
  };
  await Promise.all(Array.from({ length: WORKERS }, (_, n) => worker(n)));
  await new Promise((resolve) => setTimeout(resolve, 200));
  abort.abort();
  const events = await Promise.all(counts);
  expect(codes.length).toBe(REQUESTS);
  expect(codes.filter((code) => code !== 200)).toEqual([]);
  expect(Math.min(...events)).toBeGreaterThan(0);
  expect(server.memoryBytes()).toBeLessThan(MAX_MEMORY_BYTES);
  expect(await send(`${url}/readyz`)).toBe(200);
  expect(await server.stop()).toBe(0);
});

test("a watch whose client does not read is dropped once the log has moved on", async () => {
  const session = await startTestSession({ keptEntries: 100 });
  await session.send("POST", JOBS, manifest("a", { suspend: true }));
  const { port } = new URL(session.url);
  const socket = connect(Number(port), "127.0.0.1");
  socket.pause();
  socket.write(`GET ${JOBS}?watch=true HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  for (let n = 0; n < 600; n++) {
    const annotations = { text: `${n}${"x".repeat(50_000)}` };
    await session.send("PATCH", `${JOBS}/a`, { metadata: { annotations } }, MERGE);
  }
  let received = "";
  const ended = new Promise<void>((resolve) => {
    socket.on("data", (data) => {
      received = (received + data.toString()).slice(-2_000);
      if (received.includes('"type":"ERROR"')) resolve();
    });
  });
  socket.resume();
  await ended;
  expect(received).toContain("too old resource version");
  socket.destroy();
  await session.close();
});
