/** All readers of outputs. */
import type { Reader } from '../reader.ts';
import { anyMaker } from './any-maker.ts';
import { asaVersion } from './asa-version.ts';
import { iosPlatform, smallSwitchVersion } from './cisco-others.ts';
import { cucmNodes, cucmReplication, cucmServices } from './cucm-cluster.ts';
import { cucmCertificates, cucmDiagnose, cucmHardware, cucmStatus, cucmVersion } from './cucm-system.ts';
import { inventory } from './inventory.ts';
import { runningConfig } from './ios-config.ts';
import { iosInterfaces } from './ios-interfaces.ts';
import { iosLogging } from './ios-logging.ts';
import { iosVersion } from './ios-version.ts';
import { callManagers, dialPeers, sipAgent, voicePorts } from './ios-voice.ts';
import { dmidecode } from './linux-dmidecode.ts';
import { hostName, hostnamectl, lsbRelease, osRelease, redhatRelease, uname } from './linux-release.ts';
import { linuxAddresses, linuxDisks, linuxJournal, linuxServices } from './linux-state.ts';
import { nxosVersion } from './nxos-version.ts';
import {
  arubaVersion,
  comwareUnits,
  comwareVersion,
  dellVersion,
  eosInventory,
  eosVersion,
  exosVersion,
  fastironVersion,
  icosVersion,
  junosChassis,
  junosVersion,
  procurveSystem,
  procurveVersion,
  vrpVersion,
} from './other-switches.ts';
import {
  aireosInfo,
  aireosInventory,
  bsdUname,
  esxiHardware,
  esxiVersion,
  fortigateStatus,
  gaiaVersion,
  panosInfo,
  routerosBoard,
  routerosResource,
} from './other-systems.ts';
import { packagesReader } from './packages.ts';
import { phone } from './phone.ts';
import { cucmPhoneCounts, ephones, registerPools, risdbPhones } from './phone-counts.ts';
import { linuxPorts, windowsPorts } from './ports.ts';
import { linuxErrors, windowsEvents } from './recent-errors.ts';
import { linuxTime, ntpPeers, showClock, showNtp } from './time.ts';
import { windowsEventCsv, windowsEventXml } from './windows-events.ts';
import { windowsHardware, windowsVer } from './windows-hardware.ts';
import { ipconfig } from './windows-ipconfig.ts';
import { windowsHotFixes, windowsPrograms, windowsServices, windowsTime } from './windows-state.ts';
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
    // Of what begins alike, the shorter one first: it is the one that was typed.
    hostName,
    hostnamectl,
    redhatRelease,
    dmidecode,
    cucmNodes,
    cucmPhoneCounts,
    risdbPhones,
    cucmReplication,
    cucmServices,
    cucmCertificates,
    cucmDiagnose,
    cucmStatus,
    cucmVersion,
    cucmHardware,
    runningConfig,
    iosInterfaces,
    iosLogging,
    callManagers,
    dialPeers,
    ephones,
    registerPools,
    sipAgent,
    voicePorts,
    linuxAddresses,
    linuxDisks,
    linuxPorts,
    // Of a command that both know, it says more.
    linuxErrors,
    linuxJournal,
    linuxServices,
    phone,
    linuxTime,
    ntpPeers,
    showClock,
    showNtp,
    windowsEvents,
    windowsEventCsv,
    windowsEventXml,
    windowsHotFixes,
    windowsPorts,
    windowsPrograms(components),
    windowsServices,
    windowsTime,
    windowsHardware,
    windowsVer,
    packagesReader(components),
    iosPlatform,
    aireosInfo,
    aireosInventory,
    smallSwitchVersion,
    eosVersion,
    eosInventory,
    junosVersion,
    junosChassis,
    procurveSystem,
    procurveVersion,
    arubaVersion,
    comwareVersion,
    comwareUnits,
    vrpVersion,
    exosVersion,
    dellVersion,
    fastironVersion,
    icosVersion,
    fortigateStatus,
    panosInfo,
    gaiaVersion,
    routerosResource,
    routerosBoard,
    esxiVersion,
    esxiHardware,
    bsdUname,
    anyMaker,
  ];
}
