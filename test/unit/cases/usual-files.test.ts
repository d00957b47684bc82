/** Files as people have them: of one name, in folders, with an apostrophe; and what is drawn for a signature. */
import { describe, expect, test } from 'vitest';
import { dispositionOf } from '../../../electron/browser/downloads.ts';
import { droppedFiles, MOST_DROPPED } from '../../../renderer/ui/dropped-files.ts';
import { fileNames } from '../../../shared/cases/attachments.ts';
import { isHandwriting } from '../../../shared/cases/consents.ts';
import { dayOf } from '../../../shared/certification/verdict.ts';

describe('[CS14] two files of one name', () => {
  const file = (id: string, name: string, sha256: string) => ({ id, name, sha256 });
  test('are told apart by which they are and how their content begins; one that is alone has its name', () => {
    const names = fileNames([
      file('a', 'trace.log', '11111111aaaa'),
      file('b', 'Trace.LOG', '22222222bbbb'),
      file('c', "O’Brien\u2019s “notes” & it's log.txt", '33333333cccc'),
    ]);
    expect([...names.values()]).toEqual([
      'trace.log (1 of 2, 11111111)',
      'Trace.LOG (2 of 2, 22222222)',
      "O’Brien\u2019s “notes” & it's log.txt",
    ]);
  });
  test('the same name composed otherwise is the same', () => {
    const names = fileNames([
      file('a', 'Zu\u0308rich.log', '1'.repeat(64)),
      file('b', 'Z\u00fcrich.log', '2'.repeat(64)),
    ]);
    expect([...names.values()].every((name) => name.includes(' of 2, '))).toBe(true);
  });
});

describe('what is dropped', () => {
  type Node = { name: string; file?: File; children?: Node[] };
  const entryOf = ({ name, file, children }: Node): never => {
    let asked = 0;
    const portions = children ? [children.slice(0, 1), children.slice(1), []] : [];
    return {
      ...{ name, isFile: file !== undefined, isDirectory: children !== undefined },
      file: (done: (file: File) => void) => done(file as File),
      createReader: () => ({
        readEntries: (done: (entries: unknown[]) => void) => done((portions[asked++] ?? []).map(entryOf)),
      }),
    } as never;
  };
  const drop = (nodes: readonly Node[]) => ({
    files: nodes.flatMap(({ file, name }) => file ?? new File([], name)) as never,
    items: nodes.map((node) => ({ kind: 'file', webkitGetAsEntry: () => entryOf(node) })),
  });
  const file = (name: string) => ({ name, file: new File(['x'], name) });

  test('a folder is its files, however deep and however many portions they come in, each with its way in its name', async () => {
    const { files, problem } = await droppedFiles(
      drop([
        file("it's.log"),
        {
          name: 'traces',
          children: [file('b.txt'), file('a.txt'), { name: 'cm', children: [file('sdl.gz')] }],
        },
      ]),
    );
    expect(files.map(({ name }) => name)).toEqual([
      "it's.log",
      'traces_a.txt',
      'traces_b.txt',
      'traces_cm_sdl.gz',
    ]);
    expect(problem).toBe('');
  });

  test('files alone are taken as they are; an empty folder, and what is beyond the bound, is said', async () => {
    const one = file('a.log');
    expect((await droppedFiles(drop([one]))).files).toEqual([one.file]);
    expect(await droppedFiles(drop([{ name: 'empty', children: [] }]))).toEqual({
      files: [],
      problem: 'There is no file in what was dropped.',
    });
    const many = Array.from({ length: MOST_DROPPED + 1 }, (_, n) => file(`${n}.log`));
    const taken = await droppedFiles(drop([{ name: 'many', children: many }]));
    expect(taken.files).toHaveLength(MOST_DROPPED);
    expect(taken.problem).toMatch(/^The first 1,000 files of the folder are taken\./);
  });
});

test('[CS14] a name with an apostrophe is one piece of the header by which a browser saves it, and comes out as it was', () => {
  for (const name of ["it's O'Brien's (2)*.log", 'a’b.txt', "'", 'Zürich “1”.log']) {
    const [, charset, language, written = ''] =
      /^attachment; filename\*=([^']*)'([^']*)'([^']*)$/.exec(dispositionOf(name)) ?? [];
    expect([charset, language, decodeURIComponent(written)]).toEqual(['UTF-8', '', name]);
    expect(written).toMatch(/^[\w.~%-]+$/);
  }
  // Half a sign, as no name should hold and a bridge can carry.
  expect(dispositionOf('a\ud800.log')).toBe("attachment; filename*=UTF-8''a%EF%BF%BD.log");
});

test('[HE7] a tap, or several, is no signature; a line is', () => {
  for (const dots of ['', 'M10 10L10 10', 'M10 10L10 10M300 100L300 100M12 9L13 10', 'M10 10L11 12L12 11'])
    expect(isHandwriting(dots), dots).toBe(false);
  for (const line of ['M60 50L60 50L300 100', 'M10 10L20 30L30 10L40 30'])
    expect(isHandwriting(line), line).toBe(true);
});

test('[C1] a last day is the reader’s: the same instant is two days, east and west', () => {
  const end = '2027-11-28T23:30:00.000Z';
  expect(dayOf(end)).toBe('28 November 2027');
  expect(dayOf(end, 'Asia/Tokyo')).toBe('29 November 2027');
  expect(dayOf('2027-11-28T01:00:00.000Z', 'America/Chicago')).toBe('27 November 2027');
});
