/**
 * A process that carries out one command of the hub after the other, for tests that run them by the dozen: most of a command's
 * time is the reading of its code. What differs from `npm run hub -- ...` is that alone.
 */
import { commands } from '../../hub/commands.ts';

export interface CommandAsked {
  name: string;
  args: string[];
  env: Record<string, string>;
}

process.umask(0o077);
const own = { ...process.env };

for (const stream of [process.stdout, process.stderr])
  stream.write = (chunk: string | Uint8Array) => {
    said[stream === process.stdout ? 'out' : 'error'] += chunk.toString();
    return true;
  };
let said = { out: '', error: '' };

process.on('message', async ({ name, args, env }: CommandAsked) => {
  said = { out: '', error: '' };
  // Nothing of what the one before was given.
  for (const key of Object.keys(process.env)) if (!(key in own)) delete process.env[key];
  Object.assign(process.env, own, env);
  const code = await commands.get(name)?.(args);
  process.send?.({ code, output: (said.out + said.error).trim() });
});
process.once('disconnect', () => process.exit(0));
