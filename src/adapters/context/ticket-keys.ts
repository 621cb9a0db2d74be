/** How many bytes ticket keys have in node:tls: 16 for the name, and a secret of 32. */
export const TICKET_KEYS = 48;
