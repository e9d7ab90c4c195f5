/** One process of a Go program in a run: its clock, its chance and its connection are the run's. */

import type { Actor, LogEntry } from "../apiserver/log.ts";
import type { Client } from "../controller/process.ts";
import { Phase } from "../engine/event-loop.ts";
import { randomStream } from "../engine/random.ts";
import { endlessInstant } from "../engine/restless.ts";
import type { Asked } from "../http/reply.ts";
import type { ChosenProgram } from "../simulation/choices/chosen-program.ts";
import type { Host } from "../simulation/controllers/controllers.ts";
import type { Asker } from "./asker.ts";
import { beginningOf } from "./beginning.ts";
import { type ClusterFace, type FaceAnswer, faceOf } from "./cluster-face.ts";
import type { GoProgram, Started } from "./program.ts";
import { fillFrom } from "./random-bytes.ts";
import { meaningOf } from "./request-meaning.ts";
import type { Asking, ProgramAnswer, ProgramBody, ProgramRequest, Surroundings } from "./surroundings.ts";

const STANDARD_ERROR = 2;
/** Lines of an exit that are kept: the message of a panic and the stack of the goroutine that panicked. */
const LINES_OF_EXIT = 40;
/** A program that sends this many requests without waiting for time to pass would go on forever. */
const MOST_CALLS_AT_ONCE = 10_000;
/** Names under which a program reaches the API server. */
const SERVER_NAMES = new Set([
  "kubernetes",
  "kubernetes.default",
  "kubernetes.default.svc",
  "kubernetes.default.svc.cluster.local",
  "localhost",
  "127.0.0.1",
]);

/** What a process is started with. */
export interface ProcessOptions {
  readonly program: GoProgram;
  /** Name of the actor in the log. */
  readonly name: Actor;
  /** How far the program's clock is ahead of the run's, milliseconds; negative if it is behind. */
  readonly clockSkewMs: number;
  /** Distinguishes the starts of one program in one run. */
  readonly start: number;
  /** Called when the program exits by itself. */
  readonly exited: () => void;
}

/** A running process. */
export class GoProcess {
  readonly #host: Host;
  readonly #options: ProcessOptions;
  readonly #face: ClusterFace;
  readonly #client: Client;
  readonly #startedMs: number;
  readonly #asker: Asker;
  readonly #chosen: ChosenProgram | undefined;
  readonly #started: Started;
  readonly #bodies = new Set<ProgramBody>();
  /** Printed to standard error at the present instant. */
  #complaints: string[] = [];
  #complainedMs = 0;
  #calls = 0;
  #calledMs = 0;
  #isAlive = true;

  constructor(host: Host, client: Client, options: ProcessOptions) {
    this.#host = host;
    this.#options = options;
    this.#face = faceOf(host);
    this.#client = client;
    this.#startedMs = host.loop.nowMs;
    const { program, name, start } = options;
    const asker = { actor: name, startedMs: this.#startedMs, isHeld: (entry: LogEntry) => this.#isHeld(entry) };
    this.#asker = asker;
    this.#chosen = host.chosenProgram?.({
      name: `${name} ${start}`,
      isWatched: (entry) => this.#face.isWatched(asker, entry),
      shown: () => this.#face.showAll(),
    });
    const draw = randomStream(host.plan.seed, "go", name)();
    this.#started = program.start(this.#surroundings(), beginningOf(name, start, draw));
    if (!this.#isAlive) this.#started.end();
  }

