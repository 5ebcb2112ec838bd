import type { RefObject } from 'react';
import { Dialog, Heading, Popover } from 'react-aria-components';
import { useTexts } from '#platform/i18n/react.tsx';
import type { ExplainProps } from '../explain.tsx';
import { Facts } from '../layout.tsx';
import { uiTexts } from '../texts.ts';

type Props = Omit<ExplainProps, 'children'> & { anchor: RefObject<HTMLButtonElement | null>; onClose: () => void };

export default function ExplainPopover({ title, formula, rows, note, anchor, onClose }: Props) {
  const t = useTexts(uiTexts);
  return (
    <Popover triggerRef={anchor} isOpen onOpenChange={(open) => !open && onClose()} placement="bottom start" className="popover min-w-60">
      <Dialog className="stack p-4 text-[13px] outline-0">
        <Heading slot="title" level={3}>
          {title}
        </Heading>
        {formula && (
          <div>
            <div className="sub">{t.formula}</div>
            <div>{formula}</div>
          </div>
        )}
        {rows && rows.length > 0 && <Facts rows={rows} />}
        {note && <div className="sub">{note}</div>}
      </Dialog>
    </Popover>
  );
}
