/**
 * `node --import ./build/words-in-node.mjs FILE.ts`: the renderer's sources under plain Node, which strips types and knows nothing of
 * marked texts. For the simulator, whose devices are made of those sources.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { compileWords, MARKED } from './compile-words.mjs';

registerHooks({
  load(url, context, next) {
    if (!/^file:.*\/renderer\/.*\.ts$/.test(url)) return next(url, context);
    const path = fileURLToPath(url);
    const source = readFileSync(path, 'utf8');
    if (!MARKED.test(source)) return next(url, context);
    return { format: 'module-typescript', source: compileWords(source, path).code, shortCircuit: true };
  },
});
