/** What the package entries need of this folder beside its face. */
export { nodeWorkerClass, setHostPlatform } from './host/worker.js';
