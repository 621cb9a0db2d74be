/** `npm run build`: all set-up, with dist/ as its result. */
import { setUp } from './lib/setup.mjs';

await setUp();
