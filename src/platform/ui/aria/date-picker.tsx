import { parseDate } from '@internationalized/date';
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  DateInput,
  DatePicker,
  DateSegment,
  Dialog,
  FieldError,
  Group,
  Heading,
  I18nProvider,
  Label,
  Popover,
  Text,
} from 'react-aria-components';
import { useLanguage, useTexts } from '#platform/i18n/react.tsx';
import type { DatePickerProps } from '../date-picker.tsx';
import { uiTexts } from '../texts.ts';

const asDate = (day: string | null | undefined) => (day ? parseDate(day) : null);

export default function AriaDatePicker({ label, hint, error, required, hideLabel, value, onChange, min, max, disabled }: DatePickerProps) {
  const t = useTexts(uiTexts);
  return (
    <I18nProvider locale={useLanguage() === 'ja' ? 'ja-JP' : 'en-GB'}>
      <DatePicker
        className="field"
        value={asDate(value)}
        onChange={(date) => onChange(date?.toString() ?? null)}
        minValue={asDate(min)}
        maxValue={asDate(max)}
        isRequired={required}
        isInvalid={Boolean(error)}
        isDisabled={disabled}
        shouldForceLeadingZeros
      >
        <Label className={`label ${hideLabel ? 'sr-only' : ''}`}>
          {label}
          {required && <span className="must">{t.required}</span>}
        </Label>
        <Group className="input date-group">
          <DateInput className="segments">{(segment) => <DateSegment segment={segment} className="segment" />}</DateInput>
          <Button className="btn ghost small icon" aria-label={t.openCalendar}>
            <span aria-hidden>▾</span>
          </Button>
        </Group>
        {hint && (
          <Text slot="description" className="hint">
            {hint}
          </Text>
        )}
        <FieldError className="error">{error}</FieldError>
        <Popover className="popover">
          <Dialog className="outline-0">
            <Calendar className="calendar">
              <header>
                <Button slot="previous" className="btn ghost small icon" aria-label={t.previousMonth}>
                  <span aria-hidden>‹</span>
                </Button>
                <Heading level={3} />
                <Button slot="next" className="btn ghost small icon" aria-label={t.nextMonth}>
                  <span aria-hidden>›</span>
                </Button>
              </header>
              <CalendarGrid>{(date) => <CalendarCell date={date} className="day" />}</CalendarGrid>
            </Calendar>
          </Dialog>
        </Popover>
      </DatePicker>
    </I18nProvider>
  );
}
