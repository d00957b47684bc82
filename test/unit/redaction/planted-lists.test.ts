/** Secrets planted in what is public in form, by thirteen lists; and lines that only look so. What is known to be missed or wrongly replaced is named, and nothing else may be. */
import { expect, test } from 'vitest';
import { redactCase } from '../../../shared/redaction/redact.ts';
import { innocentLines, trial } from '../../helpers/planted-list.ts';

const key = new Uint8Array(32).fill(7);

test('of a list of secrets in public forms all are found but what looks like the sum of an image', () => {
  const { planted, missed, beside } = trial('planted-first.txt', key);
  expect(missed).toEqual(['hash 8f3d2c1b0a99e8d7c6b5a4f3e2d1c0b9']);
  expect(planted).toBe(763);
  // Members of a Kubernetes secret, certificates and cookies go as a whole; a key's name goes with it. One is a fault: a protocol.
  expect(beside).toEqual([
    'eigrp',
    'YWRtaW4=',
    'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t',
    'AKIDEXAMPLE',
    'theme=dark',
  ]);
});

test('of a second list those are missed that no word says of what they are', () => {
  const { planted, missed, beside } = trial('planted-second.txt', key);
  expect(missed).toEqual(['key Bevel Gauge', 'The new one is k/SaltCellar!']);
  expect(planted).toBe(351);
  expect(beside).toEqual([]);
});

test('of a third list those are missed that a weak name is given and that look like words, and a file that only its name tells of', () => {
  const { planted, missed, beside } = trial('planted-third.txt', key);
  expect(missed).toEqual([
    'ARG TOKEN=buildArg1',
    'terraform apply -var="token=tfV4r"',
    '203.0.113.7   rac00nPsk',
  ]);
  expect(planted).toBe(841);
  // The name of a key, of a group of traps and of a community goes with it, the members of a Kubernetes secret and a server's account as well. Two are faults: a protocol and a pattern of addresses.
  expect(beside).toEqual(['eigrp', 'NMS', 'idx1', 'v3user', 'YWRtaW4=', '@host', 'rndc-key', 'x', '10.*']);
});

test('of a fourth list, in other words and of other vendors, all are found', () => {
  const { planted, missed, beside } = trial('planted-fourth.txt', key);
  expect(missed).toEqual([]);
  expect(planted).toBe(326);
  // The name of a secret, and what follows a user and a secret in one word.
  expect(beside).toEqual(['dbPassword', 'sftp://h']);
});

test('of a fifth list, of code, servers, manuals and mails, a plain word is missed that only its place in a call tells of', () => {
  const { planted, missed, beside } = trial('planted-fifth.txt', key);
  expect(missed).toEqual(["InfluxDBClient(h, 8086, 'root', 'infPy', 'db')"]);
  expect(planted).toBe(348);
  // A user of SNMPv3.
  expect(beside).toEqual(['nmsuser']);
});

test('of a sixth list, a line for each kind that three further lists had shown to be missed, all are found', () => {
  const { planted, missed, beside } = trial('planted-sixth.txt', key);
  expect(missed).toEqual([]);
  expect(planted).toBe(132);
  // What stands beside a secret in a call, a list or a line of a program, and a word of 'pass phrase'.
  expect(beside).toEqual([
    'router',
    '4tgh9-pw2ds,',
    'Halibut2',
    'phrase',
    'X',
    'Auth',
    'anna',
    '[client]\\npassword=%s',
    'realm',
    'ACeafc532b08041997942a0d627833f064',
  ]);
});

test('of a seventh list, as public lists hold them, a key is missed that only its product tells of, and one that is sealed', () => {
  const { planted, missed, beside } = trial('planted-seventh.txt', key);
  expect(missed).toEqual([
    'crypto-local isakmp key-aruba ab12cd34ef56',
    '<master>{jSMOWnoPFgsHVpMvz5VrIt5kRbzGpI8u+9EF1iFQyJQ=}</master>',
  ]);
  expect(planted).toBe(401);
  // A name in a command, a column, an account and the sum of a certificate.
  expect(beside).toEqual([
    'public1',
    'cucmadmin',
    'root',
    'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    '«',
  ]);
});

test('of an eighth list, of sentences, histories, code and rarer tools, those are missed that nothing in their line tells of', () => {
  const { planted, missed, beside } = trial('planted-eighth.txt', key);
  expect(missed).toEqual([
    'use otter/otter99 for the ftp',
    'svc_nms:Kiwi$Bird is what we use for WMI',
    '> yes, Shag-Rock-1',
    "restic -r x --password-command 'echo histTeal41' backup /",
    "passport.use(new LocalStrategy((u, p) => p === 'codeRook15'));",
  ]);
  expect(planted).toBe(290);
  // Words beside a secret in a sentence, a flag and a piece of a call.
  expect(beside).toEqual(['accepted', 'question', 'ops', '<(echo', '-6', '); child.sendline(']);
});

