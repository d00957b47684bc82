/** The same output of devices of other ages and models, phones' pages however they were saved, and Windows in other languages. All are written by hand. */
import { describe, expect, test } from 'vitest';
import { unpacker } from '../../../renderer/workers/unpacker.ts';
import { htmlText, isHtml } from '../../../shared/collect/html-text.ts';
import { unpack } from '../../../shared/collect/unpack.ts';
import { captureText, collected, collectedText, entriesOf, fieldsOf } from '../../helpers/captures.ts';

describe('[K20] show version', () => {
  test.each([
    [
      'ios-4321',
      'Router4321',
      'ISR4321/K9',
      'FDO2213A0BC',
      '16.9.5',
      'bootflash:isr4300-universalk9.16.09.05.SPA.bin',
    ],
    [
      'ios-2811',
      'branch-gw',
      '2811',
      'FTX1111A0BC',
      '12.4(24)T3',
      'flash:c2800nm-adventerprisek9-mz.124-24.T3.bin',
    ],
    ['ios-old', 'oldgw', '2621XM', 'JAE0711XABC', '12.2(46a)', 'flash:c2600-ik9o3s3-mz.122-46a.bin'],
    ['cat9300-17', 'dist-9300', 'C9300-48UXM', 'FOC2233A0BC', '17.12.3', 'flash:packages.conf'],
    ['c8000v', 'cube-1', 'C8000V', '9ABCDEFGHIJ', '17.9.4a', 'bootflash:packages.conf'],
    ['vg224', 'vg224-1', 'VG224', 'FOC09999ABC', '12.4(22)T5', 'slot0:vg224-i6s-mz.124-22.T5.bin'],
    [
      'nx-9k-10',
      'n9k-leaf-1',
      'C93180YC-FX',
      'FDO2222A0BC',
      '10.3(4a) [Maintenance Release]',
      'bootflash:///nxos64-cs.10.3.4a.M.bin',
    ],
    [
      'nx-5k',
      'n5k-1',
      '5548',
      'FOC1533ABCD',
      '7.3(1)N1(1)',
      'bootflash:///n5000-uk9-kickstart.7.3.1.N1.1.bin',
    ],
    [
      'xr-64',
      'pe-1',
      'ASR9K Series',
      undefined,
      '6.4.2',
      'disk0:asr9k-os-mbi-6.4.2.sp2-1.0.0/0x100000/mbiasr9k-rp.vm',
    ],
    ['xr-7', 'core-8201', '8201-32FH', undefined, '7.5.2 LNT', undefined],
    ['asa-5506', 'fw-branch', 'ASA5506', 'JAD2222A0BC', '9.16(4)57', 'disk0:/asa9-16-4-57-lfbff-k8.SPA'],
    ['asav', 'asav-1', 'ASAv', '9AXXXXXXABC', '9.20(2)', 'boot:/asa9202-smp-k8.bin'],
  ])('of %s', (name, hostname, model, serial, version, image) => {
    const read = collected(`version-${name}.txt`);
    expect(read.systems).toHaveLength(1);
    const { hostname: host, model: type, serial: number, version: release, image: file } = fieldsOf(read);
    expect([host, type, number, release, file]).toEqual([hostname, model, serial, version, image]);
  });
});

describe('[K19] [K31] a phone’s own words', () => {
  const text = async (name: string) => {
    const bytes = new TextEncoder().encode(captureText(name));
    const reader = {
      size: bytes.length,
      read: async (at: number, length: number) => bytes.subarray(at, at + length),
    };
    for await (const capture of unpack(name, reader, unpacker)) return capture;
    throw new Error('a file is one capture');
  };
  test.each([
    ['phone-page.html', 'CP-8845', 'sip88xx.14-2-1-0101-47', 'FCH0000ABCD'],
    ['phone-device-information.xml', 'CP-8845', 'sip88xx.14-2-1-0101-47', 'FCH0000ABCD'],
    ['phone-7965.txt', 'CP-7965G', 'SIP45.9-4-2SR3-1S', 'FCH1111ABCD'],
  ])('%s', async (name, model, version, serial) => {
    const read = collectedText((await text(name)).text);
    expect(fieldsOf(read)).toMatchObject({ hostname: 'SEP00005E005377', model, version, serial });
    expect(read.provenance).toMatchObject([{ kind: 'cisco_phone status page' }]);
  });
  test('the page is attached as it was, and says that lines are counted as they are shown', async () => {
    const { bytes, notes } = await text('phone-page.html');
    expect(new TextDecoder().decode(bytes ?? undefined)).toBe(captureText('phone-page.html'));
    expect(notes[0]).toMatch(/is a web page/);
  });
  test('all of it in one line of XML', () => {
    const line = captureText('phone-device-information.xml').replaceAll('\n', '');
    expect(fieldsOf(collectedText(line))).toMatchObject({ model: 'CP-8845', timeZone: 'America/Chicago' });
  });
  test('of a page no script, comment or mark is text, however damaged it is', () => {
    const page =
      '<html><script>var a = "<td>x</td>";</script><!-- no --><p>a &lt;b&gt; &#65;<br>c<td>d</td><td> </td><td>e</td></tr><script>open';
    expect(isHtml(page)).toBe(true);
    expect(htmlText(page)).toBe('a <b> A\nc\td\te');
    expect(isHtml('admin:show status\n<html>')).toBe(false);
  });
});

describe('[K22] systeminfo', () => {
  test.each([
    [
      'Swedish',
      [
        'Värddatornamn',
        'OS-namn',
        'OS-version',
        'Systemtillverkare',
        'Systemmodell',
        'BIOS-version',
        'Tidszon',
        'Domän',
      ],
    ],
    [
      'Polish',
      [
        'Nazwa hosta',
        'Nazwa systemu operacyjnego',
        'Wersja systemu operacyjnego',
        'Producent systemu',
        'Model systemu',
        'Wersja systemu BIOS',
        'Strefa czasowa',
        'Domena',
      ],
    ],
    [
      'Russian',
      [
        'Имя узла',
        'Название ОС',
        'Версия ОС',
        'Изготовитель системы',
        'Модель системы',
        'Версия BIOS',
        'Часовой пояс',
        'Домен',
      ],
    ],
  ])('in %s', (_, names) => {
    const values = [
      'REC-1',
      'Microsoft Windows Server 2022 Standard',
      '10.0.20348 N/A Build 20348',
      'Sample Inc.',
      'Sample 1',
      'Sample 1.0, 2023-01-02',
      '(UTC+01:00) Sample',
      'example.test',
    ];
    const read = collectedText(names.map((name, at) => `${`${name}:`.padEnd(30)} ${values[at]}`).join('\n'));
    expect(read.provenance).toMatchObject([{ kind: 'windows systeminfo' }]);
    expect(fieldsOf(read)).toMatchObject({
      ...{ hostname: 'REC-1', os: 'Microsoft Windows Server 2022 Standard', model: 'Sample 1' },
      ...{ version: '10.0.20348 N/A Build 20348', hardware: 'Sample Inc.', domain: 'example.test' },
    });
    expect(entriesOf(read, 'System information')).toContain(
      'OS Name: Microsoft Windows Server 2022 Standard',
    );
  });
});
