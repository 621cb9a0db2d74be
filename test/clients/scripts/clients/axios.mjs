import axios from 'axios';
import { agentOf, httpSession } from '../http-session.mjs';

export async function open({ host, port, tls }) {
  const httpsAgent = agentOf(tls, true);
  const client = axios.create({ httpsAgent, proxy: false, validateStatus: () => true, responseType: 'text' });
  const send = async (method, path, data) => {
    const answer = await client.request({ method, url: `https://${host}:${port}${path}`, data });
    return { status: answer.status, text: String(answer.data) };
  };
  return httpSession(send, async () => httpsAgent.destroy());
}
