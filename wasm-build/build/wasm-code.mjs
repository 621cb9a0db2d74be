/** The instructions of a function's body, one after the other (WebAssembly Core Specification, 5.4). */
import { readLeb } from './wasm-file.mjs';

export const PREFIX_MISC = 0xfc;
const PREFIX_SIMD = 0xfd;

/** Where the instructions begin, behind the locals. @param {Uint8Array} code @param {number} body - where the function's body begins */
export function firstInstruction(code, body) {
  const [groups, start] = readLeb(code, body);
  let at = start;
  for (let i = 0; i < groups; i++) at = lebs(code, at, 1) + 1;
  return at;
}

/** Where the instruction at `at` ends. @param {Uint8Array} code @param {number} at */
export function nextInstruction(code, at) {
  const opcode = code[at++] ?? 0;
  if (opcode === PREFIX_MISC) {
    const [kind, operands] = readLeb(code, at);
    // Conversions that saturate have no operand; memory.fill, the drops and most of tables have one; the rest have two.
    const count = kind < 8 ? 0 : kind === 8 || kind === 10 || kind === 12 || kind === 14 ? 2 : 1;
    return lebs(code, operands, count);
  }
  if (opcode === PREFIX_SIMD) return nextVectorInstruction(code, at);
  // br_table: a vector and one more.
  if (opcode === 0x0e) {
    const [count, targets] = readLeb(code, at);
    return lebs(code, targets, count + 1);
  }
  // select with types.
  if (opcode === 0x1c) {
    const [count, types] = readLeb(code, at);
    return types + count;
  }
  if (opcode === 0x43) return at + 4;
  if (opcode === 0x44) return at + 8;
  const isMemory = opcode >= 0x28 && opcode <= 0x3e;
  if (isMemory || opcode === 0x11 || opcode === 0x13) return lebs(code, at, 2);
  const isBlock = opcode >= 0x02 && opcode <= 0x04;
  const isBranch = opcode === 0x0c || opcode === 0x0d;
  const isCall = opcode === 0x10 || opcode === 0x12;
  const isVariable = opcode >= 0x20 && opcode <= 0x26;
  const isSize = opcode === 0x3f || opcode === 0x40;
  const isConstant = opcode === 0x41 || opcode === 0x42;
  const isReference = opcode === 0xd0 || opcode === 0xd2;
  return lebs(code, at, isBlock || isBranch || isCall || isVariable || isSize || isConstant || isReference ? 1 : 0);
}

/** @param {Uint8Array} code @param {number} at */
function nextVectorInstruction(code, at) {
  const [kind, operands] = readLeb(code, at);
  // v128.const and i8x16.shuffle.
  if (kind === 12 || kind === 13) return operands + 16;
  const isMemory = kind <= 11 || kind === 92 || kind === 93;
  if (isMemory) return lebs(code, operands, 2);
  // Loads and stores of one lane.
  if (kind >= 84 && kind <= 91) return lebs(code, operands, 2) + 1;
  const isLane = kind >= 21 && kind <= 34;
  return operands + (isLane ? 1 : 0);
}

/** Where the next begins after some LEB128 numbers. @param {Uint8Array} code @param {number} at @param {number} count */
function lebs(code, at, count) {
  for (let i = 0; i < count; i++) [, at] = readLeb(code, at);
  return at;
}
