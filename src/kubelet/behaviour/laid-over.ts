/**
 * Traits over other traits: of flags over those of a file, of a rule over the default.
 *
 * Within one of them, what it says of a container by name wins over what it says of the pod. Of two, the upper one wins
 * with all that it says: the `exit` of a rule wins over the `exit` that the default gives a container by name.
 */

import { withoutFields } from "../../api/without-fields.ts";
import type { LeaderTrait, NamedContainerTraits, PodTraits } from "./rules.ts";

/** Each with what says the same of a container by name. */
const BY_NAME = { run: "run", exit: "exit", ready: "ready", restarts: "runs" } as const;
const LEADER_TRAITS: readonly LeaderTrait[] = ["run", "exit", "ready", "restarts"];

/** What is given wins, trait by trait, and so in each container that both name. */
export function laidOver(base: PodTraits, over: PodTraits = {}): PodTraits {
  const names = Object.keys({ ...base.containers, ...over.containers });
  const containers = Object.fromEntries(names.map((name) => [name, laidContainer(name, base, over)]));
  return { ...base, ...over, ...(names.length === 0 ? {} : { containers }) };
}

function laidContainer(name: string, base: PodTraits, over: PodTraits): NamedContainerTraits {
  const own = over.containers?.[name] ?? {};
  const { yields: yielded = [], ...named } = base.containers?.[name] ?? {};
  const under = withoutTermination(named, over);
  const yields = LEADER_TRAITS.filter(
    (trait) =>
      (over[trait] !== undefined || yielded.includes(trait)) && !saysItself(own, trait) && saysItself(under, trait),
  );
  return { ...under, ...own, ...(yields.length === 0 ? {} : { yields }) };
}

/** Attempts in `runs` say `run` and `exit` themselves. */
function saysItself({ runs = [], ...traits }: NamedContainerTraits, trait: LeaderTrait): boolean {
  if (trait === "restarts") return runs.length > 0;
  if (trait === "ready") return traits.ready !== undefined;
  return [traits, ...runs].some((attempt) => attempt[trait] !== undefined);
}

/** `termination` is about every container. */
function withoutTermination(traits: NamedContainerTraits, over: PodTraits): NamedContainerTraits {
  const { onTerm } = traits;
  const { terminationTime, terminationExit } = over;
  if (onTerm === undefined || (terminationTime ?? terminationExit) === undefined) return traits;
  const rest = withoutFields(traits, ["onTerm"]);
  // One that ignores the signal has no exit code of its own.
  if (onTerm === "ignore") return terminationTime === undefined ? traits : rest;
  const { time, exit } = onTerm;
  const left = {
    ...(time === undefined || terminationTime !== undefined ? {} : { time }),
    ...(exit === undefined || terminationExit !== undefined ? {} : { exit }),
  };
  return Object.keys(left).length === 0 ? rest : { ...rest, onTerm: left };
}

/**
 * The traits as a plan has them: what no pod uses is left out.
 *
 * @param leaders names of the containers whose end is reported in every pod that has them
 */
export function settled({ containers, ...traits }: PodTraits, leaders: ReadonlySet<string>): PodTraits {
  if (containers === undefined) return traits;
  const named = Object.entries(containers).map(([name, given]) => {
    const { yields = [], ...own } = given;
    const isLeader = traits.container === undefined ? leaders.has(name) : traits.container === name;
    return [name, isLeader ? withoutYielded(own, yields) : given] as const;
  });
  return { ...traits, containers: Object.fromEntries(named) };
}

function withoutYielded(traits: NamedContainerTraits, yields: readonly LeaderTrait[]): NamedContainerTraits {
  const left = withoutFields(
    traits,
    yields.map((trait) => BY_NAME[trait]),
  );
  const ofAttempts = yields.filter((trait) => trait === "run" || trait === "exit");
  if (left.runs === undefined) return left;
  return { ...left, runs: left.runs.map((attempt) => withoutFields(attempt, ofAttempts)) };
}
