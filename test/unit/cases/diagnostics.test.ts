import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currentSteps } from '../../../shared/cases/steps.ts';
import { acceptedSystemFields, proposalsFromHost } from '../../../shared/collect/proposals.ts';
import { compareVersions, parseVersion, upgradeKind } from '../../../shared/policy/versions.ts';
import { aCompleteCase, idOf, NOW } from '../../helpers/builders.ts';

const version = (text: string) => {
  const parsed = parseVersion(text);
  return parsed && [parsed.major, parsed.minor, parsed.maintenance, parsed.build];
};

describe('revision levels', () => {
  test.each([
    ['5.4', [5, 4, 0, 0]],
    ['7.1.3.1042', [7, 1, 3, 1042]],
    ['v2.10.1-7', [2, 10, 1, 7]],
    ['15.2(4)', [15, 2, 4, 0]],
    ['Version 9.12(2)', [9, 12, 2, 0]],
    ['12', [12, 0, 0, 0]],
    ['Example Linux 12', [12, 0, 0, 0]],
    ['Example Linux 12.1 (blue)', [12, 1, 0, 0]],
    ['latest', null],
    ['', null],
  ])('[D1] %s', (text, parts) => {
    expect(version(text)).toEqual(parts);
  });
  test('[D2] the order is by number, not by letter, and is a total order', () => {
    const number = fc.nat(300);
    const any = fc.record({ major: number, minor: number, maintenance: number, build: number });
    fc.assert(
      fc.property(any, any, any, (a, b, c) => {
        expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0);
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0)
          expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
      }),
    );
    expect(
      compareVersions(
        { major: 5, minor: 10, maintenance: 0, build: 0 },
        { major: 5, minor: 9, maintenance: 0, build: 0 },
      ),
    ).toBeGreaterThan(0);
  });
  test.each([
    ['5.3', '5.4', 'minor'],
    ['5.4', '6.0', 'major'],
    ['5.4', '5.4', 'none'],
    ['6.0', '5.9', 'none'],
  ])('[D3] from %s to %s is %s (P-10, P-11)', (from, to, kind) => {
    const [a, b] = [parseVersion(from), parseVersion(to)];
    expect(a && b && upgradeKind(a, b)).toBe(kind);
  });
});

describe('steps', () => {
  test('[D4] a correction takes the place of the step, and the earlier version stays readable', () => {
    const builder = aCompleteCase();
    const [first] = builder.contents.steps;
    builder.withStep('gather', { did: 'Corrected', corrects: first?.id ?? null });
    const steps = currentSteps(builder.build().steps);
    const corrected = steps.find((step) => step.current.did === 'Corrected');
    expect(steps).toHaveLength(aCompleteCase().contents.steps.length);
    expect(corrected?.earlier.map((step) => step.id)).toEqual([first?.id]);
  });
  test('[D4] a ring of corrections ends, and shows one step', () => {
    const builder = aCompleteCase();
    builder.contents.steps.splice(0);
    builder
      .withStep('test', { id: idOf(0x501), corrects: idOf(0x502) })
      .withStep('test', { id: idOf(0x502), corrects: idOf(0x501) });
    expect(currentSteps(builder.build().steps).map(({ current }) => current.id)).toEqual([idOf(0x502)]);
  });
  test('[D4] security 32: a chain of corrections costs as much as it is long, from either end and as a ring', () => {
    let reads = 0;
    const [like] = aCompleteCase().contents.steps;
    if (!like) throw new Error('no step');
    const chainOf = (length: number, before: (at: number) => number | null) =>
      Array.from({ length }, (_, at) => {
        const corrects = before(at);
        return {
          ...like,
          id: idOf(0x10_000 + at),
          get corrects() {
            reads += 1;
            return corrects === null ? null : idOf(0x10_000 + corrects);
          },
        };
      });
    const readsOf = (rows: ReturnType<typeof chainOf>) => {
      reads = 0;
      expect(currentSteps(rows)).toHaveLength(1);
      return reads;
    };
    const onward = (at: number) => (at === 0 ? null : at - 1);
    for (const length of [2_000, 4_000]) {
      expect(readsOf(chainOf(length, onward))).toBeLessThan(5 * length);
      expect(readsOf(chainOf(length, onward).reverse())).toBeLessThan(5 * length);
      expect(readsOf(chainOf(length, (at) => (at + 1) % length))).toBeLessThan(5 * length);
    }
  });
  test('[D4] [S2] two corrections of one step: the one that the hub took last is shown, whatever its id; the other is in the history', () => {
    const builder = aCompleteCase();
    builder.contents.steps.splice(0);
    builder.withStep('test', { id: idOf(0x500) });
    builder
      .withStep('test', { id: idOf(0x502), corrects: idOf(0x500), did: 'taken first' })
      .withStep('test', { id: idOf(0x501), corrects: idOf(0x500), did: 'taken last' });
    const [step] = currentSteps(builder.build().steps);
    expect([step?.current.did, step?.earlier.map((each) => each.did)]).toEqual([
      'taken last',
      ['taken first', 'Did test on the recorder'],
    ]);
  });
});

describe('proposals from a computer', () => {
  const fact = (area: 'system' | 'revision' | 'network', name: string, value: string) => ({
    query: 'q',
    area,
    name,
    value,
  });
  const reading = {
    host: 'sample-host',
    at: NOW,
    facts: [
      fact('system', 'os', 'Example Linux 13'),
      fact('system', 'platform', 'virtual'),
      fact('revision', 'call recorder', '5.4.2'),
      fact('revision', 'Kernel', '6.1'),
      fact('network', 'eth0', '192.0.2.1/24'),
      fact('network', 'gateway', '192.0.2.254'),
    ],
  };
  test('[D6] what is known already is no proposal; what differs shows what it would change; provenance is kept', () => {
    const { systems, revisions } = aCompleteCase().build();
    const proposals = proposalsFromHost(reading, systems[0] ?? null, revisions);
    expect(proposals.map(({ kind, before, value }) => [kind, before, value])).toEqual([
      ['system', 'Example Linux 12', 'Example Linux 13'],
      ['revision', '5.4.1', '5.4.2'],
      ['revision', '', '6.1'],
      ['system', 'eth0', 'eth0: 192.0.2.1/24\ngateway: 192.0.2.254'],
    ]);
    expect(proposals[0]?.provenance).toEqual({ kind: 'computer', host: 'sample-host', query: 'q', at: NOW });
  });
  test('[D6] only accepted proposals become fields, and a platform that is none is left out', () => {
    const proposals = proposalsFromHost(
      { ...reading, facts: [fact('system', 'platform', 'cloud'), fact('system', 'hostname', 'h')] },
      null,
      [],
    );
    expect(acceptedSystemFields(proposals)).toEqual({ hostname: 'h' });
  });
});
