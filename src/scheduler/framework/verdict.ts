/** The verdict of a plugin that rejects a node or a pod (framework `Status`). */

/** Preemption may help with `Unschedulable`, but not with `UnschedulableAndUnresolvable`. */
export type Code = "Unschedulable" | "UnschedulableAndUnresolvable";

export interface PluginVerdict {
  readonly plugin: string;
  readonly code: Code;
  readonly reasons: readonly string[];
}

/** A rejection that preemption may resolve. */
export function unschedulable(plugin: string, ...reasons: readonly string[]): PluginVerdict {
  return { plugin, code: "Unschedulable", reasons };
}

/** A rejection that removing pods cannot resolve. */
export function unresolvable(plugin: string, ...reasons: readonly string[]): PluginVerdict {
  return { plugin, code: "UnschedulableAndUnresolvable", reasons };
}
