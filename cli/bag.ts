/** `bag verify FILE|DIR`: any BagIt bag (RFC 8493), versions 0.93 to 1.0. */

import { parseArgs } from 'node:util';
import { nodePlatform } from '../node/bag-files.ts';
import { isValid } from '../shared/bag/report.ts';
import { verifyBag } from '../shared/bag/verify.ts';
import { messageOf } from '../shared/base/fault.ts';
import { refuse } from './bounded-file.ts';
import { MOST_BAG_BYTES, openBag, printedChecks } from './open-bag.ts';

function options(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  });
}

/** @returns the exit code */
export async function bag(args: readonly string[]): Promise<0 | 1 | 2> {
  let parsed: ReturnType<typeof options>;
  try {
    parsed = options(args);
  } catch (error) {
    return refuse(`${messageOf(error)}`);
  }
  const [action, path, ...more] = parsed.positionals;
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
      parsed.values.json
        ? `${JSON.stringify({ verdict: valid ? 'valid' : 'invalid', version, payload, tags, checks }, null, 2)}\n`
        : `${path} is ${valid ? 'a valid' : 'not a valid'} bag${version ? ` of version ${version}` : ''}: ${payload.files} files, ${payload.bytes} bytes.\n${printedChecks(checks)}`,
    );
    return valid ? 0 : 1;
  } finally {
    await opened.close();
  }
}
