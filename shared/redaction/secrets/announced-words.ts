/** How much a word of a sentence looks like a secret (RD25): by its figures, signs and capitals, and by what it is the name of. */
import { followers } from '../common-words.ts';
import { classOf } from './names.ts';

/** `code` is looked at by its form alone; `random` nobody types; `firm` has a figure or sign within, `likely` also capitals, `joined` also parts; `word` is any but what ends as adjectives do; `letters` is any. */
export type Least = 'code' | 'random' | 'firm' | 'likely' | 'joined' | 'word' | 'letters';

export const LEVELS = { code: 0, letters: 1, word: 2, joined: 3, likely: 4, random: 4, firm: 5 } as const;
const levels = new Map<string, number>();
/** Words seen are few; words made to fill the memory are not remembered. */
const MOST_REMEMBERED = 10_000;

/** Nothing of what was read stays behind: the words of a case are judged once in a stretch, and forgotten with it. */
export function forgetWords(): void {
  levels.clear();
}

/** How much a word looks like a secret. */
export function levelOf(word: string): number {
  const before = levels.get(word);
  if (before !== undefined) return before;
  const bare = word.replace(/[.:!?]+$/, '');
  // A `!` at the end may be its own.
  const either = (least: 'firm' | 'likely' | 'joined' | 'word' | 'letters') =>
    isEnough(bare, least) || isEnough(word, least);
  const least = (['firm', 'likely', 'joined', 'word', 'letters'] as const).find(either);
  const level = least === undefined ? 0 : LEVELS[least];
  if (levels.size < MOST_REMEMBERED) levels.set(word, level);
  return level;
}

