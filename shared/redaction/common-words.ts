/**
 * Words that stand after 'password', 'key' or 'host name' in sentences and commands without being one, and names that everybody has.
 * A found original that is one of them is replaced where its syntax says what it is, and nowhere else (RD6).
 */

const list = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** What follows such a keyword in prose and in commands that take no secret. */
export const followers = list(`
a about above access account accounts active added administrator after again age aging all allow allowed also always an and any
api are as ask asked at attempt attempts auth authenticated authentication authenticator authority authorization available aware back based be because been before being below
between both but by can cannot certificate certificates chain change changed changes changing char character characters column columns check checking class clear client code
command complete complexity config configuration configured contains control correct could create created creation credentials current data database
date days default defaults defined delete deleted denied descriptor did directory disable disabled dialog do does done down due during each
edit either else email empty enable enabled encrypt encrypted encryption enter entered entry error errors event events every exceeded exchange exists expiration
expire expired expires expiry export fail failed failure failures fallback false feature features field fields file files find first for force forced forgot
format found from function functions generate generated generation get given group had handling has hash hashes hashing have having here hidden hint history holder
host how id identifier if ignored import in incorrect index info information input inside instead interface into invalid is it item items its just keep key
keys known last later leaked least left length level life lifetime like limit line list local location lock locked log logged login lookup lost make management manager
mandatory many mapping master match matches max maximum may message method min minimum mismatch missing mode module more most must name named names need needed
needs negotiation never new next no non none not note null number object of off offset old on once one only open option optional options or order other our out over
own package page pair pairs parameter path per period permitted phrase place please policies policy possible present previous prior problem process prompt
protect protected protection provided provider public pub query question read ready reason received recover recovery ref reference refresh registration rejected
remote removed renew request required requirement requirements reset resets restored result retrieval retries retry reuse revoked ring rotate rotated rotation rule rules
same save saved screen security see select selected sent server service services set sets setting settings shall should shown side since size some source space
specified ssh standard start state status still storage store stored strength string strong strongly success successful successfully such support supported sync
system table task text than that the their them then there these they this those through time timeout times to too tool true try type types
shorter longer stronger weaker easy easier simple case case-sensitive prompt ls list inspect rm im ins unter bei mit der die das ein eine noch sehr sicher bekannt unbekannt hinterlegt abgelegt gespeichert gesetzt verschlüsselt stocké stockée enregistré dans chiffré changé modifié guardada guardado cambiada almacenada salvata cambiata alterada guarda se celui celle même misma mismo mesma stessa hetzelfde
everywhere twice carefully correctly manually exactly properly securely completed rate vault safe generator box window screen reader dump cracker spray spraying phrases callback santa zurücksetzen zurückgesetzt läuft ändern eingeben vergeben anfordern wijzigen funziona caducado wygasło
follow follows following edition continue proceed exists existed falsch richtig korrekt ungültig gültig abgelaufen zurückgesetzt regelmäßig geändert gesperrt vergessen erforderlich nicht kein
incorrecta incorrecto incorrect incorrecte correcte erroné expiré expirado expirada caducado caducada obligatoire obligatorio obligatoria requis requerida olvidada scaduta errata sbagliata verlopen onjuist vergeten
unchanged under undefined unknown unlock until unused update updated updates upon usage use used user username users uses using valid validation value values
verification verified verify version via view was way we weak well were what when where whether which while who will wins with within without word words
works would write wrong yes yet you your unset clear-text agent agents signing ring-based rings escrow derivation size-limit tab press pressed pressing event-driven
`);

