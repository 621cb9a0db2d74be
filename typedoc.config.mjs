/** What `npm run docs` makes the reference of: every entry of the package, and the pages of docs/. */
import { publicFaces } from './scripts/lib/public-faces.mjs';

/** @type {Partial<import('typedoc').TypeDocOptions>} */
export default {
  entryPoints: publicFaces().map(({ source }) => source),
  out: 'docs/reference',
  name: 'tsopenssl',
  readme: 'README.md',
  projectDocuments: [
    'docs/guides/README.md',
    'docs/guides/*.md',
    'docs/*.md',
    'SECURITY.md',
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    'bench/RESULTS.md',
  ],
  navigation: { includeGroups: true, includeCategories: false },
  // Its anchors for interfaces are dead.
  includeHierarchySummary: false,
  highlightLanguages: ['javascript', 'typescript', 'json', 'sh', 'bash', 'c', 'html', 'yaml'],
  disableSources: true,
  excludeInternal: true,
  excludePrivate: true,
  excludeExternals: true,
  blockTags: [
    '@corresponds',
    '@param',
    '@returns',
    '@throws',
    '@remarks',
    '@typeParam',
    '@internal',
    '@defaultValue',
    '@module',
  ],
  requiredToBeDocumented: [
    'Enum',
    'EnumMember',
    'Variable',
    'Function',
    'Class',
    'Interface',
    'Property',
    'Method',
    'GetSignature',
    'TypeAlias',
  ],
  treatWarningsAsErrors: true,
  validation: { notExported: false, invalidLink: true, notDocumented: true },
};
