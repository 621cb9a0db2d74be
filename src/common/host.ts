/** An IPv4 address, or anything with a colon: an IPv6 address. No DNS name looks like either. */
const IP_ADDRESS = /^\d{1,3}(\.\d{1,3}){3}$|:/;

/** Whether a host is an IP address and not a name. */
export function isIpAddress(host: string): boolean {
  return IP_ADDRESS.test(host);
}
