/** Clients whose servers npm has: both sides are ours in turn. */
import { describePairs } from './support/compare.js';

describePairs('smtp', 'nodemailer');
describePairs('aedes', 'mqtt');
describePairs('ws', 'ws');
describePairs('http2', 'http2');
describePairs('grpc', 'grpc');
