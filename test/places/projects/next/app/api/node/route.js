import { crypto } from 'tsopenssl';
import { connect } from 'tsopenssl/node';
export const dynamic = 'force-dynamic';
export function GET() {
  const key = new crypto.PKey();
  key.generateKey(crypto.TYPE_EC, 'prime256v1');
  return new Response(`node route ${key.bits()}${typeof connect}`);
}
