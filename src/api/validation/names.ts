/**
 * The syntax of names in Kubernetes. Each check returns what is wrong; nothing if the text is valid.
 *
 * Lengths are in bytes, as in Go. Some older messages say "characters" all the same.
 */

const DNS_LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const DNS_SUBDOMAIN = `${DNS_LABEL}(\\.${DNS_LABEL})*`;
const KEY_NAME = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
const KEY_TEXT =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

const DNS_LABEL_PATTERN = anchored(DNS_LABEL);
const DNS_SUBDOMAIN_PATTERN = anchored(DNS_SUBDOMAIN);
const KEY_NAME_PATTERN = anchored(KEY_NAME);
const LABEL_VALUE_PATTERN = anchored(`(${KEY_NAME})?`);

const MAX_LABEL_BYTES = 63;
const MAX_SUBDOMAIN_BYTES = 253;

const UTF_8 = new TextEncoder();
const LAST_ASCII = 0x7f;

/** The length of a text in UTF-8, which Go counts. */
export function byteLength(text: string): number {
  // Names are short ASCII: checking each character takes a tenth of the time of an encoder.
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) > LAST_ASCII) return UTF_8.encode(text).length;
  }
  return text.length;
}

/** A pattern that must match the whole text. */
export function anchored(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`);
}

/** The message for a value that does not match a pattern, with examples of valid values. */
export function patternDetail(text: string, pattern: string, ...examples: readonly string[]): string {
  const regex = `regex used for validation is '${pattern}'`;
  if (examples.length === 0) return `${text} (${regex})`;
  return `${text} (e.g. ${examples.map((example) => `'${example}', `).join(" or ")}${regex})`;
}

/** A DNS label of RFC 1123: names of containers, hosts and namespaces. */
export function checkDnsLabel(text: string): string[] {
  const details: string[] = [];
  if (byteLength(text) > MAX_LABEL_BYTES) details.push(`must be no more than ${MAX_LABEL_BYTES} characters`);
  if (!DNS_LABEL_PATTERN.test(text)) {
    details.push(
      DNS_SUBDOMAIN_PATTERN.test(text)
        ? "must not contain dots"
        : patternDetail(
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
            DNS_LABEL,
            "my-name",
            "123-abc",
          ),
    );
  }
  return details;
}

/** A DNS subdomain of RFC 1123: names of most objects. */
export function checkDnsSubdomain(text: string): string[] {
  const details: string[] = [];
  if (byteLength(text) > MAX_SUBDOMAIN_BYTES) details.push(`must be no more than ${MAX_SUBDOMAIN_BYTES} characters`);
  if (!DNS_SUBDOMAIN_PATTERN.test(text)) {
    details.push(
      patternDetail(
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
        DNS_SUBDOMAIN,
        "example.com",
      ),
    );
  }
  return details;
}

/** A name that only has to fit into a path, as those of roles do: `system:node` is one. */
export function checkPathSegment(text: string): string[] {
  if (text === "." || text === "..") return [`may not be '${text}'`];
  return ["/", "%"].filter((part) => text.includes(part)).map((part) => `may not contain '${part}'`);
}

/** A qualified name with an optional domain: keys of labels and annotations, finalizers, condition types. */
export function checkQualifiedName(text: string): string[] {
  const parts = text.split("/");
  // Only invalid names need the text, and nearly all are valid.
  const form = () => patternDetail(KEY_TEXT, KEY_NAME, "MyName", "my.name", "123-abc");
  if (parts.length > 2) {
    return [`a valid label key ${form()} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const details: string[] = [];
  const name = parts.at(-1) ?? "";
  const [prefix] = parts.length === 2 ? parts : [];
  if (prefix === "") details.push("prefix part must be non-empty");
  else if (prefix !== undefined) details.push(...checkDnsSubdomain(prefix).map((detail) => `prefix part ${detail}`));
  if (name === "") details.push("name part must be non-empty");
  else if (byteLength(name) > MAX_LABEL_BYTES) details.push(`name part must be no more than ${MAX_LABEL_BYTES} bytes`);
  if (!KEY_NAME_PATTERN.test(name)) details.push(`name part ${form()}`);
  return details;
}

/** The value of a label. */
export function checkLabelValue(text: string): string[] {
  const details: string[] = [];
  if (byteLength(text) > MAX_LABEL_BYTES) details.push(`must be no more than ${MAX_LABEL_BYTES} bytes`);
  if (!LABEL_VALUE_PATTERN.test(text)) {
    details.push(
      patternDetail(
        `a valid label must be an empty string or ${KEY_TEXT.replace("must consist", "consist")}`,
        `(${KEY_NAME})?`,
        "MyValue",
        "my_value",
        "12345",
      ),
    );
  }
  return details;
}

/** The prefix of a generated name, which may end with a dash since a suffix follows. */
export function checkNamePrefix(prefix: string, check: (text: string) => readonly string[]): readonly string[] {
  return check(prefix.endsWith("-") ? `${prefix.slice(0, -1)}a` : prefix);
}
