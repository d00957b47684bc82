import { describe, expect, test } from 'vitest';
import { redactCase } from '../../../shared/redaction/redact.ts';
import { outputs } from '../../helpers/outputs-without-secrets.ts';

/** Lines that look like forms in which secrets stand, and hold none: ports, groups, paths, algorithms, commands. */
const withoutSecrets = String.raw`ssh -l admin -p 2222 10.1.1.1
ssh host key type = ed25519
host key type ed25519
host key algorithm: ecdsa-sha2-nistp256
key algorithm = rsa-2048
docker run -u 1000 -p 8080:80 nginx:1.25
docker run --user 1000:1000 -p 127.0.0.1:8443:443/tcp app
docker exec --user www-data:www-data web ls
netstat -n -p tcp4
iptables -n -p ipv6-icmp -j ACCEPT
rsync -u -P file.tar.gz host:/srv
psql -h db -U postgres -p 5432
nmap -n -p T:80,443 10.1.1.1
mysql -u root -p
key chain OSPF
 key 7
  send-lifetime 00:00:00 Jan 1 2026 infinite
10.1.1.1 key chain OSPF
10.1.1.1 key 5
"show version" "12.4"
"eth0" "10.1.1.1/24"
action 1.0 cli command "enable"
action 2.0 cli command "show-tech"
action 1.0 cli command "enable"
action 2.0 cli command "configure terminal"
[users]
admins = rw
ops = admin,ops
interface eth0
mtu = 9216
send "show version\r"
auth: radius:local
Command: show ip route 10.1.1.1
test aaa group radius
  1 sha1 yes
a0="sshd" a1="-p" a2="-D"
Web: GigabitEthernet0/1 / GigabitEthernet0/2
secretId = arn:aws:secretsmanager:eu-west-1:1:secret:x
sqlplus -s /nolog
enable: true
{"name":"passwd","version":"0.79","summary":"Key utilities library","size":112}
{"description":"changes the password of files","build_date":"Wed","change_token":"0x00000036"}
ntp server 10.1.1.1 key 10 prefer
key = F8
hot key = F10
license key type = node-locked
Password status: set
parola chiave: routing
sshd[1]: Accepted publickey for root from 10.1.1.1 port 50000 ssh2: RSA SHA256:q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQ
password requisite pam_pwquality.so try_first_pass local_users_only
password sufficient pam_unix.so sha512 shadow nullok try_first_pass use_authtok
password minimum length 8
set ike p1-proposal "P" preshare group2 esp aes128 sha-1 second 28800
key 5 is unlocked
user,role,last login,password changed
bob,admin,2024-01-01,2023-12-01
| Name | Auth type | Password policy | Expires |
| bob | local | strong | never |
Enter the user, password, and domain
bob, then, next
404 => 200,
pin 4711 of the connector is ground
entry 20 match protocol tcp
usmUser 1 3 0x80001f8880e9630000d61ff449
"type": "password",
"required": ["password"],
Enable secret is used instead of enable password.
User name and password are asked for at each start.
SNMP community strings are checked by the auditor.
Pass rate of the test: 98 %
Password expires             Never
set system login password format sha512
auth required pam_env.so
pam_unix(sshd:auth): authentication failure; logname= uid=0
the token expired
sort-key name1
status code 1008, area code 512, error code 4711
access code is in the sealed envelope
pin 12 is to 5 V
NTP key: 10
Install: login:amd64 (1:4.13~deb12u3, automatic), passwd
the session token is 90%full of login1
login to R1#show version works
the admin of R1#42 logs in
root=/dev/sda1 ro
admin/index.php
admin: 100%
pin 3 to 7 is 12 V
the password of all users of this site expires on 2024-01-01
use it as the default gateway
key of the table: order id
basic: true
enable: GigabitEthernet
use admin with care
the community as a whole
Logged in as operator with a warning
No password is set for the console.
No default password exists from version 12.0 on.
Das Passwort ist falsch.
Das Kennwort ist im Tresor unter Switch01 abgelegt.
Le mot de passe est stocké dans le coffre.
Password hash algorithm: sha512
set accounts password-hash sha512
password complexity-rules
existingSecret: my-secret
password = var.db_password
const password = req.body.password;
this.password = password;
password = data.vault_generic_secret.db.data["password"]
secret_key: !vault
<label for="password">Password</label>
ALTER TABLE users ADD COLUMN password VARCHAR(255) NOT NULL;
curl -u <user>:<password> https://example.com
usage: tool [-h] [-p PASSWORD] [-u USER]
  0     Specifies an UNENCRYPTED password will follow
Pass: 25, Fail: 3
Community edition 5.2
Community: https://community.cisco.com
community health index 7
community string length exceeded
username/password authentication
Enter your username and password to continue.
passwd: all authentication tokens updated successfully.
passwd: files systemd
smtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd
docker secret ls
read -s -p "Password: " PASSWORD
raise ValueError("password must not be empty")
BAD PASSWORD: The password is shorter than 8 characters
The SNMPv3 user has auth and priv passwords of at least eight characters.
pass-through mode
We tried the password on Windows2019 and on RHEL8, no luck.
The password of the account on srv01 is stored in CyberArk.
I changed the password on sw-core-01 and it works now.
The password for the C9300-48P is in the vault.
Please use the password from the ticket INC0012345.
password = getpass.getpass("Password: ")
return bcrypt.compare(password, user.password);
They use the same password everywhere.
Client secret expired, please renew.
Kennwort läuft ab
kubectl create secret tls t --cert=c.pem --key=k.pem
Get-Credential -UserName admin
PasswordLastSet : 01.02.2024 10:11:12
<password xsi:nil="true"/>
grant_types_supported: [password, client_credentials]
export function hashPassword(password: string): string {
msg.password.invalid = The password is not valid.
pass phrase callback
secret santa is on 12 December
The old password is one of the last five.
It is not safe to convert password into Uint8Array.
The given passphrase using PKCS#5 v2.0 password based encryption
const cipher = createCipheriv('aes-192-ccm', key, nonce);
const secret = hmac.constructor.toString();
Use the password generator to make one.
enter the password twice to confirm
access: read / write
snmp: v2c / v3
ISE admin node2 is down
the configured PSK used by both peers
login attempts / minute: 5`.split('\n');

