/** Which mutant the modules of this test play. They are replaced for one test file, and for nobody else. */

let current: string | undefined;

/** Whether a mutant is the one that is played. */
export function isPlanted(id: string): boolean {
  return current === id;
}

/** Runs something while a mutant is planted. */
export function withMutant<T>(id: string, action: () => T): T {
  current = id;
  try {
    return action();
  } finally {
    current = undefined;
  }
}
