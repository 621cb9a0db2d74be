import tls from 'node:tls';
import { Aedes } from 'aedes';
import { credentials, listen, ready, strict } from './lib.mjs';

const broker = await Aedes.createBroker();

ready({
  port: await listen(tls.createServer(credentials, broker.handle)),
  mtlsPort: await listen(tls.createServer(strict, broker.handle)),
});
