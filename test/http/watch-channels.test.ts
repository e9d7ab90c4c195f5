/** Watches that show the same share what they read; one whose client is slow goes on by itself, and misses nothing. */

import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { at, JOBS, manifest, startTestSession, type TestSession } from "./session.ts";

const MERGE = { "Content-Type": "application/merge-patch+json" };
/** More than the buffers of a client and of the server for it hold. */
const CHANGES = 150;
const PADDING = "x".repeat(60_000);

let session: TestSession;
const sockets: Socket[] = [];
beforeEach(async () => {
  session = await startTestSession();
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  return session.close();
});

/** A watch whose client reads when it is asked to. */
class Client {
  readonly #socket: Socket;
  #text = "";

  constructor(path: string) {
    this.#socket = connect(Number(new URL(session.url).port), "127.0.0.1");
    sockets.push(this.#socket);
    this.#socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    this.#socket.on("data", (data) => {
      this.#text += data.toString("latin1");
    });
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** The label `n` of each event so far, once there are so many events. */
  async steps(count: number): Promise<readonly string[]> {
    const find = () => this.#text.match(/(?<="n":")\d+/g) ?? [];
    await expect.poll(() => find().length, { timeout: 20_000 }).toBeGreaterThanOrEqual(count);
    return find();
  }
}

function change(n: number) {
  const metadata = { labels: { n: `${n}` }, annotations: { padding: PADDING } };
  return session.send("PATCH", `${JOBS}/a`, { metadata }, MERGE);
}

test("a slow client gets every event once and in order, and does not hold up others", async () => {
  await session.send("POST", JOBS, manifest("a", { suspend: true }));
  const path = `${JOBS}?watch=true&resourceVersion=0`;
  const clients = [new Client(path), new Client(path), new Client(path)] as const;
  const [slow, ...quick] = clients;
  const wanted = Array.from({ length: CHANGES }, (_, n) => `${n}`);
  await change(0);
  for (const client of clients) await client.steps(1);
  slow.pause();
  for (let n = 1; n < CHANGES; n++) await change(n);
  for (const client of quick) expect(await client.steps(CHANGES)).toEqual(wanted);
  slow.resume();
  expect(await slow.steps(CHANGES)).toEqual(wanted);
  await change(CHANGES);
  for (const client of clients) expect(await client.steps(CHANGES + 1)).toEqual([...wanted, `${CHANGES}`]);
});

test("watches of the same objects in different forms get each its own", async () => {
  const accept = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
  const url = `${session.url}${JOBS}?watch=true&timeoutSeconds=1`;
  const [whole, metadata] = await Promise.all([fetch(url), fetch(url, { headers: { Accept: accept } })]);
  await session.send("POST", JOBS, manifest("a", { suspend: true }));
  const first = async (watch: Response) => JSON.parse((await watch.text()).split("\n")[0] ?? "");
  expect(at(await first(whole), "object.kind")).toBe("Job");
  expect(at(await first(metadata), "object.kind")).toBe("PartialObjectMetadata");
});
