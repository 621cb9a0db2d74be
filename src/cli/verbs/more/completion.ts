/** `tsopenssl completion`: what a shell needs to complete commands, options and files. */
import type { Command, Option } from 'commander';
import { misused } from '../../frame/exit.js';
import type { Verb } from '../../frame/verb.js';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** What the script is made of: the program with all its commands, which the list of verbs cannot import. */
let program: (() => Command) | undefined;

/** Says of which program the scripts are. */
export function completeFor(make: () => Command): void {
  program = make;
}

export const completion: Verb = {
  name: 'completion',
  group: 'More',
  summary: 'print the script by which a shell completes commands',
  description: 'Prints a script for bash, zsh or fish that completes the names of commands, options and files.',
  examples: [
    { line: 'completion bash > tsopenssl.bash', does: 'For bash; load it in .bashrc with: source tsopenssl.bash' },
    { line: 'completion zsh > _tsopenssl', does: 'For zsh; put it into a folder of $fpath' },
    { line: 'completion fish > tsopenssl.fish', does: 'For fish; put it into ~/.config/fish/completions' },
  ],
  json: { outputs: '`script`, with its `text`' },
  declare: (command) => {
    command.argument('<shell>', SHELLS.join(', '));
  },
  run: async (task, [shell = '']) => {
    const make = SCRIPTS[shell];
    if (make === undefined || program === undefined)
      throw misused(`there is no script for ${shell}`, `Take one of ${SHELLS.join(', ')}.`);
    task.deliver({}, { name: 'script', content: make(program()) });
  },
};

const SCRIPTS: Readonly<Record<string, (program: Command) => string>> = { bash, zsh, fish };

const commandsOf = (of: Command): readonly Command[] => of.commands;

const longOptionsOf = (of: Command): readonly Option[] => of.createHelp().visibleOptions(of);

const flagsOf = (of: Command): string =>
  longOptionsOf(of)
    .flatMap(({ long, short }) => [long, short])
    .filter(Boolean)
    .join(' ');

/** What may stand as first argument, where that is one of a few words. */
function wordsOf(of: Command): string {
  const [first] = of.registeredArguments;
  return first !== undefined && ['action', 'shell'].includes(first.name()) ? first.description.replaceAll(',', '') : '';
}

function bash(of: Command): string {
  const cases = commandsOf(of).map((one) => `    ${one.name()}) words="${wordsOf(one)}" options="${flagsOf(one)}" ;;`);
  return `# bash completion of tsopenssl
_tsopenssl() {
  local current="\${COMP_WORDS[COMP_CWORD]}" command="\${COMP_WORDS[1]}" words="" options=""
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commandsOf(of)
      .map((one) => one.name())
      .join(' ')} help --help --version" -- "$current"))
    return
  fi
  case "$command" in
${cases.join('\n')}
    help) words="${commandsOf(of)
      .map((one) => one.name())
      .join(' ')}" ;;
  esac
  if [[ "$current" == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  elif [ "$COMP_CWORD" -eq 2 ] && [ -n "$words" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    compopt -o filenames 2>/dev/null
    local IFS=$'\\n'
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}
complete -F _tsopenssl tsopenssl
`;
}

function zsh(of: Command): string {
  const quote = (text: string) => text.replace(/['\\[\]:]/g, (letter) => (letter === "'" ? "'\\''" : `\\${letter}`));
  const list = commandsOf(of).map((one) => `    '${one.name()}:${quote(one.summary())}'`);
  const cases = commandsOf(of).map((one) => {
    const options = longOptionsOf(one).map((option) => {
      const needsValue = option.required || option.optional ? ':value:_files' : '';
      return `'*${option.long}[${quote(option.description)}]${needsValue}'`;
    });
    const words = wordsOf(one);
    const first = words === '' ? "'*:file:_files'" : `'2:action:(${words})' '*:file:_files'`;
    return `    ${one.name()}) _arguments -S ${[...options, first].join(' \\\n      ')} ;;`;
  });
  return `#compdef tsopenssl
_tsopenssl() {
  local -a commands
  commands=(
${list.join('\n')}
    'help:show the page of a command'
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  case "\${words[2]}" in
${cases.join('\n')}
    help) _describe command commands ;;
    *) _files ;;
  esac
}
_tsopenssl "$@"
`;
}

function fish(of: Command): string {
  const quote = (text: string) => `'${text.replace(/['\\]/g, (letter) => `\\${letter}`)}'`;
  const names = commandsOf(of).map((one) => one.name());
  const lines = commandsOf(of).flatMap((one) => {
    const when = `-n '__fish_seen_subcommand_from ${one.name()}'`;
    const words = wordsOf(one);
    return [
      `complete -c tsopenssl -f -n '__fish_use_subcommand' -a ${one.name()} -d ${quote(one.summary())}`,
      ...(words === '' ? [] : [`complete -c tsopenssl ${when} -a ${quote(words)}`]),
      ...longOptionsOf(one).map(
        ({ long, short, description, required, optional }) =>
          `complete -c tsopenssl ${when} -l ${(long ?? '').slice(2)}${short ? ` -s ${short.slice(1)}` : ''}${required || optional ? ' -r' : ''} -d ${quote(description)}`,
      ),
    ];
  });
  return `# fish completion of tsopenssl
complete -c tsopenssl -f -n '__fish_use_subcommand' -a help -d 'show the page of a command'
complete -c tsopenssl -n '__fish_seen_subcommand_from help' -a ${quote(names.join(' '))}
${lines.join('\n')}
`;
}
