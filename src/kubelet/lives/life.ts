/**
 * The life of a pod on its node, turn by turn.
 *
 * It depends only on its origin and on the inputs since, so pods that are alike share one life: the first pod to reach
 * a turn plays it, the others read it. A pod with an input that the others do not have continues with another life,
 * which is replayed up to that point.
 */

import type { Phase } from "../../engine/event-loop.ts";
import type { Remains } from "../runtime/pod-runtime.ts";
import type { Clock } from "../tasks.ts";
import { isSameInput, isSameOrigin, type Origin } from "./origin.ts";
import { type MachineWorld, ScriptedMachine } from "./scripted-machine.ts";
import type { Act, Input, PastInput, PlannedTimer, Turn } from "./turn.ts";

interface MutableTurn extends Turn {
  readonly timers: PlannedTimer[];
  readonly acts: Act[];
}

interface Branch {
  readonly past: PastInput;
  readonly life: Life;
}

/** Stands at the instant of the latest turn, which keeps the timers that are set. */
class TurnClock implements Clock {
  readonly #now: () => number;
  readonly #keep: (timer: PlannedTimer) => void;

  constructor(now: () => number, keep: (timer: PlannedTimer) => void) {
    this.#now = now;
    this.#keep = keep;
  }

  get nowMs(): number {
    return this.#now();
  }

  wake(atMs: number, phase: Phase, timer: number): void {
    this.#keep({ atMs, phase, timer });
  }
}

export class Life {
  readonly origin: Origin;
  /** Number of pods that share it. */
  readers = 0;
  readonly #world: MachineWorld;
  readonly #machine: ScriptedMachine;
  /** The inputs so far, in order. */
  readonly #inputs: PastInput[] = [];
  /** The turns of the latest instant with turns: all pods have read the earlier ones. */
  #turns: MutableTurn[] = [];
  #turnsMs: number;
  /** Position of the first turn that is kept. */
  #first = 0;
  #branches: Branch[] = [];

  constructor(world: MachineWorld, origin: Origin) {
    this.#world = world;
    this.origin = origin;
    this.#turnsMs = origin.atMs;
    const clock = new TurnClock(
      () => this.#turnsMs,
      (timer) => this.#turns.at(-1)?.timers.push(timer),
    );
    this.#open(origin.atMs);
    this.#machine = new ScriptedMachine(world, origin, clock, (act) => this.#turns.at(-1)?.acts.push(act));
    this.#machine.kubelet.arrive();
  }

  /** Number of turns that have been played; the first is the arrival. */
  get played(): number {
    return this.#first + this.#turns.length;
  }

  /** Whether a pod with this origin can share it from its first turn on. */
  isOpenTo(origin: Origin): boolean {
    return this.#inputs.length === 0 && this.#turnsMs === origin.atMs && isSameOrigin(this.origin, origin);
  }

  /** The turn at a position, counted from 0; it must have been played at this instant. */
  turn(position: number): Turn {
    const turn = this.#turns[position - this.#first];
    if (turn === undefined) throw new Error(`turn ${position} of a pod's life is not kept`);
    return turn;
  }

  /** Fires a timer of the pod; returns the turn that it starts. */
  ring(position: number, timer: number, nowMs: number): Turn {
    if (position === this.played) {
      this.#open(nowMs);
      this.#machine.kubelet.tasks.ring(timer);
    }
    return this.turn(position);
  }

  /**
   * The life of a pod that gets an input after `position` turns; its next turn handles the input.
   *
   * @param nowMs when the input arrives
   */
  after(position: number, input: Input, nowMs: number): Life {
    const past: PastInput = { position, atMs: nowMs, input };
    if (this.readers === 1 && this.played === position) {
      this.#handle(past);
      return this;
    }
    this.#branches = this.#branches.filter((branch) => branch.past.atMs === nowMs);
    const known = this.#branches.find((branch) => this.#isOpen(branch, past));
    if (known !== undefined) return known.life;
    const life = this.#upTo(position);
    life.#handle(past);
    this.#branches.push({ past, life });
    return life;
  }

  /** What is left of the pod on its node after `position` turns. */
  remains(position: number): Remains {
    const life = this.played === position ? this : this.#upTo(position);
    return life.#machine.kubelet.runtime.remains;
  }

  #isOpen({ past, life }: Branch, { position, input }: PastInput): boolean {
    const hasMoreInputs = life.#inputs.length > this.#inputs.length + 1;
    return !hasMoreInputs && past.position === position && isSameInput(past.input, input);
  }

  #open(nowMs: number): void {
    if (nowMs > this.#turnsMs) {
      this.#first += this.#turns.length;
      this.#turns = [];
      this.#turnsMs = nowMs;
    }
    this.#turns.push({ timers: [], acts: [] });
  }

  #handle(past: PastInput): void {
    this.#inputs.push(past);
    this.#open(past.atMs);
    const { kubelet } = this.#machine;
    const { input } = past;
    if (input.kind === "changed") kubelet.changed(input.pod);
    else if (input.kind === "removed") kubelet.removed();
    else if (input.kind === "finished") this.#machine.finishLeader(input.exitCode);
    else kubelet.end(input.end, input.graceSeconds);
  }

  /** The same life, replayed for `position` turns. */
  #upTo(position: number): Life {
    const life = new Life(this.#world, this.origin);
    const waiting = [...life.turn(0).timers];
    const playTo = (end: number) => {
      while (life.played < end) {
        const { timer, atMs } = takeFirst(waiting);
        waiting.push(...life.ring(life.played, timer, atMs).timers);
      }
    };
    for (const past of this.#inputs) {
      playTo(past.position);
      life.#handle(past);
      waiting.push(...life.turn(past.position).timers);
    }
    playTo(position);
    return life;
  }
}

/** Removes the timer that an event loop would run first. */
function takeFirst(waiting: PlannedTimer[]): PlannedTimer {
  const first = waiting.reduce((best, next) => (comesBefore(next, best) ? next : best));
  waiting.splice(waiting.indexOf(first), 1);
  return first;
}

function comesBefore(a: PlannedTimer, b: PlannedTimer): boolean {
  if (a.atMs !== b.atMs) return a.atMs < b.atMs;
  return a.phase === b.phase ? a.timer < b.timer : a.phase < b.phase;
}
