/** How many worker threads pay for their start. */

/**
 * Events of simulations that one worker must have to play, at least. Each worker loads and compiles the program for
 * itself, which takes seconds of a processor, and the compiler of a single thread already uses a second processor.
 */
const EVENTS_PER_WORKER = 1_000_000;

/**
 * The workers among which work is divided so that none has too little to pay for its start; 1 means that the work is
 * done sooner in the thread that asks.
 *
 * @param asked the most that there may be
 * @param eventsLeft how many events are still to be played, as far as one can know
 */
export function workersThatPay(asked: number, eventsLeft: number): number {
  return Math.max(1, Math.min(asked, Math.floor(eventsLeft / EVENTS_PER_WORKER)));
}
