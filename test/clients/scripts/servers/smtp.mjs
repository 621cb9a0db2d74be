import { SMTPServer } from 'smtp-server';
import { credentials, ready, strict } from './lib.mjs';

/** Answers each mail with its size and the version of TLS that it came over. */
async function serve(options) {
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    size: 1e7,
    ...options,
    onData: (stream, session, done) => {
      let size = 0;
      stream.on('data', (chunk) => {
        size += chunk.length;
      });
      stream.on('end', () => done(null, `${size} bytes over ${session.tlsOptions?.version}`));
    },
  });
  server.on('error', () => undefined);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server.server.address().port;
}

ready({
  port: await serve({ ...credentials, secure: true }),
  startTlsPort: await serve({ ...credentials, secure: false }),
  mtlsPort: await serve({ ...strict, secure: true }),
  mtls: { startTlsPort: await serve({ ...strict, secure: false }) },
});
