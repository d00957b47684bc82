import { lingui } from '@lingui/vite-plugin';
import type { Plugin } from 'vite';
import { compileWords, linguiConfigPath, MARKED } from './compile-words.mjs';

/**
 * What every build of the renderer's sources needs: texts that are marked in the code become calls, and a catalogue can be imported.
 * The English sentence stays in the code, so that English has no catalogue to load, and a sentence that a language lacks is English.
 */
export const words = (): Plugin[] => [
  {
    name: 'console:marked-words',
    enforce: 'pre',
    transform: {
      filter: { id: /\.tsx?(?:$|\?)/, code: MARKED },
      handler: (code, id) => compileWords(code, id.replace(/\?.*$/, '')),
    },
  },
  ...lingui({ configPath: linguiConfigPath }),
  {
    name: 'console:words',
    // No source imports these before it is compiled, so that a server would find them late, and load the page anew.
    config: () => ({
      optimizeDeps: {
        include: ['@lingui/core', '@lingui/message-utils/compileMessage', '@lingui/react/server'],
      },
    }),
  },
];
