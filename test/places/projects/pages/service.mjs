/** A service worker: a classic script, no top-level await, no import(). */
import { createCertificateAuthority, initialize } from 'tsopenssl/lazy/pki';

self.addEventListener('install', (event) =>
  event.waitUntil(initialize('/openssl.wasm').then(() => self.skipWaiting())),
);
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  const { pathname, searchParams } = new URL(event.request.url);
  if (pathname !== '/issue') return;
  const answer = async () => {
    // One that was ended and started again has not been installed again.
    await initialize('/openssl.wasm');
    return new Response(createCertificateAuthority({ subject: searchParams.get('name') }).pem);
  };
  event.respondWith(answer());
});
