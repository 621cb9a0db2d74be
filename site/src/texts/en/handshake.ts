export const handshake = {
  title: 'Handshake',
  lead: 'A TLS handshake taken apart.',
};
