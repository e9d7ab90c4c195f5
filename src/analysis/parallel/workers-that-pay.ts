/** How many worker threads are worth starting. */

/**
 * The fewest simulation events for which a worker is worth starting. Each worker loads and compiles the program for
 * itself, which takes seconds of a processor, and the compiler of a single thread already uses a second processor.
 */
const EVENTS_PER_WORKER = 1_000_000;

/**
 * How many workers share the work so that each has enough of it to be worth starting; 1 means that the calling thread
 * is faster alone.
 *
 * @param asked the maximum
 * @param eventsLeft an estimate of the events still to be played
 */
export function workersThatPay(asked: number, eventsLeft: number): number {
  return Math.max(1, Math.min(asked, Math.floor(eventsLeft / EVENTS_PER_WORKER)));
}
