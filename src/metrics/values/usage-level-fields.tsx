import { useQuery } from '@tanstack/react-query';
import { contract as productContract } from '#accounts/products/contract.ts';
import { apiQuery } from '#platform/http/client.ts';
import { useTexts } from '#platform/i18n/react.tsx';
import { Button } from '#platform/ui/button.tsx';
import { Select } from '#platform/ui/fields.tsx';
import { isPerProduct, type Definition, type Levels, type MetricOut } from '#metrics/definitions/contract.ts';
import { LevelFields } from './level-fields.tsx';
import { metricPageTexts } from './page-texts.ts';

const api = apiQuery(productContract);
type UsageLevel = Extract<Definition, { kind: 'usage_level' }>;
type Props = {
  definition: UsageLevel;
  metrics: MetricOut[];
  /** Whose levels are looked at: a product's, or 0 for the common ones. */
  productNo: number;
  onProduct: (productNo: number) => void;
  errors: Record<string, string>;
  onChange: (next: UsageLevel) => void;
};

/** The common levels, and where several products are sold, those of one product in their place. */
export function UsageLevelFields({ definition: d, metrics, productNo, onProduct, errors, onChange }: Props) {
  const t = useTexts(metricPageTexts);
  const products = useQuery(api.list.queryOptions()).data ?? [];
  const find = (key: string) => metrics.find((m) => m.key === key)?.definition;
  const at = d.products.findIndex((one) => one.productNo === productNo);
  const own = d.products[at];
  const put = (levels: Levels) => onChange({ ...d, products: d.products.map((one, i) => (i === at ? { ...one, levels } : one)) });
  return (
    <>
      <ProductSwitch {...{ definition: d, products, productNo, onProduct, errors, onChange }} />
      {productNo === 0 && (
        <LevelFields
          legend={t.levels}
          levels={d.levels}
          metrics={metrics}
          errorOf={(i) => errors[`definition.levels.${i}.name`]}
          onChange={(levels) => onChange({ ...d, levels })}
          onRungs={(change) => onChange({ ...d, levels: change(d.levels), products: d.products.map((one) => ({ ...one, levels: change(one.levels) })) })}
        />
      )}
      {own && (
        <LevelFields
          key={productNo}
          legend={t.levelsOf(products.find((p) => p.productNo === productNo)?.name ?? '')}
          levels={own.levels}
          metrics={metrics.filter((m) => isPerProduct(m.definition, find) || uses(own.levels, m.key))}
          errorOf={(i) => errors[`definition.products.${at}.levels.${i}.name`]}
          onChange={put}
        />
      )}
    </>
  );
}

// What is chosen stays to be seen, also where it cannot be saved.
const uses = (levels: Levels, metric: string) => levels.some((level) => level.all.some((one) => one.metric === metric));

type Product = { productNo: number; name: string; archived: boolean };
type SwitchProps = Omit<Props, 'metrics'> & { products: Product[] };

/** Chooses whose levels are edited; gives a product its own, as a copy of the common ones, or takes them away. Not there with one product. */
function ProductSwitch({ definition: d, products, productNo, onProduct, errors, onChange }: SwitchProps) {
  const t = useTexts(metricPageTexts);
  const has = (no: number) => d.products.some((one) => one.productNo === no);
  const offered = products.filter((p) => !p.archived || has(p.productNo));
  if (offered.length < 2 && !d.products.length) return null;
  const nameOf = (no: number) => products.find((p) => p.productNo === no)?.name ?? '';
  const faulty = d.products.filter((one, i) => one.productNo !== productNo && Object.keys(errors).some((path) => path.startsWith(`definition.products.${i}.`)));
  const own = has(productNo);
  const toggle = () =>
    onChange({ ...d, products: own ? d.products.filter((one) => one.productNo !== productNo) : [...d.products, { productNo, levels: d.levels }] });
  return (
    <div className="stack">
      <Select
        label={t.levelsFor}
        value={String(productNo)}
        onChange={(no) => onProduct(Number(no))}
        options={[
          { value: '0', label: t.levelsCommon },
          ...offered.map((p) => ({ value: String(p.productNo), label: has(p.productNo) ? t.levelsOwnMark(p.name) : p.name })),
        ]}
        hint={productNo === 0 ? t.levelsCommonHint : own ? t.levelsOwnHint : t.levelsCommonUsed(nameOf(productNo))}
        error={faulty.length ? t.levelsFaulty(faulty.map((one) => nameOf(one.productNo))) : null}
      />
      {productNo !== 0 && (
        <div>
          <Button onClick={toggle}>{own ? t.levelsCommonAgain : t.levelsOwn}</Button>
        </div>
      )}
    </div>
  );
}
