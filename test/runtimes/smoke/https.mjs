/** In Node, Deno and Bun: what `tsopenssl/https` does over the node:http that is there; each end by itself. */
import nodeHttps from 'node:https';
import https from 'tsopenssl/https';

const { ca, cert, key, end } = JSON.parse(process.argv[2] ?? '');
const [serving, asking] =
  end === 'server' ? [https, nodeHttps] : end === 'client' ? [nodeHttps, https] : [https, https];
const server = serving.createServer({ cert, key }, (request, response) => request.pipe(response));

/** @param {import('node:https').Agent} agent @param {number} port */
const send = (agent, port) =>
  new Promise((resolve, reject) => {
    const request = asking.request({ host: 'localhost', port, ca, agent, method: 'POST' }, async (response) => {
      let length = 0;
      for await (const data of response) length += data.length;
      resolve(length);
    });
    request.on('error', reject).end('x'.repeat(100_000));
  });

server.listen(0, '127.0.0.1', async () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const agent = new asking.Agent({ keepAlive: true });
  const lengths = [await send(agent, port), await send(agent, port)];
  const refused = await new Promise((resolve) => {
    asking
      .get({ host: 'localhost', port, agent: false }, () => resolve('none'))
      .on('error', (error) => {
        resolve(/** @type {NodeJS.ErrnoException} */ (error).code);
      });
  });
  // Of no other TLS than ours: the runtime's own knows no pins.
  const pinned = await new Promise((resolve) => {
    const pinnedKeys = [Buffer.alloc(32).toString('base64')];
    https
      .get({ host: 'localhost', port, ca, pinnedKeys }, () => resolve('none'))
      .on('error', (error) => {
        resolve(/** @type {NodeJS.ErrnoException} */ (error).code);
      });
  });
  console.log(JSON.stringify({ lengths, refused, pinned }));
  process.exit(0);
});
