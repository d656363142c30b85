import { ActionIcon, Button, Group, Menu, Modal, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { SavedView } from '../../../api/contract/views.js';
import { useViewActs, useViews } from '../../api/leads.js';
import { Badge } from '../../components/badges.js';
import { Icon } from '../../components/icon.js';
import { useNotify } from '../../shell/notify.js';
import { useMay } from '../../shell/session.js';
import { useTexts } from '../../texts/index.js';
import css from './leads.module.css';

/** Lists that were saved under a name, and the present one to be saved. */
export function Views({ onOpen }: { onOpen: (address: string) => void }) {
  const texts = useTexts().leads.views;
  const views = useViews().data ?? [];
  const [saving, setSaving] = useState(false);
  const own = views.filter((view) => view.own);
  const shared = views.filter((view) => !view.own);
  return (
    <>
      <Menu position="bottom-end" width={300}>
        <Menu.Target>
          <Button variant="default" leftSection={<Icon name="pin" />}>
            {texts.button}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {views.length === 0 && <Menu.Label>{texts.none}</Menu.Label>}
          {own.length > 0 && <Menu.Label>{texts.own}</Menu.Label>}
          {own.map((view) => (
            <ViewItem key={view.id} view={view} onOpen={onOpen} />
          ))}
          {shared.length > 0 && <Menu.Label>{texts.shared}</Menu.Label>}
          {shared.map((view) => (
            <ViewItem key={view.id} view={view} onOpen={onOpen} />
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<Icon name="plus" />} onClick={() => setSaving(true)}>
            {texts.save}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <SaveView opened={saving} onClose={() => setSaving(false)} />
    </>
  );
}

function ViewItem({ view, onOpen }: { view: SavedView; onOpen: (address: string) => void }) {
  const texts = useTexts().leads.views;
  const { remove, share, save } = useViewActs();
  const { show, showError, showUndo } = useNotify();
  const mayShare = useMay('editor');
  const { id, name, query, shared } = view;
  const takeAway = (): void => {
    const again = (): Promise<unknown> =>
      save
        .mutateAsync({ name, query })
        .then((saved) => (shared ? share.mutateAsync({ view: saved.id, shared }) : undefined));
    remove.mutateAsync(id).then(() => showUndo(texts.removed(name), again), showError);
  };
  const setShared = (): void => {
    share.mutateAsync({ view: id, shared: !shared }).then(() => show(name), showError);
  };
  return (
    <div className={css.view}>
      <Menu.Item className={css.viewName ?? ''} onClick={() => onOpen(query)}>
        {name} {view.own && shared && <Badge>{texts.isShared}</Badge>}
      </Menu.Item>
      {view.own && mayShare && (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={shared ? texts.unshare(name) : texts.share(name)}
          title={shared ? texts.unshare(name) : texts.share(name)}
          onClick={setShared}
        >
          <Icon name={shared ? 'stop' : 'users'} size={15} />
        </ActionIcon>
      )}
      {view.own && (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={texts.remove(name)}
          title={texts.remove(name)}
          onClick={takeAway}
        >
          <Icon name="trash" size={15} />
        </ActionIcon>
      )}
    </div>
  );
}

function SaveView({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { leads, common } = useTexts();
  const texts = leads.views;
  const { save } = useViewActs();
  const { show, showError } = useNotify();
  const [name, setName] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const query = window.location.search.slice(1);
    save.mutateAsync({ name: name.trim(), query }).then((view) => {
      show(texts.saved(view.name));
      setName('');
      onClose();
    }, showError);
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={texts.saveTitle}
      closeButtonProps={{ 'aria-label': common.close }}
    >
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={texts.name}
            description={texts.nameHelp}
            value={name}
            maxLength={80}
            required
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
            <Button type="submit" loading={save.isPending} disabled={name.trim() === ''}>
              {common.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
