/** What an output was taken for, as a person calls it. The kinds themselves stand in files and on the command line. */

const platforms: Readonly<Record<string, string>> = {
  arista_eos: 'Arista EOS',
  aruba_os: 'ArubaOS',
  broadcom_icos: 'ICOS',
  brocade_fastiron: 'FastIron',
  checkpoint_gaia: 'Check Point Gaia',
  cisco: 'Cisco',
  cisco_asa: 'Cisco ASA',
  cisco_cucm: 'CUCM',
  cisco_ios: 'Cisco IOS',
  cisco_nxos: 'Cisco NX-OS',
  cisco_phone: 'Cisco phone,',
  cisco_s300: 'Cisco small switch,',
  cisco_wlc: 'Cisco AireOS',
  cisco_xr: 'Cisco IOS XR',
  dell_os: 'Dell Networking OS',
  extreme_exos: 'ExtremeXOS',
  fortinet: 'FortiOS',
  host: 'Host',
  hp_comware: 'Comware',
  hp_procurve: 'ProCurve',
  huawei_vrp: 'Huawei VRP',
  juniper_junos: 'Junos',
  linux: 'Linux',
  mikrotik: 'RouterOS',
  ntp: 'NTP',
  other: 'Another maker’s',
  paloalto_panos: 'PAN-OS',
  template: 'Your template',
  vmware_esxi: 'ESXi',
  windows: 'Windows',
};

/** `Cisco IOS show version`, `Windows hot fixes`. */
export function kindWords(kind: string): string {
  const [platform = '', ...rest] = kind.split(' ');
  return [platforms[platform] ?? platform, ...rest].join(' ');
}
