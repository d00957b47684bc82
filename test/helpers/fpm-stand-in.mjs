#!/usr/bin/env node
/**
 * In the place of fpm, which makes electron-builder's deb and rpm and cannot be fetched everywhere: takes the arguments that
 * electron-builder gives to fpm, and makes the same package with dpkg-deb or rpmbuild. For tests: publishers use fpm.
 */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
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
    'rpm-os': text,
    'rpm-compression': text,
    'rpm-summary': text,
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
if (values.s !== 'dir' || (values.t !== 'deb' && values.t !== 'rpm'))
  throw new Error(`only -s dir -t deb or rpm, not ${values.s} ${values.t}`);

const whole = mkdtempSync(join(tmpdir(), 'package-'));
const work = join(whole, 'root');
mkdirSync(work, { mode: 0o755 });
const [summary, ...more] = values.description.trim().split('\n');

/** Every file and folder below, as an rpm lists them; folders of the system are not the package's own. */
function listed(folder, below = '') {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((each) => {
    const path = `${below}/${each.name}`;
    if (!each.isDirectory()) return [`"${path}"`];
    const own = path.split('/').length > 2 && path.startsWith('/opt/');
    return [...(own ? [`%dir "${path}"`] : []), ...listed(folder, path)];
  });
}

function makeRpm() {
  const script = (name) => (values[name] ? readFileSync(values[name], 'utf8').replaceAll('%', '%%') : '');
  const spec = join(whole, 'package.spec');
  writeFileSync(
    spec,
    `${[
      `Name: ${values.name}`,
      `Version: ${values.version}`,
      `Release: ${values.iteration ?? 1}`,
      `Summary: ${values['rpm-summary'] ?? (summary.trim() || 'no description')}`,
      `License: ${values.license ?? 'unknown'}`,
      `Vendor: ${values.vendor}`,
      `URL: ${values.url}`,
      `Packager: ${values.maintainer}`,
      'AutoReqProv: no',
      ...(values.d ?? []).map((each) => `Requires: ${each}`),
      `%description\n${values.description}`,
      `%post -p /bin/bash\n${script('after-install')}`,
      `%postun -p /bin/bash\n${script('after-remove')}`,
      `%files\n%defattr(-,root,root,-)\n${listed(work).join('\n')}`,
    ].join('\n')}\n`,
  );
  const define = (name, value) => ['--define', `${name} ${value}`];
  execFileSync(
    'rpmbuild',
    [
      '-bb',
      ...['--target', values.architecture, '--buildroot', work],
      ...define('_topdir', join(whole, 'rpm')),
      ...define('_rpmdir', whole),
      ...define('_build_name_fmt', 'made.rpm'),
      // As the deb: quick, not small. What was packed stays as it was.
      ...define('_binary_payload', 'w1.gzdio'),
      ...define('__os_install_post', '%{nil}'),
      ...define('_build_id_links', 'none'),
      ...define('debug_package', '%{nil}'),
      spec,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  cpSync(join(whole, 'made.rpm'), values.package);
}

try {
  for (const each of positionals) {
    const [from, to] = each.split('=');
    const target = join(work, to);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(resolve(from), target, { recursive: true, verbatimSymlinks: true });
    if (statSync(target).isDirectory()) execFileSync('chmod', ['-R', 'u+rwX,go+rX,go-w', target]);
    else chmodSync(target, 0o644);
  }
  if (values.t === 'rpm') makeRpm();
  else makeDeb();
} finally {
  rmSync(whole, { recursive: true, force: true });
}

function makeDeb() {
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
}
