/** The part of bare-http-parser that is used here. */
declare module 'bare-http-parser' {
  class HTTPParser {
    static readonly constants: { readonly RESPONSE: 2; readonly DATA: 3; readonly END: 4 };
    constructor(options?: { maxHeaderSize?: number; maxHeadersCount?: number });
    skipBody(): void;
    push(data: Uint8Array): Iterable<HTTPParser.Event>;
    end(): Iterable<HTTPParser.Event>;
    /** How many bytes have been pushed and not been parsed; its own `drain` needs Node's Buffer. */
    readonly _buffered: number;
  }
  namespace HTTPParser {
    interface ResponseEvent {
      readonly type: 2;
      readonly version: string;
      readonly code: number;
      readonly reason: string;
      readonly headers: Readonly<Record<string, string | readonly string[]>>;
    }
    type Event = ResponseEvent | { readonly type: 3; readonly data: Uint8Array } | { readonly type: 4 };
  }
  export = HTTPParser;
}
