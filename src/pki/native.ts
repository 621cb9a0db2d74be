/** The bindings, whose errors are `crypto.Error`: what OpenSSL refuses is the same here as there. */
export { native } from '../crypto/native.js';
