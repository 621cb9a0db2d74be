/** An audio worklet: no fetch, no URL, no TextDecoder, no randomness. It is given the module, compiled, and a certificate. */
import { crypto, initialize } from 'tsopenssl/lazy';

registerProcessor(
  'reader',
  class extends AudioWorkletProcessor {
    constructor({ processorOptions: { module, pem } }) {
      super();
      const said = [typeof fetch, typeof URL, typeof TextDecoder, typeof globalThis.crypto];
      const read = () => {
        said.push(crypto.loadCertificate(crypto.FILETYPE_PEM, pem).getSubject().CN);
        try {
          new crypto.PKey().generateKey(crypto.TYPE_EC, 'prime256v1');
        } catch (error) {
          said.push(String(error));
        }
      };
      initialize(module)
        .then(read)
        .catch((error) => said.push(`failed ${error.stack}`))
        .then(() => this.port.postMessage(said));
    }
    process() {
      return true;
    }
  },
);
