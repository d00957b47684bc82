/**
 * `node --import ./build/words-in-node.mjs FILE.ts`: the renderer's sources under plain Node, which strips types and knows nothing of
 * marked texts. For the simulator, whose devices are made of those sources.
 */
import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const MARKED = /from '@lingui\/(core|react)\/macro'/;
let linguiConfig;

/** The same source with its marked texts as calls, types and lines kept. */
function compiled(source, filename) {
  // Not before one is met: who runs the hub does not wait for a compiler.
  const { transformSync } = require('@babel/core');
  const { default: macros } = require('@lingui/babel-plugin-lingui-macro');
  linguiConfig ??= require('@lingui/conf').getConfig({
    configPath: join(import.meta.dirname, 'lingui.config.ts'),
  });
  return transformSync(source, {
    filename,
    configFile: false,
    babelrc: false,
    retainLines: true,
    parserOpts: { plugins: ['typescript'] },
    plugins: [[macros, { descriptorFields: 'message', linguiConfig }]],
  }).code;
}

registerHooks({
  load(url, context, next) {
    if (!/^file:.*\/renderer\/.*\.ts$/.test(url)) return next(url, context);
    const path = fileURLToPath(url);
    const source = readFileSync(path, 'utf8');
    if (!MARKED.test(source)) return next(url, context);
    return { format: 'module-typescript', source: compiled(source, path), shortCircuit: true };
  },
});
