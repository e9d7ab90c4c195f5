/** Orders that are random in a real kubelet: which of two events in the same millisecond comes first. */

export interface KubeletChance {
  /** What happens to a container that would end after its stop signal in the same millisecond as its SIGKILL. */
  readonly endOrKill: "killed" | "ended";
  /** Whether a probe that is due in the millisecond in which a container ends still finds it running. */
  readonly probeTick: "beforeEnds" | "afterEnds";
}

/** The most likely choices. */
export const DEFAULT_KUBELET_CHANCE: KubeletChance = { endOrKill: "killed", probeTick: "beforeEnds" };
