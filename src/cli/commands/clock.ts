/** `jobsim clock`: reads and sets the clock of a running `jobsim serve`. */

import type { CommandContext } from "../command-context.ts";
import type { ClockFlags } from "../serve/clock.ts";

const EXAMPLES = `
Examples:
  jobsim clock                               the virtual time, and when the next event is due
  jobsim clock pause
  jobsim clock advance 10m                   play ten minutes at once
  jobsim clock advance next                  play up to the next event
  jobsim clock resume --speed 60
  jobsim clock outcome default/hello-7xk2p 3 end a pod now, with exit code 3
  jobsim clock save > session.yaml           all actions so far, for jobsim run`;

/** Adds `jobsim clock`. */
export function addClockCommand({ program, environment, exitWith }: CommandContext): void {
  program
    .command("clock")
    .description("Reads and sets the clock of a running jobsim serve, ends pods, and saves the session.")
    .argument("[action]", "show, pause, resume, advance, outcome or save", "show")
    .argument("[arguments...]", "advance: a duration, or next; outcome: namespace/pod and exit code")
    .option("--speed <factor>", "with resume: virtual seconds per real second, or idle")
    .option("--server <url>", "the server", "http://127.0.0.1:8001")
    .option("--token <text>", "bearer token, if the server asks for one")
    .option("--kubeconfig <file>", "written by serve: server, token and certificate in one file")
    .addHelpText("after", EXAMPLES)
    .action(async (action: string, parameters: string[], flags: ClockFlags) => {
      const { executeClock } = await import("../serve/clock.ts");
      exitWith(await executeClock(action, parameters, flags, environment));
    });
}
