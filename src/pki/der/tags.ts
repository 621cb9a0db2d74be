/** Identifier octets of X.690, 8.1.2, whole: class, form and number. */
export const BOOLEAN = 0x01;
export const INTEGER = 0x02;
export const BIT_STRING = 0x03;
export const OCTET_STRING = 0x04;
export const NULL = 0x05;
export const OBJECT_IDENTIFIER = 0x06;
export const ENUMERATED = 0x0a;
export const UTF8_STRING = 0x0c;
export const UTC_TIME = 0x17;
export const GENERALIZED_TIME = 0x18;
export const SEQUENCE = 0x30;
export const SET = 0x31;

/** `[number]` of a primitive value. */
export const context = (number: number): number => 0x80 | number;
/** `[number]` of a constructed value, or an explicit tag. */
export const contextOf = (number: number): number => 0xa0 | number;
