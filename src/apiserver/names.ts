/** Names and UIDs that the API server gives to objects. */

import { randomStream } from "../engine/random.ts";

/** Characters without vowels and look-alikes, so that no suffix spells a word. */
const SUFFIX_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
/** A suffix has five characters: one of the alphabet and two of these pairs. */
const PAIRS = [...SUFFIX_ALPHABET].flatMap((first) => [...SUFFIX_ALPHABET].map((second) => first + second));
const HEX_DIGITS = "0123456789abcdef";
/** A generated name has at most 63 characters. */
const MAX_GENERATED_PREFIX = 58;
/** Attempts in all before a name collision is reported. */
export const NAME_ATTEMPTS = 8;

/** Hands out names and UIDs of one run; the same seed gives the same ones. */
export class NameSource {
  readonly #random: () => number;
  readonly #uidPrefix: string;
  #uids = 0;

  constructor(seed: string) {
    this.#random = randomStream(seed, "names");
    let digits = "";
    for (let drawn = 0; drawn < 15; drawn++) digits += HEX_DIGITS.charAt(Math.floor(this.#random() * 16));
    this.#uidPrefix = `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(12, 15)}-8000-`;
  }

  /** A UID that is unique in the run: a prefix from the seed and a counter, so that it costs little and reads well. */
  uid(): string {
    return this.#uidPrefix + (++this.#uids).toString(16).padStart(12, "0");
  }

  /** Whether a UID is one that this source gave, or may give. */
  isOwn(uid: string): boolean {
    return uid.startsWith(this.#uidPrefix);
  }

  /** A name from a `generateName` prefix: the prefix, cut to 58 characters, and five random characters. */
  generate(prefix: string): string {
    let draw = Math.floor(this.#random() * PAIRS.length * PAIRS.length * SUFFIX_ALPHABET.length);
    let suffix = SUFFIX_ALPHABET.charAt(draw % SUFFIX_ALPHABET.length);
    draw = Math.floor(draw / SUFFIX_ALPHABET.length);
    suffix += PAIRS[draw % PAIRS.length];
    suffix += PAIRS[Math.floor(draw / PAIRS.length)];
    return (prefix.length > MAX_GENERATED_PREFIX ? prefix.slice(0, MAX_GENERATED_PREFIX) : prefix) + suffix;
  }
  /** The same, tried again as often as the server does where the name is taken. */
  generateFree(prefix: string, isTaken: (name: string) => boolean): string {
    let name = this.generate(prefix);
    for (let attempt = 1; attempt < NAME_ATTEMPTS && isTaken(name); attempt++) name = this.generate(prefix);
    return name;
  }
}
