/** `npm run intake:report [-- DIR]`: what is read of the samples, what is not and why, and what redaction replaces in them. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { measureSamples } from './measure.ts';
import { replacedInSamples } from './replaced.ts';

const folder = resolve(process.argv[2] ?? '../shared/samples/outputs');
if (!existsSync(folder)) {
  process.stderr.write(`${folder} is not there. Name the folder with *.txt and *.expected.* in it.\n`);
  process.exitCode = 2;
} else {
  let expected = 0;
  let read = 0;
  for (const each of measureSamples(folder)) {
    expected += each.expected;
    read += each.read;
    process.stdout.write(
      `${each.sample}: ${each.kind}, ${each.read}/${each.expected} read, ${Math.floor(each.withUnknownLine * 1000) / 10} % of the facts stay with an unknown line\n`,
    );
    for (const why of new Set(each.missing.map((one) => one.why))) {
      const missing = each.missing.filter((one) => one.why === why);
      const fields = [...new Set(missing.map(({ field }) => field))];
      process.stdout.write(
        `  ${missing.length} not read, ${why}: ${fields.slice(0, 12).join(', ')}${fields.length > 12 ? ` and ${fields.length - 12} further fields` : ''}\n`,
      );
    }
  }
  process.stdout.write(`${read}/${expected}\n`);
  const { characters, replaced } = replacedInSamples(folder);
  process.stdout.write(
    `\nRedaction replaces ${replaced.length} in ${characters} characters, none of which is a secret:\n`,
  );
  for (const { kind, original, where } of replaced)
    process.stdout.write(`  ${kind} ${original} (${where})\n`);
  process.stdout.write(
    `${replaced.filter(({ kind }) => kind === 'SECRET').length} of them as secrets, which is wrong\n`,
  );
}
