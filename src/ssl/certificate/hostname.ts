/** Names of servers, in the form that the protocol has. */
import { binaryArgument } from '../../common/arguments.js';
import { asciiName } from '../../common/host.js';

const MAX_LABEL = 63;

/**
 * A server's name in ASCII: international ones as A-labels (RFC 5890).
 * @throws {RangeError} when it is empty, begins with a dot, or cannot be made ASCII
 * @throws {TypeError} when it holds a NUL
 */
export function asciiHost(name: string | Uint8Array | null | undefined): string | null {
  if (name == null) return null;
  const text =
    typeof name === 'string' ? name : new TextDecoder('latin1').decode(binaryArgument(name, 'serverHostname').slice());
  if (text.includes('\0')) throw new TypeError('serverHostname must not contain a NUL character');
  if (text === '' || text.startsWith('.'))
    throw new RangeError('server_hostname cannot be an empty string or start with a leading dot.');
  const ascii = asciiName(text);
  if (ascii === undefined) throw new RangeError(`serverHostname is no host name: ${JSON.stringify(text)}`);
  if (ascii !== text && typeof name !== 'string') throw new RangeError('serverHostname as bytes must be ASCII');
  return checked(ascii);
}

/** RFC 1035, 2.3.4: a label has 1 to 63 bytes; the root at the end may have none. */
function checked(name: string): string {
  const labels = name.replace(/\.$/, '').split('.');
  if (labels.some((label) => label === '' || label.length > MAX_LABEL))
    throw new RangeError(`serverHostname has a label that is empty or too long: ${JSON.stringify(name)}`);
  return name;
}
