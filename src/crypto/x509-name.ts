import { binaryArgument, instanceArgument, textArgument } from '../common/arguments.js';
import type { Bytes } from '../common/bytes.js';
import { boolean, declareOptions } from '../common/options.js';
import { adopt, HANDLE, type Handle, NativeObject } from '../ffi/index.js';
import { Error as CryptoError } from './error.js';
import { withAttributes } from './name-attributes.js';
import { native } from './native.js';

/** One component as {@link X509Name.getComponents} gives it: short name and value as they stand in the encoding. */
export type NameComponent = readonly [field: string, value: Bytes];

/** Where a component is put. */
export interface NameComponentOptions {
  /** Joins it to the relative name of the last component; false by default. */
  readonly joined?: boolean;
}

const componentOptions = declareOptions<NameComponentOptions>({ joined: boolean }, 'refused');

/** The value of a field; setting null removes it. */
type Field = string | null;

/** What a property is that no class declares, stands behind them all. */
const AttributedObject: typeof NativeObject = withAttributes(NativeObject);

/**
 * A distinguished name (RFC 5280, 4.1.2.4). Beside the attributes named here, every short or long name that OpenSSL
 * knows, and every dotted number, can be read and written with {@link get} and {@link set}. Another property can not be set:
 * a name that is mistyped, such as `comonName`, is an error.
 */
export class X509Name extends AttributedObject<'X509_NAME'> {
  /** Copies a name. */
  constructor(name: X509Name) {
    super(() => native.X509_NAME_dup(instanceArgument(name, X509Name, 'name')[HANDLE]));
  }

  /** Makes an empty name. @corresponds X509_NAME_new */
  static empty(): X509Name {
    return adopt(X509Name, native.X509_NAME_new());
  }

  /**
   * Parses a name.
   * @throws {Error} when the bytes are no name
   * @corresponds d2i_X509_NAME
   */
  static fromDer(der: Uint8Array): X509Name {
    return adopt(X509Name, native.d2i_X509_NAME(binaryArgument(der, 'der')));
  }

  /**
   * Reads the first component of a type.
   * @param field - a short or long name of OpenSSL, such as `CN` or `commonName`, or dotted numbers, such as `2.5.4.3`
   * @returns null where the name has none
   * @throws {TypeError} when OpenSSL knows no such field
   * @corresponds X509_NAME_get_index_by_OBJ
   */
  get(field: string): Field {
    const handle = this[HANDLE];
    const index = indexOf(handle, field);
    if (index < 0) return null;
    const entry = native.x509_name_entry(handle, index);
    return entry.value ?? new TextDecoder('latin1').decode(entry.raw);
  }

  /**
   * Replaces the first component of a type, or appends one; null removes it.
   * @param field - as in {@link get}
   * @throws {TypeError} when OpenSSL knows no such field, or the value is neither a string nor bytes of UTF-8
   * @throws {Error} when the value does not fit the field, such as a countryName that has not two letters
   * @corresponds X509_NAME_add_entry_by_OBJ
   */
  set(field: string, value: string | Uint8Array | null): void {
    const handle = this[HANDLE];
    const index = indexOf(handle, field);
    // Added first: where the value does not fit, the name stays as it was.
    if (value !== null) native.x509_name_add_entry(handle, field, textArgument(value, field), 0);
    if (index >= 0) native.x509_name_delete_entry(handle, index);
  }

  /**
   * Appends a component, also of a type that the name has already.
   * @param field - as in {@link get}
   * @param options - whether it belongs to the relative name of the last component, as in `GN=Jo+SN=Wil`
   * @throws {TypeError} as {@link set}
   * @throws {Error} when the value does not fit the field
   * @corresponds X509_NAME_add_entry_by_OBJ
   */
  add(field: string, value: string | Uint8Array, options?: NameComponentOptions): void {
    const { joined = false } = componentOptions(options);
    const handle = this[HANDLE];
    indexOf(handle, field);
    native.x509_name_add_entry(handle, field, textArgument(value, field), joined ? 1 : 0);
  }

  /**
   * Hashes the name as OpenSSL's certificate folders do.
   * @returns the first four bytes of the SHA-1 of the canonical encoding, as an unsigned number
   * @corresponds X509_NAME_hash
   */
  hash(): number {
    const hash = native.X509_NAME_hash(this[HANDLE]);
    if (hash < 0) throw new CryptoError('the name could not be hashed');
    return hash;
  }

  /**
   * Hashes the name as the manual of pyOpenSSL 0.11 describes it, and as OpenSSL did before 1.0.
   * @returns the first four bytes of the MD5 of the DER, as an unsigned number
   * @corresponds X509_NAME_hash_old
   */
  hashOld(): number {
    return native.X509_NAME_hash_old(this[HANDLE]);
  }

  /** Encodes the name in DER. @corresponds i2d_X509_NAME */
  der(): Bytes {
    return native.i2d_X509_NAME(this[HANDLE]);
  }

