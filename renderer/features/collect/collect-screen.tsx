/** Collect: outputs in, proposals out. Nothing is written before it is accepted. */

import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useStore } from 'zustand';
import { caseNumber } from '../../../shared/base/ids.ts';
import type { AttachmentRecord } from '../../../shared/cases/records.ts';
import type { CollectedFinding } from '../../../shared/collect/collected.ts';
import { signatureRules } from '../../../shared/knowledge/known-problems.ts';
import { fittingRecipes } from '../../../shared/knowledge/recipes.ts';
import { rulesInForce } from '../../../shared/knowledge/rules.ts';
import { acceptCollected, attachDropped, attachedHashes } from '../../commands/accept-collected.ts';
import { knownRows, noteRead, wasRead } from '../../commands/known-rows.ts';
import { addToField, noteAsStep } from '../../commands/note-finding.ts';
import { refusalWords } from '../../store/outcome.ts';
import { ChooseFiles } from '../../ui/choose-files.tsx';
import { OpenedCase } from '../../ui/opened-case.tsx';
import { Screen } from '../../ui/screen.tsx';
import { WhyReadOnly } from '../../ui/why-read-only.tsx';
import { contentsOf, useApp, useCasePart, useEditable } from '../../views/hooks.tsx';
import { readFindingRules, readRecipes, readSignedProblems } from '../../views/knowledge.ts';
import { useView } from '../../views/use-view.ts';
import type { DroppedFile } from '../../workers/outputs-service.ts';
import { showCaseUndo } from '../case/undo-history.ts';
import classes from './collect.module.css';
import { type Collecting, collectingOf, isChosen, roleOf } from './collecting.ts';
import { filesOfTransfer } from './dropped-files.ts';
import { FileList } from './file-list.tsx';
import { FindingsList } from './findings-list.tsx';
import { ProposalList } from './proposal-list.tsx';
import { RecipeList } from './recipe-list.tsx';
import { SourcePane } from './source-pane.tsx';
import { ThisComputerDrawer } from './this-computer.tsx';

/** What kind of file of the case an output is, by what it was taken for. */
function categoriesOf({ outputs }: Collecting): Map<string, AttachmentRecord['category']> {
  const categories = new Map<string, AttachmentRecord['category']>();
  for (const file of new Set(outputs.map((output) => output.file))) {
    const own = outputs.filter((output) => output.file === file);
    const kinds = own.map(({ kind }) => kind).filter((kind) => kind !== 'unknown');
    if (kinds.length === 0) continue;
    if (kinds.every((kind) => /running-config/.test(kind))) categories.set(file, 'configuration');
    else if (kinds.every((kind) => /logging|journal/.test(kind))) categories.set(file, 'log');
  }
  return categories;
}

/** Takes files and text wherever on the window they are dropped or pasted. */
function useWindowDrop(take: (files: Promise<File[]>) => void, now: () => Date): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const onDragOver = (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    };
    const onDragLeave = (event: DragEvent) => {
      // Leaving one part of the page for another leaves nothing.
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      if (event.dataTransfer) take(filesOfTransfer(event.dataTransfer, now()));
    };
    const onPaste = (event: ClipboardEvent) => {
      const intoField = event.target instanceof Element && event.target.matches('input, textarea');
      if (intoField || !event.clipboardData) return;
      event.preventDefault();
      take(filesOfTransfer(event.clipboardData, now()));
    };
    window.addEventListener('dragover', onDragOver);
    window.addEventListener('dragleave', onDragLeave);
    window.addEventListener('drop', onDrop);
    document.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('dragover', onDragOver);
      window.removeEventListener('dragleave', onDragLeave);
      window.removeEventListener('drop', onDrop);
      document.removeEventListener('paste', onPaste);
    };
  }, [take, now]);
  return over;
}

