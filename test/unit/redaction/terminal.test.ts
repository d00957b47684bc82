/** [RD29] Texts recorded from a terminal: colours, the question for more, and secrets that a line's end cut. */
import { describe, expect, test } from 'vitest';
import { redactCase } from '../../../shared/redaction/redact.ts';

const redacted = (text: string) =>
  redactCase([{ name: 'session.log', text }], new Uint8Array(32).fill(7)).texts[0]?.text ?? '';
const PLANTED = 'Kx7mN2pQ';
const back = '\b'.repeat(9);

describe('[RD29] what a terminal drew hides no secret, and stays where it stands', () => {
  test.each([
    ['colours', `\x1b[1mpassword\x1b[0m: \x1b[31m${PLANTED}\x1b[0m\n`],
    ['the title of a window', `\x1b]0;core\x07enable secret 0 ${PLANTED}\n`],
    ['the question for more, wiped away', ` --More-- ${back}         ${back}enable secret 0 ${PLANTED}\n`],
    [
      'that of Junos',
      `---(more 12%)---\r            \rset system tacplus-server 10.1.1.1 secret ${PLANTED}\n`,
    ],
    ['that of ASA', `<--- More --->\r              \rpasswd ${PLANTED}\n`],
  ])('%s', (_, text) => {
    const out = redacted(text);
    expect(out).not.toContain(PLANTED);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must stay
    const drawn = /[\x1b\b\r]|more/gi;
    expect(out.match(drawn)).toEqual(text.match(drawn));
  });
});

const upTo = (width: number, start: string) => {
  const made = 'Kx7mN2pQ9vTzRw4LsYbHcJdFgE';
  return (start + made.repeat(6)).slice(0, width);
};

describe('[RD29] a secret that its line’s end cut is found on both lines', () => {
  test.each([
    [
      'at 80 characters',
      `${upTo(80, 'crypto isakmp key ')}\nTail99wrapped address 1.1.1.1\n`,
      'Tail99wrapped',
    ],
    ['at 132', `${upTo(132, 'snmp-server community ')}\r\nTail99wrapped RO\r\n`, 'Tail99wrapped'],
    ['where a shell goes on', `export DB_PASSWORD=${PLANTED}\\\nTail99wrapped\n`, 'Tail99wrapped'],
    ['where a mail goes on', `the password is ${PLANTED}=\nTail99wrapped for now\n`, 'Tail99wrapped'],
    ['behind a label that ends its line', 'Password:\n  Tail99wrapped\n', 'Tail99wrapped'],
  ])('%s', (_, text, rest) => {
    const out = redacted(text);
    expect(out).not.toContain(rest);
    expect(out).not.toContain(PLANTED);
    expect(out.split('\n').length).toBe(text.split('\n').length);
  });

  test.each([
    ['a command', `${upTo(80, 'crypto isakmp key ')}\ninterface GigabitEthernet1/0/1\n`],
    ['another width', `crypto isakmp key ${PLANTED}\nGigabitEthernet1/0/1 is up\n`],
    ['a prompt', 'Password:\n\nswitch9(config)#exit\n'],
    ['a message of a log', 'Password: \n*Mar  1 00:00:01.123: %SYS-5-CONFIG_I: x\n'],
    ['a time', 'Password:\n10:22:33 up 3 days\n'],
    ['a field', 'secret:\n  name1: sample\n'],
  ])('what stands on the next line and is none stays: %s', (_, text) => {
    expect(redacted(text).split('\n').slice(1)).toEqual(
      text
        .replace('switch9', redacted('switch9(config)#exit\n').split('(')[0] ?? '')
        .split('\n')
        .slice(1),
    );
  });
});
