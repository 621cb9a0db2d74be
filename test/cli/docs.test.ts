/**
 * `docs/command-line.md` is what the commands say of themselves: `npx vitest run --project library test/cli/docs.test.ts -u`
 * writes it.
 */
import { expect, it } from 'vitest';
import { EXIT_MEANINGS } from '../../src/cli/frame/exit.js';
import { makeProgram } from '../../src/cli/frame/program.js';
import { VERBS } from '../../src/cli/verbs.js';

const HEAD = `# The command line

\`npx tsopenssl …\`, or \`tsopenssl …\` where the package is installed: certificates, keys and TLS, for people without \`openssl\`.
It runs on Node 20.19 and later, Deno and Bun, and needs nothing else. This page is made of the commands' own help.

## What holds for every command

- **Files are PEM or DER**, whatever their name; \`-\` is stdin or stdout. A name that begins with a dash stands behind \`--\`.
- **What was made and what is said about it are not mixed**: where the product goes to stdout, the words go to stderr.
- **Nothing is overwritten** unless \`--force\` is said, keys least of all: a link that somebody made meanwhile is not followed.
  Private keys have mode 600 whatever the umask. A file is there whole or not at all.
- **Passwords** come from \`--password-file\`, \`--password-env\` or \`--password-fd\`; at a terminal you are asked, and what you type
  is not shown. \`--password\` works, and warns: arguments are public. What protects a new key has the same options with \`--new-\`.
- **Text of others is shown, not obeyed**: controls, escapes and what turns text round in names of certificates, files and
  words of servers are printed as \`\\u{202E}\`. A value in a name that holds a comma or the like is quoted.
- **Colours** are for terminals alone, and not where \`NO_COLOR\` is set.
- **Inputs are bounded** by \`--max-input\`, 64 MiB where nothing is said.

## Exit codes

| code | what it says |
| --- | --- |
${EXIT_MEANINGS.map(([code, meaning]) => `| ${code} | ${meaning} |`).join('\n')}

A reader that goes away (\`| head -1\`) ends it with 141; a signal as that signal does.

## JSON

\`--json\` prints one object on stdout, and \`serve\` one a line. Bytes are hexadecimal; \`der\`, \`signed\`, \`content\` and \`data\` are
base64. Times are ISO 8601, in UTC. Serial numbers are hexadecimal text, other numbers that can be large decimal text. Names
are lists as \`tsopenssl/pki\` has them. Files that were written stand in \`outputs\`, by what they are: \`{ "path": … }\`, and what
has no file \`{ "text": … }\` or \`{ "base64": … }\`. Members may be added; those that are there keep their names and meaning.

An error is an object on stderr:

\`\`\`json
{ "error": { "code": "ERR_CLI_INPUT", "message": "one sentence", "exitCode": 3, "hint": "what to do about it, where that is known" } }
\`\`\`

\`code\` is \`ERR_CLI_USAGE\`, \`ERR_CLI_INPUT\`, \`ERR_CLI_PASSWORD\`, \`ERR_CLI_OUTPUT\`, \`ERR_CLI_EXISTS\`, \`ERR_CLI_NETWORK\`,
\`ERR_CLI_REFUSED\`, \`ERR_CLI_INTERNAL\`, \`ERR_OPENSSL\`, or a code of \`tsopenssl/pki\`, such as \`ERR_PKI_REFUSED\`.
`;

it('docs/command-line.md is what the commands say', async () => {
  const program = makeProgram(() => {
    throw new Error('nothing is run here');
  });
  const pages = VERBS.map(({ name, json }) => {
    const command = program.commands.find((one) => one.name() === name);
    let help = '';
    command?.configureOutput({
      writeOut: (text) => {
        help += text;
      },
      getOutHelpWidth: () => 100,
    });
    command?.outputHelp();
    const members = Object.entries(json).map(([member, says]) => `- \`${member}\`: ${says}`);
    return `## ${name}\n\n\`\`\`\n${help.trim()}\n\`\`\`\n\n\`--json\`:\n\n${members.join('\n')}\n`;
  });
  await expect(`${HEAD}\n${pages.join('\n')}`).toMatchFileSnapshot('../../docs/command-line.md');
});
