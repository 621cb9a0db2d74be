// Generated from wasm-build/shim by wasm-build/generate (npm run generate). Do not edit.

/** The C types that a handle can hold. */
export type Tag = 'SSL' | 'SSL_CTX';

/** The C types that the caller can own, each with a freeing function of its name. */
export type OwnedTag = ;

/** What the module exports, as the engine sees it: every pointer and every result a number. */
export interface RawExports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  runtime_init(): number;
  runtime_load_legacy(): number;
  memory_alloc(size: number): number;
  memory_free(address: number): void;
  out_release(address: number): void;
  error_clear(): void;
  error_next(library: number, function: number, reason: number, data: number): number;
  version_text(which: number): number;
  version_number(): number;
  SSL_CTX_use_verify(ctx: number, mode: number, withCallback: number): void;
  SSL_use_verify(ssl: number, mode: number, withCallback: number): void;
  SSL_CTX_use_info_callback(ctx: number, on: number): void;
  SSL_use_info_callback(ssl: number, on: number): void;
  SSL_CTX_use_keylog_callback(ctx: number, on: number): void;
  SSL_CTX_use_alpn_select(ctx: number, on: number): void;
  SSL_CTX_use_servername(ctx: number, on: number): void;
  SSL_CTX_use_ocsp_status(ctx: number, on: number): void;
  SSL_CTX_use_cookie_generate(ctx: number, on: number): void;
  SSL_CTX_use_cookie_verify(ctx: number, on: number): void;
  SSL_CTX_use_session_new(ctx: number, on: number): void;
  SSL_CTX_use_session_get(ctx: number, on: number): void;
  SSL_CTX_use_session_remove(ctx: number, on: number): void;
  SSL_CTX_use_psk_client(ctx: number, on: number): void;
  SSL_CTX_use_psk_server(ctx: number, on: number): void;
}

/** What the module imports from the loader, beside the system interface. */
export interface RawImports {
  entropy(out: number, len: number): number;
  verify(ssl: number, cert: number, error: number, depth: number, ok: number): number;
  info(ssl: number, where: number, ret: number): void;
  keylog(ssl: number, line: number, len: number): void;
  alpn_select(ssl: number, offer: number, offerLen: number, out: number, max: number): number;
  servername(ssl: number): number;
  ocsp_server(ssl: number, out: number): number;
  ocsp_client(ssl: number, response: number, len: number): number;
  cookie_generate(ssl: number, out: number, max: number): number;
  cookie_verify(ssl: number, cookie: number, len: number): number;
  session_new(ssl: number, session: number): void;
  session_get(ssl: number, id: number, len: number, out: number): number;
  session_remove(ctx: number, id: number, len: number): void;
  psk_client(ssl: number, hint: number, identity: number, maxIdentity: number, psk: number, maxPsk: number): number;
  psk_server(ssl: number, identity: number, psk: number, maxPsk: number): number;
  passphrase(buffer: number, max: number, writing: number): number;
}
