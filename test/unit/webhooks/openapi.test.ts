/** The published description of the hub's API. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openApi, openApiText } from '../../../build/openapi.ts';

const document = openApi();

/** Every reference in a value. */
function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    key === '$ref' && typeof member === 'string' ? [member] : references(member),
  );
}

describe('OpenAPI', () => {
  test('the file is what the schemas say; npm run openapi writes it anew', () => {
    const written = readFileSync(resolve('docs/operations/openapi.json'), 'utf8');
    expect(written === openApiText(), 'run npm run openapi').toBe(true);
  });

  test('every reference leads somewhere, and every operation has a name of its own', () => {
    const all = references(document);
    expect(all.length).toBeGreaterThan(20);
    for (const each of all) {
      const found = each
        .replace('#/', '')
        .split('/')
        .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document);
      expect(found, each).toBeTypeOf('object');
    }
    const paths = document.paths as Record<string, Record<string, { operationId: string }>>;
    const names = Object.values(paths).flatMap((path) => Object.values(path).map((each) => each.operationId));
    expect(new Set(names).size).toBe(names.length);
  });
});
