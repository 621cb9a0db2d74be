/** `Symbol.dispose`; where the engine has none, the symbol that compilers put in its place. */
export const DISPOSE: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose');
