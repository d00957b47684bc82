/** `bag verify FILE|DIR`: any BagIt bag (RFC 8493), versions 0.93 to 1.0. */

import type { ParseArgsOptionsConfig } from 'node:util';
import { nodePlatform } from '../node/bag-files.ts';
import { isValid } from '../shared/bag/report.ts';
import { verifyBag } from '../shared/bag/verify.ts';
import { refuse } from './files.ts';
import { readFlags } from './flags.ts';
import { MOST_BAG_BYTES, openBag, printedChecks } from './open-bag.ts';

const options = { json: { type: 'boolean', default: false } } satisfies ParseArgsOptionsConfig;

/** @returns the exit code */
export async function bag(args: readonly string[]): Promise<0 | 1 | 2> {
  const given = readFlags(args, options);
  if (!given) return 2;
  const [action, path, ...more] = given.positionals;
  if (action !== 'verify' || !path || more.length > 0)
    return refuse('Say which bag to verify: bag verify FILE|DIR');
  const opened = await openBag(path);
  if (!opened.ok) {
    refuse(opened.message);
    return opened.exit;
  }
  try {
    const report = await verifyBag(opened.source, { platform: nodePlatform, mostBytes: MOST_BAG_BYTES });
    const { checks, version, payload, tags } = report;
    const valid = isValid(checks);
    process.stdout.write(
      given.values.json
        ? `${JSON.stringify({ verdict: valid ? 'valid' : 'invalid', version, payload, tags, checks }, null, 2)}\n`
        : `${path} is ${valid ? 'a valid' : 'not a valid'} bag${version ? ` of version ${version}` : ''}: ${payload.files} files, ${payload.bytes} bytes.\n${printedChecks(checks)}`,
    );
    return valid ? 0 : 1;
  } finally {
    await opened.close();
  }
}
