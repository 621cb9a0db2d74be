// fetch with a pinned intermediate or root works on resumed connections
import { CA, check, load, mid, once, root, S, sleep } from './lib.mjs';

const { createFetch, pinOf } = await load('tsopenssl/fetch');
const https = await import('node:https');
const s = https.createServer(S, (_q, r) => r.end('ok'));
s.listen(0, '127.0.0.1');
await once(s, 'listening');
const got = [];
for (const who of [mid, root]) {
  const f = createFetch({ ca: CA, pinnedKeys: [await pinOf(who.x)], keepAlive: 0 });
  for (let i = 0; i < 3; i++) {
    got.push(
      await f(`https://localhost:${s.address().port}/`).then(
        async (r) => {
          await r.text();
          return 'ok';
        },
        (e) => e.code,
      ),
    );
    await sleep(80);
  }
}
check('three requests each', got, Array(6).fill('ok'));
