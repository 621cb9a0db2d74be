/** What the main job prints. */

/** Protocol, cipher, group and the peer's subject. @param {import('../../src/index.js').SSL.Connection} connection */
export function describeConnection(connection) {
  const subject = connection.getPeerCertificate()?.getSubject();
  const peer = subject
    ? `peer ${subject
        .getComponents()
        .map(([field, value]) => `${field}=${new TextDecoder().decode(value)}`)
        .join(', ')}`
    : 'no client certificate';
  return [connection.getProtocolVersionName(), connection.getCipherName(), connection.getGroupName(), peer].join('  ');
}

/** @param {string} name @param {string} text */
export function printLine(name, text) {
  console.log(`  ${name.padEnd(20)} ${text}`);
}
