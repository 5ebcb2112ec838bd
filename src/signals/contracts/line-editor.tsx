import { useTexts } from '#platform/i18n/react.tsx';
import { IconButton } from '#platform/ui/button.tsx';
import { Checkbox, MoneyField, NumberField, Select } from '#platform/ui/fields.tsx';
import { DatePicker } from '#platform/ui/date-picker.tsx';
import { useSession } from '#platform/ui/session.tsx';
import { contractTexts } from './texts.ts';

export type DraftLine = {
  key: number;
  lineId?: string;
  productNo: number;
  kind: 'recurring' | 'one_off';
  quantity: number | null;
  unitPrice: string | null;
  billingMonths: number;
  startsOn: string | null;
  endsOn: string | null;
  isSeats: boolean;
};
type Props = {
  line: DraftLine;
  no: number;
  products: readonly { productNo: number; name: string; archived: boolean }[];
  errors: Record<string, string>;
  onChange: (line: DraftLine) => void;
  onRemove: () => void;
};

/** One line of a contract while it is being written. */
export function LineEditor({ line, no, products, errors, onChange, onRemove }: Props) {
  const t = useTexts(contractTexts);
  const { currency } = useSession().organisation;
  const error = (field: string) => errors[`lines.${no}.${field}`];
  const set = (change: Partial<DraftLine>) => onChange({ ...line, ...change });
  const offered = products.filter((p) => !p.archived || p.productNo === line.productNo);
  return (
    <fieldset className="border-line rounded-md border p-3 stack !gap-3" aria-label={`${t.lines} ${no + 1}`}>
      <div className="row spread !flex-nowrap items-start">
        <div className="grid2 flex-1">
          <Select
            label={t.product}
            required
            value={line.productNo ? String(line.productNo) : ''}
            placeholder={t.chooseProduct}
            onChange={(value) => set({ productNo: Number(value) })}
            options={offered.map((p) => ({ value: String(p.productNo), label: p.name }))}
            error={error('productNo')}
          />
          <Select
            label={t.kind}
            value={line.kind}
            onChange={(kind) => set({ kind })}
            options={(['recurring', 'one_off'] as const).map((value) => ({ value, label: t.kinds[value] }))}
          />
        </div>
        <IconButton label={t.removeLine(no + 1)} look="ghost" small onClick={onRemove}>
          ×
        </IconButton>
      </div>
      <div className="grid3">
        <NumberField label={t.quantity} value={line.quantity} onChange={(quantity) => set({ quantity })} error={error('quantity')} />
        <MoneyField
          label={t.unitPrice}
          required
          value={line.unitPrice}
          onChange={(unitPrice) => set({ unitPrice })}
          currency={currency}
          error={error('unitPrice')}
        />
        {line.kind === 'recurring' && (
          <Select
            label={t.billing}
            value={String(line.billingMonths)}
            onChange={(value) => set({ billingMonths: Number(value) })}
            options={[...new Set([1, 3, 6, 12, line.billingMonths])].sort((a, b) => a - b).map((n) => ({ value: String(n), label: t.months(n) }))}
            error={error('billingMonths')}
          />
        )}
      </div>
      <div className="grid3 items-end">
        <DatePicker label={t.lineFrom} value={line.startsOn} onChange={(startsOn) => set({ startsOn })} error={error('startsOn')} />
        <DatePicker label={t.lineTo} value={line.endsOn} onChange={(endsOn) => set({ endsOn })} error={error('endsOn')} />
        {line.kind === 'recurring' && <Checkbox label={t.seats} checked={line.isSeats} onChange={(isSeats) => set({ isSeats })} />}
      </div>
    </fieldset>
  );
}
