import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTexts } from '#platform/i18n/react.tsx';
import { IconButton } from '../button.tsx';
import type { DialogProps } from '../dialog.tsx';
import { uiTexts } from '../texts.ts';

export default function Overlay({ onClose, title, size = 'normal', children }: DialogProps) {
  const t = useTexts(uiTexts);
  return (
    <ModalOverlay isOpen isDismissable={size === 'side'} onOpenChange={(open) => !open && onClose()} className={`shade ${size}`}>
      <Modal className={`dialog ${size}`}>
        <AriaDialog>
          <header>
            <Heading slot="title">{title}</Heading>
            <IconButton label={t.close} look="ghost" small onClick={onClose}>
              ✕
            </IconButton>
          </header>
          <div className="dialog-body">{children}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
