/** What shells are told and programs given whose secret no keyword is right before (RD27), beside `tool-forms.ts`. `form-notation.ts` says how they are written. */
import { type LineForm, line, told } from './form-notation.ts';

export const shellForms: readonly LineForm[] = [
  // What is piped into a program that only writes it in another way, a secret of a cluster, a key in the place of the user.
  line(
    'echo |printf ',
    String.raw`\b(?:echo|printf)(?: -\w+)? ["']?(?=[^\s"'|]{0,100}\d)(?=[^\s"'|]{0,100}[A-Za-z]{2})(?=\S{8}|[^\s"'|]{0,100}[!$%^&*?+~_@-])(?![^\s"'|]*[=:/$]|v?\d+\.\d)([^\s"'|<>]{5,200})["']? ?\| ?(?:base64|md5sum|sha\d{1,3}sum|openssl|xxd|clip|pbcopy|mkpasswd|iconv)\b(?! -d)`,
  ),
  told(
    '--from-literal',
    String.raw`\B--from-literal[=\s]["']?(?!user|name|host|db)[\w.-]{1,80}=(?!\$)([^\s"']{2,300})`,
  ),
  line(
    'curl ',
    String.raw`\bcurl\b[^\n]{0,200}? (?:-u|--user)[\s=]["']?(?=[\w-]{0,80}\d)(?=[\w-]{0,80}[A-Za-z])([\w-]{16,200}):(?:x|X|)["']?(?:\s|$)`,
  ),
  line(
    'nuget ',
    String.raw`\bnuget(?:\.exe)? (?:push|setapikey|delete)\b[^\n]{0,200}? -{1,2}(?:k|api-?key)[\s=]{secret}`,
  ),
  line('nuget setapikey', String.raw`\bnuget(?:\.exe)? setapikey (?!-){secret}`),
  line(
    '<(echo |<(printf ',
    String.raw`\b(?:password|pass|passphrase|key|psk|secret|token|cred)[\w-]{0,20}[=\s][^\n]{0,20}?<\((?:echo|printf)(?: -\w+)? ["']?([^\s"')]{3,200})`,
  ),
  line('dsmc |dsmadmc ', String.raw`\bdsm(?:c|admc)\b[^\n]{0,200}?-pa(?:ssword)?=(?!\*){secret}`),
  line(
    ' /u |/user |/u:|/user:',
    String.raw`\s/u(?:ser(?:name)?)?[\s:](?!/)\S{1,60} (?:/(?!p)\w{1,12}(?::\S{1,60})? ){0,3}/p(?:w|ass|wd|assword)?[\s:](?![/*]){secret}`,
  ),
  line('/user:', String.raw`\\\\[\w.$-]{1,60}\\\S{1,100} /user:\S{1,60} (?!/)(?=\S{0,60}\d){secret} ?$`),
  // A session of FTP that is given to it.
  told(
    'echo user |echo "user |echo \'user |"user |\'user |; user |;user |(user ',
    String.raw`(?:["';(&] ?|\becho ["']?)user [\w.@-]{1,40} (?!-){chosen}(?=["']? ?(?:;|\)|&&|\|))`,
  ),
  line(
    'passwd ',
    String.raw`^ ?(?:\d{1,6} )?(?:sudo )?passwd [a-z_][\w-]{0,31} (?!-)(?=\S{0,60}[A-Za-z])(?=\S{0,60}[0-9!$%&*?])([^\s:/.,;()]{5,60}) ?$`,
  ),
  line('secure_link_md5', String.raw`\bsecure_link_md5 "[^"\n]{0,200}\s([^\s"$]{3,100})"`),
  line(
    'odbc-dsn|odbc_dsn|core-db-dsn|-dsn',
    String.raw`-?dsn["']? (?:value=)["'](?:odbc://)?[^"':\n]{1,60}:[^"':\n/]{1,60}:(?!//)([^"'\n]{2,100})["']`,
  ),
  line('password "', '^ ?password "(?:Auth|Private Key|HTTP Proxy|SOCKS Proxy)" {secret}'),
  line(
    'admin=|root=|administrator=|operator=',
    '^ ?(?:admin|root|administrator|operator|monitor|deployer|superuser|guest)=([0-9a-f]{32})$',
  ),
  line('snyk auth', String.raw`\bsnyk (?:auth|config set api=) ?(?!-){secret}`),
  line(
    'bw unlock|bw login',
    String.raw`\bbw unlock (?:--(?:raw|check) )*(?!-)([^\s-][^\n]{3,60}?) ?$|\bbw login (?:--raw )?\S{3,60} (?!-){secret}`,
  ),
  line(
    'yes ',
    String.raw`\byes ["']?([^\s"'|]{4,100})["']? ?\| ?(?:sudo )?(?:passwd|smbpasswd|kinit|cryptsetup|vncpasswd|mysql)\b`,
  ),
  // What is printed into a place that holds a secret: `printf "password=%s" x`, `echo "h:5432:d:u:x" > .pgpass`.
  line(
    'printf ',
    String.raw`\bprintf ["'][^"'\n]{0,60}(?:password|passwd|pass|psk|secret|token)[^"'\n]{0,20}%s[^"'\n]{0,20}["'] ["']?(?!\$)([^\s"')]{3,100})`,
  ),
  line(
    '<(printf ',
    String.raw`\b(?:sshpass|pass\w*|key\w*|secret\w*|token\w*)[^\n]{0,40}<\(printf ["'][^"'\n]{0,20}%s[^"'\n]{0,6}["'] ["']?(?!\$)([^\s"')]{3,100})`,
  ),
  line(
    'pgpass',
    String.raw`\b[\w.*-]{1,80}:(?:\d{4,5}|\*):[\w*-]{1,60}:[\w*-]{1,60}:([^\s"':]{3,100})(?=[^\n]{0,40}pgpass)`,
  ),
  line(
    'iw dev |iw wl',
    String.raw`\biw (?:dev )?\w{2,16} (?:connect|ibss join) .{0,80}?\bkeys? (?:d:)?\d:(?:\d:)?{secret}`,
  ),
  line('check_nrpe', String.raw`\bcheck_nrpe!.{0,80}?-a ["']?(?=\S{0,60}\d)([^\s"'!]{4,60}) password`),
  line(
    '<<<',
    String.raw`\b(?:sudo -\w*S|su)\b[^<\n]{0,60}<<< ?(?:"([^"\n]{3,200})"|'([^'\n]{3,200})'|(?!\$)([^\s"']{3,200}))`,
  ),
  // What signs in by a hash.
  line(
    '-hashes |nxc |crackmapexec |cme |netexec |evil-winrm |wmiexec|smbexec|psexec|pth-|xfreerdp',
    String.raw`(?:-hashes|-H|--hash(?:es)?|/pth:) ?:?((?:[0-9a-f]{32}:)?[0-9a-f]{32})\b`,
  ),
  // A tool that is signed in to, with a user and a word that looks made up.
  told(
    ' login ',
    String.raw`^ ?(?:\$ )?(?:sudo )?[\w./-]{2,20} login (?!as\b|by\b|from\b|for\b|attempt|failed)[\w.@-]{2,30} (?=[^\s]{0,60}\d){chosen} ?$`,
  ),
  told(
    'user ',
    String.raw`^ ?(?:quote )?user (?!id\b|name\b|is\b|on\b|level\b)[\w.@-]{2,30} (?=[^\s]{0,60}[a-z]\d|[^\s]{0,60}[!$\x23%&*])(?=[^\s]{0,60}[A-Z]){chosen} ?$`,
  ),
];
