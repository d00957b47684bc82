/** What engineers paste: a spreadsheet's clipboard, and lists with commas or semicolons. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  chosenIn,
  leftWords,
  type PasteColumn,
  pastedRows,
  readPastedTable,
  unplaced,
} from '../../../shared/cases/paste.ts';
import { repeatedSystems, systemColumns, systemOfRow } from '../../../shared/cases/system-table.ts';
import { sampleProducts } from '../../../shared/policy/sample-catalogue.ts';

const column = (key: string, name: string, more: Partial<PasteColumn> = {}): PasteColumn => ({
  key,
  name,
  required: true,
  usual: true,
  most: 300,
  ...more,
});
const columns = [
  column('system', 'System', { required: false, usual: false, also: ['host', 'server'] }),
  column('component', 'Component', { also: ['software'] }),
  column('version', 'Version', { also: ['release'] }),
];
/** Line and cells of component and version; a problem in their place. */
function read(text: string, of: readonly PasteColumn[] = columns) {
  const table = readPastedTable(text, of);
  return pastedRows(table, of, table.places).map(({ cells, problem }) =>
    problem === null
      ? of.filter(({ key }) => table.places.includes(key)).map(({ key }) => cells[key])
      : problem,
  );
}

test('[D5] a table of systems is read by the headings that inventories have for versions and nodes', () => {
  const text = 'Hostname\tModel\tSW version\tNode type\ncm-1\tCallManager\t12.5.1\tPublisher';
  expect(readPastedTable(text, systemColumns).places).toEqual(['hostname', 'product', 'version', 'nodeRole']);
});

describe('[D5] the clipboard of a spreadsheet', () => {
  test('a cell with line breaks is one cell, and its quotes are those that were typed', () => {
    expect(read('Component\tVersion\r\n"Recorder\nengine ""two"""\t5.3\r\nSwitch\t1.0\r\n')).toEqual([
      ['Recorder\nengine "two"', '5.3'],
      ['Switch', '1.0'],
    ]);
  });
  test('a quote that stands for itself stays, closed or not', () => {
    expect(read('"quoted"\t1.0\n5" disk\t2.0\n"unclosed\t3.0\nlast "\t4.0')).toEqual([
      ['"quoted"', '1.0'],
      ['5" disk', '2.0'],
      ['"unclosed', '3.0'],
      ['last "', '4.0'],
    ]);
  });
  test('commas and semicolons are parts of cells', () => {
    expect(read('Recorder, engine; two\t5.3')).toEqual([['Recorder, engine; two', '5.3']]);
  });
  test('columns in which nothing stands, and rows of blanks, are not there', () => {
    expect(read('\tComponent\t\tVersion\t\n\tRecorder\t\t5.3\t\n\t\u00a0\t\t\t\n')).toEqual([
      ['Recorder', '5.3'],
    ]);
  });
  test('a cell of a column of choices names one of them, or is empty', () => {
    const states = [
      { value: 'active', label: 'Active' },
      { value: 'inactive', label: 'Inactive' },
    ];
    const state = column('state', 'Active or inactive', {
      ...{ required: false, usual: false, also: ['partition'], choices: states },
    });
    const text = 'Component\tVersion\tPartition\nA\t1.0\tINACTIVE\nB\t2.0\t\nC\t3.0\tboth\n';
    expect(read(text, [...columns, state])).toEqual([
      ['A', '1.0', 'INACTIVE'],
      ['B', '2.0', ''],
      'has “both” as active or inactive, which is none of the choices',
    ]);
    expect(['Inactive', 'ACTIVE ', 'both', ''].map((cell) => chosenIn(states, cell))).toEqual([
      ...['inactive', 'active'],
      ...[null, null],
    ]);
  });
  test('each row keeps the line on which it begins', () => {
    const table = readPastedTable('Component\tVersion\n"a\nb"\t1\n\nc\t2', columns);
    expect(table.rows.map(({ line }) => line)).toEqual([2, 5]);
  });
});

