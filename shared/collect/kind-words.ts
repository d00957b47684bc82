/** What an output was taken for, as a person calls it. The kinds themselves stand in files and on the command line. */

const platforms: Readonly<Record<string, string>> = {
  cisco: 'Cisco',
  cisco_asa: 'Cisco ASA',
  cisco_cucm: 'CUCM',
  cisco_ios: 'Cisco IOS',
  cisco_nxos: 'Cisco NX-OS',
  cisco_phone: 'Cisco phone,',
  cisco_xr: 'Cisco IOS XR',
  linux: 'Linux',
  ntp: 'NTP',
  template: 'Your template',
  windows: 'Windows',
};

/** `Cisco IOS show version`, `Windows hot fixes`. */
export function kindWords(kind: string): string {
  const [platform = '', ...rest] = kind.split(' ');
  return [platforms[platform] ?? platform, ...rest].join(' ');
}
