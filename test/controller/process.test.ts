import { describe, expect, test } from "vitest";
import type { ApiError } from "../../src/apiserver/errors.ts";
import type { Request } from "../../src/apiserver/requests.ts";
import { Client, type ClientOptions, type Process } from "../../src/controller/process.ts";
import { manifestOf, newServer } from "./server-bench.ts";

const create = (name: string): Request => ({ resource: "jobs", verb: "create", manifest: manifestOf(name) });
const read = (name: string): Request => ({ resource: "jobs", verb: "get", namespace: "default", name });

function newClient(options: Partial<ClientOptions> = {}) {
  const { loop, server } = newServer();
  const settings = { actor: "me" as const, latencyMs: 0, fault: undefined, ...options };
  const client = new Client(loop, server, settings);
  const ended: [number, string][] = [];
  /** Sends these batches one after the other; the result tells which answers were good. */
  function* send(batches: readonly (readonly Request[])[]): Process<string> {
    const texts: string[] = [];
    for (const batch of batches) {
      const answers = yield batch;
      texts.push(answers.map((answer) => (answer.ok ? answer.object.metadata.name : answer.error.reason)).join("+"));
    }
    return texts.join(", ");
  }
  const run = (...batches: Request[][]) => client.run(send(batches), (result) => ended.push([loop.nowMs, result]));
  const created = () =>
    server.storage.log.entries.flatMap((entry) =>
      entry.kind === "commit" ? [[entry.timeMs, entry.object.metadata.name] as const] : [],
    );
  return { loop, server, client, run, ended, created };
}

describe("a process", () => {
  test("without latency runs to its end at once", () => {
    const { run, ended } = newClient();
    run([create("a")], [read("a"), read("b")]);
    expect(ended).toEqual([[0, "a, a+NotFound"]]);
  });

  test.each<[string, Request[][], number]>([
    ["waits for each write", [[create("a")], [create("b")]], 200],
    ["waits for writes that are sent together once", [[create("a"), create("b")]], 100],
    ["waits where a read is sent with a write", [[read("a"), create("b")]], 100],
    ["does not wait for reads", [[read("a")], [read("b")]], 0],
  ])("with latency %s", (_case, batches, endMs) => {
    const { loop, run, ended } = newClient({ latencyMs: 100 });
    run(...batches);
    expect(ended).toHaveLength(endMs === 0 ? 1 : 0);
    loop.run(1_000);
    expect(ended.map(([atMs]) => atMs)).toEqual([endMs]);
  });

  test("sees its writes take effect after the latency, and gets no answer once it is cut off", () => {
    const { loop, client, run, ended, created } = newClient({ latencyMs: 100 });
    run([create("a")], [create("b")]);
    loop.run(50);
    client.cut();
    loop.run(1_000);
    expect([created(), ended]).toEqual([[[100, "a"]], []]);
  });

  test("that is cut off while it runs sends nothing more", () => {
    const { client, created, ended } = newClient();
    function* dying(): Process<string> {
      yield [create("a")];
      client.cut();
      yield [create("b")];
      return "survived";
    }
    client.run(dying(), (result) => ended.push([0, result]));
    expect([created().length, ended]).toEqual([1, []]);
  });

  test("gets an injected error as its answer, which is in the log without effect", () => {
    const error: ApiError = { reason: "InternalError", message: "planned" };
    const { server, run, ended } = newClient({ fault: ({ verb }) => (verb === "create" ? error : undefined) });
    run([create("a"), read("a")]);
    expect(ended).toEqual([[0, "InternalError+NotFound"]]);
    expect(server.storage.log.entries[0]).toMatchObject({ kind: "request", injected: true, actor: "me" });
    expect(server.jobs.jobs.size).toBe(0);
  });
});

describe("a client under a rate limit", () => {
  const rateLimit = { qps: 10, burst: 1 };

  test("sends each request when its turn comes, and continues when all have answered", () => {
    const { loop, run, ended, created, client } = newClient({ rateLimit });
    expect([client.isLimited, newClient().client.isLimited]).toEqual([true, false]);
    run([create("a"), create("b")], [read("a")]);
    loop.run(1_000);
    expect(created()).toEqual([
      [0, "a"],
      [100, "b"],
    ]);
    expect(ended).toEqual([[200, "a+b, a"]]);
  });

  test("adds latency to writes but not to reads", () => {
    const { loop, run, ended } = newClient({ rateLimit, latencyMs: 30 });
    run([create("a"), create("b")], [read("a")]);
    loop.run(1_000);
    expect(ended).toEqual([[200, "a+b, a"]]);
    run([read("b")], [create("c")]);
    loop.run(2_000);
    expect(ended.at(-1)).toEqual([1_130, "b, c"]);
  });

  test("continues at once after an empty batch", () => {
    const { loop, run, ended } = newClient({ rateLimit });
    run([], [create("a")]);
    loop.run(1_000);
    expect(ended).toEqual([[0, ", a"]]);
  });

  test("that is cut off loses the requests that it has not sent yet", () => {
    const { loop, client, run, ended, created } = newClient({ rateLimit, latencyMs: 30 });
    run([create("a"), create("b"), create("c")]);
    loop.run(100);
    client.cut();
    loop.run(1_000);
    expect([created().map(([, name]) => name), ended]).toEqual([["a", "b"], []]);
  });

  test("does not answer a process that died between its last request and the answer", () => {
    const { loop, client, run, ended } = newClient({ rateLimit, latencyMs: 30 });
    run([create("a")]);
    loop.run(10);
    client.cut();
    loop.run(1_000);
    expect(ended).toEqual([]);
  });

  test.each([
    [undefined, [0, 0]],
    [rateLimit, [0, 100]],
  ])("posts Events at %o when their turn comes", (limit, expected) => {
    const { loop, client } = newClient({ rateLimit: limit });
    const posted: number[] = [];
    client.postEvent(() => undefined);
    for (let i = 0; i < 2; i++) client.postEvent(() => () => posted.push(loop.nowMs));
    loop.run(1_000);
    expect(posted).toEqual(expected);
  });

  test.each(["cut", "whenIdle"] as const)("drops queued Events on %s", (end) => {
    const { loop, client } = newClient({ rateLimit });
    const posted: number[] = [];
    for (let i = 0; i < 3; i++) client.postEvent(() => () => posted.push(loop.nowMs));
    loop.run(50);
    if (end === "cut") client.cut();
    else client.whenIdle(() => {});
    client.postEvent(() => () => posted.push(loop.nowMs));
    loop.run(1_000);
    expect(posted).toEqual([0]);
  });
});

describe("a client that is drained", () => {
  test("calls back at once if no process is running or its connection is cut", () => {
    const { client } = newClient();
    let told = 0;
    client.whenIdle(() => told++);
    expect(told).toBe(1);
  });

  test("waits for the last of its processes", () => {
    const { loop, client, run } = newClient({ latencyMs: 100 });
    const told: number[] = [];
    run([create("a")]);
    run([create("b")], [create("c")]);
    client.whenIdle(() => told.push(loop.nowMs));
    loop.run(1_000);
    expect(told).toEqual([200]);
  });

  test("stops waiting when it is cut off, and calls back only once", () => {
    const { loop, client, run } = newClient({ latencyMs: 100 });
    const told: number[] = [];
    run([create("a")]);
    client.whenIdle(() => told.push(loop.nowMs));
    loop.run(40);
    client.cut();
    client.cut();
    loop.run(1_000);
    expect(told).toEqual([40]);
    client.whenIdle(() => told.push(loop.nowMs));
    expect(told).toEqual([40, 1_000]);
  });
});