describe('[D5] a list with separators', () => {
  test('one semicolon among commas separates nothing, nor does one comma among semicolons', () => {
    expect(read('Recorder,5.3\nEngine; second,5.4\nSwitch,1')).toEqual([
      ['Recorder', '5.3'],
      ['Engine; second', '5.4'],
      ['Switch', '1'],
    ]);
    expect(read('Rec, one;5.3\nEngine;5.4')).toEqual([
      ['Rec, one', '5.3'],
      ['Engine', '5.4'],
    ]);
  });
  test('quotes hold separators and line breaks; one that is not closed is taken as it stands', () => {
    expect(read('"Recorder, engine\ntwo",5.3')).toEqual([['Recorder, engine\ntwo', '5.3']]);
    expect(read('"Recorder,5.3\nSwitch,1')).toEqual([
      ['"Recorder', '5.3'],
      ['Switch', '1'],
    ]);
  });
});

describe('[D5] which column is which', () => {
  test('headings are read in any order and in other words; a column that none names is left out and shown', () => {
    const table = readPastedTable('RELEASE\tOwner\tsoftware\n5.3\tMary\tRecorder', columns);
    expect(table.headings).toEqual(['RELEASE', 'Owner', 'software']);
    expect(table.places).toEqual(['version', null, 'component']);
    expect(pastedRows(table, columns, table.places)[0]?.cells).toEqual({
      system: '',
      component: 'Recorder',
      version: '5.3',
    });
  });
  test('a first row that names no column is a row like the others', () => {
    expect(read('Version 2 engine\t5.3')).toEqual([['Version 2 engine', '5.3']]);
  });
  test('more columns than are usual, and no heading: nothing is guessed, and it asks', () => {
    const table = readPastedTable('hcu-cm-pub\t14.0.1\tx', columns);
    expect(table.places).toEqual([null, null, null]);
    expect(unplaced(columns, table.places).map(({ name }) => name)).toEqual(['Component', 'Version']);
  });
  test('two columns of one heading: the second is for a person to place', () => {
    expect(readPastedTable('Version\tComponent\tVersion\n1\tx\t2', columns).places).toEqual([
      'version',
      'component',
      null,
    ]);
  });
});

test('[D5] a row that cannot be taken says why: a cell is missing, or does not fit, and is not cut', () => {
  expect(read(`Component\tVersion\n\t2.0\n${'x'.repeat(301)}\t1`)).toEqual([
    'has no component',
    'has a component of 301 characters, and 300 fit: attach it as a file',
  ]);
});
test('[D5] at most 5,000 rows are taken, and it is said how many were left', () => {
  const { rows, cut } = readPastedTable('x\ty\n'.repeat(5_007), columns);
  expect([rows.length, cut]).toEqual([5_000, 7]);
});
test('[D5] whatever a spreadsheet holds, its clipboard comes back cell by cell', () => {
  const cell = fc
    .array(fc.constantFrom('a', 'b', ' b', '"', '""', ',', ';', '\n', '7'), { maxLength: 8 })
    .map((parts) => `c${parts.join('').trim()}c`);
  // As a spreadsheet writes it: quoted for a line break, and only then.
  const written = (value: string) => (value.includes('\n') ? `"${value.replaceAll('"', '""')}"` : value);
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 }), (rows) => {
      expect(read(rows.map((row) => row.map(written).join('\t')).join('\r\n'))).toEqual(rows);
    }),
  );
});
test('[D5] any text is read without an error, and every row has as many cells as there are columns', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '"', '\t', '\n', '\r', ',', ';', ' ') }), (text) => {
      const table = readPastedTable(text, columns);
      return table.rows.every(({ cells }) => cells.length === table.places.length);
    }),
  );
});

