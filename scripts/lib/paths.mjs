/** Where things are in the checkout. */
import { fileURLToPath } from 'node:url';

/** @param {string} path - relative to the root of the checkout */
export const inRoot = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const ROOT = inRoot('.');