const structured =
  /^\?|^AAAA[A-Z]\dNz|^[\w.-]+[#>$%](?:sh|show|conf|en|exit|end|copy|wr|ping)|^%[A-Z]|^(?:l2tp|krb5|eth0|ipv4|ipv6)-\w+$|^(?:sha\d+|md5):|^(?:us|eu|ap|sa|ca|me|af|il)-(?:gov-)?(?:north|south|east|west|central)\w{0,5}-\d\w?$|^(?:scram|hmac|aes|ecdh|ecdsa|chacha|diffie|kex|tls|rsa|sha)-\S*\d|^(?:pts|tty)\/?\d|\.(?:md|html?)#|^[\w+.-]{2,12}:\/\/|^[/~.\\]|[/\\].*[/\\]|^[A-Z]:\\|^\S+@[\w-]+\.\w|^\d[\d.:/,%-]*[a-zA-Z%°]{0,4}$|\.(?:txt|log|cfg|conf|pdf|docx?|xlsx?|zip|bin|exe|msi|sh|py|[cm]?[jt]sx?|java|php|xml|json|ya?ml|html?|com|net|org|local|io|de|md|png|jpe?g|pem|key|crt|p12|pfx|kdbx|example|invalid|gz|tgz|rpm|deb|c|h|go|rb|rs|cs)[):,]?$|^[\w.-]+\([^)]*\)?$|^[\w-]+=|^\$\{?\w|^%\w+%|[{}[\]<>]|::|^--?\w|^(?:INC|CHG|REQ|SR|CVE|RFC|KB|PR|CASE|TT)[-_#]?\d|\d{1,2}:\d\d|^(?:v|ver|r|rev|build|rc)?\d+(?:[._-]\d+)+\w{0,8}$/i;
const technical =
  /^(?:ip|ike|snmp|ospf|smb|nfs|tls|ssl|ssh|http|oauth|oidc|saml|wpa|wep|log|win|windows|office|utf|iso|rfc|md|sha|hmac|aes|des|rc|pkcs?#?|base|pbkdf|bcrypt|ed|ecdsa|rsa|curve|type|level|vlan|vrf|eth|ens|enp|gi|te|fa|po|lo|tunnel|vty|con|slot|port|ios|iosv?|nx|xr|asa|fos|panos|junos|eos|esxi?|vm|rhel|sles|ubuntu|debian|centos|jdk|jre|java|python|php|node|mp|usb|ps|com|u?int|float|ec|tcp|udp|dhcpv?|icmpv?|rip|eigrp|bgp|hsrpv?|vrrpv?|route|step|phase|rev|build|version|ver|kb|cve|cwe|inc|req|chg|sr|case|ticket|bug|csc|srv|server|sw|switch|rtr|router|host|core|dist|acc|access|db|web|app|dc|fw|ap|wlc|lab|site|pc|rack|user|admin|room|floor|gigabitethernet|fastethernet|tengigabitethernet|ethernet|loopback|x|arm|amd|i|k|s|h|g|p|l|b|a|c|ver|q|ipv|mfa|fa|layer|day|week|month|year|page|line|part|group|area|pki|x\.|fips|sp|el|fc|cat|rj|db|raid|hdd|ssd|nvme|ddr|wi-?fi|bt|mod|ch|ext|unit|zone|disk|sd|cpu|gpu|psu|pwr|fan|mgmt|xe|ge|et|ae|irb|trunk|channel|member|port-channel|poe|sfp|qsfp|qos|cos|dscp|acl|nat|vpn|ipsec|gre|mpls|sdwan|sd-wan|vxlan|evpn)v?[-_./]?\d[\d./:-]*\w{0,4}$/i;
/** Names of products with capitals within. */
const product =
  /^(?:(?:ten|forty|hundred|twentyfive|two)?gig(?:abit)?e(?:thernet)?|fastethernet|port-?channel|cyberark|keepass\w{0,2}|lastpass|bitwarden|onepassword|openssh|openssl|openvpn|openldap|wireguard|strongswan|libreswan|freeradius|fortigate|fortinet|fortimanager|fortianalyzer|forticlient|vmware|vcenter|vsphere|github|gitlab|bitbucket|teamviewer|anydesk|whatsapp|sharepoint|powershell|javascript|typescript|mysql|mariadb|postgresql|mongodb|nosql|sqlite|routeros|mikrotik|winbox|macos|ipados|android|linkedin|youtube|facebook|paypal|icloud|onedrive|activedirectory|nagios|prtg|librenms|solarwinds|servicenow|netbox|ansible|hashicorp|kubernetes|idrac|ilo|ipmi|unifi|edgeos|airos|ieee|ios-xe|ios-xr|nx-os|pan-os|sonicos|fortios|arubaos|comware|vyos|opnsense|pfsense|freepbx|snmpv[123]c?|ipv[46]|oauth2?|wpa[23]?(?:-psk|-personal|-enterprise)?|webui|webgui|keystore|truststore|jsonwebtoken|readme|changelog|outlook|onenote|mcafee|redhat|centos|mit|ldaps?|https?|radsec|tacacs\+?|e-?mail\w?|wi-?fi|phpmyadmin|wordpress|securecrt|mobaxterm|winscp|filezilla|putty|webex|zoom|teams|nginx|haproxy|rabbitmq|redis|graphql|api\w{0,2}|url|urls|uuid|csv|pdf|tftp|sftp|ftps?|scp|dns|dhcp|vlans?|nodejs|npm|dotenv|passwordless|eMail|plaintext|base64url|username|userid|user[- ]?name|sso|mfa|totp|fido2?|yubikey|pkcs\S*|gpo|gpos|ntlmv?\d?|kerberos|bios|uefi|[a-z]{1,2}os|e\.g|i\.e|etc|a\.k\.a|read-only|read-write|re-enter\w*|single-sign-on|sign-on|multi-factor|two-factor|long-term|short-term|built-in|plug-in|log-?in|opt-in|check-in|up-to-date|end-of-life|end-to-end|site-to-site|well-known|read-write|clear-?text|pre-?shared-?keys?|case-sensitive|on-prem\w*|on-site|off-site|third-party|self-service|self-signed|hard-?coded|so-called|re-?used|non-\w+|co-\w+|e-\w+|x-\w+)$/i;

/** Whether a word looks like a secret where a form says that one stands. */
export function isEnough(given: string, least: Exclude<Least, 'code'>): boolean {
  const value = given.replace(/^[([{*_~]+|[)\]}*_~,;:]+$/g, '');
  if (value.length < 4 || structured.test(value) || technical.test(value) || product.test(value))
    return false;
  const lower = value.toLowerCase();
  if (followers.has(lower) || (!/[\d!$%^&*#]/.test(value) && classOf(value) === 'strong')) return false;
  // `MariaDB/MySQL`: two names.
  if (!/\p{L}/u.test(value) || /^[^\d/]{2,}\/[^\d/]{2,}$/.test(value)) return false;
  const digit = /\d/.test(value);
  // A sign within that no word has; behind a prompt it is a command.
  if (
    /[\p{L}\d][!$%^&*#].{0,60}[\p{L}\d]|\d.{0,60}[!$%^#*?]$|[\p{L}]{3}[!#$*]$/u.test(value) &&
    !/^[\w.-]+[#>$](?:sh|show|conf|en|exit|copy|wr|ping)/i.test(value) &&
    !/^[A-Z]&[A-Z]$/.test(value)
  )
    return true;
  if (least === 'random')
    return (
      value.length >= 10 &&
      /\d\D*\d/.test(value) &&
      /\p{L}\P{L}*\p{L}/u.test(value) &&
      ((/\p{Lu}/u.test(value) && /\p{Ll}/u.test(value)) || value.length >= 14)
    );
  if (
    digit &&
    /\p{L}.*\p{L}/u.test(value) &&
    !/^[A-Z]+-?\d+$|^[A-Z]{1,4}\d[\dA-Z-]*$|^\d+(?:st|nd|rd|th|x|bit|ms|min|sec|h|kb|mb|gb|tb|g|m|k)\b|^\d+-\p{L}+$/u.test(
      value,
    )
  )
    return true;
  if (least === 'firm') return false;
  if (/\p{Ll}\p{Lu}/u.test(value) && !/^\p{Lu}{2,}\p{Ll}?s?$/u.test(value)) return true;
  if (least === 'likely') return false;
  if (
    /^[\p{L}\d]{2,}(?:[-_.][\p{L}\d]{2,})+$/u.test(value) &&
    /\p{Ll}/u.test(value) &&
    (/[_.]/.test(value) || /\p{Lu}/u.test(value) || (value.match(/-/g)?.length ?? 0) > 1)
  )
    return true;
  if (least === 'joined') return false;
  if (!/^\p{L}{4,30}$/u.test(value)) return false;
  return least === 'letters' || !/(?:ed|ing|ly|able|ible|tion|ment|ness|ious|less|ful)$/.test(lower);
}
