/** In a page: TLS through a WebSocket to a server behind a blind proxy, and a fetch the same way. */

/** @param {{ url: string, ca: string, dist: string }} options */
export async function runPage({ url, ca, dist }) {
  const { connect, openWebSocket } = await import(`${dist}/websocket.browser.js`);
  const { createFetch } = await import(`${dist}/fetch.browser.js`);
  const socket = connect(url, { host: 'localhost', ca });
  const { protocol, authorized, peerChain } = await socket.opened;
  const subject = peerChain[0].getSubject().CN;
  await socket.close();
  const refused = await connect(url, { host: 'elsewhere.test', ca }).opened.then(
    () => 'accepted',
    (/** @type {{ code: string }} */ error) => error.code,
  );
  const untold = await (async () => connect(url, { host: 'localhost' }).opened)().then(
    () => 'accepted',
    (/** @type {Error} */ error) => error.message,
  );
  const fetch = createFetch({ ca, dial: () => openWebSocket(url) });
  const response = await fetch('https://localhost/page', { method: 'POST', body: 'x'.repeat(1_000_000) });
  const text = await response.text();
  fetch.close();
  return { protocol, authorized, subject, refused, untold, status: response.status, length: text.length };
}
