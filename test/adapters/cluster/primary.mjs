/** Two workers that serve the same port; each ends its connections with its number. */
import cluster from 'node:cluster';

const { module, options } = JSON.parse(process.argv[2] ?? '');
if (cluster.isPrimary) {
  cluster.schedulingPolicy = cluster.SCHED_RR;
  let listening = 0;
  cluster.on('listening', (_worker, { port }) => {
    listening += 1;
    if (listening === 2) process.send?.(port);
  });
  cluster.fork();
  cluster.fork();
  process.on('disconnect', () => process.exit());
} else {
  const { createServer } = await import(module);
  const keys = options.ticketKeys === undefined ? {} : { ticketKeys: Buffer.from(options.ticketKeys, 'hex') };
  /** @param {import('node:tls').TLSSocket} socket */
  const answer = (socket) => void socket.on('error', () => undefined).end(String(cluster.worker?.id));
  createServer({ ...options, ...keys }, answer).listen(0, '127.0.0.1');
}
