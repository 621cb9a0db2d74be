/** Makes the reference with TypeDoc, lists where each name is, and looks at what was made as a static host would serve it. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Application } from 'typedoc';
import { inRoot, ROOT } from './paths.mjs';
import { publicFaces } from './public-faces.mjs';

/** Where every name is: `names.json` of the reference. */
const NAMES = 'names.json';

/**
 * @param {string} [out] - the folder; docs/reference/ by default
 * @returns {Promise<{ pages: number, faults: string[] }>}
 */
export async function makeReference(out = inRoot('docs/reference')) {
  await rm(out, { recursive: true, force: true });
  const app = await Application.bootstrapWithPlugins({ options: inRoot('typedoc.config.mjs'), basePath: ROOT });
  const project = await app.convert();
  if (project === undefined) return { pages: 0, faults: ['TypeDoc could not read the sources'] };
  for (const { name, source } of publicFaces()) {
    const given = source.replace(/(?:\/index)?\.ts$/, '');
    const module = project.children?.find((child) => child.name === given);
    if (module === undefined)
      return {
        pages: 0,
        faults: [`TypeDoc has no module of ${source} (${project.children?.map((child) => child.name)})`],
      };
    module.name = name;
  }
  inheritComments(project);
  app.validate(project);
  await mkdir(out, { recursive: true });
  /** @type {Record<string, string>} */
  let names = {};
  // The router, which knows where each name is, is there for so long as pages are written.
  app.renderer.postRenderAsyncJobs.push(async () => {
    names = Object.fromEntries(namesOf(project, (reflection) => urlOf(app, reflection)));
  });
  await app.generateDocs(project, out);
  await writeFile(join(out, NAMES), `${JSON.stringify(names, null, 1)}\n`);
  const faults = app.logger.hasErrors() || app.logger.hasWarnings() ? ['TypeDoc has warnings'] : [];
  const { pages, dead } = await deadLinks(out);
  return { pages, faults: [...faults, ...dead, ...(await namesAlike(out))] };
}

/** Faces of `tsopenssl/worker`, each with what it is the face of: their members are mapped types, which carry no comments. */
const FACES = {
  RemoteConnection: ['tsopenssl', 'SSL', 'Connection'],
  RemoteContext: ['tsopenssl', 'SSL', 'Context'],
  RemoteStore: ['tsopenssl', 'crypto', 'X509Store'],
  RemotePki: ['tsopenssl/pki'],
  WorkerSSL: ['tsopenssl', 'SSL'],
};

/** Gives members of the faces what is said of their originals. @param {import('typedoc').ProjectReflection} project */
function inheritComments(project) {
  for (const [face, original] of Object.entries(FACES)) {
    const [from, to] = [childOf(project, original), childOf(project, ['tsopenssl/worker', face])];
    for (const member of to.children ?? []) copyComment(from, member);
  }
}

/**
 * @param {import('typedoc').ContainerReflection} parent
 * @param {readonly string[]} path
 * @returns {import('typedoc').DeclarationReflection}
 */
function childOf(parent, [name = '', ...rest]) {
  const child = parent.children?.find((one) => one.name === name);
  const target = child?.isReference() ? child.getTargetReflectionDeep() : child;
  if (!target?.isDeclaration()) throw new Error(`the reference has no ${name} in ${parent.name}`);
  return rest.length === 0 ? target : childOf(target, rest);
}

/** @param {import('typedoc').DeclarationReflection} from @param {import('typedoc').DeclarationReflection} member */
function copyComment(from, member) {
  const found = from.getChildByName([member.name]);
  const original = found?.isReference() ? found.getTargetReflection() : found;
  if (!original?.isDeclaration()) return;
  const comment = original.comment ?? original.getSignature?.comment ?? original.signatures?.[0]?.comment;
  if (comment === undefined) return;
  if (member.signatures === undefined) member.comment ??= comment.clone();
  for (const signature of member.signatures ?? []) signature.comment ??= comment.clone();
}

/** @param {Application} app @param {import('typedoc').Reflection} reflection @returns {string | undefined} */
function urlOf({ renderer: { router } }, reflection) {
  return router?.hasUrl(reflection) === true ? router.getFullUrl(reflection) : undefined;
}

/**
 * Every name from its module on, with its place; a second name of something has the place of the first.
 * @param {import('typedoc').ContainerReflection} parent
 * @param {(reflection: import('typedoc').Reflection) => string | undefined} place
 * @param {readonly string[]} [path]
 * @returns {[name: string, place: string][]}
 */
function namesOf(parent, place, path = []) {
  return (parent.children ?? []).flatMap((child) => {
    const target = child.isReference() ? child.getTargetReflectionDeep() : child;
    const here = [...path, child.name];
    const url = place(target);
    /** @type {[string, string][]} */
    const own = url === undefined ? [] : [[here.join('.'), url]];
    return target.isDeclaration() ? [...own, ...namesOf(target, place, here)] : own;
  });
}

/** Files whose names differ in case alone: a file system that ignores case has one of them. @param {string} folder */
export async function namesAlike(folder) {
  const seen = new Map();
  const faults = [];
  for (const name of (await readdir(folder, { recursive: true })).sort()) {
    const other = seen.get(name.toLowerCase());
    if (other !== undefined) faults.push(`${other} and ${name} are one file where case does not count`);
    seen.set(name.toLowerCase(), name);
  }
  return faults;
}

/** Links within a folder of pages that lead to no file, or to no place in it. @param {string} folder */
export async function deadLinks(folder) {
  const files = (await readdir(folder, { recursive: true })).map((name) => name.replaceAll('\\', '/'));
  const known = new Set(files);
  /** @type {Map<string, { ids: Set<string>, links: string[] }>} */
  const pages = new Map();
  for (const name of files.filter((file) => file.endsWith('.html'))) {
    const text = await readFile(join(folder, name), 'utf8');
    const ids = new Set([...text.matchAll(/\sid="([^"]*)"/g)].map(([, id = '']) => decoded(id)));
    pages.set(name, {
      ids,
      links: [...text.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, link = '']) => decoded(link)),
    });
  }
  const dead = [];
  for (const [page, { links }] of pages) {
    for (const link of new Set(links)) {
      if (/^(?:[a-z]+:|\/\/)/i.test(link)) continue;
      const [path = '', fragment = ''] = link.split('#');
      const target = path === '' ? page : join(dirname(page), decodeURIComponent(path)).replaceAll('\\', '/');
      const isThere = known.has(target);
      const ids = pages.get(target)?.ids;
      if (!isThere) dead.push(`${page}: ${link} leads nowhere`);
      else if (fragment !== '' && ids !== undefined && !ids.has(decodeURIComponent(fragment)))
        dead.push(`${page}: ${link} leads to no place in its page`);
    }
  }
  return { pages: pages.size, dead };
}

/** @param {string} text */
function decoded(text) {
  return text
    .replaceAll('&amp;', '&')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>');
}
