/** Commands for scripts and pipelines: `npm run cli -- COMMAND`. */
import { printOnly } from '../node/terminal.ts';

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
  bag verify FILE|DIR [--json]          any BagIt bag (RFC 8493), versions 0.93 to 1.0
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

/** Each command by its name, loaded when it is asked for: what the others need would take longer and more memory than a small one. */
const commands: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  check: async (args) => (await import('./check.ts')).check(args),
  clocks: async (args) => (await import('./clocks.ts')).clocks(args),
  entitlement: async (args) => (await import('./entitlement.ts')).entitlement(args),
  credential: async (args) => (await import('./credential.ts')).credential(args),
  keys: async (args) => (await import('./keys.ts')).keys(args),
  packet: async (args) => (await import('./packet.ts')).packet(args),
  bag: async (args) => (await import('./bag.ts')).bag(args),
  redact: async (args) => (await import('./redact.ts')).redact(args),
  findings: async (args) => (await import('./findings.ts')).findings(args),
  intake: async (args) => (await import('./intake.ts')).intake(args),
  log: async (args) => (await import('./log.ts')).log(args),
  textfsm: async (args) => (await import('./textfsm.ts')).textfsm(args),
  'textfsm-check': async (args) => (await import('./textfsm-check.ts')).textfsmCheck(args),
};

/** What the usage says of one command: each of its forms, with the lines under it. */
function usageOf(command: string): string {
  const forms = USAGE.split(/\n(?= {2}\S)/).filter((form) => form.startsWith(`  ${command} `));
  return `${forms.map((form) => form.trimEnd()).join('\n')}\n`;
}

/** Whether the arguments ask for help; behind `--` it would be a file's name. */
function asksForHelp(args: readonly string[]): boolean {
  const named = args.indexOf('--');
  return (named < 0 ? args : args.slice(0, named)).some((each) => each === '--help' || each === '-h');
}

for (const stream of [process.stdout, process.stderr]) printOnly(stream);
const [command = '', ...rest] = process.argv.slice(2);
const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
if (run && asksForHelp(rest)) process.stdout.write(usageOf(command));
else if (run) process.exitCode = await run(rest);
else {
  const asked = command === '--help' || command === '-h' || command === 'help';
  (asked ? process.stdout : process.stderr).write(
    asked ? USAGE : `${command ? `There is no command "${command}".` : 'Say what to do.'}\n\n${USAGE}`,
  );
  process.exitCode = asked ? 0 : 2;
}
