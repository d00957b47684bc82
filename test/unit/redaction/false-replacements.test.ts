import { describe, expect, test } from 'vitest';
import { redactCase } from '../../../shared/redaction/redact.ts';
import { outputs } from '../../helpers/outputs-without-secrets.ts';

describe('[RD20] [RD25] [RD31] [RD40] outputs without secrets', () => {
  for (const { name, text, names } of outputs)
    test(`${name}: what names somebody is replaced, and nothing else`, () => {
      const found = redactCase([{ name, text }], new Uint8Array(32)).texts[0]?.replacements ?? [];
      const rest = [...names];
      const wrong = found.filter(({ original }) => {
        const at = rest.indexOf(original);
        if (at !== -1) rest.splice(at, 1);
        return at === -1;
      });
      process.stdout.write(`  ${name}: ${found.length} replaced, ${wrong.length} of them wrongly\n`);
      expect(wrong.map(({ kind, rule, original, line }) => `${line}: ${rule} ${kind} ${original}`)).toEqual(
        [],
      );
      expect(rest).toEqual([]);
    });
});
