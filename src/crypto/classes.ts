/**
 * Classes that speak of each other: a certificate has extensions, and an extension may speak of a certificate.
 * None imports another for that: each enters its name here, beside its own declaration, and who needs the type reads it from here.
 */
// biome-ignore lint/suspicious/noEmptyInterface: its members are where the classes are
export interface Classes {}
