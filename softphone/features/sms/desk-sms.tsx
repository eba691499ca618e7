import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { strings } from '../../ui/strings.ts';
import { HandSms } from './hand-sms.tsx';

interface DeskSmsProps {
  personId: number;
  targetId: number | null;
  /** Of a citizen who called: they have no target. */
  callId?: string;
  subjectId: string;
}

/** On the desk: closed until it is wanted, and nothing is asked of the server before. */
export function DeskSms(person: DeskSmsProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setOpen(true)}>
        {strings.sms.hand.open}
      </Button>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={strings.sms.hand.title}
        closeButtonProps={{ 'aria-label': strings.common.cancel }}
      >
        {open ? <HandSms {...person} inDialog /> : null}
      </Modal>
    </>
  );
}
