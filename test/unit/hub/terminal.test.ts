/** What the hub's commands print where an operator reads it. */
import { expect, test } from 'vitest';
import { hubProcess } from '../../helpers/hub-command.ts';

test('nothing that a name, an argument or a file says commands the operator’s terminal', async () => {
  const evil = 'x\u001b[31m\u001b]0;title\u0007\u009b31m\u202e\u200b';
  for (const args of [
    ['people', evil],
    [evil],
    ['--port', evil],
    [`--${evil}`],
    ['check-blobs', '--data', `/nowhere/${evil}`],
    ['verify', `/nowhere/${evil}`],
  ]) {
    const { code, output } = await hubProcess(args);
    expect([args, code === 0, output]).toEqual([
      args,
      false,
      expect.not.stringMatching(/(?![\n\t])\p{Cc}|[\u202e\u200b]/u),
    ]);
    expect(output).toContain('x\\u001b[31m');
  }
});
