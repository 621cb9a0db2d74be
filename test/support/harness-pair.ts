/** What tests of kernels compare: OpenSSL's own C, and the same with our kernels. */
import { Harness } from './harness.js';

export const reference = await Harness.load('bare');
export const ours = await Harness.load('simd');
