import { Button, Menu } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { DocumentSummary } from '../../../api/contract/documents.js';
import { useModels } from '../../api/models.js';
import { Badge } from '../../components/badges.js';
import { Icon } from '../../components/icon.js';
import { Page } from '../../components/page.js';
import { ErrorState, LoadingRows } from '../../components/states.js';
import { When } from '../../components/when.js';
import { useMay } from '../../shell/session.js';
import { useTexts } from '../../texts/index.js';
import { ImportDialog } from './making/import-dialog.js';
import { InterviewDialog } from './making/interview-dialog.js';
import { ReadyDialog } from './making/ready-dialog.js';
import css from './model.module.css';

type Way = 'ready' | 'sheet' | 'interview';

const STATES = ['live', 'shadow', 'draft'];

/** The primary one first, then by what they are for. */
function inOrder(models: readonly DocumentSummary[]): DocumentSummary[] {
  const rank = ({ primary, state }: DocumentSummary): number =>
    primary ? -1 : STATES.indexOf(state);
  return [...models].sort((a, b) => rank(a) - rank(b));
}

/** The models of the workspace: which one drives, which are tried, which are being written. */
export default function Models() {
  const { model: texts } = useTexts();
  const models = useModels();
  const mayEdit = useMay('editor');
  const [way, setWay] = useState<Way | null>(null);
  const taken = (models.data?.items ?? []).map(({ name }) => name);
  const close = (): void => setWay(null);
  return (
    <Page
      title={texts.title}
      description={texts.description}
      actions={mayEdit && <NewModel onChoose={setWay} />}
    >
      {models.error && <ErrorState error={models.error} onRetry={() => void models.refetch()} />}
      {models.isPending && <LoadingRows rows={3} height={72} />}
      {models.data && (
        <ul className={css.models}>
          {inOrder(models.data.items).map((model) => (
            <ModelRow key={model.name} model={model} />
          ))}
        </ul>
      )}
      <ReadyDialog opened={way === 'ready'} taken={taken} onClose={close} />
      <ImportDialog opened={way === 'sheet'} taken={taken} onClose={close} />
      <InterviewDialog opened={way === 'interview'} taken={taken} onClose={close} />
    </Page>
  );
}

function NewModel({ onChoose }: { onChoose: (way: Way) => void }) {
  const { model: texts } = useTexts();
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button leftSection={<Icon name="plus" size={16} />}>{texts.new}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(['ready', 'sheet', 'interview'] as const).map((way) => (
          <Menu.Item key={way} onClick={() => onChoose(way)}>
            {texts.ways[way]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function ModelRow({ model }: { model: DocumentSummary }) {
  const { model: texts } = useTexts();
  const { name, state, primary, inForce, draft } = model;
  return (
    <li>
      <Link to={`/model/${name}`} className={css.model}>
        <span className={css.modelName}>{name}</span>
        <span className={css.badges}>
          {/* Of a model that is a draft and nothing else, the next badge says it, and whose. */}
          {!(state === 'draft' && draft) && (
            <Badge tone={primary ? 'good' : state === 'live' ? 'warn' : 'plain'}>
              {primary ? texts.primary : texts.stateNames[state]}
            </Badge>
          )}
          {draft && <Badge>{texts.hasDraft(draft.who)}</Badge>}
        </span>
        <span className={css.since}>
          {inForce ? (
            <>
              {texts.version(String(inForce.version))} · <When at={inForce.at} />
            </>
          ) : (
            texts.notPublished
          )}
        </span>
        <span className={css.what}>{texts.states[primary ? 'primary' : state]}</span>
      </Link>
    </li>
  );
}