test('of a ninth list, of other vendors and in other phrases, one is missed that a registry writes byte by byte, and a line of a file that only its name tells of', () => {
  const { planted, missed, beside } = trial('planted-ninth.txt', key);
  expect(missed).toEqual([
    'WinVNC password: "Password"=hex:6b,cf,2a,4b,6e,5a,ca,0f',
    'racoon psk.txt: 192.0.2.9 FinchRacoon',
  ]);
  expect(planted).toBe(227);
  // Names of what a line sets, an address, a file, an account and a word of a question.
  expect(beside).toEqual([
    'hash-key',
    'Password',
    'isp',
    '192.0.2.9',
    '/etc/cifs:',
    'Iv1.0a1b2c3d4e5f6071',
    'cust4411',
    'for',
    '//ops@git.example.com',
  ]);
});

test('of a tenth list those are missed that look like a name, and two that only their place in code tells of', () => {
  const { planted, missed, beside } = trial('planted-tenth.txt', key);
  expect(missed).toEqual([
    'New shared secret on both AAA servers, Rambutan-Aaa, effective tonight.',
    'For the LDAP bind they handed out Starfruit22.',
    'login root, password blank; enable Nectarine-En',
    '@pytest.fixture\\ndef pw(): return "codeDate15"',
    '(setq smtpmail-auth-credentials \'(("h" 25 "u" "codeDate19")))',
  ]);
  expect(planted).toBe(99);
  // That there is none.
  expect(beside).toEqual(['blank']);
});

test('of an eleventh list, of configurations, programs, providers and sentences, one is missed that only an abbreviation tells of', () => {
  const { planted, missed, beside } = trial('planted-eleventh.txt', key);
  expect(missed).toEqual(['for the record: enable = rec0rdEn']);
  expect(planted).toBe(319);
  // A level, the sum of a certificate and an account.
  expect(beside).toEqual(['level-2', 'sha256:aa', 'root']);
});

test('of a twelfth list, of plain words in sentences of several languages, those are missed that look like names or that nothing near tells of', () => {
  const { planted, missed, beside } = trial('planted-twelfth.txt', key);
  expect(missed).toEqual([
    'Root login is toor on the appliance, no change.',
    'bgp md5 agreed with the provider, Peering-AMS-01',
    'the sa account: Sql2019',
    'FTP upload to ftp.vendor.example as anonymous2, upload99',
    "The camera's password equals its serial (DS2CD88211).",
    'Try root with an empty password or admin1',
    'tunnel key 887711',
    'web admin system name admin password cmeweb',
    'd41d8cd98f00b204',
  ]);
  expect(planted).toBe(221);
  // Words and accounts beside a secret.
  expect(beside).toEqual([
    'Winter',
    'core',
    'operator',
    'admin',
    'the',
    'cust0291',
    'changeit',
    'user admin',
  ]);
});

test('of a thirteenth list, of plain words once more, those are missed that nothing in their clause tells of', () => {
  const { planted, missed, beside } = trial('planted-thirteenth.txt', key);
  expect(missed).toEqual([
    'Ran "enable" and typed lorikeet, got the privileged prompt.',
    'snmp v2 community for NMS polling is wombat, traps use platypus',
    'We use echidna-ro for read and echidna-rw for write.',
    'We use echidna-ro for read and echidna-rw for write.',
    'asset tag doubles as password, i.e. NL-04413',
    'Got 401 with admin:admin123, 200 with admin:Admin123',
    'Got 401 with admin:admin123, 200 with admin:Admin123',
    'Basic auth header decodes to api:jabiru',
    'Activation PAK 4XK29D7Q1M2 used',
    'nieuwe pincode 8812',
    'pw old ibis1 new ibis2',
    'pw old ibis1 new ibis2',
    'password>osprey',
    'keyed in Curlew7 and it accepted it',
    'DB connection uses scott with tiger: scott/tiger@orcl',
    'sa/sa on the SQL box, yes really',
    'chiffchaff',
    'Export password for the bundle whinchat',
    'decrypt the file with Stonechat.1',
    "I'll send the zip; the password is the ticket number plus dunnock",
    'KeePass master: robin redbreast tea cup',
  ]);
  expect(planted).toBe(171);
  // Words beside a secret.
  expect(beside).toEqual(['sign!', 'for', 'confirmed', 'blank', 'tried', 'jan']);
});

