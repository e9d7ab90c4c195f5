/**
 * `jobsim/go`: controllers written in Go, compiled to WebAssembly, on the virtual clock.
 *
 * @packageDocumentation
 */

export { type GoControllerOptions, goController } from "./go-controller.ts";
export { PROGRAMS_KEEP_RUNNING } from "./keeps-running.ts";
export type { ProgramFiles } from "./program.ts";
