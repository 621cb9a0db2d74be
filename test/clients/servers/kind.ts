/** What a kind of server is, for the harness. */
import type { Scene, Target } from '../support/scene.js';

export interface Running {
  readonly target: Target;
  stop(): Promise<unknown>;
}

export interface ServerKind {
  readonly name: string;
  /** The package of Debian that brings it. */
  readonly debian: string;
  /** The program's path. */
  readonly program: string;
  /** How it says its version. */
  readonly versionArgs: readonly string[];
  /** Starts it in a folder of its own. */
  start(scene: Scene): Promise<Running>;
}

/** Starts the same program twice, as where only the whole server can demand a client certificate. */
export async function startBoth(
  start: (demands: boolean) => Promise<{ port: number; stop(): Promise<unknown>; [extra: string]: unknown }>,
): Promise<Running> {
  const [plain, strict] = await Promise.all([start(false), start(true)]);
  const { port, stop: _, ...extra } = plain;
  const mtlsExtra = Object.fromEntries(Object.entries(strict).filter(([name]) => name !== 'stop' && name !== 'port'));
  return {
    target: { ...extra, port, mtlsPort: strict.port, mtls: mtlsExtra },
    stop: () => Promise.all([plain.stop(), strict.stop()]),
  };
}
