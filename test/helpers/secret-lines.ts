/**
 * Lines of configurations, files and commands in which a secret stands, as `{}`. Written after the vendors' command references; every secret is made
 * up by the test that uses them.
 */

/** What may be put in a place: `text` anything without blanks, the others what their syntax takes. */
export type SecretSort =
  | 'text'
  | 'hex'
  | 'type7'
  | 'md5crypt'
  | 'sha512crypt'
  | 'junos9'
  | 'base64'
  | 'madeUp';

export interface SecretLine {
  line: string;
  sort: SecretSort;
}

export const lines = (sort: SecretSort, text: string): SecretLine[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => ({ line, sort }));

export const ios: SecretLine[] = [
  ...lines(
    'text',
    `
enable secret {}
enable secret 0 {}
enable password {}
enable password level 7 {}
enable secret level 10 0 {}
username netops password {}
username netops privilege 15 password 0 {}
username netops privilege 15 secret {}
username netops secret 0 {}
username netops view ops secret {}
username netops algorithm-type scrypt secret {}
 password {}
 password 0 {}
snmp-server community {}
snmp-server community {} RO
snmp-server community {} RW 10
snmp-server community {} view all ro SNMP-ACL
snmp-server host 10.1.1.9 {}
snmp-server host 10.1.1.9 version 2c {}
snmp-server host 10.1.1.9 vrf MGMT version 2c {} config
snmp-server host 10.1.1.9 traps version 2c {} udp-port 1162
snmp-server host 10.1.1.9 informs version 1 {}
snmp-server user monitor OPS v3 auth sha {}
snmp-server user monitor OPS v3 auth md5 {} priv aes 128 {}
snmp-server user monitor OPS v3 auth sha {} priv des {} access 10
snmp-server user monitor OPS v3 auth sha {} priv 3des {}
snmp-server mib community-map {} context c1
snmp mib community-map {} engineid 80000009
tacacs-server key {}
tacacs-server key 0 {}
tacacs-server host 10.1.1.2 key {}
tacacs-server host 10.1.1.2 timeout 5 key 0 {}
radius-server key {}
radius-server host 10.1.1.3 auth-port 1645 acct-port 1646 key {}
radius-server host 10.1.1.3 key 0 {}
 key {}
 key 0 {}
 server-private 10.1.1.3 auth-port 1812 acct-port 1813 key {}
 server-private 10.1.1.2 key 0 {}
  key-string {}
   key-string 0 {}
crypto isakmp key {} address 192.0.2.1
crypto isakmp key 0 {} address 192.0.2.1 255.255.255.255
crypto isakmp key {} hostname peer.example.net
 pre-shared-key address 192.0.2.1 key {}
 pre-shared-key hostname peer key 0 {}
 pre-shared-key {}
 pre-shared-key local {}
 pre-shared-key remote 0 {}
 ikev2 local-authentication pre-shared-key {}
 neighbor 10.0.0.2 password {}
 neighbor 10.0.0.2 password 0 {}
 neighbor PEERS password {}
 ip ospf authentication-key {}
 ip ospf authentication-key 0 {}
 ip ospf message-digest-key 1 md5 {}
 ip ospf message-digest-key 1 md5 0 {}
 area 1 virtual-link 10.0.0.1 authentication-key {}
 area 1 virtual-link 10.0.0.1 message-digest-key 1 md5 {}
 area 0 sham-link 10.0.0.1 10.0.0.2 authentication-key {}
 ip rip authentication key {}
 isis password {} level-1
 isis password {}
 domain-password {}
 area-password {} authenticate snp validate
 standby 1 authentication {}
 standby 1 authentication text {}
 standby 1 authentication md5 key-string {}
 standby authentication md5 key-string 0 {} timeout 30
 vrrp 1 authentication {}
 vrrp 1 authentication text {}
 vrrp 1 authentication md5 key-string {}
 glbp 1 authentication text {}
 glbp 1 authentication md5 key-string 0 {}
 authentication text {}
 mpls ldp neighbor 10.0.0.1 password {}
mpls ldp password option 1 for LDP-ACL {}
ntp authentication-key 1 md5 {}
ntp authentication-key 42 md5 {} 0
ntp authentication-key 1 hmac-sha2-256 {}
sntp authentication-key 3 md5 {}
 ppp chap password {}
 ppp chap password 0 {}
 ppp pap sent-username branch password {}
 ppp pap sent-username branch password 0 {}
vpdn username lac password {}
 l2tp tunnel password {}
 l2tp tunnel password 0 {}
ip ftp password {}
ip http client password {}
ip http client proxy-server proxy password {}
 wpa-psk ascii {}
 wpa-psk ascii 0 {}
 security wpa psk set-key ascii 0 {} 0
 security wpa akm psk set-key ascii 0 {}
 authentication key-management wpa
 encryption key 1 size 40bit 0 {} transmit-key
wlccp ap username wds password 0 {}
 credentials username 5001 password {} realm sip.example.net
 credentials number 5001 username 5001 password 0 {} realm example
 authentication username 5001 password {}
 authentication username 5001 password 0 {} realm example
 digest secret {}
key config-key password-encrypt {}
 shared-secret {}
cable shared-secret {}
ip sla key-chain ops
aaa server radius dynamic-author client 10.1.1.4 server-key {}
 client 10.1.1.4 server-key 0 {}
 pac key {}
radius-server shared-secret {} encrypt
cts sxp default password {}
cts credentials id branch password {}
dot1x credentials password {}
 ssid-password {}
voice service password {}
tftp-server password {}
archive path ftp://backup:{}@10.9.9.9/cfg
 path scp://backup:{}@10.9.9.9/$h
copy running-config ftp://ops:{}@10.9.9.9/r1.cfg
ip ssh pubkey-chain
 set session-key inbound ah 300 {}
 set session-key outbound esp 300 cipher {} authenticator {}
 description uplink, console password {}
 description PW: {}
! old enable password was {}
! snmp community: {}
 remark temporary password is {} until friday
access-list 10 remark tacacs key {}
R1(config)#enable secret {}
R1(config-line)# password {}
`,
  ),
  ...lines(
    'type7',
    `
enable password 7 {}
username netops password 7 {}
username netops privilege 15 password 7 {}
 password 7 {}
tacacs-server key 7 {}
tacacs-server host 10.1.1.2 key 7 {}
radius-server host 10.1.1.3 auth-port 1812 key 7 {}
 key 7 {}
  key-string 7 {}
 neighbor 10.0.0.2 password 7 {}
 ip ospf message-digest-key 1 md5 7 {}
 ip ospf authentication-key 7 {}
ntp authentication-key 1 md5 {} 7
ntp authentication-key 2 md5 7 {}
 ppp chap password 7 {}
 ppp pap sent-username branch password 7 {}
 standby 1 authentication md5 key-string 7 {}
ip ftp password 7 {}
 wpa-psk ascii 7 {}
 server-private 10.1.1.3 key 7 {}
 credentials username 5001 password 7 {} realm example
 authentication username 5001 password 7 {}
 l2tp tunnel password 7 {}
aaa group server-key 7 {}
cts sxp default password 7 {}
snmp-server community 7 {}
`,
  ),
  ...lines(
    'md5crypt',
    'enable secret 5 {}\nusername netops secret 5 {}\nusername netops privilege 15 secret 5 {}\nenable password level 3 5 {}',
  ),
  ...lines(
    'hex',
    ' pre-shared-key hex {}\nkey-hash ssh-rsa {}\n set session-key inbound esp 256 cipher {}\n wpa-psk hex 0 {}',
  ),
];

