/** The API server as programs see it, under reads from the past: no program takes part, so no Go is needed. */

import { expect, test } from "vitest";
import { Phase } from "../../src/engine/event-loop.ts";
import { type FaceAnswer, faceOf } from "../../src/go/cluster-face.ts";
import { meaningOf } from "../../src/go/request-meaning.ts";
import type { Host } from "../../src/simulation/controllers/controllers.ts";
import type { Disturbance } from "../../src/simulation/faults/disturbance.ts";
import { Simulation } from "../../src/simulation/simulation.ts";
import { smallWorld } from "../../src/testing/index.ts";

const JOBS = "/apis/batch/v1/namespaces/default/jobs";
/** Between the two Jobs, half a second apart. */
const BEHIND: Disturbance = { kind: "staleReads", resource: "jobs", atMs: 900, forMs: 200, behindMs: 750 };
const OLD_LIST: Disturbance = { ...BEHIND, kind: "oldList" };
const ASKED_MS = 1_000;

/** What a process that starts at the instant of its request is answered: the names that the first part of it has. */
function namesIn(query: string, disturbances: readonly Disturbance[]): string[] {
  let body = "";
  const ask = (host: Host) => {
    const asked = {
      method: "GET",
      url: new URL(`http://server${JOBS}${query}`),
      headers: new Headers(),
      bytes: () => Buffer.of(),
    };
    const request = meaningOf(asked, host.server.objects.kinds);
    const asker = { actor: "probe", startedMs: ASKED_MS, isHeld: () => false };
    const answer: FaceAnswer = faceOf(host).answer({ asker, asked, request });
    if ("failure" in answer) throw new Error(answer.failure);
    const take = (part: Uint8Array | undefined) => {
      body += part === undefined ? "" : Buffer.from(part).toString();
    };
    answer.answer.body.read(take, () => {});
  };
  const controllers = (host: Host) => {
    // The face sees the run from its beginning.
    faceOf(host);
    host.loop.schedule(ASKED_MS, Phase.control, () => ask(host));
    return { stop: () => {} };
  };
  new Simulation({ ...smallWorld({ jobs: 2, pods: 1 }), disturbances, untilMs: 5_000 }, { controllers }).run();
  return [...new Set([...body.matchAll(/"name":"(job-\d)","namespace"/g)].map(([, name = ""]) => name))];
}

test.each<[string, string, readonly Disturbance[], string[]]>([
  ["a list that takes any version, of now", "?resourceVersion=0", [], ["job-0", "job-1"]],
  ["a list that takes any version", "?resourceVersion=0", [BEHIND], ["job-0"]],
  ["a list without a version", "", [BEHIND], ["job-0", "job-1"]],
  ["a get that takes any version", "/job-1?resourceVersion=0", [BEHIND], []],
  ["a get without a version", "/job-1", [BEHIND], ["job-1"]],
  ["a list for a process that starts with an old one", "?resourceVersion=0", [OLD_LIST], ["job-0"]],
  ["a watch that starts at any version", "?watch=true&resourceVersion=0", [OLD_LIST], ["job-0"]],
  [
    "a list that is streamed and takes any version",
    "?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&resourceVersion=0",
    [OLD_LIST],
    ["job-0"],
  ],
])("%s shows what its cache has", (_what, query, disturbances, expected) => {
  expect(namesIn(query, disturbances)).toEqual(expected);
});
