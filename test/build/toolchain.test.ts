/** What set-up believes of the compiler. */
import { expect, test } from 'vitest';
import { checkedImage, checkedVersion, readToolchainPin } from '../../wasm-build/build/toolchain.mjs';

const pin = await readToolchainPin();
const says = (version: string) => `emcc (Emscripten gcc/clang-like replacement) ${version}\nclang version 22`;

test('the pinned version of the compiler is taken', () => {
  expect(checkedVersion(says(pin.emscripten), pin, 'here', false)).toBe(pin.emscripten);
});

test.each(['6.0.4', '6.0.50', '6.1.0', '7.0.0'])('%s is taken only when any is asked for', (version) => {
  expect(() => checkedVersion(says(version), pin, 'here', false)).toThrow(`emcc ${version} is not the pinned`);
  expect(() => checkedVersion(says(version), pin, 'here', false)).toThrow('TSOPENSSL_ANY_COMPILER=1');
  expect(checkedVersion(says(version), pin, 'here', true)).toBe(version);
});

test.each([
  ['3.1.69', 'is too old'],
  ['', 'gave no version'],
])('%j is never taken', (version, reason) => {
  for (const isAnyAllowed of [false, true])
    expect(() => checkedVersion(says(version), pin, 'here', isAnyAllowed)).toThrow(reason);
});

test("Docker's image is named by its digest", () => {
  expect(checkedImage(pin)).toBe(pin.dockerImage);
  const [tag = ''] = pin.dockerImage.split('@');
  expect(tag.endsWith(`:${pin.emscripten}`)).toBe(true);
  for (const dockerImage of [tag, `${tag}@sha256:`, `${tag}@sha256:${'a'.repeat(63)}`, `${tag}@md5:${'a'.repeat(64)}`])
    expect(() => checkedImage({ ...pin, dockerImage })).toThrow('without a digest');
});
