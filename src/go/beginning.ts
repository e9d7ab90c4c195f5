/**
 * Which random bytes a process begins with.
 *
 * From its start until it first waits a program has drawn some: Go's own, for the order of maps, and often a name of
 * its own, by which it competes for a lease. So two processes of one run never begin alike; those of other runs may,
 * and then a copy of one beginning serves them all.
 */

/**
 * Beginnings that the seeds of runs are shared out among, for the first process of a program. More would explore more
 * orders, and cost a start and a copy of the memory each.
 */
const OF_THE_FIRST = 4;

/**
 * @param name of the program
 * @param start number of the process among those of that name in its run, from 1
 * @param draw a number of the run, at least 0 and less than 1
 */
export function beginningOf(name: string, start: number, draw: number): string {
  return `${name} ${start} ${start === 1 ? Math.floor(draw * OF_THE_FIRST) : 0}`;
}
