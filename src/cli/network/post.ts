/** One question by HTTP: bounded in time and size. */
import type { Bytes } from '../../common/bytes.js';
import { CliError, EXIT, misused } from '../frame/exit.js';
import { visible } from '../frame/visible.js';
import type { Deadline } from './deadline.js';
import { reasonOf } from './target.js';

/** Largest answer: responders' and time stamps' have some thousand bytes. */
const MAX_ANSWER = 1 << 20;

/** Media types of question and answer. */
interface Types {
  readonly sent: string;
  readonly wanted: string;
}

/** Posts bytes. @returns the body of the answer */
export async function post(
  address: string,
  body: Uint8Array,
  { sent, wanted }: Types,
  deadline: Deadline,
): Promise<Bytes> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw misused(`this is no address of HTTP: ${address}`);
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': sent, accept: wanted },
      body: body as Bytes,
      signal: deadline.signal,
      // A certificate must not have this machine ask others than it names.
      redirect: 'error',
    });
    if (!answer.ok)
      throw new CliError(EXIT.network, `${url.href} answers ${answer.status} ${visible(answer.statusText)}`);
    return await bodyOf(answer, url.href);
  } catch (error) {
    if (error instanceof CliError) throw error;
    if (deadline.signal.aborted) throw deadline.signal.reason;
    const cause = (error as Error).cause ?? error;
    throw new CliError(EXIT.network, `${url.href}: ${reasonOf(cause)}`, { cause: error });
  }
}

async function bodyOf(answer: Response, from: string): Promise<Bytes> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MAX_ANSWER) throw new CliError(EXIT.network, `${from} answers more than ${MAX_ANSWER} bytes`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
