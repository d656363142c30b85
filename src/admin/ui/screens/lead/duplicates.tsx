import { Button, Group } from '@mantine/core';
import { Link, useNavigate } from 'react-router';
import type { Duplicate, LeadPage } from '../../../api/contract/lead-shapes.js';
import { useDuplicates, useLeadActs } from '../../api/leads.js';
import { Panel } from '../../components/panel.js';
import { useNotify } from '../../shell/notify.js';
import { useMay } from '../../shell/session.js';
import { useTexts } from '../../texts/index.js';
import css from './lead.module.css';

/** Other leads that may be the same person; shown only when there are any. */
export function Duplicates({ lead }: { lead: LeadPage }) {
  const texts = useTexts().lead.duplicates;
  const { data } = useDuplicates(lead.id);
  if (!data || data.length === 0) return null;
  return (
    <Panel title={texts.title}>
      <ul className={css.moves}>
        {data.map((duplicate) => (
          <DuplicateItem key={duplicate.lead.id} lead={lead.id} duplicate={duplicate} />
        ))}
      </ul>
    </Panel>
  );
}

function DuplicateItem({ lead, duplicate }: { lead: string; duplicate: Duplicate }) {
  const texts = useTexts().lead.duplicates;
  const { accept, dismiss } = useLeadActs(lead);
  const { show, showError } = useNotify();
  const navigate = useNavigate();
  const mayDecide = useMay('editor');
  const { lead: other, reason } = duplicate;
  const merge = (): void => {
    accept.mutateAsync(other.id).then((kept) => {
      show(texts.merged(other.name));
      if (kept.lead !== lead) void navigate(`/leads/${kept.lead}`, { replace: true });
    }, showError);
  };
  const keepApart = (): void => {
    dismiss.mutateAsync(other.id).then(() => show(texts.dismissed(other.name)), showError);
  };
  return (
    <li>
      <Link to={`/leads/${other.id}`}>{other.name}</Link>
      <span className={css.quiet}>{[other.email, other.company].filter(Boolean).join(' · ')}</span>
      <span>{texts[reason]}</span>
      {mayDecide && (
        <Group gap="xs" mt={4}>
          <Button size="compact-sm" variant="light" loading={accept.isPending} onClick={merge}>
            {texts.accept}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            loading={dismiss.isPending}
            onClick={keepApart}
          >
            {texts.dismiss}
          </Button>
        </Group>
      )}
    </li>
  );
}
