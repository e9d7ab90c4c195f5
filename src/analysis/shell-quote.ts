/**
 * Writes an argument so that a POSIX shell reads it back.
 *
 * @example
 * shellQuote("0:95%,1:5%"); // 0:95%,1:5%
 * shellQuote("a b"); // 'a b'
 */
export function shellQuote(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
