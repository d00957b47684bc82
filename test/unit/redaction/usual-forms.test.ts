/** [RD20] to [RD26] Forms in which secrets stand: each with secrets of several kinds, alone, in a comment's neighbourhood and in the middle of a long file. */
import { expect, test } from 'vitest';
import { redactCase } from '../../../shared/redaction/redact.ts';
import { allForms, furtherForms } from '../../helpers/further-secret-forms.ts';
import { filled, usualForms } from '../../helpers/usual-secret-forms.ts';

const key = new Uint8Array(32).fill(7);
const around = 'interface GigabitEthernet0/1\n description uplink\n no shutdown\n!\n';

function missed(word: string, place: (text: string) => string): string[] {
  return usualForms.flatMap((form) => {
    const { text, planted } = filled(form, word);
    const out = redactCase([{ name: 'collected.txt', text: place(text) }], key).texts[0]?.text ?? '';
    return planted.some((secret) => out.includes(secret)) ? [text] : [];
  });
}

test.each(['Zq7vLmp2Xw', 'hunter2fox', 'Blue-Kettle_9x', 'p4ss-W0rd_7'])(
  `of ${usualForms.length} forms every secret that begins with %s is found`,
  (word) => {
    expect(missed(word, (text) => `${around}${text}\n!\n`)).toEqual([]);
  },
);

test('also where lines end as on Windows, and where the form is the last of a file', () => {
  expect(missed('Zq7vLmp2Xw', (text) => `${around}${text}`.replaceAll('\n', '\r\n'))).toEqual([]);
});

test('all of them in one file', () => {
  const all = usualForms.map((form, at) => filled(form, `Zq7v${at}mp2Xw`));
  const { texts } = redactCase([{ name: 'all.txt', text: all.map(({ text }) => text).join('\n!\n') }], key);
  const out = texts[0]?.text ?? '';
  expect(all.flatMap(({ planted }) => planted).filter((secret) => out.includes(secret))).toEqual([]);
});

test.each(['Zq7vLmp2Xw', 'hunter2fox', 'Blue-Kettle_9x', 'P@ssw0rd_'])(
  `[RD27] and of ${furtherForms.length} further ones, of equipment, programs, databases, clouds and protocols, every one that begins with %s`,
  (word) => {
    const { text, planted } = allForms(word);
    const out = redactCase([{ name: 'all.txt', text }], key).texts[0]?.text ?? '';
    expect(planted.filter(({ secret }) => out.includes(secret)).map(({ form }) => form)).toEqual([]);
    expect(out.split('\n').length).toBe(text.split('\n').length);
  },
);

test.each([
  ['sqlplus scott/P@ss;w0rd@orcl', /^sqlplus scott\/SECRET-\w{8}@orcl$/],
  ["CREATE USER u IDENTIFIED BY 'a;b,c d'", /^CREATE USER u IDENTIFIED BY 'SECRET-\w{8}'$/],
  ['rabbitmqctl add_user u Kx7;mN2,pQ', /^rabbitmqctl add_user u SECRET-\w{8}$/],
  ['neighbor 10.1.1.1 password [ Remove-Me-1 ]', /^neighbor \S+ password \[ SECRET-\w{8} \]$/],
])('a secret goes to its end, whatever stands in it: %s', (text, form) => {
  expect(redactCase([{ name: 'x', text }], key).texts[0]?.text).toMatch(form);
});

test.each([
  ['password=ENC(q83vEjRWeJCrze8S)', /^password=ENC\([^()]+\)$/],
  ['spring.password={cipher}0a1b2c3d4e5f6071', /^spring\.password=\{cipher\}[0-9a-f]{16}$/],
  ['db.password=![q83vEjRWeJCrze8SNFZ4]', /^db\.password=!\[[^\]]+\]$/],
  ['<password>{COQLCE6DU6GtcS5Pq83vEjRWeJCrze8S=}</password>', /^<password>\{[^{}]+=?\}<\/password>$/],
  [
    'password: ENC[AES256_GCM,data:q83vEjRWeJCr,iv:x,tag:y,type:str]',
    /^password: ENC\[AES256_GCM,data:[^,]+,iv:x,tag:y,type:str\]$/,
  ],
  [
    'Authorization: Digest username="u", response="0a1b2c3d4e5f60718293a4b5c6d7e8f9", algorithm=MD5',
    /^Authorization: Digest username="u", response="[0-9a-f]{32}", algorithm=MD5$/,
  ],
])('the form of a sealed value stays: %s', (text, form) => {
  expect(redactCase([{ name: 'x', text }], key).texts[0]?.text).toMatch(form);
});

test.each([
  'sk_live_abcdefghijklmnopqrstuvwx',
  'glrt-abcdefghijklmnopqrst',
  'hvs.CAESIabcdefghijklmnopqrst',
  'sq0atp-abcdefghijklmnopqrstuv',
])('[RD23] a beginning that no name has says enough, without a figure behind it: %s', (token) => {
  expect(redactCase([{ name: 'x', text: `it is ${token} now\n` }], key).texts[0]?.text).not.toContain(token);
});
