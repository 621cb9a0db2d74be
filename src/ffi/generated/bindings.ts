// Generated from wasm-build/shim by wasm-build/generate (npm run generate). Do not edit.

import { BindingBase } from '../binding.js';
import type { Handle } from '../handle.js';

/** Every function of the shim, with pointers as handles, bytes copied both ways and failures thrown. */
export class Bindings extends BindingBase {
  /** Prepares the library: the default provider and the entropy source of this house. It draws no randomness (some runtimes forbid that at global scope): OpenSSL seeds its DRBGs at first use. */
  runtime_init(): void {
    this.begin();
    try {
      this.status(this.wasm.runtime_init());
    } finally {
      this.end();
    }
  }

  /** Adds RC2, single DES, the PKCS#12 KDFs of old files; kept out of the way until something asks for them. */
  runtime_load_legacy(): void {
    this.begin();
    try {
      this.status(this.wasm.runtime_load_legacy());
    } finally {
      this.end();
    }
  }

  version_text(which: number): string {
    this.begin();
    try {
      return this.text(this.wasm.version_text(which));
    } finally {
      this.end();
    }
  }

  version_number(): number {
    this.begin();
    try {
      return this.wasm.version_number();
    } finally {
      this.end();
    }
  }

  SSL_CTX_use_verify(ctx: Handle<'SSL_CTX'>, mode: number, withCallback: number): void {
    this.begin();
    try {
      this.wasm.SSL_CTX_use_verify(this.pointer(ctx), mode, withCallback);
    } finally {
      this.end();
    }
  }

  SSL_use_verify(ssl: Handle<'SSL'>, mode: number, withCallback: number): void {
    this.begin();
    try {
      this.wasm.SSL_use_verify(this.pointer(ssl), mode, withCallback);
    } finally {
      this.end();
    }
  }

  SSL_CTX_use_info_callback(ctx: Handle<'SSL_CTX'>, on: number): void {
    this.begin();
    try {
      this.wasm.SSL_CTX_use_info_callback(this.pointer(ctx), on);
    } finally {
      this.end();
    }
  }

  SSL_use_info_callback(ssl: Handle<'SSL'>, on: number): void {
    this.begin();
    try {
      this.wasm.SSL_use_info_callback(this.pointer(ssl), on);
    } finally {
      this.end();
    }
  }

  SSL_CTX_use_keylog_callback(ctx: Handle<'SSL_CTX'>, on: number): void {
    this.begin();
    try {
      this.wasm.SSL_CTX_use_keylog_callback(this.pointer(ctx), on);
    } finally {
      this.end();
    }
  }

  SSL_CTX_use_alpn_select(ctx: Handle<'SSL_CTX'>, on: number): void {
    this.begin();
    try {
      this.wasm.SSL_CTX_use_alpn_select(this.pointer(ctx), on);
    } finally {
      this.end();
    }
  }

  SSL_CTX_use_servername(ctx: Handle<'SSL_CTX'>, on: number): void {
    this.begin();
    try {
      this.wasm.SSL_CTX_use_servername(this.pointer(ctx), on);
    } finally {
      this.end();
    }
  }

  SSL_CTX_use_ocsp_status(ctx: Handle<'SSL_CTX'>, on: number): void {
    this.begin();
    try {
      this.wasm.SSL_CTX_use_ocsp_status(this.pointer(ctx), on);
    } finally {
      this.end();
    }
  }

  SSL_CTX_use_cookie_generate(ctx: Handle<'SSL_CTX'>, on: number): void {
    this.begin();
    try {
      this.wasm.SSL_CTX_use_cookie_generate(this.pointer(ctx), on);
    } finally {
      this.end();
    }
  }

  SSL_CTX_use_cookie_verify(ctx: Handle<'SSL_CTX'>, on: number): void {
    this.begin();
    try {
      this.wasm.SSL_CTX_use_cookie_verify(this.pointer(ctx), on);
    } finally {
      this.end();
    }
  }

  SSL_CTX_use_session_new(ctx: Handle<'SSL_CTX'>, on: number): void {
    this.begin();
    try {
      this.wasm.SSL_CTX_use_session_new(this.pointer(ctx), on);
    } finally {
      this.end();
    }
  }

  SSL_CTX_use_session_get(ctx: Handle<'SSL_CTX'>, on: number): void {
    this.begin();
    try {
      this.wasm.SSL_CTX_use_session_get(this.pointer(ctx), on);
    } finally {
      this.end();
    }
  }

  SSL_CTX_use_session_remove(ctx: Handle<'SSL_CTX'>, on: number): void {
    this.begin();
    try {
      this.wasm.SSL_CTX_use_session_remove(this.pointer(ctx), on);
    } finally {
      this.end();
    }
  }

  SSL_CTX_use_psk_client(ctx: Handle<'SSL_CTX'>, on: number): void {
    this.begin();
    try {
      this.wasm.SSL_CTX_use_psk_client(this.pointer(ctx), on);
    } finally {
      this.end();
    }
  }

  SSL_CTX_use_psk_server(ctx: Handle<'SSL_CTX'>, on: number): void {
    this.begin();
    try {
      this.wasm.SSL_CTX_use_psk_server(this.pointer(ctx), on);
    } finally {
      this.end();
    }
  }
}
