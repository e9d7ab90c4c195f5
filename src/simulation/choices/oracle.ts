/**
 * One door for what a real cluster leaves to chance around controllers: who asks there goes the usual way, or another
 * one if the schedule of the run says so. A random, a written and an exhaustive search differ only in who answers.
 */

/**
 * What is chosen: which event of an instant comes first, whether a delivery is held, what happens to a write, of when
 * the first lists of a process are, and whether somebody deletes a pod that has come a step further.
 */
export const CHOICE_KINDS = ["order", "delivery", "write", "start", "pod"] as const;
export type ChoiceKind = (typeof CHOICE_KINDS)[number];

/**
 * What happens to a write; the first is the usual. It has no effect and an error or a conflict is answered; it takes
 * effect and its answer is lost; a timeout is reported and it takes effect later; the process dies before it is sent,
 * or right after it took effect; or its lease is lost then, and it works on for a while beside its successor.
 */
export const WRITE_FATES = ["ok", "error", "conflict", "lost", "late", "diesBefore", "diesAfter", "ousted"] as const;
export type WriteFate = (typeof WRITE_FATES)[number];

/** A change is shown at once; it waits with all behind it; or the watch lags for a while, and each change is late. */
export const DELIVERIES = ["atOnce", "held", "lagging"] as const;
export type Delivery = (typeof DELIVERIES)[number];

/** The first lists of a process are of now; or those of Jobs, or of pods, come from a cache that is behind. */
export const FIRST_LISTS = ["ofNow", "oldJobs", "oldPods"] as const;
export type FirstListsOf = (typeof FIRST_LISTS)[number];

/** A pod is left alone, or somebody deletes it. */
export const POD_FATES = ["left", "deleted"] as const;
export type PodFate = (typeof POD_FATES)[number];

/** A choice that differs from the usual. */
export interface ScheduledChoice {
  /** The number of the choice in the run, from 0. */
  readonly point: number;
  readonly kind: ChoiceKind;
  /** Which of the options; 0 is the usual one. */
  readonly option: number;
  /** When it comes, in milliseconds: what it excuses is excused from then on; from the beginning if absent. */
  readonly atMs?: number;
}

/** The choices of a run that differ from the usual ones. */
export interface RunSchedule {
  readonly choices: readonly ScheduledChoice[];
  /**
   * How late a held delivery and a late write are, how old a list is, and how long two processes are at work, in
   * milliseconds: more than the second in which the Job controller gathers events.
   */
  readonly heldMs: number;
}

/** Answers what is asked, and lets others listen. */
export interface Oracle {
  /**
   * @param options how many there are, 2 or more
   * @returns the chosen one; 0 is the usual
   */
  choose(kind: ChoiceKind, options: number): number;
  /** Takes note of what a process has learned that does not follow from the log: its memory differs from now on. */
  remember(what: string): void;
  /** Takes note of all that a program was handed so far, as a digest: its memory follows from that. */
  learn(program: string, digest: string): void;
  /** Takes note of how much of a watch, or how many writes, are on their way. */
  hold(what: string, count: number): void;
}

/** A listener to the choices of a run. */
export interface ChoiceListener {
  onChoice(kind: ChoiceKind, options: number, point: number): void;
  onMemory(what: string): void;
  onLearned(program: string, digest: string): void;
  onHeld(what: string, count: number): void;
}

/** Answers as a schedule says. */
export class ScheduledOracle implements Oracle {
  readonly #choices: ReadonlyMap<number, ScheduledChoice>;
  readonly #listener: ChoiceListener | undefined;
  #point = 0;

  constructor({ choices }: RunSchedule, listener?: ChoiceListener) {
    this.#choices = new Map(choices.map((choice) => [choice.point, choice]));
    this.#listener = listener;
  }

  choose(kind: ChoiceKind, options: number): number {
    const point = this.#point++;
    this.#listener?.onChoice(kind, options, point);
    const chosen = this.#choices.get(point);
    if (chosen === undefined) return 0;
    if (chosen.kind === kind && chosen.option < options) return chosen.option;
    const asked = `${kind} of ${options}`;
    throw new Error(
      `choice ${point} of the schedule is option ${chosen.option} of ${chosen.kind}; the run asks ${asked}`,
    );
  }

  remember(what: string): void {
    this.#listener?.onMemory(what);
  }

  learn(program: string, digest: string): void {
    this.#listener?.onLearned(program, digest);
  }

  hold(what: string, count: number): void {
    this.#listener?.onHeld(what, count);
  }
}
