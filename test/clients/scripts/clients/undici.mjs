import { Agent, request } from 'undici';
import { httpSession } from '../http-session.mjs';

export async function open({ host, port, tls }) {
  const dispatcher = new Agent({ connect: tls });
  const send = async (method, path, body) => {
    const answer = await request(`https://${host}:${port}${path}`, { dispatcher, method, body });
    return { status: answer.statusCode, text: await answer.body.text() };
  };
  return httpSession(send, () => dispatcher.close());
}