export const nxosXrAsa: SecretLine[] = [
  ...lines(
    'text',
    `
username admin password 0 {} role network-admin
username admin password {} role network-operator
snmp-server user admin network-admin auth md5 {} priv {} localizedkey
snmp-server user admin network-admin auth sha {} priv aes-128 {}
snmp-server community {} group network-operator
snmp-server host 10.1.1.9 traps version 2c {}
snmp-server host 10.1.1.9 version 3 priv {}
tacacs-server host 10.1.1.2 key 0 "{}"
tacacs-server key "{}"
radius-server host 10.1.1.3 key "{}" authentication accounting
 hsrp version 2
   authentication text {}
   authentication md5 key-string {}
   neighbor 10.0.0.1 password {}
 key-string clear {}
 secret {}
 password clear {}
  secret 0 {}
taccacs-server host 10.1.1.2 key clear {}
tacacs-server host 10.1.1.2 port 49 key {}
 message-digest-key 1 md5 clear {}
 authentication-key clear {}
 hello-password hmac-md5 clear {}
 hello-password text clear {}
 lsp-password hmac-md5 clear {}
snmp-server community clear {} RO
 key clear {}
enable password {}
enable password {} encrypted
enable password {} pbkdf2
passwd {}
passwd {} encrypted
username asaadmin password {} privilege 15
username asaadmin password {} encrypted privilege 15
username vpnuser password {} nt-encrypted
username vpnuser password {} mschap
 ikev1 pre-shared-key {}
 ikev2 remote-authentication pre-shared-key {}
 ikev2 local-authentication pre-shared-key 0 {}
 pre-shared-key {}
isakmp key {} address 192.0.2.9 netmask 255.255.255.255
aaa-server ACS host 10.1.1.2 {}
failover key {}
failover ipsec pre-shared-key {}
 ldap-login-password {}
snmp-server host inside 10.1.1.9 community {} version 2c
snmp-server host inside 10.1.1.9 community {}
snmp-server community {}
 ospf authentication-key {}
 ospf message-digest-key 1 md5 {}
 ip address dhcp setroute
 http-form auth-password {}
webvpn proxy password {}
vpdn username pppoe password {}
ntp authentication-key 1 md5 {}
cluster key {}
  key {}
dynamic-access-policy key {}
`.replace(/^aaa-server ACS.*$|^dynamic-access.*$/gm, ''),
  ),
  ...lines(
    'md5crypt',
    'username admin password 5 {} role network-admin\n secret 5 {}\nusername ops secret 5 {}',
  ),
  ...lines('sha512crypt', 'username admin secret 10 {}\n secret 10 {}\nusername noc secret sha512 {}'),
  ...lines(
    'type7',
    ' key 7 {}\n password encrypted {}\n key-string password {}\n neighbor 10.0.0.1 password 3 {}\n password 7 {}\nsnmp-server host 10.1.1.9 traps encrypted {}',
  ),
];

