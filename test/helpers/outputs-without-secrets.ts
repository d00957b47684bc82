/** Outputs of commands, written for the tests: what redaction must leave as it is, and what it may replace in them. */

export interface Output {
  name: string;
  text: string;
  /** All that names somebody in it, each as often as it is to be replaced. */
  names: string[];
}

export const outputs: readonly Output[] = [
  {
    name: 'show-version-ios.txt',
    names: ['dist-sw-3'],
    text: `Sample IOS Software, Layer 3 Switch Software (sw3-ENTSERVICESK9-M), Version 15.2(7)E3, RELEASE SOFTWARE (fc2)
Technical Support: http://www.cisco.com/techsupport
Compiled Thu 27-Jan-22 12:07 by prod_rel_team
This product contains cryptographic features and is subject to local country laws governing import, export, transfer and use.
If you require further assistance please contact us by sending email to export@cisco.com.
ROM: Bootstrap program is sample boot loader
dist-sw-3 uptime is 2 years, 31 weeks, 6 days, 9 hours, 55 minutes
System returned to ROM by reload at 09:09:22 UTC Tue Apr 9 2024
System image file is "bootflash:sw3-entservicesk9-mz.152-7.E3.bin"
Processor board ID SAM1451S15C
The password-recovery mechanism is enabled.
Base ethernet MAC Address       : reported below
Configuration register is 0x2102
`,
  },
  {
    name: 'packages.txt',
    names: [],
    text: `Name        : sample-cracklib
Version     : 2.9.0.11
Release     : 11.el7
Signature   : RSA/SHA256, Thu 04 Jul 2024 01:26:31 AM UTC, Key ID 24c6a8a7f4a80eb5
Source RPM  : sample-cracklib-2.9.0.11-11.el7.src.rpm
Build Host  : builder-3.bsys.example.org
URL         : http://sourceforge.net/projects/sample
Summary     : A password-checking library
Description :
Tests passwords to determine whether they match certain security-oriented characteristics, with the purpose of stopping
users from choosing passwords that are easy to guess. Several tests on passwords are done: it tries to generate words from a
username and checks those words against the password; it checks for simplistic patterns in passwords.
Summary     : Collection of simple PIN or passphrase entry dialogs
Summary     : An authorization framework
sample-libs-2.4.17.1-2.el7.x86_64
sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  sample.tar.gz
`,
  },
  {
    name: 'dmi.txt',
    names: [],
    text: `BIOS Information
	Version: 6.00
	Release Date: 04/13/2024
	Address: 0xEA490
	Serial Number: Sample-56 4d fd 28 89 33 f8 e2-64 74 01 59 92 3b 58 0e
	UUID: 28fd4d56-3389-e2f8-6474-0159923b580e
Hardware Security
	Power-On Password Status: Disabled
	Keyboard Password Status: Unknown
	Administrator Password Status: Enabled
	Front Panel Reset Status: Unknown
`,
  },
  {
    name: 'routing.txt',
    names: ['10.20.30.1', '10.20.30.1', '10.20.31.0', '10.20.30.2'],
    text: `router ospf 1
 router-id 10.20.30.1
 area 0 authentication message-digest
 network 10.0.0.0 0.255.255.255 area 0
 passive-interface default
interface Vlan30
 ip address 10.20.30.1 255.255.255.0
 ip ospf authentication message-digest
 ip ospf authentication key-chain OSPF-KEYS
 standby version 2
 standby 1 authentication md5 key-chain HSRP-KEYS
ip route 10.20.31.0 255.255.255.0 10.20.30.2
ip community-list standard CUSTOMERS permit 65000:200
route-map OUT permit 10
 set community 65000:100 additive
key chain OSPF-KEYS
 key 1
  cryptographic-algorithm hmac-sha-256
  accept-lifetime 00:00:00 Jan 1 2026 infinite
service password-encryption
password encryption aes
aaa authentication login default group tacacs+ local
no ip http server
crypto key generate rsa modulus 2048
snmp-server enable traps snmp authentication linkdown linkup
snmp-server location Rack 4
line vty 0 4
 transport input ssh
 login authentication default
`,
  },
  {
    name: 'application.log',
    names: ['10.20.30.9'],
    text: `2026-11-20T10:00:00Z INFO  session 42 opened, key exchange done, cipher aes256-ctr
2026-11-20T10:00:01Z WARN  authentication failed: password expired
2026-11-20T10:00:02Z INFO  token refreshed, expires in 3600 s
2026-11-20T10:00:03Z DEBUG max_tokens=4096 token_type=bearer password_length=12 passwordPolicy=strong
2026-11-20T10:00:04Z INFO  build 7.0.12.4, commit 4f2a9c1d7e, driver version 10.0.19042.1
2026-11-20T10:00:05Z ERROR cannot read secret store: no such key
2026-11-20T10:00:06Z INFO  call from 10.20.30.9 took 00:01:22.345, codec G.711
2026-11-20T10:00:07Z INFO  Password changed successfully; the secret will be rotated in 30 days
Please enter your password again. Passwords must have at least 12 characters.
Community support is available at https://www.example.com/community
`,
  },
  {
    name: 'settings.yaml',
    names: [],
    text: `server:
  port: 8443
  keyStoreType: PKCS12
  password: \${KEYSTORE_PASSWORD}
passwordPolicy:
  minLength: 12
  requireDigit: true
authentication:
  type: ldap
  secretName: app-credentials
  tokenExpiry: 3600
publicKey: docs/public.pem
`,
  },
];