/** Places of a sentence at which a secret may be any word. */
const places = [
  'The password is X.',
  'The admin password (all lower case) is X',
  'The password you asked for is X, please change it.',
  'Password has been set to: X',
  'The password was changed to X yesterday.',
  'The old password was replaced by X.',
  'The certificate has passphrase X.',
  'We keep a default password of X.',
  'The keystore is protected with X',
  'The archive opens with X and nothing else.',
  'She wrote down X as the wifi password',
  'X is the password of the controller.',
  'When prompted for the password, enter X',
  'The password they all share, X, has to go.',
  'You need a password (X) to open the file',
  'Log in as root and X for the console.',
  'They still use admin/X for telnet.',
  'Q: password? A: X',
  'What is the root password?\n> X',
  'Username:\nadmin\nPassword:\nX',
  'We tried the passwords X, otterkin and 1234',
];

test.each(places)('[RD25] a plain word is found by its place alone: %s', (place) => {
  for (const word of ['bluebird', 'Kersenboom', 'dragonfly', 'marmalade', 'zwaluw']) {
    const text = `${place.replace('X', word)}\n`;
    expect(redactCase([{ name: 'note.txt', text }], key).texts[0]?.text).not.toContain(word);
  }
});

test.each([
  'The password is stored in the vault of the site.',
  'The password was changed by Peter yesterday.',
  'The password was given to Martina on Monday.',
  'The private key is compromised, replace the certificate.',
  'Quoted keys are unquoted.',
  'The credentials are suspended until Friday.',
  'An international community responsible for standards.',
  'If username and password are included, they should be urlencoded.',
  'Returns a key of length 32 derived using PBKDF2-HMAC-SHA256.',
  'Pass attachments to the function that reads the keys.',
  'The login for the PBX is pbxadmin.',
  'The pin of the connector is bent.',
  'Het wachtwoord is gewijzigd.',
  'Secret store: healthy',
])('[RD25] what a sentence tells about a secret stays: %s', (text) => {
  const found = redactCase([{ name: 'note.txt', text: `${text}\n` }], key).texts[0]?.replacements ?? [];
  expect(found.filter(({ kind }) => kind === 'SECRET').map(({ original }) => original)).toEqual([]);
});

test('lines that look like it and hold no secret stay, but for a user of SNMPv3, the sum of a public key and some that begin as a secret does', () => {
  const lines = innocentLines();
  const replaced = lines.filter((line) =>
    redactCase([{ name: 'x.txt', text: `${line}\n` }], key).texts[0]?.replacements.some(
      ({ kind }) => kind === 'SECRET',
    ),
  );
  expect(replaced).toEqual([
    'snmp-server host 10.1.1.1 version 3 priv nmsuser',
    '  key-hash ssh-rsa 0A1B2C3D4E5F60718293A4B5C6D7E8F9',
    ' description to secret lab',
    ' secret_santa: december',
    ' Boarding pass printed',
    ' IDENTIFIED BY is missing',
    ' password unknown',
    ' community: Cisco Learning Network',
    'password=CHANGE_ME',
    'community college',
    'admin / Level3',
    'passphrase: the same as before',
    'password = str(input())',
    'password server 10.1.1.1',
  ]);
  expect(lines.length).toBeGreaterThan(1_400);
});

test('[RD20] names of secrets in a list are none, and what describes one is none', () => {
  const text =
    'services:\n  shop:\n    secrets:\n      - db_password\n      - app-tls-1\nsecrets:\n  db:\n    file: ./db.txt\npassword: { type: "string", minLength: "12" }\n';
  expect(redactCase([{ name: 'compose.yaml', text }], key).texts[0]?.text).toBe(text);
});

test('[RD5] a list without an end, or of very many, takes no longer than its length', () => {
  const began = performance.now();
  for (const text of [
    `"passwords": [${'aB1 '.repeat(100_000)}`,
    `passwords: ${'a/B1x9z, '.repeat(60_000)}are the passwords`,
    `secrets:\n${'  a: Kx7mN2pQ\n'.repeat(40_000)}`,
  ])
    redactCase([{ name: 'x.txt', text }], key);
  expect(performance.now() - began).toBeLessThan(20_000);
});

test('[RD20] in a file of variables the value goes to the end of its line, but not over a command', () => {
  const text =
    'APP=shop\nDB_PASSWORD=three small words\nBACKUP_PASSPHRASE=nine of them stand here in one long line\nPORT=80\nPGPASSWORD=Kiwi42 psql -h db\nMYSQL_PWD=Kiwi43 mysqldump shop\nRESTIC_PASSWORD=Kiwi44 ./backup now\n';
  const out = redactCase([{ name: '.env', text }], key).texts[0]?.text;
  const secret = 'SECRET-\\w{8}';
  expect(out).toMatch(
    new RegExp(
      `^APP=shop\nDB_PASSWORD=${secret}\nBACKUP_PASSPHRASE=${secret}\nPORT=80\nPGPASSWORD=${secret} psql -h db\nMYSQL_PWD=${secret} mysqldump shop\nRESTIC_PASSWORD=${secret} ./backup now\n$`,
    ),
  );
});
