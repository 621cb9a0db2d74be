import { crypto, SSL } from 'tsopenssl';
import { createCertificateAuthority } from 'tsopenssl/pki';
export const dynamic = 'force-dynamic';
export default function Page() {
  const key = new crypto.PKey();
  key.generateKey(crypto.TYPE_EC, 'prime256v1');
  const root = createCertificateAuthority({ subject: 'Root' });
  return (
    <p>
      server component {key.bits()} {root.certificate.getSubject().CN} {typeof SSL.Context}
    </p>
  );
}
