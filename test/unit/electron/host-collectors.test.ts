import { describe, expect, test } from 'vitest';
import { offerCollectors, runBounded, runCollector } from '../../../electron/services/host-collectors.ts';
import { calls } from '../../../shared/bridge/contract.ts';
import { captureOf } from '../../../shared/collect/host-collectors.ts';
import { collectedText, fieldsOf } from '../../helpers/captures.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const node = (script: string, bounds: { milliseconds?: number; most?: number } = {}) =>
  runBounded(process.execPath, ['-e', script], { milliseconds: 20_000, ...bounds, env: {} });

describe('[security 42] what is run on this computer', () => {
  test('is offered without being run, and fits the contract', () => {
    const answer = offerCollectors();
    expect(calls['host.collectors'].output.safeParse(answer).success).toBe(true);
    if (!answer.ok) throw new Error('no answer');
    const { collectors, system } = answer.value;
    expect(system).toBe('linux');
    expect(collectors.find(({ id }) => id === 'linux-kernel')?.there).toBe(true);
    expect(collectors.some(({ id }) => id.startsWith('windows'))).toBe(false);
  });

  test('is run for real, and read by the readers of captured outputs', async () => {
    const outputs = [];
    for (const [id, command] of [
      ['linux-kernel', 'uname -a'],
      ['linux-release', 'cat /etc/os-release'],
      ['linux-disks', 'df -h'],
    ] as const) {
      const answer = await runCollector({ id });
      expect(calls['host.collect'].output.safeParse(answer).success).toBe(true);
      if (!answer.ok) throw new Error(`${id} is not run`);
      expect(answer.value.failure, id).toBe('');
      outputs.push({ command, text: text(answer.value.output), cut: answer.value.cut });
    }
    const read = collectedText(captureOf('linux', 'ips-db-02', outputs));
    expect(read.provenance.map(({ kind }) => kind)).toEqual(['linux uname', 'linux os-release', 'linux df']);
    expect(fieldsOf(read).os).toBeTruthy();
  });

  test.each(['/bin/sh', 'linux-kernel; id', '../uname', 'windows-system', ''])(
    'is nothing but what is listed for this system: %j is refused',
    async (id) => {
      expect(await runCollector({ id })).toMatchObject({ ok: false, failure: { code: 'unknown' } });
    },
  );

  test('a shell’s signs are letters: no second command comes out of an argument', async () => {
    const { output } = await runBounded('/bin/echo', ['$(id)', '; id', '| id', '> /tmp/x', '`id`'], {
      milliseconds: 5_000,
      env: {},
    });
    expect(text(output)).toBe('$(id) ; id | id > /tmp/x `id`\n');
  });

  test('what does not answer in its time is ended and named, also where a child of it holds the output', async () => {
    const silent = await node('setTimeout(() => undefined, 60_000)', { milliseconds: 300 });
    expect(silent).toMatchObject({ cut: false, failure: expect.stringContaining('did not answer within') });
    const started = Date.now();
    const held = await runBounded('/bin/sh', ['-c', 'sleep 30 & sleep 30'], {
      milliseconds: 300,
      env: { PATH: '/usr/bin:/bin' },
    });
    expect(held.failure).toContain('did not answer within');
    expect(Date.now() - started).toBeLessThan(5_000);
  });

  test('more than is taken is cut at a line, and said', async () => {
    const much = await node('for (;;) process.stdout.write("0123456789\\n".repeat(1_000))', { most: 5_000 });
    expect(much.cut).toBe(true);
    expect(much.failure).toBe('');
    expect(much.output.length).toBeLessThanOrEqual(5_000);
    expect(text(much.output).endsWith('0123456789\n')).toBe(true);
  });

  test('what fails says why, in its own words; what is not there is named', async () => {
    expect(await node('console.error("not for you"); process.exit(3)')).toMatchObject({
      failure: 'It said: not for you',
    });
    expect(await node('process.exit(3)')).toMatchObject({ failure: 'It ended with 3 and said nothing.' });
    expect(await runBounded('/nowhere/at/all', [], { milliseconds: 1_000, env: {} })).toMatchObject({
      failure: 'It could not be started (ENOENT).',
    });
  });

  test('gets nothing of the person’s surroundings', async () => {
    process.env.SECRET_OF_THE_PERSON = 'hidden';
    try {
      const answer = await node('console.log(JSON.stringify(process.env))');
      expect(text(answer.output)).not.toContain('hidden');
    } finally {
      delete process.env.SECRET_OF_THE_PERSON;
    }
  });
});
