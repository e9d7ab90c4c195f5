/** `jobsim serve`: its flags and its help. What it does is in `../serve`, and loads when it runs. */

import { InvalidArgumentError } from "commander";
import { MAX_NODES } from "../../scenario/schema-cluster.ts";
import type { CommandContext } from "../command-context.ts";
import type { ServeFlags } from "../serve/serve-flags.ts";
import { collect } from "./flag-values.ts";

const DEFAULT_PORT = 8001;
const EXAMPLES = `
Pods behave as the scenario or the flags say. The virtual clock follows the wall clock, times --speed. Clients
control the clock at /jobsim/v1/clock, or with jobsim clock.

Examples:
  jobsim serve --kubeconfig kube.yaml &                 an empty cluster
  kubectl --kubeconfig kube.yaml apply -f job.yaml
  jobsim serve --speed 60 --run 5m --exit 0:90%,1:10%   a minute in a second; pods take 5m, one in ten fails
  jobsim serve sim-scenarios/flaky-pods.yaml --paused   time moves only when you advance it
  jobsim serve --save session.yaml                      and later: jobsim run session.yaml`;

/** Adds `jobsim serve`. */
export function addServeCommand({ program, environment, exitWith }: CommandContext): void {
  program
    .command("serve")
    .description("Serves the Kubernetes API of a simulated cluster, for kubectl and client libraries.")
    .argument("[file...]", "a scenario, or Job manifests, folders or patterns of them; - is standard input")
    .optionsGroup("Clock:")
    .option(
      "--speed <factor>",
      "virtual seconds per real second, or idle: advance whenever no request is in flight",
      parseSpeed,
      1,
    )
    .option("--paused", "start with the clock paused")
    .option("--start-time <time>", "the time at the start: now (default), or a date and time such as 2026-10-24T00:00Z")
    .optionsGroup("Cluster (without a scenario that has its own):")
    .option("--nodes <number>", "nodes, each with room for 1,000 pods; with 0, pods run without nodes", parseNodes, 1)
    .option("--no-kubelet", "no kubelet and no scheduler: clients say what happens to pods")
    .option("--no-controllers", "no controllers, as in envtest: clients write the status of Jobs")
    .optionsGroup("Pods (with a scenario: instead of its pods.default):")
    .option("--run <time>", "how long pods run, or forever (default: 10s)")
    .option("--exit <codes>", "exit code, or codes with chances: 0:95%,1:5% (default: 0)")
    .option("--container <name.key=value>", "one container: proxy.run=forever, main.oomAt=2m (repeatable)", collect)
    .option("--start <time>", "from being scheduled to running, or never (default: 1s)")
    .option("--ready <time>", "from running to ready, or never (default: 0s)")
    .option("--schedule <time>", "from creation to being scheduled, or never (default: 0s)")
    .option("--seed <text>", "the seed of the run")
    .option("--kubernetes <release>", "the release to serve, 1.25 to 1.36 (default: 1.36)")
    .optionsGroup("Server:")
    .option("--port <number>", "port to listen on; 0 is any free one", parsePort, DEFAULT_PORT)
    .option("--host <address>", "address to listen on; other machines need a token", "127.0.0.1")
    .option("--token <text>", "bearer token that clients must send, over TLS; generated if needed and not given")
    .option("--token-file <file>", "the same from a file, so that it does not show in process lists")
    .option("--kubeconfig <file>", "write a kubeconfig for kubectl")
    .option("--old-apis", "discovery also lists batch/v2alpha1, which is served in any case")
    .option("--save <file>", "at the end, save the session as a scenario")
    .addHelpText("after", EXAMPLES)
    .action(async (files: string[], flags: ServeFlags) => {
      const { executeServe } = await import("../serve/execute.ts");
      exitWith(await executeServe(files, flags, environment));
    });
}

function parseSpeed(text: string): number | "idle" {
  if (text === "idle") return text;
  const speed = Number(text);
  if (speed > 0 && speed <= 1_000_000) return speed;
  throw new InvalidArgumentError("Write a number above 0, at most 1000000, or idle.");
}

function parseNodes(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= MAX_NODES) return Number(text);
  throw new InvalidArgumentError(`Write a whole number, at most ${MAX_NODES}.`);
}

function parsePort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) < 65_536) return Number(text);
  throw new InvalidArgumentError("Write a port, 0 to 65535.");
}
