'use client';
import { useEffect, useState } from 'react';
import { crypto } from 'tsopenssl';
export default function Page() {
  const [bits, set] = useState('none');
  useEffect(() => {
    const key = new crypto.PKey();
    key.generateKey(crypto.TYPE_EC, 'prime256v1');
    set(String(key.bits()));
  }, []);
  return <p id="out">client {bits}</p>;
}
