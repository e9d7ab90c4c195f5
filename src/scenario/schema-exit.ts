/** Schema of exit codes: one, or several with their chances. */

import { z } from "zod";

const weight = z.union([z.number(), z.string()], { error: "must be a percentage such as 5%, or a weight" });
const exitCode = z.number().int().min(0).max(255);

/** An exit code, or codes with their chances. */
export const exitSchema = (description: string) =>
  z
    .union([exitCode, z.record(z.string(), weight)], {
      error: "must be an exit code (0 to 255), or codes with their chances such as {0: 95%, 1: 5%}",
    })
    .describe(description);

export type ExitInput = z.infer<typeof exitCode> | Readonly<Record<string, number | string>>;
