/** Every part of the screens in every state; the same with values that are far too long. */
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { caseStates } from '../../shared/cases/states.ts';
import { Chip, type ChipTone } from '../ui/chip.tsx';
import { ClockBar, type ClockBarState } from '../ui/clock-bar.tsx';
import { Drawer } from '../ui/drawer.tsx';
import { countWords, FilterBar, PriorityFilter } from '../ui/filter-bar.tsx';
import { FindingRow } from '../ui/finding-row.tsx';
import { Icon } from '../ui/icons.tsx';
import { Key } from '../ui/key.tsx';
import { KeyValues } from '../ui/key-values.tsx';
import { Mark, type MarkKind, markWords } from '../ui/mark.tsx';
import { Notice, type NoticeTone } from '../ui/notice.tsx';
import { Empty, Loading } from '../ui/place.tsx';
import { Priority } from '../ui/priority.tsx';
import { PartsBar, Ring } from '../ui/ring.tsx';
import { Screen } from '../ui/screen.tsx';
import { SectionHead } from '../ui/section-head.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { StateChip } from '../ui/state-chip.tsx';
import { Timeline } from '../ui/timeline.tsx';
import { Way } from '../ui/way.tsx';
import styles from './kit.module.css';

const marks = Object.keys(markWords) as MarkKind[];
const chips: readonly ChipTone[] = ['plain', 'line', 'good', 'warn', 'bad', 'accent'];
const notices: readonly NoticeTone[] = ['plain', 'good', 'warn', 'bad', 'accent'];
const clocks: readonly [ClockBarState, string, number][] = [
  ['none', 'not started', 0],
  ['runs', '22 h left', 12],
  ['risk', '50 min left', 86],
  ['over', '1 day over', 100],
  ['met', '0:21 of 6 h', 100],
  ['late', 'met, 5 h late', 100],
  ['not-before', 'not before 23 Dec', 35],
  ['void', 'void, P-33', 100],
];
const colours = [
  'surface',
  'ground',
  'sunken',
  'hover',
  'line',
  'edge',
  'ink',
  'ink-2',
  'ink-3',
  'accent',
  'accent-fill',
  'accent-soft',
  'bar',
  'good-m',
  'warn-m',
  'bad-m',
  'good-soft',
  'warn-soft',
  'bad-soft',
] as const;
const parts = [
  { id: 'systems', done: 13, of: 13 },
  { id: 'configuration', done: 4, of: 9 },
  { id: 'revisions', done: 0, of: 4 },
  { id: 'steps', done: 12, of: 19 },
];

function Group({ title, children }: { title: string; children: ReactNode }) {
  const id = `kit-${title.toLowerCase().replaceAll(/\W+/g, '-')}`;
  return (
    <section className={styles.group} aria-labelledby={id}>
      <SectionHead id={id} title={title} />
      <div className={styles.body}>{children}</div>
    </section>
  );
}

