/**
 * Words that sentences of the trade are made of. Where a password may be any word, what is not one of them is taken for it (RD25): too much rather than too little,
 * because a replacement is undone by one click. Words that people choose for a password are left out on purpose.
 */

const words: ReadonlySet<string> = new Set(
  `
abide ability abort about above absent absolute abstract accent accept acceptance access accessibility accident accidentally accomplish accordance account accumulate
accuracy accurate achieve acknowledgments acquire across activate active activity acts actual adapt additional additive addons address adds adequate adjacent adjust
admin administrator adopt advance advantage advice advisory affect affinity after afternoon afterwards again against agent aggressive agree ahead alarm alert algorithm
algorithmic alias align alive allow almost alone along alongside alpha alphabet alphabetic alphabetical alphanumeric already also alter alternate alternative although
altogether always amber ambiguity ambiguous among amongst amount analysis analytics ancestor anchor angle another ansi answer anymore anyone anyway anywhere apart
appear append appliance apply appreciate approach appropriate approval approve approximate apps april arbitrary architecture archive areas arise around array arrive
arrow article artifacts ascii aspects assembly assert asset assign assignability assistive associate assume assumptions assurances async asynchronous atomic attach
attack attempt attribute audit august auth authenticate authnopriv author authoritative authority authpriv auto autocomplete automatic automatically availability
average avoid await aware away back backend background backoff backpressure backreference backslash backtrack backup backward badge bandwidth bank banner bare base
baseline basename basic basically basis batch became because become been before begin beginners behave behavior behaviour behind believe belong below bench benchmark
benefit beside best better between beyond bidirectional bigger binary bind bios bits bitwarden black blade blank bloat blob block blog blue body bold boolean boot
bootloader bootstrap both bottom bound boundary brace bracket branch break brevity bridge broad broadcast broken brotli browser browserify bucket buffer bugfixes buggy
bugs build built builtin bulk bullet bump bunch bundle busy button bypass byte cabinet cache calculate calendar call callback came camel cancel candidate cannot
canonical capability capacity capital caps capture care caret carrier carry case cast catalogs catastrophic catch category caught cause caveat cell censor center
certain certificate certify chain chalk challenge chance change changelog channel chapter char character characteristics charge charset chassis chat cheap cheatsheet
check checkbox checkout checksum child children choice choose chosen chrome chunk ciphers circular circumstances city clarify clashes class classic clean cleanup clear
cleartext click client clock clone close closest closure cloud cluster code codebase codec codesign coerce coercion collaborators colleague collect collective collector
colon color column combine come comma command commercial commit common communicate community compact company comparator compare comparison compatibility compile
complete complex complexity compliance compliant comply component compose composite comprehensive compress compression compute concatenate concept concern concrete
concurrency concurrent conditional conduct conference confidence confidential confidentiality config configure confirm conflict conform connect connector consecutive
consensus consequence consider consist consistency consistent console const constant constrain constraint construct constructor consult consultancy consume contact
contain content context continue continuous contract contrast contribute contributor control convenience convenient conversion convert cookies cooperative coordinate
copy copyright core correct correspond cost could count country couple course cover coverage crash crawl create creative creator credential credit criteria critical
cross crypto cryptographic cryptography curly current cursor curves custom customise customize cyberark cybersecurity cycle cyclic daily dangerous dark dash dashboard
data database datacenter dataset date days dead deal dear debug december decide decimal decision declarative declare decode decompress decompression decorate decorator
decrease decrypt deduplicate deep default defer define definitely deflate delay delegates delete deliberately delimiter deliver delivery demand demo demonstrate depend
dependency dependent deploy deprecate deps depth derive descendant describe descriptive descriptor deserves design desk desktop despite dest destroy detail detect
determine deterministic develop deviations device devtools diagnose diagnostics diagram dictionary diff difference different differentiate difficult digest digit
dilemma direct directives directory dirname disadvantages disallows discard disclaimer disclosure disconnect discover discovery discrepancies discuss discussion disk
dispatch display disregard distance distinct distinguish distribute division docker docs does domain done dont door dotenv dotfile double doubt down downgrade downlink
download downside downstream downtime draft drain dramatically drawer drawn drive drop dump duplex duplicate dynamic dynamically each earlier early ease easier easiest
easily easy echo ecosystem edge edit editor effect effective efficiency efficient effort either electron else elsewhere email emergency emit emphasis employs empty
emulator encode encounter encourage encrypt endpoint ends enforce engine enhance enhancements enough ensure enter enterprise entire entity entropy entry enum enumerate
envelope epilog epoch equal equality equivalent error escape especially essence essential establish evaluate even event eventual ever every everyone everytime
everywhere exact example exceedingly except excess excessive exclude exclusion exclusive execute exhaustive exhibit exist existence exit expand expansion expect
expectations expensive experience experimental expert expertise expire expiry explains explicit exploit explore exponential export expose express expression expressive
extant extend extension extensive extent external extra extract extractor extranet extremely face facilitate fact factor factory fail failback failover failure fair
fake fall fallback false falsey familiar family fashion fast fastest fastify fatal favor favorite favour feature february feedback feel fetch fewer field figure file
filename filepath filesystem fill filter final financial find fine finish finite fire firewall firm firmware first fixes fixture flag flat flatten flexibility float
floor flow flush focus focusses folder folks follow font footer footnote footprint forbidden force forcefully foreground forever forgery forget forgotten fork form
formal format formula forth forum forward found four fourth fragile frame framework free frequency frequently fresh friday friendly from front frontmatter frozen full
fullwidth fully func functional functionality fundamental further furthest future gain gallery gaps garbage gate gateway gather gave general generate generator generic
getter github give given glob global gmail goal goes gone gonna good governance governor gradients grammar granular granularity graph great greedy green ground group
grow guarantee guard guest guidance guide guidelines gzip hack half halt hand handle handlebars handshake handwritten handy hangs happen happy hard hardware hash hast
have head headquarters heal health healthy heap heavily heavy height held help helpdesk here hereby hesitate heuristic hexadecimal hidden hierarchical hierarchy high
highest highlight hints historical history hkdf hold hole holy homepage hope hopefully horizontal hospital host hostname hotspot hours however html http huge human hung
hybrid hygiene hyphen idea ideal idempotent identical identifier identify identity idle ignore illustrate image imagine immediate impact implementors implicit implies
import importance important improper improve inaccuracies inactive incident include inclusion inclusive incomplete inconsistencies inconsistent incorrect increase
incrementally indefinitely indent independent indeterminate index indicate indicator indices indirect individual industry infer inference infinite influence info inform
informative infrastructure inherent inherit inheritance init initial initialize inject inline inner input insecure insensitive insert inside insight inspect inspector
install instance instanceof instantiate instantly instead instructions integer integrate integrity intend intensive intent intentional interact interactions interactive
intercept interceptor interface interfere intermediate internal internet interoperability interpret interrupt intersect interval into intranet introduce invalid inverse
investigate invite invoke involve irrelevant issue italic item iterate iterator itself january javascript jitter jobs join jolly journey json jsonfile july jumps june
just keep keepalive keepass kept kerberos keyboard keys keyword kill kind know knowledge known label lack laid lamp land language laptop large last lastpass late
latency latest latter launch layer layout lazily lazy ldap lead leak learn least leave left legacy length lets letter level leverages libc library licence license lies
life lifecycle lifetime lift light lightweight like limit line linear link lint linux list listen literal little live load local locale localhost locate locator lock
lockfile logger logic logical login logo logon logout logs long longest look lookbehind lookup loop loose lose loss lost lots love lower lowercase lowest luck machine
macro made mail mailbox mailto main maintain maintenance major majority make manage mandatory manipulate manner manual manufacturer many maps march mark markdown markup
mask massive master match materials math matrix matter maximize maximum maybe mean meant measure measurements mechanism media median medium meet member memo memory
mentions menu merely merge mess message meta metadata method methodology metric microservices microsoft middle middleware might migrate million milliseconds mime mimic
mind minifier minimal minimize minimum minor minus minute mirror mismatches miss mistake mistaken misuse mitigate mixin mobile mock mode model modern modest modify
modular module monday monitor monorepo month more most mount mouse move mpls much multi multiline multipart multiple must mutate naive name namespace narrow native
natural nature navigate near necessarily necessary negate negative neighbor neighbour neither nest network neutral never newer newest newline newly news next nice niche
nightly noauth nobody node nodejs none nonull normal normalize note notebook notice notify november npmjs null number numeric numerous object observability observe
obsolete obtain occur occurrence octal octets october offer office official offline offset often okay omit once ones online only onready opacity opaque open operate
operator opinion opposite optimal optimize optional orange order ordinal ordinary origin original other otherwise outage outcome output outside over overall overcome
overflow overhead overlap overlay overload overridden override oversees overview overwrite overwritten pack package packet page paginators paid pair panel paper
paragraph parallel param parameter parametric parent parentheses parenthesis parity parse part partial participants particular partitions partner partway party pass
passive password past paste patch path pathname pathological pattern pause payload pedantic peer penalty people percent percentage percentiles perfect perform
performance performant perhaps period permission permit persist persistence persistent person personal perspective phase philosophy phone photo phrase pick picture
piece pipe pipeline pitfalls pixel place placeholder plain plaintext plan plant platform play playground playwright please plist plug plugin plus point police policy
poll pong pool popular populate port portal positional positive posix possibility post postfix postgres potential power practical practice prebuilt precede precedence
precedent precise precision predicate prefer preference prefix preload prematurely prepend preprocessor prerelease presence present preserve preset pressure presumes
prettier prettifier pretty prevent primarily primary primitive principal principle print prior prioritize priority privacy private privilege proactively probably probe
problem problematic procedure process processor produce product professional profile program programmatic programmatically progress prohibits project promise prompt
prone proof prop propagate property proposal propose protect protocol prototype provenance provide proxy prune pseudo public publish pull pure purpose push puts
quadratic quality quantifiers quantum quarterly query queue quick quickstart quite quote race rack radius raise random range rank rare rate rather ratio reach react
read readability readdir readme readonly readwrite ready real realistic reality realpath rear reason reboot rebuild receive recent recognize recommend reconnect
reconstruct record recovery recurse recursion recursive redact redirect redis reduce redundant refactor refer reference referral reflect refresh refs refuse regards
regenerate regex regexp region register registrar registry regular reject relate relationship relative relax release relevant reload rely remain remember remote removal
remove rename render repeat replace replay replicas replicate reply repo report repository represent representa representative reproduce request require resemble reset
resilient resistance resolve resort resource respect respective respond response responsibility responsive rest restart restore result resume retain retrieve retry
return reuse reverse revert review revoke rewrite rewritten right risk risky robust role rommon room root roughly round route routine rows rule runner runs runtime safe
safety said salt same sample sane sanitize satisfy saturday save says scale scan scenario schedule schema scheme school scope scratch screen screenshot script scroll
sdwan seamlessly search second secondary secrets secure security seek seem seen sees select selectively selector self sell semantic semicolon semver send sense
sensitive sensitivity sent sentence separate separator september sequence sequential serial serialize series serve servername service session setter setup several
severity sftp shall shallow shape share sharper shebang shell shield ship shop short shortcut shorthand should show shown shutdown shuts side sign signal signature
significance significant silent silly similar simple simplest simplicity simplify simulate simultaneously since single singleton singular site sits size skip skypack
slash slave slice slight slots slow small smallest smart snapshot snippet social socket soft software sole solid solve some someone sometimes somewhat somewhere soon
sorry sort source sourcemap space span spare spawn spec special specific specifically specifier specify spend spent spinner split sponsor sponsorship spot spread square
ssid stability stack staff stage stale stand standalone standard standby star start startup stat state static statically statistics status stay stderr stdin stdout step
sticker still stop storage store story straight straightforward strategy stream strict strikethrough stringify strip strong structure stuck stuff style stylesheets
subclass subcommand subdirectories subject sublicense submission submit submodules subnet subscribe subsequent subset substantial subtle success such sufficient suffix
sugar suggest suit suite summary sunday super supply support suppose suppress sure surface surrogate suspend swap switch symbol symbolic symlink sync synchronous syntax
synthetic syslog system tabs tacacs tack tags tail take taken tarballs target task tbody team technical technician technique technology telemetry tell telnet template
temporarily temporary tend term terminal terminate terminology test text textual than thank that their them theme themselves then there therefore these they thin think
third this thorough those though thought thousand thread threat three threshold through throughout throughput throw thrown thumb thursday thus tick ticket tight tilde
time timelines timeout timestamp timezone tiny title today together token tokenize tomorrow tonight tons took tool toolchain topic total touch towards trace track
trademark traditional traffic trailers transfer transform transitive translate transmission transparent transpile transport trap traversal traverse travis treat tree
triage trial trick tricky tries trigger trim trivial true truly truncate trunk trust truth truthy tuesday tunnel tuple turn tutorial tweaks twice twofold type
typescript typical uefi ugly ultimately unambiguous uncaught under underline underneath underscore understand unescape unfortunately unhealthy unicode uniform
unintuitive union unique unit universal unix unknown unlike unmount unnecessary unsafe unset unshift until unusual update upgrade uplink upload upon upper uppercase
upstream uptime urgent urls usage usar user userland username userspace uses usual utility utilize utils uuid valid validate validator validity value variadic variant
variety vary vast vault vector vendor verb verbatim verbose verify versa version vertical very vice video view violate virtual visibility visit visitor visual
visualstudio vitest vlan voice voicemail void volume volunteers vulnerability wait walk walkthrough want warehouse warm warn warranty watch ways weak weaknesses webhook
webpack website websocket wednesday week weekend weight weird well went were what whatever when whenever where whereas wherever whether which whichever while white
whiteboard whitespace whole whom whose wide width wifi wiki wildcard will window wins wire wish with within without wlan word work workaround workflow workload
workspace world worry worse worst worth worthwhile would wrap write written wrong wrote year yellow yesterday yield your yourself zero zlib zone
`
    .trim()
    .split(/\s+/),
);

/** What a word is made from, by its ending. */
const endings: readonly (readonly [string, readonly string[]])[] = [
  ['ies', ['y']],
  ['ied', ['y']],
  ['ers', ['', 'e', 'er']],
  ['er', ['', 'e']],
  ['es', ['', 'e']],
  ['s', ['']],
  ['ed', ['', 'e']],
  ['ing', ['', 'e']],
  ['ly', ['', 'le']],
];

/** Words that tell how or what something is. */
const made = /(?:ed|ing|able|ible|tion|ment|ness|ious|less|ful)s?$/;

/** Whether a sentence may have a word, or what it is made from, without meaning anything of its own. @param lower in small letters */
export function isOrdinary(lower: string): boolean {
  if (words.has(lower) || made.test(lower)) return true;
  for (const [ending, stems] of endings) {
    if (!lower.endsWith(ending) || lower.length - ending.length < 3) continue;
    const stem = lower.slice(0, -ending.length);
    if (stems.some((rest) => words.has(stem + rest))) return true;
    if (stem.at(-1) === stem.at(-2) && words.has(stem.slice(0, -1))) return true;
  }
  return false;
}