export const junos: SecretLine[] = [
  ...lines(
    'text',
    `
set snmp community {} authorization read-only
set snmp community "{}" clients 10.0.0.0/8
set snmp trap-group {} targets 10.1.1.9
set snmp v3 usm local-engine user ops authentication-sha authentication-password {}
set snmp v3 usm local-engine user ops privacy-aes128 privacy-password "{}"
set system radius-server 10.1.1.3 secret "{}"
set system tacplus-server 10.1.1.2 secret {}
set access radius-server 10.1.1.3 secret "{}"
set security ike policy p1 pre-shared-key ascii-text "{}"
set security ike policy p1 pre-shared-key ascii-text {}
set protocols bgp group ext authentication-key "{}"
set protocols ospf area 0 interface ge-0/0/0 authentication simple-password {}
set protocols ospf area 0 interface ge-0/0/0 authentication md5 1 key "{}"
set protocols isis level 2 authentication-key "{}"
set protocols isis interface ge-0/0/0.0 hello-authentication-key "{}"
set protocols rsvp interface ge-0/0/1 authentication-key "{}"
set protocols ldp session 10.0.0.1 authentication-key "{}"
set interfaces irb unit 5 family inet address 10.1.2.1/24 vrrp-group 5 authentication-key "{}"
set system ntp authentication-key 1 type md5 value "{}"
set security authentication-key-chains key-chain kc key 1 secret "{}"
set interfaces pp0 unit 0 ppp-options pap local-password "{}"
set interfaces pp0 unit 0 ppp-options chap default-chap-secret "{}"
set access profile p client c chap-secret "{}"
set access profile p client c firewall-user password "{}"
set system archival configuration archive-sites "ftp://ops:{}@10.9.9.9" 
set system license keys key "{}"
        secret "{}"; ## SECRET-DATA
        authentication-key "{}"; ## SECRET-DATA
        pre-shared-key ascii-text "{}"; ## SECRET-DATA
            md5 1 key "{}"; ## SECRET-DATA
        simple-password "{}";
        authentication-password "{}";
        privacy-password {};
        hello-authentication-key {};
        pap-password "{}";
        /* radius secret is {} */
ops@mx1> set system tacplus-server 10.1.1.2 secret {}
`,
  ),
  ...lines(
    'junos9',
    `
set system radius-server 10.1.1.3 secret "{}"
set protocols bgp group ext authentication-key "{}"
set security ike policy p1 pre-shared-key ascii-text "{}"
    secret "{}"; ## SECRET-DATA
    authentication-key "{}";
`,
  ),
  ...lines(
    'sha512crypt',
    'set system root-authentication encrypted-password "{}"\nset system login user ops authentication encrypted-password "{}"\n    encrypted-password "{}"; ## SECRET-DATA',
  ),
  ...lines('hex', 'set security ike policy p1 pre-shared-key hexadecimal {}\n    key hexadecimal {};'),
];

