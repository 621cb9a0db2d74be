/** Files that the reader takes away. They are made in the browser and go nowhere else. */

/** Time enough for a browser to begin, in milliseconds. */
const KEPT = 30_000;

/** Saves a file. @param name - its name, without folders */
export function download(name: string, content: Uint8Array | string): void {
  // A copy: what came from a thread may lie in memory that is shared, which no Blob takes.
  const part = typeof content === 'string' ? content : new Uint8Array(content);
  const url = URL.createObjectURL(new Blob([part], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), KEPT);
}
