/** What a test of a user's does with the package, in whatever way it has loaded it. */
/** A certificate of two entries, whose classes must be one. @param {any} all */
function issue({ library, pki }) {
  const issuer = pki.createCertificateAuthority({ subject: 'Root' });
  const { certificate, key, pem } = pki.issueCertificate({ issuer, names: ['localhost'] });
  return { issuer, certificate, key, pem, isOneClass: certificate instanceof library.crypto.X509 };
}

/** A handshake over sockets, and what was said. @param {any} all @returns {Promise<string>} */
function talk({ library, pki, node }) {
  const { issuer, key, pem } = issue({ library, pki });
  return new Promise((resolve, reject) => {
    const server = node.createServer({ key, cert: Buffer.from(pem) }, (socket) => socket.end('hello'));
    server.listen(0, () => {
      const socket = node.connect({ port: server.address().port, host: 'localhost', ca: Buffer.from(issuer.pem) });
      socket.on('error', reject);
      socket.on('data', (data) => {
        server.close();
        resolve(`${data} by ${socket.getProtocol()}`);
      });
    });
  });
}

/** @param {any} all the number of bits of a key made in a thread */
async function inThread({ worker }) {
  const pool = new worker.WorkerPool({ size: 1 });
  try {
    const { key } = await pool.pki.createKey({ type: 'RSA', bits: 2048 });
    return key.bits();
  } finally {
    await pool.close();
  }
}

/** @param {any} all */
function wrongThings({ library }) {
  const { crypto } = library;
  const seen = [];
  for (const bytes of ['no certificate', new Uint8Array(3), Buffer.from('x'), new ArrayBuffer(2)]) {
    try {
      crypto.loadCertificate(crypto.FILETYPE_ASN1, bytes);
    } catch (error) {
      seen.push(error instanceof crypto.Error);
    }
  }
  return seen;
}

module.exports = { issue, talk, inThread, wrongThings };
