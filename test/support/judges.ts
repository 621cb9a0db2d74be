/** Whether the TLS that this engine brings is Node's own: Bun has one of its own in its place, which is no judge. */
export const hasNodesTls = process.versions['bun'] === undefined;
