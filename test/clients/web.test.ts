/** Clients of HTTP. */
import { nginx } from './servers/files-and-mail.js';
import { describeClients } from './support/compare.js';

describeClients(nginx, ['https', 'undici', 'axios', 'got', 'node-fetch']);
