import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { crypto, ssl } from '../../src/index.js';
import { issue, localPki, newKey } from '../support/pki.js';
import { askPython } from '../support/python.js';
import { clientContext, connectedPair, finishes, serverContext, shakeHands, wrapPair } from '../support/ssl-pair.js';
import { thrownBy } from '../support/thrown.js';

const { ca, server: identity, client: clientIdentity } = localPki();
const encode = (text: string) => new TextEncoder().encode(text);
const contexts = () => [clientContext(ca), serverContext(identity)] as const;
const only12 = <T extends ssl.SSLContext>(context: T): T => {
  context.maximum_version = ssl.TLSVersion.TLSv1_2;
  return context;
};

describe('ciphers', () => {
  it('are described as in Python [ssl.SSLContext.set_ciphers] [ssl.SSLContext.get_ciphers]', () => {
    const list = 'ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:DHE-RSA-AES128-SHA256:AES128-SHA';
    const context = new ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER);
    context.setCiphers(list);
    const python = askPython<ssl.CipherDescription[]>(
      `c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER); c.set_ciphers('${list}'); print(json.dumps(c.get_ciphers()))`,
    );
    // OpenSSL 3.5 pads the columns of the description to another width.
    const narrow = (ciphers: readonly ssl.CipherDescription[]) =>
      ciphers.map((cipher) => ({ ...cipher, description: cipher.description.replace(/\s+/g, ' ') }));
    const here = narrow(context.getCiphers());
    // Without AES in hardware ChaCha20 comes first here.
    expect(here[0]?.name).toBe('TLS_CHACHA20_POLY1305_SHA256');
    const ordered = (ciphers: readonly ssl.CipherDescription[]) => ciphers.toSorted((a, b) => a.id - b.id);
    expect(ordered(here)).toEqual(ordered(narrow(python)));
  });

  it('decide what is agreed on', () => {
    const [client, there] = contexts();
    only12(client).setCiphers('ECDHE-ECDSA-AES128-GCM-SHA256');
    expect(connectedPair(client, there).client.cipher()).toEqual(['ECDHE-ECDSA-AES128-GCM-SHA256', 'TLSv1.2', 128]);
    const modern = clientContext(ca);
    modern.setCiphersuites('TLS_CHACHA20_POLY1305_SHA256');
    expect(connectedPair(modern, there).server.cipher()?.[0]).toBe('TLS_CHACHA20_POLY1305_SHA256');
    expect(() => modern.setCiphersuites('TLS_NONE')).toThrow(ssl.SSLError);
  });
});

