/** Completion for bash. */

import type { CommandWords, OptionWords } from "./words.ts";

export function bashCompletion(commands: readonly CommandWords[]): string {
  return `# Completion of jobsim for bash. Put this into ~/.bashrc:
#   source <(jobsim completion bash)
_jobsim() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD - 1]}" command="\${COMP_WORDS[1]}"
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(" ")} --help --version" -- "$word"))
    return
  fi
  case "$command $before" in
${commands.flatMap(choiceCases).join("\n")}
  esac
  case "$command" in
${commands.map(optionCase).join("\n")}
  esac
}
complete -o default -F _jobsim jobsim
`;
}

function choiceCases({ name, options }: CommandWords): string[] {
  return options
    .filter(({ choices }) => choices.length > 0)
    .map((option) => {
      const pattern = namesOf(option)
        .map((flag) => `"${name} ${flag}"`)
        .join(" | ");
      return `    ${pattern}) COMPREPLY=($(compgen -W "${option.choices.join(" ")}" -- "$word")); return ;;`;
    });
}

function optionCase({ name, options, choices }: CommandWords): string {
  const flags = options.flatMap(namesOf).join(" ");
  // Without a dash, files are completed: that is the default of complete -o default.
  const words = choices.length === 0 ? "" : ` || COMPREPLY=($(compgen -W "${choices.join(" ")}" -- "$word"))`;
  return `    ${name}) [[ "$word" == -* ]] && COMPREPLY=($(compgen -W "${flags}" -- "$word"))${words} ;;`;
}

function namesOf({ long, short }: OptionWords): string[] {
  return short === undefined ? [long] : [short, long];
}
