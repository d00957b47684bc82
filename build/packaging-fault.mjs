/** Why electron-builder packed nothing, in its own words; and where the network was the reason, which download it could not have. */

const NO_NETWORK = /\b(ENOTFOUND|ETIMEDOUT|ECONNREFUSED|ECONNRESET|EAI_AGAIN|ENETUNREACH)\b/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's colours begin with one
const COLOURS = /\u001b\[[0-9;]*m/g;

/** Which of its downloads: the runtime, or a tool for one kind of package. */
const downloads = [
  [/electron-v[\d.]+[\w.-]*\.zip|electron\/electron\/releases/, 'the Electron runtime'],
  [/fpm-/, 'fpm, which makes deb and rpm (with fpm installed, USE_SYSTEM_FPM=true uses that one)'],
  [/appimage/i, 'the tools for AppImage'],
  [/nsis/i, 'NSIS, which makes the installer for Windows'],
  [/wix/i, 'WiX, which makes the MSI'],
  [/winCodeSign|win-codesign/i, 'the tools that sign for Windows'],
  [/dmg/i, 'the tools for dmg'],
];

/** What it says of a package that it begins: the name of a download that fails does not always stand in what it prints. */
const BEGUN = /building\s+target=(\w+)/gi;
const toolOf = { deb: 1, rpm: 1, appimage: 2, nsis: 3, msi: 4, dmg: 6 };

/** @param {string} output */
function downloadsBegun(output) {
  const places = [...output.matchAll(BEGUN)].flatMap(([, target]) => toolOf[target.toLowerCase()] ?? []);
  return [...new Set(places)].map((place) => downloads[place][1]).join(', or ');
}

/** @param {string} output all that electron-builder printed */
export function packagingFault(output) {
  const lines = output.replaceAll(COLOURS, '').split('\n');
  const own = lines
    .findLast((line) => /⨯/.test(line))
    ?.replace(/^\s*⨯\s*/, '')
    .trim();
  const argument = /^Unknown arguments?: .+$/m.exec(output)?.[0];
  if (argument) return `electron-builder takes it not. ${argument}. See: npm run package -- --help`;
  const network = NO_NETWORK.exec(output)?.[1];
  if (!network) return `electron-builder could not pack the console: ${own ?? 'it said no reason'}`;
  // The name of a kind of package stands in many lines; that of a download beside its address or its ending.
  const addresses = lines.filter((line) => /https?:|\.7z|\.zip|\.tar\.gz/.test(line)).join('\n');
  const named = downloads.find(([sign]) => sign.test(addresses))?.[1];
  const what = named ?? (downloadsBegun(output) || 'one of its tools');
  return `electron-builder could not download ${what} (${network}). It needs the network the first time, and keeps what it fetched.`;
}
