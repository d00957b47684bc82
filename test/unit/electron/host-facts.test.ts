import { hostname } from 'node:os';
import { describe, expect, test } from 'vitest';
import { readHostFacts } from '../../../electron/services/host-facts.ts';
import { calls } from '../../../shared/bridge/contract.ts';

const now = () => new Date('2026-11-23T18:00:00.000Z');

describe('what this computer says about itself', () => {
  test('fits the contract, and names host, system, platform and this very Node', async () => {
    const answer = await readHostFacts(now);
    expect(calls['host.facts'].output.safeParse(answer).success).toBe(true);
    if (!answer.ok) throw new Error('no answer');
    const { facts, host, at } = answer.value;
    const value = (name: string) => facts.find((fact) => fact.name === name)?.value;
    expect(host).toBe(hostname());
    expect(at).toBe('2026-11-23T18:00:00.000Z');
    expect(value('os')).toBeTruthy();
    expect(value('Kernel')).toBeTruthy();
    expect(['virtual', 'hardware']).toContain(value('platform'));
    expect(value('Node.js')).toMatch(/^\d+\.\d+\.\d+/);
    for (const fact of facts) expect(fact.query).toMatch(/^systeminformation\./);
  });

  test('a question that fails is named, and stops no other', async () => {
    const answer = await readHostFacts(now, [
      { query: 'sample.broken', words: 'the broken part', ask: () => Promise.reject(new Error('no')) },
      {
        query: 'sample.good',
        words: 'the good part',
        ask: async () => [
          { area: 'system', name: 'os', value: 'Example Linux' },
          { area: 'system', name: 'empty', value: '' },
          { area: 'system', name: 'hardware', value: `half a character \ud800 and ${'x'.repeat(400)}` },
        ],
      },
    ]);
    expect(answer.ok && answer.value.missed).toEqual(['the broken part']);
    expect(answer.ok && answer.value.facts.map((fact) => fact.name)).toEqual(['os', 'hardware']);
    expect(calls['host.facts'].output.safeParse(answer).success).toBe(true);
  });

  test('a question without an answer is given up, and the others are told', async () => {
    const answer = await readHostFacts(
      now,
      [
        { query: 'sample.silent', words: 'the silent part', ask: () => new Promise(() => undefined) },
        {
          query: 'sample.good',
          words: 'the good part',
          ask: async () => [{ area: 'system', name: 'os', value: 'Example Linux' }],
        },
      ],
      50,
    );
    expect(answer.ok && answer.value.missed).toEqual(['the silent part']);
    expect(answer.ok && answer.value.facts).toHaveLength(1);
  });
});
