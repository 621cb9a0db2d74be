import { crypto } from 'tsopenssl';
export const runtime = 'edge';
export const dynamic = 'force-dynamic';
export function GET() {
  const key = new crypto.PKey();
  key.generateKey(crypto.TYPE_EC, 'prime256v1');
  return new Response(`edge route ${key.bits()}`);
}
