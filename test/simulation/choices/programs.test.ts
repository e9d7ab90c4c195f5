/** Programs that speak for themselves, under the choices of a run: each write has a fate, each delivery comes or is held. */

import { expect, test } from "vitest";
import { JOB } from "../../../src/api/kinds/workloads.ts";
import type { Request } from "../../../src/apiserver/requests.ts";
import { Phase } from "../../../src/engine/event-loop.ts";
import type { ChoiceKind, ScheduledChoice } from "../../../src/simulation/choices/oracle.ts";
import type { Host, StartControllers } from "../../../src/simulation/controllers/controllers.ts";
import type { SimulationPlan } from "../../../src/simulation/plan.ts";
import { Simulation } from "../../../src/simulation/simulation.ts";
import { smallWorld } from "../../../src/testing/index.ts";

const HELD_MS = 1_500;
const CREATE: Request = { resource: "objects", of: JOB, verb: "create", namespace: "default", manifest: {} };

/** Plays a world of one Job with a program and nothing else. */
function played(choices: readonly ScheduledChoice[], start: (host: Host) => void) {
  const plan: SimulationPlan = { ...smallWorld({ jobs: 1, pods: 1 }), schedule: { choices, heldMs: HELD_MS } };
  const asked: ChoiceKind[] = [];
  const learned: string[] = [];
  const onChoice = {
    onChoice: (kind: ChoiceKind) => asked.push(kind),
    onLearned: (program: string, digest: string) => learned.push(`${program} ${digest}`),
    onMemory: () => {},
    onHeld: () => {},
  };
  let starts = 0;
  const controllers: StartControllers = (host) => {
    if (starts++ === 0) start(host);
    return { stop: () => {} };
  };
  new Simulation(plan, { controllers, onChoice }).run();
  return { asked, learned, starts };
}

test.each<[string, number, number[], string[], number]>([
  ["takes effect", 0, [1_000], ["done"], 1],
  ["fails", 1, [], ["InternalError"], 1],
  ["is a conflict", 2, [], ["Conflict"], 1],
  ["loses its answer", 3, [1_000], ["Timeout"], 1],
  ["takes effect after its timeout was reported", 4, [1_000 + HELD_MS], ["Timeout"], 1],
  ["is never sent, as the process dies", 5, [], [], 2],
  ["is the last before the process dies", 6, [1_000], [], 2],
])("a write %s", (_what, option, expectedEffects, expectedAnswers, expectedStarts) => {
  const effects: number[] = [];
  const answers: string[] = [];
  const { starts, asked } = played(option === 0 ? [] : [{ point: 0, kind: "write", option }], (host) => {
    const { loop } = host;
    const client = host.connect("probe");
    const carryOut = () => {
      effects.push(loop.nowMs);
      return "done";
    };
    const carried = { request: CREATE, carryOut, refuse: ({ reason }: { readonly reason: string }) => reason };
    loop.schedule(1_000, Phase.control, () => client.send(carried, (answer) => answers.push(answer)));
  });
  expect(asked.filter((kind) => kind === "write")).toHaveLength(1);
  expect({ effects, answers, starts }).toEqual({
    effects: expectedEffects,
    answers: expectedAnswers,
    starts: expectedStarts,
  });
});

test.each<[string, number, boolean[]]>([
  ["comes at once", 0, [false, false]],
  ["is held", 1, [true, false]],
])("a delivery to a program %s", (_what, option, expected) => {
  const held: boolean[] = [];
  let shownMs = -1;
  played(option === 0 ? [] : [{ point: 0, kind: "delivery", option }], (host) => {
    const { loop, server } = host;
    const program = host.chosenProgram?.({
      name: "probe",
      isWatched: (entry) => entry.kind === "commit" && entry.resource === "jobs",
      shown: () => {
        shownMs = loop.nowMs;
      },
    });
    for (const atMs of [HELD_MS - 1, HELD_MS]) {
      loop.schedule(atMs, Phase.late, () => held.push(server.storage.log.entries.some((at) => program?.isHeld(at))));
    }
  });
  expect(held).toEqual(expected);
  expect(shownMs).toBe(option * HELD_MS);
});

test("there are no choices about what a program does not watch", () => {
  const { asked } = played([], (host) => {
    host.chosenProgram?.({ name: "probe", isWatched: () => false, shown: () => {} });
  });
  expect(asked).not.toContain("delivery");
});

test("the inputs of a program, their times and their order distinguish states", () => {
  const histories = [["a 1", "b 1"], ["b 1", "a 1"], ["a 1", "b 2"], ["a 1"]];
  const last = histories.map((history) => {
    const { learned } = played([], (host) => {
      const program = host.chosenProgram?.({ name: "probe", isWatched: () => false, shown: () => {} });
      for (const handed of history) {
        const [what = "", atMs] = handed.split(" ");
        host.loop.schedule(Number(atMs), Phase.control, () => program?.learn(what));
      }
    });
    return learned.at(-1);
  });
  expect(new Set(last).size).toBe(histories.length);
});
