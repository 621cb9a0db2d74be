/**
 * Classes that speak of each other: a context makes objects and sockets, which have their context.
 * None imports another for that: each enters its name here, beside its own declaration, and who needs the type reads it from here.
 */
// biome-ignore lint/suspicious/noEmptyInterface: its members are where the classes are
export interface Classes {}
