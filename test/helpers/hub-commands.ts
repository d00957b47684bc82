/**
 * A process that carries out one operator's command after the other, for tests that run them by the dozen: most of a
 * command's time is the reading of its code. What differs from `npm run hub -- ...` is that alone.
 */
import { runOperatorCommand } from '../../hub/operator/command.ts';
import type { GroupName } from '../../hub/operator/group.ts';

export interface CommandAsked {
  group: GroupName;
  args: string[];
  env: Record<string, string>;
}

for (const stream of [process.stdout, process.stderr])
  stream.write = (chunk: string | Uint8Array) => {
    said[stream === process.stdout ? 'out' : 'error'] += chunk.toString();
    return true;
  };
let said = { out: '', error: '' };

process.on('message', async ({ group, args, env }: CommandAsked) => {
  said = { out: '', error: '' };
  Object.assign(process.env, env);
  const code = await runOperatorCommand(group, args);
  process.send?.({ code, output: (said.out + said.error).trim() });
});
process.once('disconnect', () => process.exit(0));
