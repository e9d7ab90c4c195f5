/**
 * The forms of names in Kubernetes. Each check gives the details of what is wrong; none means that the text is fine.
 *
 * Lengths are counted in bytes, as in Go. Some texts nevertheless say "characters": those are the older ones.
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

/** The bytes of a text in UTF-8, which is what Go counts. */
export function byteLength(text: string): number {
  // Names are short and plain: looking at each letter takes a tenth of the time of an encoder.
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) > LAST_ASCII) return UTF_8.encode(text).length;
  }
  return text.length;
}

/** A pattern that a whole text must match. */
export function anchored(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`);
}

/** The text for a value that violates a pattern, with examples of valid values. */
export function patternDetail(text: string, pattern: string, ...examples: readonly string[]): string {
  const regex = `regex used for validation is '${pattern}'`;
  if (examples.length === 0) return `${text} (${regex})`;
  return `${text} (e.g. ${examples.map((example) => `'${example}', `).join(" or ")}${regex})`;
}

/** A DNS label as in RFC 1123: container names, host names, names of namespaces. */
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

/** A DNS subdomain as in RFC 1123: the names of most objects. */
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

/** A qualified name, with or without a domain before it: label keys, annotation keys, finalizers, condition types. */
export function checkQualifiedName(text: string): string[] {
  const parts = text.split("/");
  // Only a wrong name needs the text, and nearly all are right.
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

/** The prefix before a generated suffix: a dash at its end is fine, because something follows it. */
export function checkNamePrefix(prefix: string, check: (text: string) => readonly string[]): readonly string[] {
  return check(prefix.endsWith("-") ? `${prefix.slice(0, -1)}a` : prefix);
}