/** Words of the trade and everyday names that are never a secret name in running text. */
const trade = list(`
admin administrator root cisco juniper arista fortinet huawei windows linux microsoft vmware dell router switch firewall server gateway host hostname localhost
localdomain system kernel device network ethernet vlan interface loopback management console default test demo guest user users operator manager support public
private password passwd secret community key keys token node cluster primary secondary active standby backup master slave main unknown none null true false enabled disabled
ro rw read write any all permit deny ip ipv4 ipv6 tcp udp icmp http https ssh telnet snmp ntp dns dhcp tftp ftp bgp ospf rip eigrp isis hsrp vrrp
desktop laptop workstation domain workgroup local lan wan inside outside dmz internet home office lab prod production staging development example sample
ubuntu debian centos redhat fedora oracle mysql postgres postgresql apache nginx tomcat jenkins docker kubernetes ansible git github bin daemon nobody
mail ftp www web app db sql api proxy cache monitor syslog backup01 service services data config configuration welcome hello version software hardware memory
changeme letmein qwerty abc123 monday january info warning error debug notice log line up down vty con aux tty
`);

/** Whether a word is so common that replacing it everywhere would say nothing and break much. */
export function isCommon(word: string): boolean {
  const lower = word.toLowerCase();
  return (
    lower.length < 4 || trade.has(lower) || followers.has(lower) || (/^\d+$/.test(lower) && lower.length < 8)
  );
}

/** Accounts that every installation has. They name nobody and are left as they are (RD32). */
export const everybodysUsers = list(`
root admin administrator cisco guest nobody daemon bin sys system adm lp sync shutdown halt mail news uucp operator games ftp sshd user users postgres mysql
oracle sa www-data apache nginx tomcat ubuntu centos ec2-user vagrant pi everyone anonymous default defaultuser0 public service localservice networkservice
local enable console unknown none null super systemd dbus ntp named rpc nfsnobody all any owner privilege name
`);

/** Names of hosts that every installation has (RD30). */
export const everybodysHosts = list(`
localhost localhost.localdomain localdomain router switch firewall host hostname system kernel server default none unknown null ios nxos asa junos n/a
ip6-localhost ip6-loopback broadcasthost ciscoasa
`);

/** Labels at the start of names that say what a host does, not whose it is. */
export const serviceLabels = list(
  'www mail smtp imap pop ftp sftp dns ns ntp vpn api ldap sip autodiscover _tcp _udp _ldap _kerberos _sip',
);

/** Public sites of vendors and projects: where documentation and updates are, not whose installation it is (RD31). */
export const publicDomains = list(`
cisco.com juniper.net arista.com fortinet.com fortiguard.com paloaltonetworks.com huawei.com hp.com hpe.com arubanetworks.com microsoft.com windows.com
windowsupdate.com office.com office365.com live.com azure.com windows.net microsoftonline.com vmware.com broadcom.com redhat.com centos.org fedoraproject.org
ubuntu.com canonical.com debian.org kernel.org gnu.org opensource.org apache.org mozilla.org python.org perl.org cpan.org ruby-lang.org php.net nodejs.org
npmjs.com npmjs.org github.com githubusercontent.com gitlab.com bitbucket.org sourceforge.net google.com googleapis.com gstatic.com amazon.com amazonaws.com docker.com
docker.io kubernetes.io k8s.io w3.org xml.org xmlsoap.org openxmlformats.org ietf.org iana.org rfc-editor.org ieee.org iso.org example.com example.org example.net
oracle.com java.com sun.com ibm.com intel.com amd.com nvidia.com dell.com lenovo.com freedesktop.org gnome.org kde.org x.org openssl.org openssh.com
openssh.org openbsd.org freebsd.org netbsd.org isc.org nlnetlabs.nl samba.org mit.edu berkeley.edu mysql.com mariadb.org postgresql.org sqlite.org nginx.org
ntp.org digicert.com verisign.com letsencrypt.org globalsign.com sectigo.com entrust.net godaddy.com slack.com atlassian.com hashicorp.com elastic.co
xmission.com zlib.net gnupg.org savannah.gnu.org libssh2.org haxx.se curl.se curl.haxx.se kerberos.org systemd.io launchpad.net pagure.io bugzilla.redhat.com
springframework.org maven.org jboss.org hibernate.org eclipse.org schema.org json-schema.org adobe.com apple.com icloud.com yahoo.com symantec.com mcafee.com
ipcelerate.com opensuse.org suse.com archlinux.org gentoo.org pypi.org rubygems.org golang.org rust-lang.org crates.io polycom.com avaya.com
`);
