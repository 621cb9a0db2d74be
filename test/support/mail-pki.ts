/** A CA, and people with certificates for mail, as tests of messages need them. */
import { crypto } from '../../src/index.js';
import { createCertificateAuthority, type Issued, issueCertificate, type LeafOptions } from '../../src/pki/index.js';
import { NativeOpenssl } from './native-openssl.js';

const PEM = crypto.FILETYPE_PEM;
export const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
export const keyPem = (key: crypto.PKey): string => text(crypto.dumpPrivatekey(PEM, key));

type PlainLeaf = LeafOptions & { readonly issuer: Issued; readonly key?: crypto.PKey | crypto.KeyOptions };

/** A CA of the test's own, with openssl(1) beside in a folder where its certificate is `ca.pem`. */
export class MailPki {
  readonly ca = createCertificateAuthority({ subject: 'Test CA' });
  readonly native = new NativeOpenssl();

  constructor() {
    this.native.file('ca.pem', this.ca.pem);
  }

  /** A person; the files are `<name>.pem` and `<name>.key`. */
  person(name: string, options: Partial<LeafOptions> = {}): Issued {
    const names = [{ type: 'email', value: `${name}@example.com` }] as const;
    const { ca } = this;
    const issued = issueCertificate({ subject: name, names, ...options, issuer: ca } as PlainLeaf);
    this.native.file(`${name}.pem`, issued.pem);
    this.native.file(`${name}.key`, keyPem(issued.key));
    return issued;
  }
}
