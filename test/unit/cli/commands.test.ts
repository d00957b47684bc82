import { describe, expect, test } from 'vitest';
import { cliProcess } from '../../helpers/cli.ts';

describe('npm run cli', () => {
  test('each command that --help names is there and says how it is used; one that is none is refused', async () => {
    const { code, out } = await cliProcess(['--help']);
    expect(code).toBe(0);
    const names = [...new Set([...out.matchAll(/^ {2}([a-z][a-z-]*)/gm)].map(([, name = '']) => name))];
    expect(names.length).toBeGreaterThan(10);
    // One after the other: a dozen processes at once would only wait for each other.
    for (const name of names) {
      const alone = await cliProcess([name]);
      expect([name, alone.code]).toEqual([name, 2]);
      expect(alone.error, name).not.toMatch(/There is no command/);
      expect(alone.error, name).not.toBe('');
    }
    const none = await cliProcess(['nonsense']);
    expect([none.code, none.error]).toEqual([2, expect.stringContaining('There is no command "nonsense".')]);
  });
});
