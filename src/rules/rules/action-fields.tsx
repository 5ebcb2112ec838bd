import { Link } from '@tanstack/react-router';
import { useLanguage, useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { NumberField, Select, TextField } from '#platform/ui/fields.tsx';
import { assignmentRoles } from '#accounts/assignments/terms.ts';
import { useCan } from '#platform/ui/session.tsx';
import type { Known, OwnerRule, RuleAction } from './contract.ts';
import { rulePanelTexts } from './panel-texts.ts';
import { PhaseField } from './trigger-fields.tsx';
import { ctaTypes, riskCategories } from './terms.ts';

type Of<K extends RuleAction['kind']> = Extract<RuleAction, { kind: K }>;
type Props<K extends RuleAction['kind']> = { action: Of<K>; onChange: (action: RuleAction) => void; known: Known };
const kinds = ['cta', 'notify', 'set_phase', 'set_attribute', 'add_tag', 'webhook'] as const;

/** What a rule does, one block for each action. */
export function ActionsFields({
  actions,
  onChange,
  known,
  name,
}: {
  actions: RuleAction[];
  onChange: (actions: RuleAction[]) => void;
  known: Known;
  name: string;
}) {
  const t = useTexts(rulePanelTexts);
  const put = (i: number, action: RuleAction) => onChange(actions.map((a, j) => (j === i ? action : a)));
  const offered = kinds.filter(
    (kind) => (kind === 'set_attribute' ? known.attributes : kind === 'webhook' ? known.webhooks.filter((w) => w.live) : [1]).length > 0,
  );
  return (
    <div className="stack">
      {actions.map((action, i) => (
        <div key={i} className="stack rounded-md border border-line p-3">
          <div className="row spread">
            <h3>{t.actions[action.kind]}</h3>
            {actions.length > 1 && (
              <Button small look="ghost" aria-label={t.removeAction(i + 1)} onClick={() => onChange(actions.filter((_, j) => j !== i))}>
                ×
              </Button>
            )}
          </div>
          <ActionFields action={action} onChange={(next) => put(i, next)} known={known} />
        </div>
      ))}
      {actions.length < 8 && (
        <Select
          label={t.addAction}
          value=""
          placeholder=""
          onChange={(kind) => onChange([...actions, starting(kind as RuleAction['kind'], known, name)])}
          options={offered.map((kind) => ({ value: kind as string, label: t.actions[kind] }))}
        />
      )}
      {!offered.includes('webhook') && <NoWebhook />}
    </div>
  );
}

const csm = { kind: 'role', role: 'csm' } as const;

function starting(kind: RuleAction['kind'], known: Known, name: string): RuleAction {
  switch (kind) {
    case 'notify':
      return { kind, to: csm, text: name };
    case 'set_phase':
      return { kind, phase: 'adoption' };
    case 'set_attribute':
      return { kind, key: known.attributes[0]?.key ?? 'attribute', value: null };
    case 'add_tag':
      return { kind, tag: name.slice(0, 60) };
    case 'webhook':
      return { kind, webhookId: known.webhooks.find((w) => w.live)!.id };
    default:
      return {
        kind: 'cta',
        type: 'activity',
        reason: 'follow_up',
        riskCategory: null,
        title: name,
        priority: 2,
        owner: csm,
        dueInBusinessDays: 3,
        playbookId: null,
      };
  }
}

function ActionFields({ action, onChange, known }: { action: RuleAction; onChange: (action: RuleAction) => void; known: Known }) {
  const t = useTexts(rulePanelTexts);
  switch (action.kind) {
    case 'cta':
      return <CtaFields action={action} onChange={onChange} known={known} />;
    case 'notify':
      return (
        <div className="grid3">
          <OwnerField owner={action.to} onChange={(to) => onChange({ ...action, to })} known={known} />
          <TextField label={t.text} required maxLength={300} value={action.text} onChange={(text) => onChange({ ...action, text })} />
        </div>
      );
    case 'set_phase':
      return <PhaseField label={t.phase} value={action.phase} onChange={(phase) => onChange({ ...action, phase })} />;
    case 'set_attribute':
      return <AttributeFields action={action} onChange={onChange} known={known} />;
    case 'add_tag':
      return <TextField label={t.tag} hint={t.tagHint} required maxLength={60} value={action.tag} onChange={(tag) => onChange({ ...action, tag })} />;
    case 'webhook':
      return <WebhookField action={action} onChange={onChange} known={known} />;
  }
}

function WebhookField({ action, onChange, known }: Props<'webhook'>) {
  const t = useTexts(rulePanelTexts);
  const chosen = known.webhooks.find((w) => w.id === action.webhookId);
  const options = known.webhooks.filter((w) => w.live || w === chosen).map((w) => ({ value: w.id, label: w.live ? w.name : t.webhookOff(w.name) }));
  return (
    <Select
      label={t.webhook}
      hint={t.webhookHint}
      value={action.webhookId}
      onChange={(webhookId) => onChange({ ...action, webhookId })}
      options={chosen ? options : [{ value: action.webhookId, label: t.webhookGone }, ...options]}
    />
  );
}

function NoWebhook() {
  const t = useTexts(rulePanelTexts);
  return (
    <p className="sub">
      {t.webhookNone} <Link to={'/settings/channels' as never}>{t.webhookSettings}</Link>
    </p>
  );
}

function CtaFields({ action, onChange, known }: Props<'cta'>) {
  const t = useTexts(rulePanelTexts);
  const language = useLanguage();
  const mayName = useCan('reasons.write');
  const reasons = known.reasons.filter((r) => r.type === action.type && (!r.archived || r.key === action.reason));
  const setType = (type: Of<'cta'>['type']) => {
    const reason = known.reasons.find((r) => r.type === type && !r.archived)?.key ?? action.reason;
    onChange({ ...action, type, reason, riskCategory: type === 'risk' ? action.riskCategory : null });
  };
  return (
    <>
      <TextField label={t.title} required maxLength={120} value={action.title} onChange={(title) => onChange({ ...action, title })} />
      <div className="grid3">
        <Select label={t.type} value={action.type} onChange={setType} options={ctaTypes.map((type) => ({ value: type, label: t.types[type] }))} />
        <Select
          label={t.reason}
          hint={mayName && <Link to={'/settings/reasons' as never}>{t.reasonsEdit}</Link>}
          value={action.reason}
          onChange={(reason) => onChange({ ...action, reason })}
          options={reasons.map((r) => ({ value: r.key, label: r.name[language] }))}
        />
        {action.type === 'risk' && (
          <Select
            label={t.riskCategory}
            value={action.riskCategory ?? 'none'}
            onChange={(c) => onChange({ ...action, riskCategory: c === 'none' ? null : c })}
            options={(['none', ...riskCategories] as const).map((c) => ({ value: c, label: t.riskCategories[c] }))}
          />
        )}
        <OwnerField owner={action.owner} onChange={(owner) => onChange({ ...action, owner })} known={known} />
        <Select
          label={t.priority}
          value={String(action.priority)}
          onChange={(p) => onChange({ ...action, priority: Number(p) })}
          options={([1, 2, 3] as const).map((p) => ({ value: String(p), label: t.priorities[`p${p}`] }))}
        />
        <NumberField
          label={t.due}
          unit={t.dueUnit}
          value={action.dueInBusinessDays}
          onChange={(n) => onChange({ ...action, dueInBusinessDays: Math.round(Math.min(260, Math.max(0, n ?? 0))) })}
        />
        <Select
          label={t.playbook}
          value={action.playbookId ?? ''}
          onChange={(id) => onChange({ ...action, playbookId: id || null })}
          options={[
            { value: '', label: t.noPlaybook },
            ...known.playbooks.filter((p) => p.live || p.id === action.playbookId).map((p) => ({ value: p.id, label: p.name })),
          ]}
        />
      </div>
    </>
  );
}

function AttributeFields({ action, onChange, known }: Props<'set_attribute'>) {
  const t = useTexts(rulePanelTexts);
  const attribute = known.attributes.find((a) => a.key === action.key);
  if (!attribute) return <p className="sub">{t.attributeNone}</p>;
  const put = (value: Of<'set_attribute'>['value']) => onChange({ ...action, value });
  const text = action.value === null ? '' : String(action.value);
  const choices = attribute.kind === 'boolean' ? ['true', 'false'] : attribute.choices;
  const label = (c: string) => (attribute.kind === 'boolean' ? (c === 'true' ? t.yes : t.no) : c);
  return (
    <div className="grid3">
      <Select
        label={t.attribute}
        value={action.key}
        onChange={(key) => onChange({ ...action, key, value: null })}
        options={known.attributes.map((a) => ({ value: a.key, label: a.name }))}
      />
      {attribute.kind === 'boolean' || attribute.kind === 'choice' ? (
        <Select
          label={t.value}
          value={text}
          onChange={(v) => put(v === '' ? null : attribute.kind === 'boolean' ? v === 'true' : v)}
          options={[{ value: '', label: t.empty }, ...choices.map((c) => ({ value: c, label: label(c) }))]}
        />
      ) : attribute.kind === 'number' || attribute.kind === 'money' ? (
        <NumberField label={t.value} value={typeof action.value === 'number' ? action.value : null} onChange={put} />
      ) : (
        <TextField label={t.value} type={attribute.kind === 'date' ? 'date' : 'text'} value={text} onChange={(v) => put(v || null)} />
      )}
    </div>
  );
}

function OwnerField({ owner, onChange, known }: { owner: OwnerRule; onChange: (owner: OwnerRule) => void; known: Known }) {
  const t = useTexts(rulePanelTexts);
  const value = owner.kind === 'role' ? owner.role : owner.kind === 'member' ? `member ${owner.memberId}` : `team ${owner.teamId}`;
  const read = (text: string): OwnerRule => {
    const [kind, id] = text.split(' ') as [string, string | undefined];
    if (kind === 'member') return { kind, memberId: id! };
    return kind === 'team' ? { kind, teamId: id! } : { kind: 'role', role: kind as 'csm' };
  };
  return (
    <Select
      label={t.owner}
      value={value}
      onChange={(text) => onChange(read(text))}
      options={[
        ...assignmentRoles.map((role) => ({ value: role as string, label: t.ownerKinds[role] })),
        ...known.teams.map((team) => ({ value: `team ${team.id}`, label: t.ownerTeam(team.name) })),
        ...known.members.filter((m) => m.active || value === `member ${m.id}`).map((m) => ({ value: `member ${m.id}`, label: t.ownerMember(m.name) })),
      ]}
    />
  );
}
