/** The way on from a signature, which a signer may make now or later. */
export { after } from '../common/later.js';
