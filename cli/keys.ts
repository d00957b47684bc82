/** `keys rotate DIR` and `keys backup DIR`: an issuer's keys in files. A hub's own keys are for `npm run hub -- keys`. */

import { parseArgs } from 'node:util';
import { messageOf } from '../shared/base/fault.ts';
import { address } from '../shared/certification/keys.ts';
import { refuse } from './files.ts';
import { backUpKeys, readKeys, rotateKeys } from './key-files.ts';

/** Shorter than this, a passphrase is guessed. */
const SHORTEST = 12;

function options(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      issuer: { type: 'string' },
      alg: { type: 'string', default: 'ES256' },
      to: { type: 'string' },
    },
  });
}

/** @returns the exit code */
export async function keys([command, ...args]: readonly string[]): Promise<0 | 2> {
  try {
    const { values, positionals } = options(args);
    const [folder, ...more] = positionals;
    if ((command !== 'rotate' && command !== 'backup') || !folder || more.length > 0)
      return refuse('Say what to do: keys rotate DIR --issuer URL, or keys backup DIR --to DIR.');
    const passphrase = process.env.KEY_PASSPHRASE ?? '';
    if (passphrase.length < SHORTEST)
      return refuse(`Give a passphrase of at least ${SHORTEST} characters in KEY_PASSPHRASE.`);
    if (command === 'backup') {
      if (!values.to) return refuse('Say where to: --to DIR.');
      const count = await backUpKeys(folder, values.to, passphrase);
      process.stdout.write(`${count} keys copied to ${values.to}, sealed as they are.\n`);
      return 0;
    }
    const [newest] = await readKeys(folder);
    const issuer = address.safeParse(values.issuer ?? newest?.issuer);
    if (!issuer.success) return refuse('Say who issues: --issuer https://certification.example.com');
    if (values.alg !== 'ES256' && values.alg !== 'EdDSA') return refuse('--alg is ES256 or EdDSA.');
    const made = await rotateKeys(folder, {
      issuer: issuer.data.replace(/\/$/, ''),
      alg: values.alg,
      passphrase,
      now: new Date(),
    });
    process.stdout.write(`${made.kid} signs from ${made.notBefore} on.\n`);
    return 0;
  } catch (error) {
    return refuse(messageOf(error));
  }
}
