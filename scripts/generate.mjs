/** `npm run generate`: writes src/ffi/generated/; with --check compares it with what is committed. */
import { compileConstants } from '../wasm-build/build/constants.mjs';
import { generateFiles, writeOrCheck } from '../wasm-build/generate/generate.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';

await ensureDependencies();
const check = process.argv.includes('--check');
await writeOrCheck(await generateFiles((program) => compileConstants(program, () => {})), check);
console.log(check ? 'src/ffi/generated is what the shim gives.' : 'Wrote src/ffi/generated.');
