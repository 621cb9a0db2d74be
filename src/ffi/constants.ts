/** OpenSSL's constants, as the compiler has them. A file of its own: what asks for a member of a namespace has it alone in a bundle. */
export * from './generated/constants.js';
