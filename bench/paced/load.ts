/**
 * Load at a fixed pace: each request is due at its instant, whatever became of those before, and its latency counts
 * from then. A server that stands still for a second is charged for all that was due meanwhile.
 */

import { Agent, request } from "node:http";
import { connect, type Socket } from "node:net";
import type { PacedRequest } from "./mix.ts";

/** Connections of clients; requests beyond them wait, and their latency counts on. */
const CONNECTIONS = 50;
const TICK_MS = 2;
/** What an event has once, and nothing in an object has. */
const EVENT = Buffer.from('","object":{');
const READ_BYTES = 64 * 1024;

export class PacedLoad {
  readonly #url: URL;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  readonly #watches: Socket[] = [];
  /** All watches are read into this one: what they read is counted where it lies, and makes no garbage. */
  readonly #read = Buffer.alloc(READ_BYTES);
  #underWay = 0;
  /** Milliseconds from the instant that a request was due to the end of its answer. */
  readonly latenciesMs: number[] = [];
  readonly errors: string[] = [];
  events = 0;
  endedWatches = 0;

  constructor(url: string) {
    this.#url = new URL(url);
  }

  /** Sends a request, and waits for the end of its answer. */
  send(asked: PacedRequest): Promise<void> {
    const { method, path, body, type = "application/json", code } = asked;
    const { hostname, port } = this.#url;
    const options = { method, path, hostname, port, agent: this.#agent, headers: { "Content-Type": type } };
    return new Promise((resolve, reject) => {
      const sent = request(options, (response) => {
        response.resume();
        response.on("error", reject);
        response.on("end", () => {
          if (response.statusCode === code) resolve();
          else reject(new Error(`${method} ${path}: ${response.statusCode}`));
        });
      });
      sent.on("error", reject);
      sent.end(body && JSON.stringify(body));
    });
  }

  /** Opens a watch on a connection of its own, as kubectl has it. */
  watch(path: string): Promise<void> {
    const { host, hostname, port } = this.#url;
    return new Promise((resolve) => {
      let isAnswered = false;
      const callback = (size: number) => {
        if (!isAnswered) {
          isAnswered = true;
          const head = this.#read.toString("latin1", 0, Math.min(size, 200));
          if (!head.startsWith("HTTP/1.1 200")) this.errors.push(head);
          resolve();
        }
        this.#countEvents(this.#read.subarray(0, size));
        return true;
      };
      const socket = connect({ host: hostname, port: Number(port), onread: { buffer: this.#read, callback } });
      this.#watches.push(socket);
      socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
      socket.on("error", () => {});
      socket.on("close", () => {
        this.endedWatches++;
      });
    });
  }

  #countEvents(data: Buffer): void {
    for (let at = data.indexOf(EVENT); at >= 0; at = data.indexOf(EVENT, at + EVENT.length)) this.events++;
  }

  /** Sends so many requests a second, for so long; `everySecond` hears how many seconds have passed. */
  async pace(
    requestOf: (number: number) => PacedRequest,
    { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
    everySecond: (second: number) => void,
  ): Promise<void> {
    const fromMs = performance.now();
    const count = perSecond * seconds;
    let sent = 0;
    let second = 0;
    while (sent < count) {
      const passedMs = performance.now() - fromMs;
      for (; sent < count && sent * (1000 / perSecond) <= passedMs; sent++) {
        void this.#timed(requestOf(sent), fromMs + sent * (1000 / perSecond));
      }
      for (; second < Math.floor(passedMs / 1000); second++) everySecond(second + 1);
      await tick();
    }
    while (this.#underWay > 0) await tick();
    everySecond(seconds);
  }

  /** Measures from here on only; what failed stays counted. */
  forgetLatencies(): void {
    this.latenciesMs.length = 0;
  }

  end(): void {
    for (const watch of this.#watches) watch.destroy();
    this.#agent.destroy();
  }

  async #timed(asked: PacedRequest, dueMs: number): Promise<void> {
    this.#underWay++;
    try {
      await this.send(asked);
    } catch (error) {
      this.errors.push(error instanceof Error ? error.message : String(error));
    }
    this.#underWay--;
    this.latenciesMs.push(performance.now() - dueMs);
  }
}

function tick(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, TICK_MS));
}
