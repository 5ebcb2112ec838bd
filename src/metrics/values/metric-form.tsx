import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { DialogActions, Drawer } from '#platform/ui/dialog.tsx';
import { useDone } from '#platform/ui/done.ts';
import { Select, TextField } from '#platform/ui/fields.tsx';
import { fieldErrors } from '#platform/ui/problem.ts';
import { FormProblem, Notice } from '#platform/ui/states.tsx';
import {
  contract,
  directions,
  naturalDirection,
  naturalUnit,
  units,
  type Definition,
  type Direction,
  type MetricOut,
  type Unit,
} from '#metrics/definitions/contract.ts';
import { contract as valuesContract, type Distribution } from './contract.ts';
import { DefinitionFields } from './definition-fields.tsx';
import { DistributionView } from './distribution-view.tsx';
import { metricPageTexts } from './page-texts.ts';

const api = apiQuery(contract);
const values = apiQuery(valuesContract);

/** Adds a metric or changes one; a preview over real customers comes before saving. */
export function MetricForm({ metric, metrics, onClose }: { metric: MetricOut | null; metrics: MetricOut[]; onClose: () => void }) {
  const t = useTexts(metricPageTexts);
  const [key, setKey] = useState(metric?.key ?? '');
  const [name, setName] = useState(metric?.name ?? '');
  const [nameEn, setNameEn] = useState(metric?.nameEn ?? '');
  const [definition, setDefinition] = useState<Definition>(metric?.definition ?? { kind: 'event_count', events: 'all', days: 28 });
  const [unit, setUnit] = useState<Unit | null>(metric?.unit ?? null);
  const [direction, setDirection] = useState<Direction | null>(metric?.direction ?? null);
  const [productNo, setProduct] = useState(0);
  const preview = useMutation(values.preview.mutationOptions());
  const done = useDone(t.saved, onClose, api.key());
  const create = useMutation(api.create.mutationOptions(done));
  const update = useMutation(api.update.mutationOptions(done));
  const error = create.error ?? update.error;
  const errors = fieldErrors(error);
  // Names of levels say it themselves, beside the name.
  const wrong = Object.entries(errors).find(([path]) => path.startsWith('definition') && !/levels\.\d+\.name$/.test(path))?.[1];
  const change = (next: Definition) => {
    if (next.kind !== definition.kind) {
      setUnit(null);
      setDirection(null);
      setProduct(0);
    }
    setDefinition(next);
    preview.reset();
  };
  const look = (at: number) => {
    setProduct(at);
    preview.reset();
  };
  const shown = { unit: unit ?? naturalUnit(definition), direction: direction ?? naturalDirection(definition) };
  const save = (event: FormEvent) => {
    event.preventDefault();
    const fields = { name, nameEn: nameEn || null, definition, ...shown };
    if (metric) update.mutate({ metricId: metric.metricId, ...fields });
    else create.mutate({ key, ...fields });
  };
  const tried = preview.data as Distribution | undefined;
  return (
    <Drawer open onClose={onClose} title={metric ? t.edit : t.add}>
      <form className="stack" onSubmit={save}>
        {metric && <Notice>{t.editNote}</Notice>}
        <TextField label={t.name} required value={name} onChange={setName} error={errors.name} />
        <TextField label={t.nameEn} value={nameEn} onChange={setNameEn} error={errors.nameEn} />
        {!metric && <TextField label={t.key} required value={key} onChange={setKey} hint={t.keyHint} error={errors.key} />}
        <DefinitionFields
          definition={definition}
          metrics={metrics.filter((m) => !m.archived && m.key !== metric?.key)}
          productNo={productNo}
          onProduct={look}
          errors={errors}
          onChange={change}
        />
        <div className="grid2">
          <Select label={t.unit} value={shown.unit} onChange={setUnit} options={units.map((value) => ({ value, label: t.units[value] }))} />
          <Select
            label={t.direction}
            value={shown.direction}
            onChange={setDirection}
            options={directions.map((value) => ({ value, label: t.directions[value] }))}
          />
        </div>
        {wrong && <Notice tone="risk">{wrong}</Notice>}
        <section className="stack">
          <div className="row spread">
            <h3>{productNo ? t.previewOfProduct : t.previewTitle}</h3>
            <Button busy={preview.isPending} onClick={() => preview.mutate({ definition, key: metric?.key, productNo })}>
              {t.preview}
            </Button>
          </div>
          <FormProblem error={preview.error} />
          {tried ? <DistributionView distribution={tried} unit={shown.unit} /> : <p className="sub">{t.previewHint}</p>}
        </section>
        {Object.keys(errors).length === 0 && <FormProblem error={error} />}
        <DialogActions onClose={onClose} label={t.save} busy={create.isPending || update.isPending} />
      </form>
    </Drawer>
  );
}
