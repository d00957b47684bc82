/** Commands for scripts and pipelines: `npm run cli -- COMMAND`. */
import { check } from './check.ts';

const USAGE = `npm run cli -- COMMAND

  check CASE.json [--json] [--at ISO]   what the handoff of a case file still lacks
                                        exit 0 nothing blocks, 1 something does, 2 no case file
`;

const [command, ...rest] = process.argv.slice(2);
if (command === 'check') process.exitCode = await check(rest);
else {
  const asked = command === '--help' || command === 'help';
  (asked ? process.stdout : process.stderr).write(
    asked ? USAGE : `${command ? `There is no command "${command}".` : 'Say what to do.'}\n\n${USAGE}`,
  );
  process.exitCode = asked ? 0 : 2;
}
