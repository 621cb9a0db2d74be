/** Starts the service worker, and tells when the page needs no network any more. */
import { signal } from '@preact/signals';

/** Whether all files of the page are kept. */
export const isOffline = signal(false);

/** Where there are no service workers, as over plain http from elsewhere, the page goes on without. */
export async function keepOffline(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register(new URL('./service-worker.js', document.baseURI));
    await navigator.serviceWorker.ready;
    isOffline.value = true;
  } catch {
    isOffline.value = false;
  }
}