  /** Lists the components in their order, each with its short name (or its dotted number) and raw value. */
  getComponents(): NameComponent[] {
    const handle = this[HANDLE];
    const count = native.X509_NAME_entry_count(handle);
    return Array.from({ length: count }, (_, index) => {
      const entry = native.x509_name_entry(handle, index);
      return [entry.field, entry.raw];
    });
  }

  /** The components by the relative names (RDN) that they stand in: most have one, `GN=Jo+SN=Wil` has two. @corresponds X509_NAME_ENTRY_set */
  getRelativeNames(): NameComponent[][] {
    const handle = this[HANDLE];
    const rows: NameComponent[][] = [];
    const count = native.X509_NAME_entry_count(handle);
    for (let index = 0, last = -1; index < count; index++) {
      const { field, raw, set } = native.x509_name_entry(handle, index);
      if (set === last) rows.at(-1)?.push([field, raw]);
      else rows.push([[field, raw]]);
      last = set;
    }
    return rows;
  }

  /** Orders two names: below 0, 0 for the same, above 0. @corresponds X509_NAME_cmp */
  compare(other: X509Name): number {
    return native.X509_NAME_cmp(this[HANDLE], instanceArgument(other, X509Name, 'other')[HANDLE]);
  }

  /** Whether two names match by the rules of RFC 5280, 7.1. */
  equals(other: X509Name): boolean {
    return this.compare(other) === 0;
  }

  /** The name in one line, as pyOpenSSL prints it. */
  override toString(): string {
    return `<X509Name object '${native.x509_name_oneline(this[HANDLE])}'>`;
  }

  /** @internal */
  get isGone(): boolean {
    return this[HANDLE]?.released ?? true;
  }

  /** Whether OpenSSL knows a field of this name. */
  has(field: string): boolean {
    return (
      typeof field === 'string' &&
      field.length <= MAX_FIELD &&
      !field.includes('\0') &&
      native.object_numbers(field) !== null
    );
  }

  /** @internal */
  protected override facts() {
    return { name: native.x509_name_oneline(this[HANDLE]) };
  }

  /** The components, one after another. */
  [Symbol.iterator](): Iterator<NameComponent> {
    return this.getComponents()[Symbol.iterator]();
  }

  /** The country, two letters (ISO 3166). */
  get countryName(): Field {
    return this.get('countryName');
  }
  set countryName(value: Field) {
    this.set('countryName', value);
  }
  /** Alias of {@link countryName}. */
  get C(): Field {
    return this.countryName;
  }
  set C(value: Field) {
    this.countryName = value;
  }

  /** The state or province. */
  get stateOrProvinceName(): Field {
    return this.get('stateOrProvinceName');
  }
  set stateOrProvinceName(value: Field) {
    this.set('stateOrProvinceName', value);
  }
  /** Alias of {@link stateOrProvinceName}. */
  get ST(): Field {
    return this.stateOrProvinceName;
  }
  set ST(value: Field) {
    this.stateOrProvinceName = value;
  }

  /** The locality, such as a city. */
  get localityName(): Field {
    return this.get('localityName');
  }
  set localityName(value: Field) {
    this.set('localityName', value);
  }
  /** Alias of {@link localityName}. */
  get L(): Field {
    return this.localityName;
  }
  set L(value: Field) {
    this.localityName = value;
  }

  /** The organization. */
  get organizationName(): Field {
    return this.get('organizationName');
  }
  set organizationName(value: Field) {
    this.set('organizationName', value);
  }
  /** Alias of {@link organizationName}. */
  get O(): Field {
    return this.organizationName;
  }
  set O(value: Field) {
    this.organizationName = value;
  }

  /** The organizational unit. */
  get organizationalUnitName(): Field {
    return this.get('organizationalUnitName');
  }
  set organizationalUnitName(value: Field) {
    this.set('organizationalUnitName', value);
  }
  /** Alias of {@link organizationalUnitName}. */
  get OU(): Field {
    return this.organizationalUnitName;
  }
  set OU(value: Field) {
    this.organizationalUnitName = value;
  }

  /** The common name. */
  get commonName(): Field {
    return this.get('commonName');
  }
  set commonName(value: Field) {
    this.set('commonName', value);
  }
  /** Alias of {@link commonName}. */
  get CN(): Field {
    return this.commonName;
  }
  set CN(value: Field) {
    this.commonName = value;
  }

  /** The e-mail address. */
  get emailAddress(): Field {
    return this.get('emailAddress');
  }
  set emailAddress(value: Field) {
    this.set('emailAddress', value);
  }
}

/** Longest name of a field; dotted numbers cost more than in proportion. */
const MAX_FIELD = 256;

/** Where the first component of a type is; -1 where there is none. @throws {TypeError} when OpenSSL knows no such field */
function indexOf(handle: Handle<'X509_NAME'>, field: string): number {
  if (typeof field !== 'string' || field.includes('\0')) throw new TypeError('the name of a field must be a string');
  const index = field.length > MAX_FIELD ? -2 : native.x509_name_find(handle, field);
  if (index < -1) throw new TypeError(`no such attribute: ${field.slice(0, MAX_FIELD)}`);
  return index;
}
