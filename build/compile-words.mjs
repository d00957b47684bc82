import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);

/** Files whose texts are marked import one of these. */
export const MARKED = /from ['"]@lingui\/(?:core|react)\/macro['"]/;

export const linguiConfigPath = join(import.meta.dirname, 'lingui.config.ts');

let linguiConfig;

/**
 * A source of the renderer with its marked texts as calls: types, elements and lines are kept. By Babel, as Lingui's compiler of its own is left out
 * by npm where the Node that installs is older than 22.19, which is not the one that we pin.
 * @param {string} source @param {string} filename its path; `.tsx` may have elements
 * @returns {{code: string, map: string}} the map as JSON
 * @throws where the source, or what a macro is given, cannot be read; the message names file and place
 */
export function compileWords(source, filename) {
  // Not before one is met: who runs the hub does not wait for a compiler.
  const { transformSync } = require('@babel/core');
  const { default: macros } = require('@lingui/babel-plugin-lingui-macro');
  linguiConfig ??= require('@lingui/conf').getConfig({ configPath: linguiConfigPath });
  const { code, map } = transformSync(source, {
    filename,
    configFile: false,
    babelrc: false,
    retainLines: true,
    sourceMaps: true,
    parserOpts: { plugins: filename.endsWith('x') ? ['typescript', 'jsx'] : ['typescript'] },
    plugins: [[macros, { descriptorFields: 'message', linguiConfig }]],
  });
  return { code, map: JSON.stringify(map) };
}
