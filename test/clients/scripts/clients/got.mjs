import got from 'got';
import { agentOf, httpSession } from '../http-session.mjs';

export async function open({ host, port, tls }) {
  const agent = agentOf(tls, true);
  const client = got.extend({ agent: { https: agent }, retry: { limit: 0 }, throwHttpErrors: false });
  const send = async (method, path, body) => {
    const answer = await client(`https://${host}:${port}${path}`, { method, body });
    return { status: answer.statusCode, text: answer.body };
  };
  return httpSession(send, async () => agent.destroy());
}