describe('[D5] a table of systems', () => {
  const read = (text: string) => {
    const table = readPastedTable(text, systemColumns);
    return pastedRows(table, systemColumns, table.places).map((row) => systemOfRow(row, sampleProducts));
  };
  test('a system once more is none: of the case, or of a line above; two of one name with serial numbers of their own are two', () => {
    const table = readPastedTable(
      'Host\tProduct\tSerial\nzone-1\tA\tS1\nZONE-1\tA\tS1\nzone-1\tA\tS2\nzone-1\tA\t\ngate\tB\t\n\tPhone\t\n\tPhone\t',
      systemColumns,
    );
    const rows = pastedRows(table, systemColumns, table.places);
    expect([...repeatedSystems(rows, [{ hostname: 'Gate', serial: 'G7' }])]).toEqual([
      [3, 'is ZONE-1 of line 2 once more'],
      [5, 'is zone-1 of line 2 once more'],
      [6, 'is gate, which the case has'],
    ]);
  });
  test('a number above 255 in an address is said; a name or an address of version 6 is taken as it is', () => {
    const answers = read(
      'Host\tProduct\tIP address\na\tA\t10.20.4.999\nb\tB\t10.20.4.9, 2001:db8::1\nc\tC\tby DHCP',
    );
    expect(answers.map((each) => (each.ok ? 'taken' : each.problem))).toEqual([
      'has 10.20.4.999 as an address, which is none',
      'taken',
      'taken',
    ]);
  });
  test('of a cluster, its gateways and 450 phones: products, roles, counts and versions', () => {
    const answers = read(
      'Name\tModel\tRelease\tQty\tCluster\tNode role\tIP address\n' +
        'cm-pub\tExample CUCM\t14.0.1.13900-155\t\tHCU\tPub\t10.20.8.11\n' +
        'phones-8845\tExample phone 8845\tsip8845_65.14-2-1-0101-47\t1,200\tHCU\t\t\n' +
        'rec1\tsample  call RECORDER\t5.4.1\t\t\tActive node\t10.20.8.41',
    );
    expect(answers.map((each) => (each.ok ? each.system : each.problem))).toEqual([
      {
        line: 2,
        fields: {
          hostname: 'cm-pub',
          productName: 'Example CUCM',
          cluster: 'HCU',
          nodeRole: 'publisher',
          addresses: '10.20.8.11',
        },
        revision: { component: 'Example CUCM', version: '14.0.1.13900-155' },
      },
      {
        line: 3,
        fields: {
          hostname: 'phones-8845',
          productName: 'Example phone 8845',
          cluster: 'HCU',
          quantity: 1_200,
        },
        revision: { component: 'Example phone 8845', version: 'sip8845_65.14-2-1-0101-47' },
      },
      {
        line: 4,
        fields: {
          hostname: 'rec1',
          productId: 'sample-call-recorder',
          addresses: '10.20.8.41',
          nodeRole: 'active',
        },
        revision: { component: 'Call Recorder', version: '5.4.1' },
      },
    ]);
  });
  test('phones of a model are one row with a count, and need no host name', () => {
    expect(read('Host\tProduct\tQty\ncm1\tExample CUCM\t\n\tExample phone\t450')).toEqual([
      {
        ok: true,
        system: { line: 2, fields: { hostname: 'cm1', productName: 'Example CUCM' }, revision: null },
      },
      {
        ok: true,
        system: { line: 3, fields: { productName: 'Example phone', quantity: 450 }, revision: null },
      },
    ]);
  });
  test('what cannot be read is said of its row, and not left out', () => {
    expect(
      read('Host\tQty\tPlatform\nrec1\tmany\tVM\nrec2\t2\tin the cloud\n\t1\tVM').map((each) =>
        each.ok ? each.system : each.problem,
      ),
    ).toEqual([
      'has “many” as a count, which is no whole number',
      'has “in the cloud” as platform, which is none of the choices',
      'has neither host name nor product',
    ]);
  });
});

test('[D5] rows that were not taken are counted and named, whether they could not be, or were not read', () => {
  expect(leftWords([], 0)).toBe('');
  expect(leftWords([3], 0)).toBe('1 row was not taken: line 3.');
  expect(leftWords([4, 9], 7)).toBe(
    '2 rows were not taken: lines 4, 9. 7 rows beyond the first 5,000 were not read: paste them next.',
  );
  const many = Array.from({ length: 14 }, (_, n) => n + 1);
  expect(leftWords(many, 0)).toBe(
    '14 rows were not taken: lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 2 more.',
  );
});
