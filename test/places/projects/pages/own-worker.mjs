/** A worker of one's own that listens at once, and waits for the module within. */
import { createCertificateAuthority, initialize } from 'tsopenssl/lazy/pki';

self.onmessage = async ({ data }) => {
  await initialize();
  self.postMessage(`${data} ${createCertificateAuthority({ subject: data }).certificate.getSubject().CN}`);
};
