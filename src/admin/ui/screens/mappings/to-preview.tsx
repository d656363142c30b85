import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { Icon } from '../../components/icon.js';
import { useTexts } from '../../texts/index.js';
import { useBench } from './context.js';

/** The way to what publishing the draft would change; shut while there is no sound draft to publish. */
export function ToPreview() {
  const { account, draft, readable } = useBench();
  const texts = useTexts().mappings;
  const broken = !readable || (draft.checked?.problems.length ?? 0) > 0;
  const ready = draft.revision !== null && draft.state === 'saved' && !broken;
  const icon = <Icon name="publishing" size={16} />;
  return ready ? (
    <Button component={Link} to={`/publishing/mapping/${account.crm}/preview`} leftSection={icon}>
      {texts.publish}
    </Button>
  ) : (
    <Button
      disabled
      title={broken ? texts.notYet.broken : texts.notYet.unchanged}
      leftSection={icon}
    >
      {texts.publish}
    </Button>
  );
}
