/** Text that is no PEM. */
import { printable } from '../model/name-text.js';
import { PGP_SENTENCE } from './binary.js';
import { jsonKind } from './json-kinds.js';
import type { Verdict } from './kinds.js';

const SSH_KEY =
  /^(?:[^\n#]{0,1000}?[ ,])??((?:sk-)?(?:ssh-(?:rsa|dss|ed25519|ed448)|ecdsa-sha2-[a-z0-9-]+)(?:@openssh\.com)?|[a-z0-9-]+-cert-v01@openssh\.com) +AAAA[A-Za-z0-9+/]/m;
const PUTTY = /^PuTTY-User-Key-File-(\d): *([^\s]{1,64})[\s\S]{0,100}?Encryption: *(\S{1,64})/;
const MAIL =
  /^(?:[A-Za-z-]{1,64}:[^\n]*\n(?:[ \t][^\n]*\n)*){0,200}?Content-Type: *([^;\s]{1,100})([^\n]*(?:\n[ \t][^\n]*)*)/i;
const SECURE_MAIL = /^(application\/(x-)?pkcs7-(mime|signature)|multipart\/(signed|encrypted))$/i;
/** Enough to tell text by. */
const HEAD = 8192;

/** What text is. */
export function textKind(text: string): Verdict {
  const head = text.slice(0, HEAD).trimStart();
  if (head === '') return { kind: 'empty', sentence: 'This is empty.' };
  return (
    markup(head) ??
    puttyKind(head) ??
    sshKind(head) ??
    mailKind(head) ??
    jsonKind(text, head) ?? {
      kind: 'text',
      sentence: 'This is text with no certificate, key or message in it.',
    }
  );
}

function markup(head: string): Verdict | undefined {
  const bare = head.replace(/<!--[\s\S]*?-->|^<\?xml[^>]*>/g, '').trimStart();
  if (/^<(!doctype html|html|head|body)\b/i.test(bare)) {
    const title = /<title[^>]*>([^<]{1,200})/i.exec(head)?.[1]?.trim();
    const named = title === undefined ? '' : `, "${printable(title)}"`;
    return {
      kind: 'web-page',
      sentence: `This is a web page${named}, not a certificate: perhaps the answer of a server that was asked for one.`,
    };
  }
  return /^<\?xml\b/i.test(head) ? { kind: 'xml', sentence: 'This is XML, not a certificate.' } : undefined;
}

function puttyKind(head: string): Verdict | undefined {
  const [, version, algorithm = '', encryption] = PUTTY.exec(head) ?? [];
  if (version === undefined) return undefined;
  const encrypted = encryption !== 'none';
  const sentence = `This is a private key of PuTTY (${printable(algorithm)}), ${protection(encrypted)}; puttygen can export it.`;
  return { kind: 'private-key', format: 'putty', algorithm, encrypted, sentence };
}

/** How a private key is kept. */
export const protection = (encrypted: boolean): string =>
  encrypted ? 'which a password protects' : 'and no password protects it';

function sshKind(head: string): Verdict | undefined {
  if (head.startsWith('---- BEGIN SSH2 PUBLIC KEY ----'))
    return { kind: 'public-key', format: 'ssh2', sentence: 'This is a public key of SSH (RFC 4716).' };
  const algorithm = SSH_KEY.exec(head)?.[1];
  if (algorithm === undefined) return undefined;
  if (algorithm.includes('-cert-v01@'))
    return {
      kind: 'openssh-certificate',
      sentence: `This is a certificate of OpenSSH (${algorithm}), which is not one of X.509.`,
    };
  return {
    ...{ kind: 'public-key', format: 'openssh', algorithm },
    sentence: `This is a public key of OpenSSH (${algorithm}).`,
  };
}

function mailKind(head: string): Verdict | undefined {
  const [, type = '', parameters = ''] = MAIL.exec(head) ?? [];
  if (!SECURE_MAIL.test(type)) return undefined;
  if (/protocol="?application\/pgp/i.test(parameters)) return { kind: 'pgp', sentence: PGP_SENTENCE };
  const isSigned = /signed|signature/i.test(type) || /smime-type="?(signed-data|certs-only)/i.test(parameters);
  return {
    kind: 'mail',
    sentence: `This is a mail of S/MIME that is ${isSigned ? 'signed' : 'encrypted or signed'} (${printable(type.toLowerCase())}).`,
  };
}
