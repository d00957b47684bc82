#!/usr/bin/env node
/**
 * In the place of fpm, which makes electron-builder's deb and cannot be fetched everywhere: takes the arguments that
 * electron-builder gives to fpm, and makes the same package with Debian's own dpkg-deb. For tests: publishers use fpm.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const text = { type: 'string' };
const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  options: {
    s: { ...text, short: 's' },
    t: { ...text, short: 't' },
    d: { ...text, short: 'd', multiple: true },
    force: { type: 'boolean' },
    'deb-recommends': { ...text, multiple: true },
    'deb-compression': text,
    'deb-priority': text,
    'after-install': text,
    'after-remove': text,
    ...Object.fromEntries(
      [
        'architecture',
        'description',
        'version',
        'package',
        'name',
        'maintainer',
        'vendor',
        'url',
        'license',
        'category',
        'iteration',
      ].map((name) => [name, text]),
    ),
  },
});
if (values.s !== 'dir' || values.t !== 'deb')
  throw new Error(`only -s dir -t deb, not ${values.s} ${values.t}`);

const work = mkdtempSync(join(tmpdir(), 'deb-'));
try {
  for (const each of positionals) {
    const [from, to] = each.split('=');
    const target = join(work, to);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(resolve(from), target, { recursive: true, verbatimSymlinks: true });
    if (statSync(target).isDirectory()) execFileSync('chmod', ['-R', 'u+rwX,go+rX,go-w', target]);
    else chmodSync(target, 0o644);
  }
  const [summary, ...more] = values.description.trim().split('\n');
  const control = join(work, 'DEBIAN');
  mkdirSync(control, { mode: 0o755 });
  writeFileSync(
    join(control, 'control'),
    `${[
      `Package: ${values.name}`,
      `Version: ${values.version}`,
      `License: ${values.license ?? 'unknown'}`,
      `Vendor: ${values.vendor}`,
      `Architecture: ${values.architecture}`,
      `Maintainer: ${values.maintainer}`,
      `Depends: ${(values.d ?? []).join(', ')}`,
      `Recommends: ${(values['deb-recommends'] ?? []).join(', ')}`,
      'Section: default',
      `Priority: ${values['deb-priority']}`,
      `Homepage: ${values.url}`,
      `Description: ${summary.trim() || 'no description'}`,
      ...more.map((line) => ` ${line.trim() || '.'}`),
    ].join('\n')}\n`,
  );
  for (const [script, name] of [
    ['after-install', 'postinst'],
    ['after-remove', 'postrm'],
  ]) {
    if (!values[script]) continue;
    cpSync(values[script], join(control, name));
    chmodSync(join(control, name), 0o755);
  }
  // Tests pack a runtime of 200 MB: how small it gets is not what they look at.
  execFileSync('dpkg-deb', ['--root-owner-group', '-Zgzip', '-z1', '--build', work, values.package], {
    stdio: 'inherit',
  });
} finally {
  rmSync(work, { recursive: true, force: true });
}
