/** Completion for zsh. */

import type { CommandWords, OptionWords } from "./words.ts";

export function zshCompletion(commands: readonly CommandWords[]): string {
  return `#compdef jobsim
# Completion of jobsim for zsh. Put this into ~/.zshrc, behind compinit:
#   source <(jobsim completion zsh)
_jobsim() {
  local -a commands
  commands=(
${commands.map(({ name, description }) => `    '${name}:${escaped(description)}'`).join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    return
  fi
  local command="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$command" in
${commands.map(caseOf).join("\n")}
  esac
}
compdef _jobsim jobsim
`;
}

function caseOf({ name, options, choices }: CommandWords): string {
  const rest = choices.length === 0 ? "'*:file:_files'" : `'1:what:(${choices.join(" ")})'`;
  return [`    ${name})`, "      _arguments \\", ...options.map(optionSpec), `        ${rest}`, "      ;;"].join("\n");
}

function optionSpec({ long, short, description, takesValue, choices }: OptionWords): string {
  const value = takesValue ? `:value:${choices.length === 0 ? "_files" : `(${choices.join(" ")})`}` : "";
  const text = `[${escaped(description)}]${value}`;
  // Options may stand several times: --set does.
  return `        ${short === undefined ? `'*${long}${text}'` : `'*'{${short},${long}}'${text}'`} \\`;
}

function escaped(text: string): string {
  return text.replaceAll(":", "\\:");
}
