/** How a container ends that runs out of memory. */

const OOM_EXIT_CODE = 137;

/** A run that ends when the memory does. */
export function outOfMemory(oomMs: number) {
  return { runMs: oomMs, exitCode: OOM_EXIT_CODE, reason: "OOMKilled" } as const;
}
