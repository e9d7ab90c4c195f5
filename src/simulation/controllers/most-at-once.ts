/** How much a controller may do before time moves on: what does more would go on forever. */
export const MOST_AT_ONCE: { readonly turns: number; readonly calls: number } = {
  /**
   * Turns that a key may have in one instant. Busy instants have many keys, not many turns of one: if 100,000 pods
   * change at once, each has its own key, and a key that all of them share is added once for all. A loop reaches this
   * in less than a second.
   */
  turns: 10_000,
  /**
   * Calls of async functions between two events: they are answered at once, so a function that reads until something
   * changes would never let anything change. A function that looks for 100,000 pods and creates them makes as many.
   */
  calls: 200_000,
};