export const otherNetworks: SecretLine[] = [
  ...lines(
    'text',
    `
username ops secret 0 {}
username ops privilege 15 role network-admin secret {}
enable secret 0 {}
   vrrp 2 authentication text {}
   vrrp 2 peer authentication ietf-md5 key-string {}
tacacs-server key {}
radius-server host 10.1.1.3 vrf MGMT key {}
snmp-server community {} ro
snmp-server user ops OPS v3 auth sha {} priv aes {}
   neighbor 10.0.0.1 password {}
ip msdp password peer 10.0.0.1 {}
management api http-commands
    set password {}
    set passwd {}
    set psksecret {}
    set pksecret {}
    set secret {}
    set key {}
    set auth-pwd {}
    set priv-pwd {}
    set ldap-password {}
    set passphrase "{}"
    set authentication-key {}
    set auth-password-l1 {}
    set sae-password {}
    set ppp-password {}
    set md5-key 1 {}
    set community {}
    set private-key-password {}
    set bind-password {}
    set server-key {}
set mgt-config users admin password {}
set deviceconfig system snmp-setting access-setting version v2c snmp-community-string {}
set network ike gateway gw1 authentication pre-shared-key key {}
set shared server-profile radius r server s secret {}
set shared server-profile ldap l bind-password {}
<pre-shared-key><key>{}</key></pre-shared-key>
<snmp-community-string>{}</snmp-community-string>
<bind-password>{}</bind-password>
<secret>{}</secret>
<authpwd>{}</authpwd>
<privpwd>{}</privpwd>
snmp-agent community read {}
snmp-agent community write cipher {}
local-user ops password cipher {}
local-user ops password irreversible-cipher {}
local-user ops password simple {}
 super password level 3 cipher {}
 set authentication password cipher {}
 radius-server shared-key cipher {}
 radius-server shared-key {}
 hwtacacs-server shared-key cipher {}
 ospf authentication-mode simple cipher {}
 ospf authentication-mode md5 1 cipher {}
 peer 10.0.0.1 password cipher {}
 pre-shared-key cipher {}
 pre-shared-key simple {}
 password manager user-name ops plaintext {}
 radius-server host 10.1.1.3 key "{}"
`.replace(/^ password manager.*$/m, 'password manager plaintext {}'),
  ),
  ...lines(
    'base64',
    `
    set password ENC {}
    set psksecret ENC {}
    set passwd ENC {}
    set pksecret ENC {}
    set secret ENC {}
    set private-key ENC {}
    set key ENC {}
<key>-AQ=={}</key>
`,
  ),
  ...lines(
    'sha512crypt',
    'username noc secret sha512 {}\nset mgt-config users admin phash {}\n<phash>{}</phash>\nenable secret sha512 {}',
  ),
];

export const windows: SecretLine[] = lines(
  'text',
  `
net user jsmith {} /add
net user administrator {}
net use Z: \\\\files01\\share {} /user:corp\\jsmith
net use \\\\files01\\share /user:corp\\jsmith "{}" /password:{}
cmdkey /add:files01 /user:corp\\jsmith /pass:{}
psexec \\\\files01 -u corp\\jsmith -p {} cmd
schtasks /create /tn t /tr c /ru corp\\svc /rp {}
wmic /node:files01 /user:corp\\svc /password:{} os get
<Password><Value>{}</Value><PlainText>true</PlainText></Password>
<AdministratorPassword><Value>{}</Value></AdministratorPassword>
<Password>{}</Password>
<Credentials><Password>{}</Password></Credentials>
"DefaultPassword"="{}"
    DefaultPassword    REG_SZ    {}
reg add "HKLM\\SOFTWARE\\App" /v Password /t REG_SZ /d {} /f
<Properties userName="svc" cpassword="{}" />
$pw = ConvertTo-SecureString "{}" -AsPlainText -Force
$password = '{}'
Set-ADAccountPassword -NewPassword (ConvertTo-SecureString -AsPlainText "{}" -Force)
    Key Content            : {}
<keyMaterial>{}</keyMaterial>
Server=sql01;Database=calls;User Id=sa;Password={};
Data Source=sql01;Initial Catalog=calls;User ID=app;Pwd={};Encrypt=true
Provider=SQLOLEDB;Data Source=sql01;User Id=app;Password="{}"
<add name="Main" connectionString="Server=sql01;User Id=app;Password={};" />
<add key="SmtpPassword" value="{}" />
<setting name="ApiKey" value="{}" />
DefaultEndpointsProtocol=https;AccountName=acct;AccountKey={};EndpointSuffix=core.windows.net
Endpoint=sb://ns.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey={}
sqlcmd -S sql01 -U sa -P {} -Q "select 1"
runas /user:corp\\svc /password:{} cmd
Password . . . . . . . . : {}
AdminPassword={}
`,
);

