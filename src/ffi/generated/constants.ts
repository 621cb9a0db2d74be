// Generated from OpenSSL's headers by wasm-build/generate (npm run generate). Do not edit.

export const SSL_VERIFY_NONE = 0;
export const SSL_VERIFY_PEER = 1;
