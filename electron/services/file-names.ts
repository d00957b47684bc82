/** Names under which the shell offers files to a person's disk. */
import { pathProblem } from '../../shared/bag/paths.ts';
import { displayName } from './blobs.ts';

/** Of UTF-8; file systems take 255, and a file that is being written has a longer name than the whole one. */
const MOST_BYTES = 200;
const LONGEST_ENDING = 20;

const bytesOf = (text: string) => Buffer.byteLength(text);

function shortened(text: string, most: number): string {
  let kept = '';
  let size = 0;
  for (const character of text) {
    size += bytesOf(character);
    if (size > most) break;
    kept += character;
  }
  return kept;
}

/**
 * A file's name as it may be offered on any computer: its last part, without what some system refuses, hides or takes for a
 * device. Its ending stays, so that the right program opens it.
 * @param name any text, such as a partner's device sent
 */
export function offeredName(name: string): string {
  const clean = displayName(name.normalize('NFC'))
    .replaceAll(/[<>:"|?*]/g, '_')
    .replaceAll(/^[.\s~]+|[.\s]+$/g, '');
  const dot = clean.lastIndexOf('.');
  const ending = dot > 0 && bytesOf(clean.slice(dot)) <= LONGEST_ENDING ? clean.slice(dot) : '';
  const stem = shortened(
    clean.slice(0, clean.length - ending.length),
    MOST_BYTES - bytesOf(ending) - 'file_'.length,
  );
  const whole = stem === '' ? `file${ending}` : `${stem.replace(/[.\s]+$/, '')}${ending}`;
  return pathProblem(whole) === null ? whole : `file_${whole}`;
}
