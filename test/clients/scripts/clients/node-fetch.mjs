import fetch from 'node-fetch';
import { agentOf, httpSession } from '../http-session.mjs';

export async function open({ host, port, tls }) {
  const agent = agentOf(tls, true);
  const send = async (method, path, body) => {
    const answer = await fetch(`https://${host}:${port}${path}`, { agent, method, body });
    return { status: answer.status, text: await answer.text() };
  };
  return httpSession(send, async () => agent.destroy());
}
