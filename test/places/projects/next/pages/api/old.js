import { crypto } from 'tsopenssl';
export default function handler(_request, response) {
  const key = new crypto.PKey();
  key.generateKey(crypto.TYPE_EC, 'prime256v1');
  response.end(`pages route ${key.bits()}`);
}
