/** A TLS server behind a proxy that carries its bytes in a WebSocket: websockify, as Debian has it. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';

export const hasWebsockify: boolean = spawnSync('websockify', ['--help']).status === 0;

async function freePort(): Promise<number> {
  const listener = net.createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as net.AddressInfo;
  listener.close();
  await once(listener, 'close');
  return port;
}

/** Starts websockify in front of a port. */
export async function startWebsockify(target: number): Promise<{ url: string; stop: () => Promise<unknown> }> {
  const port = await freePort();
  const child = spawn('websockify', [`127.0.0.1:${port}`, `127.0.0.1:${target}`], { stdio: 'ignore' });
  const stop = () => {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    return ended;
  };
  for (let tries = 0; tries < 100; tries++) {
    const socket = net.connect(port, '127.0.0.1');
    const isUp = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (isUp) return { url: `ws://127.0.0.1:${port}/`, stop };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await stop();
  throw new Error('websockify did not start');
}
