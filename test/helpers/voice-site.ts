/** Outputs of a whole voice site, made from the fixtures of the readers: a cluster of five, two gateways, four models of phones, two servers. */
import { captureText } from './captures.ts';

export interface SiteFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

const file = (name: string, text: string): SiteFile => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from(text),
});

const clusterNodes = ['cucm-pub', 'cucm-sub1', 'cucm-sub2', 'cucm-tftp', 'cucm-moh'] as const;
const servers = ['REC-1', 'REC-2'] as const;
/** One of each as an example, with how many of its model there are. */
const phones = [
  { host: 'SEP00005E005301', model: 'CP-8845', count: 200 },
  { host: 'SEP00005E005302', model: 'CP-8811', count: 150 },
  { host: 'SEP00005E005303', model: 'CP-7841', count: 75 },
  { host: 'SEP00005E005304', model: 'CP-8832', count: 25 },
] as const;

/** What stands between two prompts of a session. */
function outputOf(session: string, command: string): string {
  const from = session.indexOf(`admin:${command}\n`);
  const to = session.indexOf('\nadmin:', from + 1);
  return session.slice(from, to < 0 ? undefined : to + 1);
}

function clusterFiles(): SiteFile[] {
  const session = captureText('cucm-log.txt');
  const line = (at: number) => {
    const node = clusterNodes[at] ?? '';
    const kind = at === 0 ? 'Publisher callmanager DBPub' : 'Subscriber callmanager DBSub';
    return `192.0.2.${11 + at} ${node}.example.test ${node} ${kind} authenticated`;
  };
  const listed = outputOf(session, 'show network cluster')
    .split('\n')
    .filter((each) => !/^192\.0\.2\./.test(each));
  const cluster = [listed[0], ...clusterNodes.map((_, at) => line(at)), ...listed.slice(1)].join('\n');
  const counts = phones.map(({ model, count }) => `${count}`.padEnd(7) + model.replace('CP-', 'Cisco '));
  const publisher = session
    .replace(outputOf(session, 'show network cluster'), cluster)
    .concat(
      '\nadmin:run sql select count(d.name) as phones, t.name as model from device d inner join typemodel t on d.tkmodel=t.enum group by t.name\n',
      ['phones model', '====== ==========', ...counts].join('\n'),
      '\nadmin:\n',
    );
  const others = clusterNodes.slice(1).map((node) => {
    const own = ['show status', 'show version active'].map((each) => outputOf(session, each)).join('\n');
    // One node was left behind by the last upgrade.
    const text = own.replaceAll('cucm-pub', node).replaceAll('92%', '61%');
    return file(`${node}.txt`, node === 'cucm-sub2' ? text.replaceAll('14900-63', '13900-152') : text);
  });
  return [file('cucm-pub.txt', publisher), ...others];
}

/** All files, as somebody would drop them at once. */
export function voiceSite(): SiteFile[] {
  const gateway = captureText('gateway-log.txt');
  const phone = captureText('phone.txt');
  const server = captureText('systeminfo.txt');
  return [
    ...clusterFiles(),
    file('vg-site-1.txt', gateway),
    file(
      'vg-site-2.txt',
      gateway
        .replaceAll('vg-site-1', 'vg-site-2')
        .replaceAll('192.0.2.30', '192.0.2.31')
        .replaceAll('5330', '5331'),
    ),
    ...phones.map(({ host, model }, at) =>
      file(
        `${model}.txt`,
        phone
          .replaceAll('SEP00005E005377', host)
          .replaceAll('00005E005377', host.slice(3))
          .replaceAll('CP-8845', model)
          .replaceAll('FCH0000ABCD', `FCH0000ABC${at}`),
      ),
    ),
    ...servers.map((host) => file(`${host}.txt`, server.replaceAll('IPS-APP-01', host))),
  ];
}

/** One of them by its name. */
export function captureOf(name: string): SiteFile {
  const found = voiceSite().find((each) => each.name === name);
  if (!found) throw new Error(`the voice site has no ${name}`);
  return found;
}

/** A log of the recording server: 3,000 lines about the minute of the fault, with one grave message at it. */
export function recorderLog(): SiteFile {
  const start = Date.parse('2026-11-20T13:50:00Z');
  const lines = Array.from({ length: 3_000 }, (_, at) => {
    const time = new Date(start + at * 1_000).toISOString();
    return at === 1_500
      ? `${time} ERROR recorder: no route to group 2`
      : `${time} INFO worker-${at % 7} polled trunk ${at % 3}`;
  });
  return file('recorder.log', `${lines.join('\n')}\n`);
}
