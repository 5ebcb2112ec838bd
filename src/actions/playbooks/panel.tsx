import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useFormat, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Dialog, DialogActions } from '#platform/ui/dialog.tsx';
import { TextArea } from '#platform/ui/fields.tsx';
import { Card } from '#platform/ui/layout.tsx';
import { Menu } from '#platform/ui/menu.tsx';
import { useCan } from '#platform/ui/session.tsx';
import { EmptyState, FormProblem, Loaded } from '#platform/ui/states.tsx';
import { toast } from '#platform/ui/toast.tsx';
import { runsContract, type Run, type Task } from './contract.ts';
import { playbookTexts } from './page-texts.ts';
import { runTexts } from './panel-texts.ts';
import { Progress, RunPill } from './parts.tsx';
import { StartDialog } from './start-dialog.tsx';
import { TaskLine } from './task-line.tsx';

/** The same under a heading, in the drawer of a CTA. */
export function CtaRuns(of: { accountId: string; ctaId: string }) {
  const t = useTexts(runTexts);
  return (
    <section className="stack !gap-2">
      <h3>{t.title}</h3>
      <RunPanel {...of} />
    </section>
  );
}

/** Runs and tasks in the words of the customer's timeline. */
export function usePlaybookMoment() {
  const { moments } = useTexts(runTexts);
  const redated = useRedatedWords();
  return (moment: { kind: string; event: string; title: string; detail: Record<string, unknown> }) => {
    if (moment.kind !== 'playbook') return null;
    const { playbook, note, by } = moment.detail as Partial<Record<'playbook' | 'note' | 'by', string>>;
    const title = (
      <>
        {moments[moment.event as keyof typeof moments]} <b className="font-semibold">{moment.title}</b>
      </>
    );
    if (moment.event === 'redated') return { title, body: redated(moment.detail as Redating) };
    return { title, body: [playbook, note, by].filter(Boolean).join(' · ') || undefined, tone: moment.event === 'done' ? ('good' as const) : undefined };
  };
}

type Redating = Omit<Run['redatings'][number], 'at'>;

/** Why the days of tasks moved, or did not, in a sentence. */
function useRedatedWords(): (redating: Redating) => string {
  const { redated: t } = useTexts(runTexts);
  const f = useFormat();
  return ({ kind, was, becomes, tasks, kept }) => {
    const [from, to] = [was && f.day(was), f.day(becomes)];
    return from === null ? t.first(t[kind], to, tasks) : kept ? t.kept(t[kind], from, to, tasks) : t.moved(t[kind], from, to, tasks);
  };
}

/** Starts a playbook for many: for the bar below a list. */
export function StartButton({ target, count, onDone }: Pick<Parameters<typeof StartDialog>[0], 'target' | 'count' | 'onDone'>) {
  const t = useTexts(runTexts);
  const mayWrite = useCan('ctas.write');
  const [open, setOpen] = useState(false);
  if (!mayWrite) return null;
  return (
    <>
      <Button small onClick={() => setOpen(true)}>
        {t.start}
      </Button>
      {open && <StartDialog target={target} count={count} onDone={onDone} onClose={() => setOpen(false)} />}
    </>
  );
}

const api = apiQuery(runsContract);
type RunWithSteps = Run & { steps: Task[] };