  /** Ends the process immediately. */
  stop(): void {
    if (!this.#isAlive) return;
    this.#isAlive = false;
    for (const body of this.#bodies) body.cancel();
    this.#started.end();
  }

  #isHeld(entry: LogEntry): boolean {
    return this.#chosen?.isHeld(entry) === true;
  }

  #surroundings(): Surroundings {
    const { loop, server, plan } = this.#host;
    const { name, start, clockSkewMs } = this.#options;
    const next = randomStream(plan.seed, "go", name, start);
    return {
      elapsedMs: () => loop.nowMs - this.#startedMs,
      instantMs: () => server.storage.instantMs + clockSkewMs,
      fill: (bytes) => fillFrom(next, bytes),
      later: (delayMs, action) =>
        this.#later(delayMs, () => {
          this.#chosen?.learn("timer");
          action();
        }),
      ask: (request, asking) => this.#ask(request, asking),
      printed: (file, line) => this.#print(file, line),
      exited: (code) => this.#exit(code),
    };
  }

  #later(delayMs: number, action: () => void): void {
    const { loop } = this.#host;
    loop.schedule(loop.nowMs + delayMs, Phase.control, () => {
      if (this.#isAlive) action();
    });
  }

  /** Answers come in their own events, when the program waits again. */
  #ask(request: ProgramRequest, asking: Asking): () => void {
    this.#countCall();
    let isWanted = true;
    const take = (answer: FaceAnswer) => {
      if (!this.#isAlive || !isWanted) {
        if ("answer" in answer) answer.answer.body.cancel();
      } else if ("failure" in answer) {
        this.#chosen?.learn(answer.failure);
        asking.failed(answer.failure);
      } else {
        this.#chosen?.learn(`${request.url} ${answer.answer.status}`);
        asking.answered(this.#watched(answer.answer));
      }
    };
    const { hostname } = new URL(request.url);
    if (!SERVER_NAMES.has(hostname)) {
      this.#later(0, () =>
        take({ failure: `dial tcp: lookup ${hostname}: no such host (a run has its API server alone)` }),
      );
      return () => {};
    }
    const asked = askedBy(request);
    const meaning = meaningOf(asked, this.#host.server.objects.kinds);
    const arrived = { asker: this.#asker, asked, request: meaning };
    if (meaning === undefined) this.#later(0, () => take(this.#face.answer(arrived)));
    else {
      const carryOut = () => this.#face.answer(arrived);
      const refuse = (error: Parameters<ClusterFace["refuse"]>[1]) => this.#face.refuse(arrived, error);
      this.#client.send({ request: meaning, carryOut, refuse }, take);
    }
    return () => {
      isWanted = false;
    };
  }

  /** A body that delivers its parts when the program waits, and is released with the process. */
  #watched({ body, ...answer }: ProgramAnswer): ProgramAnswer {
    this.#bodies.add(body);
    const cancel = () => {
      this.#bodies.delete(body);
      body.cancel();
    };
    const read: ProgramBody["read"] = (taken, failed) =>
      this.#later(0, () =>
        body.read(
          (part) => {
            if (part === undefined) this.#bodies.delete(body);
            if (!this.#isAlive) return;
            this.#chosen?.learn(part === undefined ? "end" : Buffer.from(part).toString("latin1"));
            taken(part);
          },
          (message) => {
            if (this.#isAlive) failed(message);
          },
        ),
      );
    return { ...answer, body: { read, cancel } };
  }

  #countCall(): void {
    const { nowMs } = this.#host.loop;
    this.#calls = this.#calledMs === nowMs ? this.#calls + 1 : 1;
    this.#calledMs = nowMs;
    if (this.#calls <= MOST_CALLS_AT_ONCE) return;
    const calls = MOST_CALLS_AT_ONCE.toLocaleString("en");
    throw endlessInstant(`${this.#options.name} sends more than ${calls} requests`, nowMs);
  }

  #print(file: number, line: string): void {
    const { loop, server } = this.#host;
    const { nowMs } = loop;
    if (file === STANDARD_ERROR) {
      if (this.#complainedMs !== nowMs) this.#complaints = [];
      this.#complainedMs = nowMs;
      if (this.#complaints.length < LINES_OF_EXIT) this.#complaints.push(line);
    }
    server.storage.log.append({ kind: "program", timeMs: nowMs, actor: this.#options.name, text: line });
  }

  #exit(exitCode: number): void {
    const { loop, server } = this.#host;
    const text = this.#complainedMs === loop.nowMs ? this.#complaints.join("\n") : "";
    const { name, exited } = this.#options;
    server.storage.log.append({ kind: "program", timeMs: loop.nowMs, actor: name, text, exitCode });
    this.#isAlive = false;
    for (const body of this.#bodies) body.cancel();
    exited();
  }
}

function askedBy({ method, url, headers, body }: ProgramRequest): Asked {
  const bytes = Buffer.from(body);
  return { method, url: new URL(url), headers, bytes: () => bytes };
}
