/** numpy's business days, as a second opinion on ours. Debian's python3-numpy; build/test.mjs installs it where it can. */
import { execFileSync } from 'node:child_process';

const PYTHONS = ['python3', '/usr/bin/python3'];

/** A Python that has numpy, or null. */
export const pythonWithNumpy: string | null =
  PYTHONS.find((python) => {
    try {
      execFileSync(python, ['-c', 'import numpy'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  }) ?? null;

export const whyNoNumpy = pythonWithNumpy === null ? 'there is no python3 with numpy' : null;

const PROGRAM = `
import json, sys
import numpy
out = []
for group in json.load(sys.stdin):
    days = numpy.array(group['days'], dtype='datetime64[D]')
    holidays = numpy.array(group['holidays'], dtype='datetime64[D]')
    out.append(numpy.busday_offset(days, group['counts'], roll='backward', holidays=holidays).astype(str).tolist())
json.dump(out, sys.stdout)
`;

/** `numpy.busday_offset(days, counts, roll='backward', holidays=...)` for each group, in one run of Python. */
export function busdayOffsets(
  groups: readonly { days: string[]; counts: number[]; holidays: string[] }[],
): string[][] {
  if (pythonWithNumpy === null) throw new Error('no Python with numpy');
  const out = execFileSync(pythonWithNumpy, ['-c', PROGRAM], {
    input: JSON.stringify(groups),
    encoding: 'utf8',
    maxBuffer: 64 * 1_048_576,
  });
  return JSON.parse(out) as string[][];
}
