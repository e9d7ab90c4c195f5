/** Label selectors in a query: `app=a,tier notin (x,y),!debug,replicas>2`. */

import type { StringMap } from "../api/types.ts";
import { checkLabelValue, checkQualifiedName } from "../api/validation/names.ts";
import { badRequest } from "./status.ts";

/** Whether labels match a selector. */
export type LabelMatcher = (labels: StringMap) => boolean;

/** A selector that has been read. */
export interface LabelSelection {
  readonly matches: LabelMatcher;
  /** A label that all objects have which match: its key and its value; absent if the selector asks for none. */
  readonly label?: readonly [string, string];
}

interface Requirement {
  readonly matches: LabelMatcher;
  readonly label?: readonly [string, string];
}

interface Token {
  readonly kind: "word" | "operator";
  readonly text: string;
}

const OPERATORS = "in, notin, =, ==, !=, gt, lt";

/**
 * Parses a label selector; an empty one matches everything.
 *
 * @throws HttpError 400 if it is invalid
 */
export function parseLabelSelector(text: string): LabelSelection {
  if (text.trim() === "") return { matches: () => true };
  const parser = new Parser(tokenize(text));
  const requirements = parser.requirements();
  const label = requirements.find((requirement) => requirement.label !== undefined)?.label;
  const matches: LabelMatcher = (labels) => requirements.every((requirement) => requirement.matches(labels));
  return label === undefined ? { matches } : { matches, label };
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(/\s*(?:(==|!=|[=!<>(),])|([^\s=!<>(),]+))/g)) {
    const [, operator, word = ""] = match;
    tokens.push({ kind: operator === undefined ? "word" : "operator", text: operator ?? word });
  }
  return tokens;
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  requirements(): Requirement[] {
    const found = [this.#requirement()];
    while (this.#at < this.#tokens.length) {
      this.#expect(",");
      found.push(this.#requirement());
    }
    return found;
  }

  #requirement(): Requirement {
    if (this.#take("!")) {
      const absent = this.#key();
      return { matches: (labels) => !Object.hasOwn(labels, absent) };
    }
    const key = this.#key();
    const next = this.#peek();
    if (next === undefined || next === ",") return { matches: (labels) => Object.hasOwn(labels, key) };
    this.#at++;
    if (next !== "=" && next !== "==") return { matches: this.#comparison(key, next) };
    const value = this.#value();
    return { matches: equals(key, value), label: [key, value] };
  }

  #comparison(key: string, operator: string): LabelMatcher {
    switch (operator) {
      case "!=":
        return not(equals(key, this.#value()));
      case "in":
        return isOneOf(key, this.#values());
      case "notin":
        return not(isOneOf(key, this.#values()));
      case ">":
      case "gt":
        return compares(key, this.#value(), 1);
      case "<":
      case "lt":
        return compares(key, this.#value(), -1);
      default:
        throw badRequest(`unable to parse requirement: found '${operator}', expected: ${OPERATORS}`);
    }
  }

  #key(): string {
    const token = this.#tokens[this.#at++];
    if (token?.kind !== "word") {
      throw badRequest(`unable to parse requirement: found '${token?.text ?? ""}', expected: identifier`);
    }
    const [problem] = checkQualifiedName(token.text);
    if (problem === undefined) return token.text;
    throw badRequest(`unable to parse requirement: <nil>: Invalid value: ${JSON.stringify(token.text)}: ${problem}`);
  }

  /** A value may be empty: `app=` requires the empty label. */
  #value(): string {
    const token = this.#tokens[this.#at];
    if (token?.kind !== "word") return "";
    this.#at++;
    return checkedValue(token.text);
  }

  #values(): ReadonlySet<string> {
    this.#expect("(");
    const values = new Set([this.#value()]);
    while (this.#take(",")) values.add(this.#value());
    this.#expect(")");
    return values;
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at]?.text;
  }

  #take(text: string): boolean {
    if (this.#peek() !== text) return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    const found = this.#peek() ?? "";
    if (!this.#take(text)) throw badRequest(`unable to parse requirement: found '${found}', expected: '${text}'`);
  }
}

function checkedValue(value: string): string {
  const [problem] = checkLabelValue(value);
  if (problem === undefined) return value;
  throw badRequest(`unable to parse requirement: values[0]: Invalid value: ${JSON.stringify(value)}: ${problem}`);
}

function equals(key: string, value: string): LabelMatcher {
  return (labels) => Object.hasOwn(labels, key) && labels[key] === value;
}

function isOneOf(key: string, values: ReadonlySet<string>): LabelMatcher {
  return (labels) => Object.hasOwn(labels, key) && values.has(labels[key] ?? "");
}

function not(matcher: LabelMatcher): LabelMatcher {
  return (labels) => !matcher(labels);
}

const INTEGER = /^[+-]?\d+$/;

function compares(key: string, text: string, sign: 1 | -1): LabelMatcher {
  if (!INTEGER.test(text)) {
    throw badRequest("unable to parse requirement: for 'Gt', 'Lt' operators, the value must be an integer");
  }
  const bound = BigInt(text);
  return (labels) => {
    const given = Object.hasOwn(labels, key) ? (labels[key] ?? "") : "";
    if (!INTEGER.test(given)) return false;
    return sign === 1 ? BigInt(given) > bound : BigInt(given) < bound;
  };
}
