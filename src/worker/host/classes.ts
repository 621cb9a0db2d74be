/**
 * Classes that speak of each other: what a context calls back is given a connection, and a connection has its context.
 * None imports another for that: each enters its name here, beside its own declaration, and who needs the type reads it from here.
 */
// biome-ignore lint/suspicious/noEmptyInterface: its members are where the classes are
export interface Classes {}
