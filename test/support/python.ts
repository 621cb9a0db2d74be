/** Python's own ssl module, to be asked and to talk to. */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Runs a script whose last word is one line of JSON on its standard output. */
export function askPython<T>(script: string, options: { cwd?: string } = {}): T {
  const { stdout, stderr, status } = spawnSync('python3', ['-W', 'ignore', '-c', `import json, ssl\n${script}`], {
    encoding: 'utf8',
    cwd: options.cwd,
  });
  if (status !== 0) throw new Error(`python3 failed: ${stderr}`);
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as T;
}

/** A script that runs beside the test and speaks by lines. */
export interface PythonPeer {
  readonly process: ChildProcessWithoutNullStreams;
  /** The next line of its standard output. */
  line(): Promise<string>;
  /** Waits for its end. @returns what it wrote to its standard error */
  end(): Promise<string>;
}

/** Starts a script; it must end by itself once its peer has gone. */
export function startPython(script: string, options: { cwd?: string } = {}): PythonPeer {
  const child = spawn('python3', ['-u', '-W', 'ignore', '-c', `import json, socket, ssl\n${script}`], {
    cwd: options.cwd,
  });
  let errors = '';
  child.stderr.on('data', (data: Buffer) => {
    errors += data.toString();
  });
  const closed = once(child, 'close');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    process: child,
    line: async () => {
      const { value, done } = await lines.next();
      if (done) throw new Error(`python3 has ended: ${errors}`);
      return value;
    },
    end: async () => {
      await closed;
      return errors;
    },
  };
}
