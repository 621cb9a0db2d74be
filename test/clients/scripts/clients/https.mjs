import { once } from 'node:events';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import { agentOf, httpSession } from '../http-session.mjs';

/** Without kept sockets: each request has a connection of its own. */
export async function open({ host, port, tls }) {
  const agent = agentOf(tls, false);
  const send = async (method, path, body) => {
    const request = https.request({ host, port, path, method, agent });
    request.end(body);
    const [answer] = await once(request, 'response');
    return { status: answer.statusCode, text: await text(answer) };
  };
  return httpSession(send, async () => agent.destroy());
}