/** Playbooks of a customer, those of a CTA first: tasks to tick, texts of mail, what was skipped and why. For drawers and pages. */
export function RunPanel({ accountId, ctaId }: { accountId: string; ctaId?: string }) {
  const t = useTexts(runTexts);
  const mayWrite = useCan('ctas.write');
  const [starting, setStarting] = useState(false);
  const list = useQuery(api.ofAccount.queryOptions({ input: { accountId } }));
  const found = ((list.data as RunWithSteps[] | undefined) ?? []).toSorted((a, b) => Number(b.ctaId === ctaId) - Number(a.ctaId === ctaId));
  const running = found.filter((r) => r.status === 'running');
  const ended = found.filter((r) => r.status !== 'running' && (!ctaId || r.ctaId === ctaId));
  const start = mayWrite && (
    <Button small onClick={() => setStarting(true)}>
      {t.start}
    </Button>
  );
  return (
    <Loaded query={list} lines={4}>
      {() => (
        <div className="stack !gap-4">
          {running.length > 0 ? (
            <>
              {running.map((run) => (
                <RunCard key={run.runId} run={run} />
              ))}
              <div className="row">{start}</div>
            </>
          ) : (
            <EmptyState title={t.none} actions={start}>
              {t.noneHint}
            </EmptyState>
          )}
          {ended.length > 0 && (
            <details>
              <summary className="sub">{t.ended(ended.length)}</summary>
              <div className="stack mt-2">
                {ended.map((run) => (
                  <RunCard key={run.runId} run={run} />
                ))}
              </div>
            </details>
          )}
          {starting && <StartDialog target={{ accountIds: [accountId] }} ctaId={ctaId} onClose={() => setStarting(false)} />}
        </div>
      )}
    </Loaded>
  );
}

function RunCard({ run }: { run: RunWithSteps }) {
  const t = useTexts(runTexts);
  const words = useTexts(playbookTexts);
  const f = useFormat();
  const mayWrite = useCan('ctas.write');
  const redated = useRedatedWords();
  const [stopping, setStopping] = useState(false);
  const spared = run.steps.filter((task) => task.status === 'not_needed');
  return (
    <Card
      flush
      title={
        <Link to={`/playbooks/${run.playbookId}`} className="text-[13.5px]">
          {run.playbookName}
        </Link>
      }
      aside={
        <>
          {run.status !== 'running' && <RunPill status={run.status} />}
          <Progress run={run} />
          {mayWrite && run.status === 'running' && (
            <Menu
              label={t.menu(run.playbookName)}
              icon="⋯"
              look="ghost"
              small
              items={[{ key: 'stop', label: t.stop, danger: true, onAction: () => setStopping(true) }]}
            />
          )}
        </>
      }
    >
      <p className="sub px-3.5 pt-2">
        {t.from(words.froms[run.startedFrom], f.dayShort(run.startedOn))} · {t.version(run.version)}
        {run.ownerName && ` · ${run.ownerName}`}
        {run.endNote && ` · ${run.endNote}`}
      </p>
      {run.redatings[0] && (
        <p className="sub px-3.5 pt-1 pb-2">
          {f.moment(run.redatings[0].at)} {redated(run.redatings[0])}
        </p>
      )}
      <Steps steps={run.steps.filter((task) => task.status !== 'not_needed')} over={run.status === 'stopped'} />
      {spared.length > 0 && (
        <details className="border-line border-t">
          <summary className="sub px-3.5 py-2">{t.spared(spared.length)}</summary>
          <Steps steps={spared} over />
        </details>
      )}
      {stopping && <StopDialog run={run} onClose={() => setStopping(false)} />}
    </Card>
  );
}

function Steps({ steps, over }: { steps: Task[]; over: boolean }) {
  return (
    <ul>
      {steps.map((task) => (
        <TaskLine key={task.taskId} task={task} over={over} />
      ))}
    </ul>
  );
}

function StopDialog({ run, onClose }: { run: Run; onClose: () => void }) {
  const t = useTexts(runTexts);
  const queries = useQueryClient();
  const [note, setNote] = useState('');
  const stop = useMutation({
    mutationFn: () => api.stop.call({ accountId: run.accountId, runId: run.runId, note: note || null }),
    onSuccess: async () => {
      toast(t.stopped);
      await queries.invalidateQueries();
      onClose();
    },
  });
  return (
    <Dialog open onClose={onClose} title={t.stopTitle(run.playbookName)}>
      <div className="stack">
        <p>{t.stopText}</p>
        <TextArea label={t.stopNote} rows={2} value={note} onChange={setNote} />
        <FormProblem error={stop.error} />
      </div>
      <DialogActions onClose={onClose} label={t.stop} busy={stop.isPending} onDo={() => stop.mutate()} danger />
    </Dialog>
  );
}
