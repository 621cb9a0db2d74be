/** Keeps all files of the page, so that it opens without a network. */

/** Written here by the build. */
declare const __FILES__: readonly string[];
declare const __VERSION__: string;

const worker = self as unknown as ServiceWorkerGlobalScope;
const PREFIX = 'tsopenssl-';
const CACHE = `${PREFIX}${__VERSION__}`;
const FILES = __FILES__;
const INDEX = 'index.html';

const keep = async () => {
  const cache = await caches.open(CACHE);
  // Past the browser's own cache, which may hold what an older build has named alike.
  await cache.addAll(FILES.map((name) => new Request(name, { cache: 'reload' })));
};

const forgetOthers = async () => {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)),
  );
  await worker.clients.claim();
};

/** What is kept, and otherwise what the server says. */
const answer = async (request: Request) => {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request.mode === 'navigate' ? INDEX : request, { ignoreSearch: true });
  return kept ?? fetch(request);
};

worker.addEventListener('install', (event) => event.waitUntil(keep()));
worker.addEventListener('activate', (event) => event.waitUntil(forgetOthers()));
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(worker.registration.scope)) return;
  event.respondWith(answer(request));
});