test('[RD22] [RD24] [RD27] what looks like a form of secrets and holds none stays, each line alone and all of them together', () => {
  for (const text of [...withoutSecrets, withoutSecrets.join('\n')]) {
    const found =
      redactCase([{ name: 'lines.txt', text: `${text}\n` }], new Uint8Array(32)).texts[0]?.replacements ?? [];
    expect(found.filter(({ kind }) => kind === 'SECRET').map(({ original }) => original)).toEqual([]);
  }
});

describe('[RD20] [RD25] [RD31] [RD40] outputs without secrets', () => {
  for (const { name, text, names } of outputs)
    test(`${name}: what names somebody is replaced, and nothing else`, () => {
      const found = redactCase([{ name, text }], new Uint8Array(32)).texts[0]?.replacements ?? [];
      const rest = [...names];
      const wrong = found.filter(({ original }) => {
        const at = rest.indexOf(original);
        if (at !== -1) rest.splice(at, 1);
        return at === -1;
      });
      process.stdout.write(`  ${name}: ${found.length} replaced, ${wrong.length} of them wrongly\n`);
      expect(wrong.map(({ kind, rule, original, line }) => `${line}: ${rule} ${kind} ${original}`)).toEqual(
        [],
      );
      expect(rest).toEqual([]);
    });
});

test.each([
  '%SYS-5-CONFIG_I: Configured from console by vty0',
  'user name: admin',
  'ipmitool -U <user> -P <pw> sensor',
])('[RD32] the line of a terminal, a part of a word and an option are no users: %s', (text) => {
  expect(redactCase([{ name: 'x.txt', text }], new Uint8Array(32).fill(7)).texts[0]?.text).toBe(text);
});
