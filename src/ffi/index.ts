/** What the rest of the house may use of this folder: bindings, handles, errors, constants; no pointer, no heap. */
export {
  type CallbackName,
  type ConnectionHandlers,
  type ContextHandlers,
  type KeyProgress,
  LATER,
  type Later,
  type RawClientHello,
  type RawSigningMethod,
} from './callbacks/handlers.js';
export { registerConnection, registerContext, withKeyProgress, withPassphrase } from './callbacks/routing.js';
export { DISPOSE } from './dispose.js';
export { entropyFailure } from './entropy.js';
export {
  EntropyError,
  type ErrorEntry,
  type ErrorFactory,
  explained,
  isOfQueue,
  MemoryError,
  OpenSSLError,
  ReleasedError,
  TrapError,
} from './errors.js';
export { Bindings } from './generated/bindings.js';
export type { OwnedTag, Tag } from './generated/exports.js';
export { MessageBindings } from './generated/message-bindings.js';
export { TlsBindings } from './generated/tls-bindings.js';
export { Handle } from './handle.js';
export { compiledModule, hasModuleSource, type ModuleSource, setModuleSource } from './loader.js';
export { adopt, describeObject, type Fact, HANDLE, INSPECT, NativeObject } from './native-object.js';
export { bestVariant, chooseVariant, moduleVariant, preferVariant, type Variant } from './variant.js';
