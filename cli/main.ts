/** Commands for scripts and pipelines: `npm run cli -- COMMAND`. */
import { bag } from './bag.ts';
import { check } from './check.ts';
import { packet } from './packet.ts';

const USAGE = `npm run cli -- COMMAND

  check CASE.json [--json] [--at ISO]   what the handoff of a case file still lacks
                                        exit 0 nothing blocks, 1 something does, 2 no case file
  packet make CASE.json --out FILE.zip [--files DIR] [--revision N] [--at ISO]
                                        a case file frozen as a packet in a bag, not signed; its attachments are
                                        found in DIR by their content
                                        exit 0 made, 1 something is missing, 2 not readable or not writable
  packet verify FILE|DIR --trust TRUST.json [--json] [--at ISO]
                                        a packet and its signatures, without a hub
  packet show FILE|DIR [--json]         what a packet says
  bag verify FILE|DIR [--json]          any BagIt bag (RFC 8493), versions 0.97 and 1.0
                                        exit 0 valid, 1 not valid, 2 not readable
`;

const [command, ...rest] = process.argv.slice(2);
if (command === 'check') process.exitCode = await check(rest);
else if (command === 'packet') process.exitCode = await packet(rest);
else if (command === 'bag') process.exitCode = await bag(rest);
else {
  const asked = command === '--help' || command === 'help';
  (asked ? process.stdout : process.stderr).write(
    asked ? USAGE : `${command ? `There is no command "${command}".` : 'Say what to do.'}\n\n${USAGE}`,
  );
  process.exitCode = asked ? 0 : 2;
}
