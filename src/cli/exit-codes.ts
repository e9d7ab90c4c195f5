/** How the process ends; the same for all commands. */

/** The command did what it was asked to, however the Jobs ended. */
export const EXIT_OK = 0;
/** With --exit-status: some Job did not complete. */
export const EXIT_JOB_FAILED = 1;
/** The command line or a file is wrong. */
export const EXIT_BAD_INPUT = 2;
/** The run was cut short, because it became too large: what is printed is a part of it. */
export const EXIT_CUT_SHORT = 3;
/** A bug in jobsim (EX_SOFTWARE of sysexits.h). */
export const EXIT_INTERNAL = 70;
/** The result could not be written: a full disk, a file that cannot be created (EX_IOERR of sysexits.h). */
export const EXIT_OUTPUT = 74;
/** Stopped by Ctrl-C (128 + SIGINT). */
export const EXIT_INTERRUPTED = 130;
