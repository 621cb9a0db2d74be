/** Fetches and compiles the module, where that takes time. */
import { platformModule } from '../common/platform.js';

/** What of a `Response` is looked at. */
export interface ModuleResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly url: string;
  readonly headers: { get(name: string): string | null };
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** Fetches the module; a file where the platform has files, for not every fetch takes one. */
export async function compileFrom(url: string): Promise<WebAssembly.Module> {
  if (url.startsWith('file:')) {
    const files = platformModule<typeof import('node:fs/promises')>('node:fs/promises');
    if (files !== undefined) return WebAssembly.compile(new Uint8Array(await files.readFile(new URL(url))));
  }
  return compileResponse(await fetch(url), url);
}

/** @throws {Error} that names the address, where the answer is not the module */
export async function compileResponse(response: ModuleResponse, url = response.url): Promise<WebAssembly.Module> {
  if (!response.ok) throw new Error(`${url} answered ${response.status}: openssl.wasm must be served there`);
  const type = response.headers.get('content-type')?.split(';')[0];
  // A server that does not know the type of the file is no reason to fail.
  if (type === 'application/wasm') return WebAssembly.compileStreaming(response as Response);
  return WebAssembly.compile(await response.arrayBuffer());
}
