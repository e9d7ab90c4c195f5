/** The order in which a group prefers its versions (`CompareKubeAwareVersionStrings`). */

const PARTS = /^v([1-9]\d*)(?:(alpha|beta)([1-9]\d*))?$/;
const STAGES: Readonly<Record<string, number>> = { alpha: 0, beta: 1 };
const STABLE = 2;

/** Versions with the preferred first: stable before beta before alpha, later before earlier, any other name last. */
export function byPriority(versions: Iterable<string>): readonly string[] {
  return [...new Set(versions)].sort((a, b) => comparePriority(a, b));
}

function comparePriority(a: string, b: string): number {
  const [ofA, ofB] = [partsOf(a), partsOf(b)];
  if (ofA === undefined || ofB === undefined) {
    if (ofA !== ofB) return ofA === undefined ? 1 : -1;
    return a < b ? -1 : 1;
  }
  const [first = 0, second = 0, third = 0] = ofB.map((part, i) => part - (ofA[i] ?? 0));
  return first || second || third;
}

/** Stage, major and minor number, the higher the more preferred; `undefined` for a name of another form. */
function partsOf(version: string): readonly number[] | undefined {
  const parts = PARTS.exec(version);
  if (parts === null) return undefined;
  const [, major = "", stage = "", minor = ""] = parts;
  return [STAGES[stage] ?? STABLE, Number(major), Number(minor)];
}