describe('groups and signatures', () => {
  it('groups can be chosen and listed [ssl.SSLContext.set_groups] [ssl.SSLContext.get_groups] [ssl.SSLObject.group]', () => {
    const [client, there] = contexts();
    client.setGroups('secp384r1');
    expect(connectedPair(client, there).client.group()).toBe('secp384r1');
    client.setGroups('X25519MLKEM768');
    const { client: c, server: s } = connectedPair(client, there);
    expect([c.group(), s.group()]).toEqual(['X25519MLKEM768', 'X25519MLKEM768']);
    expect(() => client.setGroups('no-such-group')).toThrow(ssl.SSLError);
    const groups = client.getGroups();
    expect(groups).toEqual(expect.arrayContaining(['secp256r1', 'x25519', 'X25519MLKEM768']));
    expect(client.getGroups(true).length).toBeGreaterThan(groups.length);
    expect(only12(clientContext(ca)).getGroups()).not.toContain('X25519MLKEM768');
  });

  it('one curve [ssl.SSLContext.set_ecdh_curve]', () => {
    const [client, there] = contexts();
    there.setEcdhCurve('prime256v1');
    there.setEcdhCurve(encode('secp521r1'));
    expect(connectedPair(client, there).server.group()).toBe('secp521r1');
    for (const bad of ['no-such-curve', 'prime256v1:secp521r1', ''])
      expect(() => there.setEcdhCurve(bad)).toThrow(RangeError);
    expect(() => there.setEcdhCurve(5 as never)).toThrow(TypeError);
  });

  it('signature algorithms [ssl.get_sigalgs] [ssl.SSLObject.client_sigalg] [ssl.SSLObject.server_sigalg]', () => {
    expect(ssl.getSigalgs()).toEqual(
      expect.arrayContaining(['ecdsa_secp256r1_sha256', 'rsa_pss_rsae_sha256', 'ed25519']),
    );
    const rsa = issue('localhost', { issuer: ca, san: 'DNS:localhost', key: newKey(crypto.TYPE_RSA, 2048) });
    const client = clientContext(ca);
    client.loadCertChain(encode(rsa.certPem), encode(rsa.keyPem));
    const there = serverContext(rsa);
    there.verify_mode = ssl.CERT_REQUIRED;
    there.loadVerifyLocations(null, null, ca.certPem);
    client.setServerSigalgs('ecdsa_secp256r1_sha256:rsa_pss_rsae_sha512');
    // The CA of the tests signs with ECDSA.
    for (const side of [client, there]) side.setClientSigalgs('rsa_pss_rsae_sha384:ecdsa_secp256r1_sha256');
    const { client: c, server: s } = connectedPair(client, there);
    expect([c.serverSigalg(), s.serverSigalg()]).toEqual(['rsa_pss_rsae_sha512', 'rsa_pss_rsae_sha512']);
    expect([c.clientSigalg(), s.clientSigalg()]).toEqual(['rsa_pss_rsae_sha384', 'rsa_pss_rsae_sha384']);
    expect(() => client.setClientSigalgs('none')).toThrow(ssl.SSLError);
    expect(() => client.setServerSigalgs('none')).toThrow(ssl.SSLError);
  });

  it('parameters for Diffie-Hellman [ssl.SSLContext.load_dh_params]', () => {
    const rsa = issue('localhost', { issuer: ca, san: 'DNS:localhost', key: newKey(crypto.TYPE_RSA, 2048) });
    const [client, there] = [only12(clientContext(ca)), serverContext(rsa)];
    client.setCiphers('DHE-RSA-AES128-GCM-SHA256');
    const flight = () => {
      const pair = wrapPair(client, there);
      finishes(() => pair.client.doHandshake());
      finishes(() => pair.server.doHandshake());
      const size = pair.toClient.pending;
      shakeHands(pair);
      expect(pair.client.cipher()?.[0]).toBe('DHE-RSA-AES128-GCM-SHA256');
      return size;
    };
    const before = flight();
    const options = ['-genparam', '-algorithm', 'DH', '-pkeyopt', 'group:ffdhe4096'];
    there.loadDhParams(new Uint8Array(execFileSync('openssl', ['genpkey', ...options])));
    // Prime and public value of 4096 bits instead of 2048.
    expect(flight() - before).toBeGreaterThan(2 * 256 - 10);
    expect(() => there.loadDhParams(encode('no parameters'))).toThrow(ssl.SSLError);
    expect(thrownBy(() => there.loadDhParams('/no/such/file'))).toMatchObject({ code: 'ENOENT' });
  });
});

describe('protocols', () => {
  it('are agreed on by ALPN, in the order of the server [ssl.SSLContext.set_alpn_protocols] [ssl.SSLObject.selected_alpn_protocol]', () => {
    const agreed = (offer: string[], choice: string[] | null) => {
      const [client, there] = contexts();
      client.setAlpnProtocols(offer);
      if (choice !== null) there.setAlpnProtocols(choice);
      const { client: c, server: s } = connectedPair(client, there);
      expect(s.selectedAlpnProtocol()).toBe(c.selectedAlpnProtocol());
      return c.selectedAlpnProtocol();
    };
    expect(agreed(['http/1.1', 'h2'], ['h2', 'http/1.1'])).toBe('h2');
    expect(agreed(['h2'], ['http/1.1'])).toBeNull();
    expect(agreed(['h2'], null)).toBeNull();
    const [client] = contexts();
    for (const bad of ['', 'x'.repeat(256)]) expect(() => client.setAlpnProtocols([bad])).toThrow(ssl.SSLError);
  });

  it('are not agreed on by NPN [ssl.SSLContext.set_npn_protocols]', () => {
    const [client] = contexts();
    expect(() => client.setNpnProtocols(['h2'])).toThrow(ssl.SSLError);
    expect(ssl.HAS_NPN).toBe(false);
  });
});

