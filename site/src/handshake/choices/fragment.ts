/** Choices as the parameters of the page's address. What is not named is as usual; what is none of the choices, too. */
import {
  AFTER,
  ALPN,
  type Choices,
  CIPHERS,
  CLIENT_CERTIFICATES,
  FAULTS,
  GROUPS,
  type Group,
  KEYS,
  PROTOCOLS,
  possible,
  RESUMPTIONS,
  STAPLES,
  USUAL,
} from './choices.js';

/** The choices of one value: their names in the address, and their values. */
export const SINGLE = [
  { choice: 'version', parameter: 'version', values: PROTOCOLS },
  { choice: 'cipher', parameter: 'cipher', values: CIPHERS },
  { choice: 'alpn', parameter: 'alpn', values: ALPN },
  { choice: 'key', parameter: 'key', values: KEYS },
  { choice: 'clientCertificate', parameter: 'client-certificate', values: CLIENT_CERTIFICATES },
  { choice: 'resumption', parameter: 'resumption', values: RESUMPTIONS },
  { choice: 'staple', parameter: 'staple', values: STAPLES },
  { choice: 'after', parameter: 'after', values: AFTER },
  { choice: 'fault', parameter: 'fault', values: FAULTS },
] as const satisfies readonly { choice: keyof Choices; parameter: string; values: readonly string[] }[];

const LISTS = [
  { choice: 'clientGroups', parameter: 'client-groups' },
  { choice: 'serverGroups', parameter: 'server-groups' },
] as const;

/** The names of all parameters. */
export const PARAMETERS: readonly string[] = [...SINGLE, ...LISTS].map(({ parameter }) => parameter);

/** Reads `version=1.3&fault=expired`. */
export function readFragment(query: string): Choices {
  const parameters = new URLSearchParams(query);
  const single = SINGLE.map(({ choice, parameter, values }) => {
    const value = parameters.get(parameter);
    return [choice, value !== null && (values as readonly string[]).includes(value) ? value : USUAL[choice]];
  });
  const lists = LISTS.map(({ choice, parameter }) => [choice, groupsOf(parameters.get(parameter)) ?? USUAL[choice]]);
  return possible(Object.fromEntries([...single, ...lists]) as Choices);
}

/** Each group once, in the order in which they are named; nothing where none of them is one. */
function groupsOf(text: string | null): readonly Group[] | undefined {
  const named = new Set(text?.split(',') ?? []);
  const groups = [...named].filter((name): name is Group => (GROUPS as readonly string[]).includes(name));
  return groups.length === 0 ? undefined : groups;
}

/** Writes what {@link readFragment} reads: the version, and what is not as usual. */
export function writeFragment(choices: Choices): string {
  const parts = [`version=${choices.version}`];
  for (const { choice, parameter } of LISTS)
    if (choices[choice].join() !== USUAL[choice].join()) parts.push(`${parameter}=${choices[choice].join()}`);
  for (const { choice, parameter } of SINGLE)
    if (choice !== 'version' && choices[choice] !== USUAL[choice]) parts.push(`${parameter}=${choices[choice]}`);
  return parts.join('&');
}
