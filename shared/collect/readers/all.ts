/** All readers of outputs. */
import type { Reader } from '../reader.ts';
import { asaVersion } from './asa-version.ts';
import { inventory } from './inventory.ts';
import { iosVersion } from './ios-version.ts';
import { dmidecode } from './linux-dmidecode.ts';
import { hostnamectl, lsbRelease, osRelease, uname } from './linux-release.ts';
import { nxosVersion } from './nxos-version.ts';
import { packagesReader } from './packages.ts';
import { ipconfig } from './windows-ipconfig.ts';
import { systeminfo } from './windows-systeminfo.ts';
import { xrVersion } from './xr-version.ts';

/** @param components names of the packages that are to become revision levels */
export function allReaders(components: readonly string[]): Reader[] {
  return [
    iosVersion,
    nxosVersion,
    xrVersion,
    asaVersion,
    inventory,
    systeminfo,
    ipconfig,
    osRelease,
    lsbRelease,
    uname,
    hostnamectl,
    dmidecode,
    packagesReader(components),
  ];
}