function Collect() {
  const app = useApp();
  const contents = useCasePart(contentsOf);
  const { id: caseId, title, firstSeen } = contents.case;
  const session = collectingOf(caseId);
  const state = useStore(session.store);
  const [, go] = useLocation();
  const [told, setTold] = useState('');
  const [accepting, setAccepting] = useState(false);
  /** Ends with the acceptance that is under way: which system a finding was made on is known after it. */
  const acceptance = useRef<Promise<void>>(Promise.resolve());
  /** Systems of the case, by what was accepted here: the outputs are held against the case again only a moment later. */
  const acceptedSystems = useRef<ReadonlyMap<string, string>>(new Map());
  const [asking, setAsking] = useState(false);
  /** How many chosen facts the person was told would be left out. */
  const [leaving, setLeaving] = useState(0);
  const latest = useRef(contents);
  latest.current = contents;
  const editable = useEditable();
  const number = caseNumber(caseId);
  const faultAt = firstSeen?.at ?? null;

  const { systems, configuration, revisions } = contents;
  const published = useView(readFindingRules);
  const problems = useView(readSignedProblems);
  const recipes = useView(readRecipes) ?? [];
  const fitting = fittingRecipes(recipes, {
    productIds: systems.flatMap(({ productId }) => productId ?? []),
    text: `${title} ${contents.case.observed}`,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the case holds decides what is proposed
  useEffect(() => {
    let gone = false;
    // Not before the rules are known: all would be read twice.
    if (!published || !problems) return;
    const rules = [...rulesInForce(published), ...signatureRules(problems)];
    void knownRows(app, latest.current).then((known) => {
      if (!gone) session.refresh({ known, rules, faultAt, now: app.now().toISOString() });
    });
    return () => {
      gone = true;
    };
  }, [
    app,
    session,
    systems,
    configuration,
    revisions,
    faultAt,
    contents.case.customerId,
    published,
    problems,
  ]);

  const takeFiles = useCallback(
    async (coming: Promise<File[]>) => {
      const files = await coming;
      if (files.length === 0) return setTold(t`There was neither a file nor text in it.`);
      setTold('');
      await session.take(files, (sha256) => wasRead(app, latest.current, sha256));
    },
    [app, session],
  );
  const over = useWindowDrop(
    useCallback((files: Promise<File[]>) => void (editable && takeFiles(files)), [takeFiles, editable]),
    app.now,
  );

  // Where one of the catalogue's products is described, which of them shows the fault is for a person to say.
  const hasAffected = systems.some(({ role, productId }) => role === 'affected' || productId !== null);
  const accepted = state.groups
    .map((group) => ({
      group,
      role: roleOf(state, group, hasAffected),
      quantity: state.counts.get(group.name) ?? null,
      proposals: group.proposals
        .filter((each) => isChosen(state, group, each))
        .map((each) => ({ ...each, value: state.edited.get(each.id) ?? each.value })),
    }))
    .filter(({ proposals }) => proposals.length > 0);
  const count = accepted.reduce((sum, { proposals }) => sum + proposals.length, 0);
  const readBefore = state.readBefore.size > 0;
  const total = state.groups.reduce((sum, { proposals }) => sum + proposals.length, 0);

  function accept(): void {
    if (!editable || count === 0 || accepting) return;
    setAccepting(true);
    acceptance.current = acceptChosen().finally(() => setAccepting(false));
  }

  async function acceptChosen(): Promise<void> {
    // Of which files something is left: they go on proposing it.
    const left = new Set(
      state.groups.flatMap((group) =>
        group.proposals.filter((each) => !isChosen(state, group, each)).map(({ file }) => file),
      ),
    );
    const settled = accepted
      .flatMap(({ proposals }) => proposals.map(({ file }) => file))
      .filter((file) => !left.has(file));
    const outcome = await acceptCollected(app, {
      caseId,
      site: contents.case.site,
      groups: accepted,
      inCase: new Map(
        state.groups.flatMap(({ id, target }) =>
          target.kind === 'in-case' ? [[id, target.systemId] as const] : [],
        ),
      ),
      files: droppedFiles(),
      known: await knownRows(app, latest.current),
      attached: latest.current.attachments,
      categories: categoriesOf(state),
    });
    if (outcome.kind === 'failed') return setTold(outcome.message);
    acceptedSystems.current = new Map([...acceptedSystems.current, ...outcome.systems]);
    session.settle(settled);
    const words = t`${plural(outcome.facts, { one: '# fact', other: '# facts' })} and ${plural(outcome.files, { one: '# file', other: '# files' })} saved on this computer.`;
    setTold(outcome.held === 0 ? words : `${words} ${heldWords(outcome.held)}`);
    showCaseUndo(caseId, words, outcome.undo);
  }

  async function attach(file: DroppedFile): Promise<void> {
    const outcome = await attachDropped(app, caseId, file, latest.current.attachments);
    setTold(
      outcome.kind === 'failed'
        ? outcome.message
        : outcome.kind === 'held'
          ? t`${file.name} is saved on this computer. ${heldWords(1)}`
          : t`${file.name} is attached to the case and saved on this computer.`,
    );
  }

  /** A log is looked into as a file of the case: there its lines can be kept. */
  async function lookInto(file: DroppedFile): Promise<void> {
    const outcome = await attachDropped(app, caseId, file, latest.current.attachments, { category: 'log' });
    if (outcome.kind === 'failed') setTold(outcome.message);
    else go(`/cases/${caseId}/log/${outcome.id}`);
  }

  const droppedFiles = () => new Map(state.files.map((file) => [file.name, file]));

  async function note(finding: CollectedFinding): Promise<boolean> {
    await acceptance.current;
    const of = finding.system ?? '';
    const systemId = session.store.getState().inCase.get(of) ?? acceptedSystems.current.get(of);
    // It may have been taken back since.
    const system = latest.current.systems.find(({ id }) => id === systemId);
    const outcome = await noteAsStep(app, latest.current, finding, droppedFiles(), system?.id ?? null);
    setTold(outcome.kind === 'saved' ? t`Noted as a step, saved on this computer.` : refusalWords(outcome));
    return outcome.kind === 'saved';
  }

  async function fill(finding: CollectedFinding): Promise<void> {
    const outcome = await addToField(app, latest.current, finding);
    if (outcome === null) return setTold(t`The field says so already.`);
    setTold(
      outcome.kind === 'saved' ? t`Added to the field, saved on this computer.` : refusalWords(outcome),
    );
  }

  async function done(): Promise<void> {
    if (!editable) return go(`/cases/${caseId}`);
    if (count > 0 && leaving !== count) {
      setLeaving(count);
      return setTold(
        t`${plural(count, { one: '# chosen fact is', other: '# chosen facts are' })} not in the case yet. Accept, or leave without them.`,
      );
    }
    // What was gone through proposes nothing when it is dropped again, whether it was accepted or not.
    await noteRead(
      app,
      caseId,
      state.files.map(({ sha256 }) => sha256),
    );
    await session.finish();
    go(`/cases/${caseId}`);
  }

  const acceptNow = useRef(accept);
  acceptNow.current = accept;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      void acceptNow.current();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);

  return (
    <Screen
      flush
      title={t`Collect`}
      named={t`Collect for ${number}`}
      note={
        <>
          <Link href={`/cases/${caseId}`} className="mono">
            {number}
          </Link>{' '}
          {title}
        </>
      }
      actions={
        <>
          <Button component={Link} href={`/cases/${caseId}/timeline`} variant="default">
            <Trans>Timeline</Trans>
          </Button>
          <Button component={Link} href={`/cases/${caseId}/compare`} variant="default">
            <Trans>Compare</Trans>
          </Button>
          <Button variant="default" onClick={() => void done()}>
            {leaving > 0 && leaving === count ? t`Leave without them` : t`Done`}
          </Button>
        </>
      }
    >
      <div className={classes.screen} data-over={over && editable}>
        <p role="status">{state.busy === '' ? told : `${state.busy}…`}</p>
        {state.problem !== '' && (
          <p role="alert" className="bad">
            {state.problem}
          </p>
        )}
        <WhyReadOnly>
          <Trans>What was handed off is frozen: facts can be added again once it is given back.</Trans>
        </WhyReadOnly>
        <div className={classes.columns}>
          <section className={classes.column} aria-label={t`Files`}>
            <RecipeList session={session} recipes={fitting} />
            <div className={classes.head}>
              <h2>
                <Trans>Files</Trans>
              </h2>
              <span className={classes.meta}>{state.files.length}</span>
            </div>
            <div className={classes.scroll}>
              <FileList
                session={session}
                attached={attachedHashes(contents.attachments)}
                onAttach={editable ? (file) => void attach(file) : null}
                onLook={editable ? (file) => void lookInto(file) : null}
              />
            </div>
            {editable && (
              <div className={classes.drop}>
                <ChooseFiles
                  multiple
                  label={t`Files to read`}
                  onChoose={(files) => void takeFiles(Promise.resolve(files))}
                >
                  {t`Choose files`}
                </ChooseFiles>
                <Button variant="default" onClick={() => setAsking(true)}>
                  <Trans>From this computer…</Trans>
                </Button>
                <span>
                  <Trans>or drop or paste outputs, logs and archives anywhere.</Trans>
                </span>
              </div>
            )}
          </section>
          <section className={classes.column} aria-label={t`Proposals`}>
            {total > 0 ? (
              <ProposalList
                session={session}
                hasAffected={hasAffected}
                inCase={systems.flatMap(({ hostname }) => (hostname.trim() === '' ? [] : [hostname.trim()]))}
              />
            ) : (
              <p className={classes.hint}>
                {!editable
                  ? ''
                  : state.files.length === 0
                    ? t`Drop what you captured: each output is recognised, and what it says about systems, links, configuration and revision levels is proposed here, with its file and line.`
                    : state.busy === ''
                      ? readBefore
                        ? t`Files that were read before propose nothing, whether the case took it or not. Read again, beside a file, proposes what the case lacks.`
                        : t`Nothing is left to propose: the case holds all that was read, or nothing was recognised.`
                      : ''}
              </p>
            )}
            <div className={classes.foot}>
              <span className="num">
                <Trans>
                  {count} chosen, {total - count} left out
                </Trans>
              </span>
              <span className={classes.keys}>
                <Trans>
                  <kbd>Space</kbd> choose <kbd>E</kbd> edit <kbd>←</kbd> source
                </Trans>
              </span>
              <Button
                className={classes.end}
                disabled={!editable || count === 0 || accepting}
                onClick={accept}
              >
                <Trans>Accept {count}</Trans>
              </Button>
            </div>
          </section>
          <section className={classes.column} aria-label={t`Source and findings`}>
            <SourcePane session={session} />
            <FindingsList
              session={session}
              editable={editable}
              onNote={note}
              onFill={(finding) => void fill(finding)}
            />
          </section>
        </div>
        {asking && editable && (
          <ThisComputerDrawer
            wanted={fitting.flatMap(({ items }) => items.map(({ command }) => command))}
            onFile={(file) => void takeFiles(Promise.resolve([file]))}
            onClose={() => setAsking(false)}
          />
        )}
      </div>
    </Screen>
  );
}

/** Why a file is not attached yet, and what to do. */
const heldWords = (count: number) =>
  t`${plural(count, { one: 'The file is', other: '# files are' })} held here until redacted, or said not to need it: under Files.`;

export function CollectScreen({ caseId }: { caseId: string }) {
  return (
    <OpenedCase caseId={caseId}>
      <Collect />
    </OpenedCase>
  );
}
