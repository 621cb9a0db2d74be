/** Environment variables, where the runtime has them. */
export function environment(name: string): string | undefined {
  try {
    return (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env?.[name];
  } catch {
    // Deno asks for a permission, and may be refused it.
    return undefined;
  }
}
