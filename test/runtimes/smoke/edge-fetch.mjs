/** In workerd: a fetch of module level, which all requests share. */
import { connect as dial } from 'cloudflare:sockets';
import { env } from 'cloudflare:workers';
import { createFetch } from 'tsopenssl/fetch';

const open = () => dial({ hostname: '127.0.0.1', port: Number(env.PORT) }, { allowHalfOpen: true });
/** At global scope, where nothing may be opened, drawn or timed. */
const shared = createFetch({ ca: env.CA, dial: open, keepAlive: env.KEEP_ALIVE ? Number(env.KEEP_ALIVE) : undefined });
/** By the first request, for all that follow. */
let later;

export default {
  /** @param {Request} request */
  async fetch(request) {
    later ??= createFetch({ ca: env.CA, dial: open });
    const { searchParams } = new URL(request.url);
    const fetch = searchParams.has('later') ? later : shared;
    const answers = [];
    for (let time = 0; time < Number(searchParams.get('times')); time++) {
      const response = await fetch(`https://localhost/${searchParams.get('name')}`, {
        signal: AbortSignal.timeout(5000),
      });
      answers.push({ text: await response.text(), resumed: response.tls.resumed });
    }
    return Response.json(answers);
  },
};