export const linux: SecretLine[] = [
  ...lines(
    'text',
    `
DB_PASSWORD={}
export PGPASSWORD={}
export AWS_SECRET_ACCESS_KEY={}
SECRET_KEY_BASE={}
SMTP_PASS="{}"
password={}
password = {}
passwd: {}
  password: {}
  password: "{}"
  password: '{}'
db.password={}
spring.datasource.password={}
ansible_ssh_pass={}
ansible_become_password: {}
requirepass {}
masterauth {}
bindpw {}
	psk="{}"
wpa_passphrase={}
rootpw {}
ldap_default_authtok = {}
"password": "{}",
"client_secret": "{}",
"apiKey":"{}"
'api_token': '{}'
{"user":"app","password":"{}","port":5432}
{\\"password\\":\\"{}\\"}
- name: DB_PASSWORD
curl -u ops:{} https://10.1.1.1/api
curl --user ops:{} https://10.1.1.1/api
curl -H "Authorization: Bearer {}" https://10.1.1.1
curl -H 'X-Api-Key: {}' https://10.1.1.1
Authorization: Basic {}
Authorization: Bearer {}
X-Auth-Token: {}
mysql -u root -p{} calls
mysqldump --password={} calls
sshpass -p {} ssh ops@10.1.1.1
sshpass -p '{}' ssh ops@10.1.1.1
redis-cli -a {} ping
ldapsearch -D cn=admin -w {} -b dc=x
snmpwalk -v2c -c {} 10.1.1.1
snmpwalk -v3 -u ops -l authPriv -a SHA -A {} -x AES -X {} 10.1.1.1
smbclient //files01/share -U jsmith%{}
wget --password={} http://10.1.1.1/f
docker login -u ci -p {} registry.example.net
openssl rsa -in k.pem -passin pass:{}
echo "root:{}" | chpasswd
machine 10.1.1.1 login ops password {}
postgres://app:{}@db01:5432/calls
mongodb+srv://app:{}@cluster0.example.net/calls
amqp://app:{}@mq01/vh
redis://:{}@cache01:6379/0
https://ci:{}@git.example.net/r.git
jdbc:mysql://db01/calls?user=app&password={}
https://api.example.net/v1?api_key={}&x=1
https://api.example.net/v1?access_token={}
PrivateKey = {}
PresharedKey = {}
--db-password {}
--password={}
--token {}
-Dspring.datasource.password={}
app --secret "{}" --port 80
password := "{}"
String password = "{}";
const apiKey = '{}';
conn = connect(user="app", password="{}")
setPassword("{}")
if (password == "{}") {
define('DB_PASSWORD', '{}');
$config['db_password'] = '{}';
os.environ['API_TOKEN'] = '{}'
<password>{}</password>
<property name="password" value="{}"/>
<Parameter name="smtp_password">{}</Parameter>
<entry key="password">{}</entry>
: PSK "{}"
login failed for user app with password {}
2026-11-20 10:00:00 DEBUG connecting with password={} to db
2026-11-20 10:00:00 DEBUG session_token: {}
The admin password is {}
the wifi passphrase: {}
creds: ops/{}
pwd: {}
client-key-data: {}
_authToken={}
//registry.npmjs.org/:_authToken={}
`.replace('- name: DB_PASSWORD\n', ''),
  ),
  ...lines(
    'sha512crypt',
    'root:{}:19000:0:99999:7:::\nops:{}:19000:0:99999:7:::\nrootpw --iscrypted {}\nops:{}',
  ),
  ...lines('hex', 'psk={}\n	psk={}\napi_key: {}\nsecret_key={}\nencryption.key={}'),
];

/** All of them by vendor. */
export const secretLines = { ios, nxosXrAsa, junos, otherNetworks, windows, linux };
