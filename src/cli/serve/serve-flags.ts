/** Flags of `jobsim serve` as commander gives them. */

import type { FlagTexts } from "../../scenario/flags.ts";

export interface ServeFlags
  extends Pick<FlagTexts, "run" | "exit" | "start" | "ready" | "schedule" | "seed" | "kubernetes" | "startTime"> {
  readonly nodes: number;
  /** False if clients play the kubelet. */
  readonly kubelet: boolean;
  /** False if clients do the work of the controllers too. */
  readonly controllers: boolean;
  readonly speed: number | "idle";
  readonly paused?: boolean;
  readonly port: number;
  readonly host: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly kubeconfig?: string;
  readonly save?: string;
  readonly oldApis?: boolean;
}
