import { describe, expect, test } from 'vitest';
import { type Bill, billOf, npmBill } from '../../../build/bill.ts';

const component = (name: string) => ({ 'bom-ref': `${name}@1.0.0`, type: 'library', name, version: '1.0.0' });
const all: Bill = {
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  metadata: {
    component: { ...component('the-folder'), 'bom-ref': 'partner-console@0.1.0', version: '0.1.0' },
  },
  components: [component('zod'), component('fastify'), component('luxon')],
  dependencies: [
    { ref: 'partner-console@0.1.0', dependsOn: ['zod@1.0.0', 'fastify@1.0.0'] },
    { ref: 'zod@1.0.0', dependsOn: ['fastify@1.0.0'] },
    { ref: 'fastify@1.0.0' },
  ],
};
const licence = (name: string) => ({ name, version: '1.0.0', identifier: 'MIT', text: null });

describe('the bill of materials', () => {
  test('holds what is bundled and the runtime, and nothing of the hub', () => {
    const bill = billOf(all, [licence('zod'), licence('luxon')], '45.4.1');
    expect(bill.metadata.component).toMatchObject({ type: 'application', name: 'partner-console' });
    expect(bill.components.map(({ name, version }) => `${name} ${version}`)).toEqual([
      'zod 1.0.0',
      'luxon 1.0.0',
      'electron 45.4.1',
    ]);
    expect(bill.dependencies).toEqual([
      { ref: 'partner-console@0.1.0', dependsOn: ['zod@1.0.0', 'electron@45.4.1'] },
      { ref: 'zod@1.0.0', dependsOn: [] },
    ]);
  });

  test('a package that npm does not know lets none be written', () => {
    expect(() => billOf(all, [licence('stranger')], '45.4.1')).toThrow('npm knows nothing of stranger@1.0.0');
  });

  test('npm says of this project what the bill rests on', () => {
    const bill = npmBill();
    expect(bill.bomFormat).toBe('CycloneDX');
    expect(bill.components.find(({ name }) => name === 'zod')).toMatchObject({
      purl: expect.stringMatching(/^pkg:npm\/zod@/),
      hashes: [{ alg: 'SHA-512' }],
    });
  });
});
