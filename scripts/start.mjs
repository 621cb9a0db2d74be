/** `npm start`: all set-up, then the main job against real peers. */
import { setUp } from './lib/setup.mjs';

await setUp();
const { mainJob } = await import('./main-job/main.mjs');
process.exitCode = await mainJob();