describe('SNI', () => {
  const other = issue('other', { issuer: ca, san: 'DNS:other.example' });

  it('may change the context [ssl.SSLContext.sni_callback] [ssl.SSLContext.set_servername_callback]', () => {
    const [client, there] = contexts();
    const second = serverContext(other);
    const seen: unknown[] = [];
    there.sni_callback = (object, name, context) => {
      seen.push(object, name, context);
      if (name === 'other.example') object.context = second;
      return null;
    };
    const pair = connectedPair(client, there, { hostname: 'other.example' });
    expect(seen).toEqual([pair.server, 'other.example', there]);
    expect(pair.server.context).toBe(second);
    expect(connectedPair(client, there).server.context).toBe(there);
    expect(() => {
      pair.server.context = {} as never;
    }).toThrow(TypeError);
    there.setServernameCallback(null);
    expect(there.sni_callback).toBeNull();
    expect(() => connectedPair(client, there, { hostname: 'other.example' })).toThrow(ssl.SSLCertVerificationError);
  });

  it('is asked also when no name was sent', () => {
    const [, there] = contexts();
    const blind = ssl._createUnverifiedContext();
    const names: (string | null)[] = [];
    there.setServernameCallback((_object, name) => {
      names.push(name);
      return undefined;
    });
    connectedPair(blind, there, { hostname: null });
    connectedPair(blind, there, { hostname: '127.0.0.1' });
    expect(names).toEqual([null, null]);
  });

  it('may end the handshake by an alert, by an exception, or by an answer that is none', () => {
    const ends = (callback: ssl.SNICallback) => {
      const [client, there] = contexts();
      there.sni_callback = callback;
      const pair = wrapPair(client, there);
      finishes(() => pair.client.doHandshake());
      const error = thrownBy(() => pair.server.doHandshake());
      return [error, thrownBy(() => pair.client.doHandshake())] as const;
    };
    const [, refused] = ends(() => ssl.ALERT_DESCRIPTION_ACCESS_DENIED);
    expect(refused).toMatchObject({ reason: 'TLSV1_ALERT_ACCESS_DENIED' });
    const mine = new Error('mine');
    const [thrown, told] = ends(() => {
      throw mine;
    });
    expect(thrown).toBe(mine);
    expect(told).toMatchObject({ reason: 'SSLV3_ALERT_HANDSHAKE_FAILURE' });
    const [wrong, heard] = ends(() => 'yes' as never);
    expect(wrong).toBeInstanceOf(ssl.SSLError);
    expect(heard).toMatchObject({ reason: 'TLSV1_ALERT_INTERNAL_ERROR' });
    const [client] = contexts();
    expect(() => {
      client.sni_callback = () => null;
    }).toThrow(RangeError);
    expect(() => contexts()[1].setServernameCallback(5 as never)).toThrow(TypeError);
  });
});

describe('pre-shared keys', () => {
  const psk = encode('a key that both sides have');

  it.each([
    ['TLSv1.2', ssl.TLSVersion.TLSv1_2],
    ['TLSv1.3', ssl.TLSVersion.TLSv1_3],
  ])(
    'authenticate both sides: %s [ssl.SSLContext.set_psk_client_callback] [ssl.SSLContext.set_psk_server_callback]',
    (name, version) => {
      const client = new ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT);
      client.check_hostname = false;
      client.verify_mode = ssl.CERT_NONE;
      const there = new ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER);
      for (const side of [client, there]) {
        side.minimum_version = side.maximum_version = version;
        side.setCiphers('PSK');
      }
      const seen: unknown[] = [];
      client.setPskClientCallback((hint) => {
        seen.push(hint);
        return ['ClientId_1', psk];
      });
      there.setPskServerCallback((identity) => {
        seen.push(identity);
        return identity === 'ClientId_1' ? psk : new Uint8Array();
      }, 'ServerId_1');
      const pair = connectedPair(client, there);
      expect(pair.client.version()).toBe(name);
      expect(seen).toContain('ClientId_1');
      expect(seen).toContain(version === ssl.TLSVersion.TLSv1_2 ? 'ServerId_1' : null);
      expect(pair.client.getpeercert()).toBeNull();
      there.setPskServerCallback(() => encode('another key'));
      expect(() => connectedPair(client, there)).toThrow(ssl.SSLError);
      client.setPskClientCallback(null);
      expect(() => connectedPair(client, there)).toThrow(ssl.SSLError);
      expect(() => client.setPskServerCallback(() => psk)).toThrow(ssl.SSLError);
      expect(() => there.setPskClientCallback(() => [null, psk])).toThrow(ssl.SSLError);
    },
  );
});

describe('authentication after the handshake', () => {
  it('asks for the certificate when it is needed [ssl.SSLContext.post_handshake_auth] [ssl.SSLObject.verify_client_post_handshake]', () => {
    const [client, there] = contexts();
    client.loadCertChain(encode(clientIdentity.certPem), encode(clientIdentity.keyPem));
    client.post_handshake_auth = true;
    there.post_handshake_auth = true;
    there.verify_mode = ssl.CERT_REQUIRED;
    there.loadVerifyLocations(null, null, ca.certPem);
    const { client: c, server: s } = connectedPair(client, there);
    expect(s.getpeercert()).toBeNull();
    s.verifyClientPostHandshake();
    s.write('who are you?');
    c.read();
    c.write('a client');
    s.read();
    expect(s.getpeercert()?.subject).toEqual([[['commonName', 'test client']]]);
    client.post_handshake_auth = false;
    const { server: unoffered } = connectedPair(client, there);
    expect(thrownBy(() => unoffered.verifyClientPostHandshake())).toMatchObject({ reason: 'EXTENSION_NOT_RECEIVED' });
  });
});
