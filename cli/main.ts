/** Commands for scripts and pipelines: `npm run cli -- COMMAND`. */
import { bag } from './bag.ts';
import { check } from './check.ts';
import { clocks } from './clocks.ts';
import { credential } from './credential.ts';
import { entitlement } from './entitlement.ts';
import { findings } from './findings.ts';
import { intake } from './intake.ts';
import { keys } from './keys.ts';
import { log } from './log.ts';
import { packet } from './packet.ts';
import { redact } from './redact.ts';
import { textfsm } from './textfsm.ts';
import { textfsmCheck } from './textfsm-check.ts';

const USAGE = `npm run cli -- COMMAND

  check CASE.json [--json] [--at ISO]   what the handoff of a case file still lacks
                                        exit 0 nothing blocks, 1 something does, 2 no case file
  clocks --priority P1 --received ISO [--start telephone|ticket] [--acknowledged ISO] [--holidays FILE] [--json]
                                        what the policy promises and when, in UTC and Central time
                                        exit 0 counted, 2 something that cannot be counted with
  entitlement CASE.json [--at DATE] [--json]
                                        whether maintenance covers the work of a case file
                                        exit 0 covered, 1 fee based or not known yet, 2 no case file
  credential verify FILE --jwks FILE [--status-list FILE]... [--at ISO] [--json]
                                        what a credential is worth, check by check
                                        exit 0 valid, 1 not, 2 unreadable
  credential issue CLAIMS.json --key FILE
                                        signs a credential with a private key (JWK, sealed or not)
  keys rotate DIR [--issuer URL] [--alg ES256|EdDSA]
                                        a new key in DIR; the one before is retired
  keys backup DIR --to DIR              copies the keys, sealed, after opening each
                                        KEY_PASSPHRASE seals and opens keys. A hub's own keys: npm run hub -- keys
  packet make CASE.json --out FILE.zip [--files DIR] [--revision N] [--at ISO]
                                        a case file frozen as a packet in a bag, not signed; its attachments are
                                        found in DIR by their content
                                        exit 0 made, 1 something is missing, 2 not readable or not writable
  packet verify FILE|DIR --trust TRUST.json [--json] [--at ISO]
                                        a packet and its signatures, without a hub
  packet show FILE|DIR [--json]         what a packet says
  bag verify FILE|DIR [--json]          any BagIt bag (RFC 8493), versions 0.97 and 1.0
                                        exit 0 valid, 1 not valid, 2 not readable
  redact FILE... [--key-file K] [--out DIR] [--json] [--keep TEXT]... [--add KIND:TEXT]... [--telephone-digits N]
                                        derivatives with tokens for secrets, names and addresses; the files stay as they are
                                        exit 0 written, 1 the final scan still finds something, or a file was not
                                        looked into, 2 not usable
  findings CASE.json [--json] [--at ISO]
                                        what the rules find in the facts that a case file holds
                                        exit 0 nothing, 1 something, 2 no case file
  intake FILE... [--platform P] [--command C] [--component NAME]... [--templates DIR|ZIP --mapping FILE]
         [--fault-at ISO] [--captured-at ISO] [--json]
                                        what captured outputs say about systems, each fact with its file and line;
                                        packages of the named components become revision levels; own templates of
                                        TextFSM with their index, and which facts their fields are
                                        exit 0 all recognised, 1 some not, 2 not readable
  log FILE [--json]                     time range, levels and busiest messages of a log of any size (text, gzip)
  textfsm TEMPLATE FILE [--json] [--skip-unknown]
                                        the records that a template of TextFSM 1.1 reads out of an output
                                        exit 0 read, 1 a line was unknown or left out, 2 not readable
  textfsm-check DIR|ZIP                 outputs in the layout of ntc-templates against what is expected of them;
                                        prints passed/total
`;

const [command, ...rest] = process.argv.slice(2);
if (command === 'check') process.exitCode = await check(rest);
else if (command === 'clocks') process.exitCode = await clocks(rest);
else if (command === 'entitlement') process.exitCode = await entitlement(rest);
else if (command === 'credential') process.exitCode = await credential(rest);
else if (command === 'keys') process.exitCode = await keys(rest);
else if (command === 'packet') process.exitCode = await packet(rest);
else if (command === 'bag') process.exitCode = await bag(rest);
else if (command === 'redact') process.exitCode = await redact(rest);
else if (command === 'findings') process.exitCode = await findings(rest);
else if (command === 'intake') process.exitCode = await intake(rest);
else if (command === 'log') process.exitCode = await log(rest);
else if (command === 'textfsm') process.exitCode = await textfsm(rest);
else if (command === 'textfsm-check') process.exitCode = await textfsmCheck(rest);
else {
  const asked = command === '--help' || command === 'help';
  (asked ? process.stdout : process.stderr).write(
    asked ? USAGE : `${command ? `There is no command "${command}".` : 'Say what to do.'}\n\n${USAGE}`,
  );
  process.exitCode = asked ? 0 : 2;
}
