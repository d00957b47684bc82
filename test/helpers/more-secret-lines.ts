/** More lines with secrets, as `secret-lines.ts` has them: of other gear, of programs and services, and as people write them down. */
import { lines, type SecretLine } from './secret-lines.ts';

const moreGear: SecretLine[] = lines(
  'text',
  `
enable algorithm-type sha256 secret {}
username admin common-criteria-policy P password 0 {}
username admin one-time secret 0 {}
username admin autocommand show secret {}
snmp-server user u g v3 auth sha {} priv aes 256 {}
snmp-server user u g v3 auth sha-256 {} priv aes 128 {} localized
snmp-server user u g remote 1.1.1.1 udp-port 162 v3 auth md5 {}
snmp-server community {} view V RO ipv6 A 10
snmp-server host 10.1.1.1 inform version 2c {} bgp
 authentication mode hmac-sha-256 {}
 isis authentication key {} level-1
 nhrp authentication {}
 ip nhrp authentication {}
 ipv6 nhrp authentication {}
 ppp eap password 0 {}
 wpa-passphrase {}
 security wpa akm psk set-key ascii 0 {}
config wlan security wpa akm psk set-key ascii {} 1
config radius auth add 1 10.1.1.1 1812 ascii {}
config mgmtuser add ops {} read-write
config snmp community create {}
ap dot1x username u password 0 {} secret 0 {}
ap mgmtuser add username u password 0 {} secret 0 {}
alias exec x enable secret {}
banner motd ^C password: {} ^C
ntp authentication-key 1 cmac-aes-128 {}
ntp authentication-key 1 md5 0 {}
set system ntp authentication-key 1 type md5 value {}
radius-server { 10.1.1.1 secret "{}"; }
set groups G system radius-server 10.1.1.1 secret {}
set system login user x authentication plain-text-password-value {}
set security ipsec vpn x manual authentication key ascii-text {}
set security ipsec security-association sa manual direction inbound encryption key hexadecimal {}
set snmp v3 usm local-engine user u authentication-md5 authentication-key {}
set snmp v3 usm local-engine user u privacy-des privacy-key {}
set snmp v3 snmp-community c community-name {}
set snmp-community {}
set deviceconfig system snmp-setting access-setting version v3 users u authpwd {} privpwd {}
set network virtual-router default protocol bgp auth-profile A secret {}
<users><entry name="admin"><phash>*</phash><password>{}</password></entry></users>
<auth-key>{}</auth-key>
<api-key>{}</api-key>
<passphrase>{}</passphrase>
<entry name="x"><secret>-AQ=={}</secret></entry>
<community>{}</community>
aruba: wpa-passphrase {}
snmp-server user x auth-prot sha {} priv-prot AES {}
mgmt-user admin root {}
local-user u password simple {}
set authentication password simple {}
snmp-agent community read simple {}
snmp-agent usm-user v3 u g authentication-mode md5 {} privacy-mode des56 {}
snmp-agent target-host trap address udp-domain 1.1.1.1 params securityname {}
 ospf authentication-mode md5 1 plain {}
 isis authentication-mode md5 plain {}
 rip authentication-mode simple plain {}
 vrrp vrid 1 authentication-mode md5 {}
super password cipher {}
 ppp chap password cipher {}
 ppp pap local-user u password simple {}
`,
);

const services: SecretLine[] = lines(
  'text',
  `
net user admin {} /add /y
useradd -p {} bob
htpasswd -b .htpasswd bob {}
ssh-keygen -N {} -f x
openssl enc -k {} -in x
gpg --passphrase {} x
java -Djavax.net.ssl.keyStorePassword={} x
PGPASSWORD={} psql -h x
psql "host=x user=y password={} dbname=z"
psql postgresql://u:{}@h/db
mongo -u x -p {}
mysql -uroot -p{} -e x
mysql --user=root --password {}
smbclient -U user%{} //h/s
mount -t cifs -o username=u,password={} //h/s /m
//h/s /m cifs username=u,password={},uid=1 0 0
xfreerdp /u:x /p:{} /v:h
aws configure set aws_secret_access_key {}
az login -u x -p {}
kubectl create secret generic x --from-literal=password={}
helm install --set auth.password={}
docker run -e MYSQL_ROOT_PASSWORD={} x
curl -XPOST -d '{"password":"{}"}' http://x
curl -d "user=x&pass={}" http://x
curl -uops:{} http://x
<Resource name="x" username="u" password="{}" driverClassName="y"/>
<connectionStrings><add name="x" connectionString="Data Source=x;User ID=u;Password={};"/></connectionStrings>
jdbc:oracle:thin:u/{}@h:1521:x
sqlplus u/{}@h
jdbc:sqlserver://h;user=u;password={};
Password={};User ID=x
pwd={};uid=x
Uid=x;Pwd={};
ldap.bind.credentials={}
hibernate.connection.password {}
spring.mail.password: {}
ansible_password={} ansible_user=x
vault_password: {}
  - password: {}
    secretKey: "{}"
client-secret={}
consumer_secret = "{}"
encryptionKey={}
encryption_key: {}
signingKey: {}
sharedSecret: {}
accountKey={}
storage_key = {}
passphrase={}
rootDN password {}
credentials={}
olcRootPW: {}
stats auth admin:{}
user admin insecure-password {}
rocommunity {} 10.0.0.0/8
rwcommunity {}
com2sec local localhost {}
createUser u SHA "{}" AES "{}"
trapcommunity {}
trapsink 10.1.1.1 {}
user_password "{}"
secret = {}
register => 1001:{}@sip.example.net/1001
remotesecret={}
dbpass = {}
AMPDBPASS={}
AMPMGRPASS={}
tls_private_key_password={}
smtp_sasl_password_maps = static:u:{}
PSK "{}"
%any : PSK '{}'
preshared_key {}
ipsec secret {}
wep-key {}
wep_key0={}
802-1x.password={}
nmcli dev wifi connect x password {}
`,
);

/** In sentences a secret must look like one: with a digit in it. */
const told: SecretLine[] = lines(
  'madeUp',
  `
Administrator password: {}
root password = {}
enable password {}
Password for admin is {}
password of the router: {}
the new password will be {}
use password {} to log in
pw {}
PW: {}
login: admin pw: {}
user: admin, password: {}
user=admin pass={}
u/p admin/{}
admin:{} are the creds
Passwort: {}
Kennwort: {}
mot de passe : {}
wifi key {}
WPA2 key: {}
License key: {}
community string {}
community string is {}
snmp string {}
RO community = {}
api key {}
API key: {}
secret: {}
shared secret {}
shared secret is {}
pre-shared key: {}
preshared key {}
PSK {}
psk is {}
`,
);

export const moreSecretLines = { moreGear, services, told };