/** @param long text in the place of every value; 300 letters without a space are the worst that a field takes */
export function Kit({ long = null }: { long?: string | null }) {
  const [open, setOpen] = useState(false);
  const [went, setWent] = useState('');
  const [search, setSearch] = useState('call recorder');
  const [level, setLevel] = useState('P2');
  const text = (words: string) => long ?? words;
  return (
    <div className={styles.kit}>
      <Screen
        title={text('Parts')}
        lead="C-7K2M-Q4RD"
        note={text('every state of what the screens are made of')}
        actions={
          <>
            <Button variant="default" onClick={() => setOpen(true)}>
              Open a drawer
            </Button>
            <Button>
              Hand off <Key>Ctrl Shift Enter</Key>
            </Button>
          </>
        }
      >
        <p role="status">{went === '' ? 'Nothing was chosen yet.' : `Chosen: ${went}`}</p>
        <div className={styles.groups}>
          <Group title="Marks">
            {marks.map((kind) => (
              <span key={kind} className={styles.line}>
                <Mark kind={kind} silent /> {markWords[kind]}
              </span>
            ))}
          </Group>
          <Group title="Chips and states">
            {chips.map((tone) => (
              <Chip key={tone} tone={tone} icon="done">
                {text(tone)}
              </Chip>
            ))}
            {caseStates.map((state) => (
              <StateChip key={state} state={state} ticket={state === 'planned' ? text('T-1042') : ''} />
            ))}
          </Group>
          <Group title="Priorities and progress">
            {(['P1', 'P2', 'P3', 'P4', 'none'] as const).map((priority) => (
              <Priority key={priority} priority={priority} />
            ))}
            {[0, 38, 72, 100].map((done) => (
              <span key={done} className={styles.line}>
                <Ring done={done} of={100} /> {done} of 100
              </span>
            ))}
            <span className={styles.wide}>
              <PartsBar parts={parts} />
            </span>
          </Group>
          <Group title="Filters">
            <span className={styles.wide}>
              <FilterBar
                label="Search the parts"
                text={search}
                onText={setSearch}
                words={level === '' ? [] : [{ text: text(level), clear: () => setLevel('') }]}
                count={countWords(2, 14, ['part', 'parts'])}
              >
                <PriorityFilter value={level} onChange={setLevel} />
              </FilterBar>
            </span>
          </Group>
          <Group title="Clocks">
            {clocks.map(([state, word, percent]) => (
              <span key={state} className={styles.wide}>
                <ClockBar
                  name={text('Action plan')}
                  word={word}
                  state={state}
                  percent={percent}
                  sentence={`Action plan, ${word}`}
                />
              </span>
            ))}
          </Group>
          <Group title="Where a case stands">
            <Way
              label="Way of the case"
              steps={[
                { name: 'Level 1', state: 'done' },
                { name: 'Level 2', state: 'present', word: 'sent back' },
                { name: 'Lead', state: 'ahead' },
                { name: 'Level 3', state: 'ahead' },
              ]}
            />
            <Way
              label="Way of a P1"
              steps={[
                { name: 'Handoff', state: 'done' },
                { name: 'Lead', state: 'owed', word: 'not approved, due by Wed 2 Dec, 18:00' },
                { name: 'Level 3', state: 'present' },
              ]}
            />
            <Way
              label="Way of a P1 whose approval is late"
              steps={[
                { name: 'Lead', state: 'late', word: 'not approved, overdue since Wed 2 Dec, 18:00' },
                { name: 'Level 3', state: 'present' },
              ]}
            />
          </Group>
          <Group title="Rows that lead somewhere">
            <FindingRow mark="missing" number={1} why={text('Problem')} onGo={() => setWent('effect')}>
              {text('Effect on the business')}
            </FindingRow>
            {marks.map((mark) => (
              <FindingRow key={mark} mark={mark} why={text('Cause')} clause="P-23" onGo={() => setWent(mark)}>
                {text('Suspected system')}
              </FindingRow>
            ))}
          </Group>
          <Group title="Facts">
            <KeyValues
              rows={[
                { label: text('Customer'), value: text('Example Hospital') },
                { label: 'Host', value: <span className="mono">{text('pag-01')}</span> },
              ]}
            />
            <KeyValues
              columns={3}
              rows={[
                { label: 'Version', value: <span className="mono">{text('12.5.1.16900')}</span> },
                { label: text('Affected users'), value: '214 of 450' },
                { label: 'Began', value: 'Mon 23 Nov, 07:04' },
              ]}
            />
          </Group>
          <Group title="Fields">
            <TextInput label={text('Last worked')} placeholder="Day, time" />
            <TextInput
              label="Began"
              defaultValue={text('23 Nov 2026, 07:04')}
              description={text('page.log begins at 07:52')}
            />
            <TextInput
              label="Level 1 ended"
              error={text('Before the fault began. Set one of the two right.')}
            />
            <Textarea label="Actual" defaultValue={text('Zone 2 starts late')} />
            <Segmented
              id="kit-priority"
              label={text('Priority')}
              value="P2"
              options={['P1', 'P2', 'P3', 'P4'].map((value) => ({ value, label: value }))}
              onChange={() => undefined}
              clearable
            />
            <NativeSelect label="Agreement" data={[text('20417, Northgate')]} />
            <TextInput label="Frozen" disabled defaultValue={text('Handed off')} />
          </Group>
          <Group title="Buttons">
            <Button>Answer</Button>
            <Button variant="default">{text('Collect')}</Button>
            <Button variant="default" disabled>
              Ask the hub
            </Button>
            <Button variant="default" size="compact-xs">
              Paste a table
            </Button>
          </Group>
          <Group title="Notices">
            {notices.map((tone) => (
              <Notice
                key={tone}
                tone={tone}
                title={text('sh-ver.txt cannot be read')}
                actions={<Button variant="default">Try again</Button>}
              >
                {text(
                  'It is 0 bytes. It was not attached; the other 5 files were. Take it again from the device.',
                )}
              </Notice>
            ))}
          </Group>
          <Group title="Empty and loading">
            <Empty title={text('No case waits for you')} action={<Button>New case</Button>}>
              {text('What Level 3 asks and what a lead sends back shows here.')}
            </Empty>
            <Loading>{text('Reading 21,604 lines of page.log')}</Loading>
          </Group>
          <Group title="Time">
            <Timeline
              label="Due next"
              entries={(['plain', 'soon', 'over', 'done', 'off'] as const).map((tone) => ({
                id: tone,
                time: '16:22',
                text: text('Level 1 response'),
                detail: text('C-3FQ8, choose the priority'),
                tone,
              }))}
            />
          </Group>
          <Group title="Colours">
            {colours.map((colour) => (
              <span key={colour} className={styles.line}>
                <i className={styles.swatch} style={{ background: `var(--${colour})` }} aria-hidden="true" />{' '}
                {colour}
              </span>
            ))}
          </Group>
          <Group title="Icons and keys">
            <Icon name="home" /> <Icon name="question" /> <Icon name="return" /> <Key>F8</Key>{' '}
            <Key>Ctrl K</Key>
          </Group>
        </div>
      </Screen>
      {open && (
        <Drawer
          title={text('pag-01')}
          onClose={() => setOpen(false)}
          foot={
            <Button variant="default" onClick={() => setOpen(false)}>
              Done
            </Button>
          }
        >
          <p>{text('What belongs to one row stands here, and the list stays in sight.')}</p>
        </Drawer>
      )}
    </div>
  );
}
