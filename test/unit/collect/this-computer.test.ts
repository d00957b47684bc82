/** What is run on the computer in front of the person, read by the readers of captured outputs. The Windows outputs are written by hand after the real ones. */
import { describe, expect, test } from 'vitest';
import {
  captureOf,
  chosenBeforehand,
  hostCollectors,
  MOST_OUTPUT_BYTES,
  type OfferedCollector,
} from '../../../shared/collect/host-collectors.ts';
import { allReaders } from '../../../shared/collect/readers/all.ts';
import { recognise } from '../../../shared/collect/recognise.ts';
import { collected, collectedText, entriesOf, fieldsOf } from '../../helpers/captures.ts';

describe('what may be run', () => {
  test('[K54] is known by its command to a reader, each once', () => {
    const unread = hostCollectors.filter(
      ({ command }) => recognise(allReaders([]), { command, lines: [] }).length === 0,
    );
    expect(unread.map(({ command }) => command)).toEqual([]);
    expect(new Set(hostCollectors.map(({ id }) => id)).size).toBe(hostCollectors.length);
  });

  test('[K54] names a program of the system by its name alone, and no argument joins two commands', () => {
    for (const { program, arguments: given } of hostCollectors) {
      expect(program).toMatch(/^[a-z0-9]+(\.exe)?$/);
      if (program !== 'powershell.exe') expect(given.join(' ')).not.toMatch(/[;&|`$]/);
    }
  });

  const offered = (id: string, more: Partial<OfferedCollector> = {}): OfferedCollector => ({
    id,
    words: id,
    command: id,
    bytes: 10,
    seconds: 10,
    usual: false,
    needs: '',
    there: true,
    ...more,
  });

  test('[K55] what is usual and what a recipe of the product asks for is chosen beforehand, unless it is not there', () => {
    const list = [
      offered('df -h', { usual: true }),
      offered('dpkg -l'),
      offered('rpm -qa', { there: false }),
      offered('chronyc tracking', { usual: true, there: false }),
      offered('sc query'),
    ];
    expect([...chosenBeforehand(list, [])]).toEqual(['df -h']);
    expect([...chosenBeforehand(list, ['dpkg -l | grep core', 'rpm -qa', 'SC query', ''])]).toEqual([
      'df -h',
      'dpkg -l',
      'sc query',
    ]);
  });
});

describe('what it says', () => {
  test('[K56] becomes one capture with each output behind its command; a cut one says so', () => {
    const text = captureOf('linux', 'ips-db-02', [
      {
        command: 'df -h',
        text: 'Filesystem      Size  Used Avail Use% Mounted on\n/dev/sda2        50G   47G  2.1G  96% /\n',
        cut: false,
      },
      {
        command: 'uname -a',
        text: 'Linux ips-db-02 6.1.0-13-amd64 #1 SMP Debian x86_64 GNU/Linux\r\n',
        cut: true,
      },
    ]);
    expect(text).toContain('console@ips-db-02:~$ df -h\n');
    expect(text).toContain(`(cut here after ${MOST_OUTPUT_BYTES / 1_024} kB)`);
    const read = collectedText(text);
    expect(read.provenance.map(({ kind }) => kind)).toEqual(['linux df', 'linux uname']);
    expect(read.systems).toHaveLength(1);
    expect(fieldsOf(read).hostname).toBe('ips-db-02');
    expect(captureOf('windows', 'a b', [{ command: 'Get-HotFix', text: '', cut: false }])).toContain(
      'PS C:\\> Get-HotFix\n',
    );
  });

  test('[K57] a Linux: listening ports, a service that failed, errors by kind', () => {
    const read = collected('this-linux.txt');
    expect(read.provenance.map(({ kind }) => kind)).toEqual([
      'linux os-release',
      'linux listening ports',
      'linux systemctl',
      'linux errors',
    ]);
    expect(read.systems).toHaveLength(1);
    expect(entriesOf(read, 'Listening ports')).toEqual([
      'udp 323: 127.0.0.1',
      'tcp 22: 0.0.0.0, [::]',
      'tcp 5432: 127.0.0.1, postgres',
      'tcp 5060: 192.0.2.41, ips-core',
    ]);
    expect(entriesOf(read, 'Recent errors')).toEqual([
      'ips-core: Nov 28 09:44:01: link to trunk 7 lost after 31 s (2 times since Nov 28 09:12:44)',
      'ips-core (2): Nov 28 09:57:03: database does not answer',
      'kernel: Nov 28 09:57:04: EXT4-fs error (device sda2): ext4_lookup',
    ]);
  });

  test('[K57] a Windows: hot fixes, time, services, listening ports, events by source and number', () => {
    const read = collected('this-windows.txt');
    expect(read.provenance.map(({ kind }) => kind)).toEqual([
      'windows ipconfig',
      'windows hot fixes',
      'windows w32tm',
      'windows services',
      'windows listening ports',
      'windows events',
    ]);
    expect(read.systems).toHaveLength(1);
    expect(entriesOf(read, 'Hot fixes')).toEqual([
      'KB5044033: installed 10/22/2026',
      'KB5046616: installed 11/14/2026',
    ]);
    expect(entriesOf(read, 'Services')).toEqual([
      'IpsConsole: Stopped, Fictional console server',
      'sppsvc: Stopped, Software Protection',
    ]);
    expect(entriesOf(read, 'Listening ports')).toEqual([
      'tcp 135: 0.0.0.0, process 1004',
      'tcp 5060: 0.0.0.0, [::], process 4312',
      'udp 123: 0.0.0.0, process 1388',
    ]);
    expect(entriesOf(read, 'Recent errors')).toEqual([
      'System, Service Control Manager 7034: 2026-11-28T15:57:03: The Fictional console server service terminated unexpectedly.  It has done this 2 time(s). (2 times since 2026-11-28T15:41:44)',
      'System, Schannel 36871: 2026-11-28T11:02:19: A fatal error occurred while creating a TLS client credential. The internal error state is 10013.',
    ]);
  });
});
