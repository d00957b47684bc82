import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type CallName, calls } from '../../../shared/bridge/contract.ts';
import { holdsBytes } from '../../../shared/bridge/frame-bytes.ts';

/** A value for each place of a schema that may hold bytes, with bytes there and null elsewhere. */
function samplesOf(schema: z.core.$ZodType): unknown[] {
  const { def } = schema._zod;
  switch (def.type) {
    case 'custom':
      return z.safeParse(schema, new Uint8Array(1)).success ? [new Uint8Array(1)] : [];
    case 'object':
      return Object.entries((def as z.core.$ZodObjectDef).shape).flatMap(([name, member]) =>
        samplesOf(member).map((sample) => ({ [name]: sample })),
      );
    case 'array':
      return samplesOf((def as z.core.$ZodArrayDef).element).map((sample) => [sample]);
    case 'union':
      return (def as z.core.$ZodUnionDef).options.flatMap(samplesOf);
    case 'optional':
    case 'nullable':
    case 'default':
      return samplesOf((def as z.core.$ZodOptionalDef).innerType);
    default:
      return [];
  }
}

describe('bytes in calls', () => {
  const names = Object.keys(calls) as CallName[];
  const samples = names.flatMap((name) =>
    [calls[name].input, calls[name].output].flatMap((schema) =>
      samplesOf(schema).map((sample) => ({ name, sample })),
    ),
  );

  test('there are some, both ways', () => {
    expect(new Set(samples.map(({ name }) => name)).size).toBeGreaterThan(3);
  });

  test.each(samples)('are seen where the contract of $name has them', ({ sample }) => {
    expect(holdsBytes(sample)).toBe(true);
  });

  test('are not looked for in rows', () => {
    expect(holdsBytes({ mutations: [{ patch: { value: 'x' } }] })).toBe(false);
  });
});
