/** Constants of the kubelet and of container runtimes. */

/** Minimum grace period of a container, however long its hook and its turn took (`minimumGracePeriodInSeconds`). */
export const MINIMUM_GRACE_SECONDS = 2;

/** Exit code of a container that is killed at the end of its grace period: 128 and the number of the signal. */
export const SIGKILL_EXIT_CODE = 137;
