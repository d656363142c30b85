import {
  ActionIcon,
  Anchor,
  Button,
  Popover,
  SegmentedControl,
  UnstyledButton,
  useMantineColorScheme,
  VisuallyHidden,
} from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { Icon } from '../components/icon.js';
import { isLanguage, LANGUAGES, useTexts } from '../texts/index.js';
import { useLanguage } from './language.js';
import { type User, useSession, useSignOut } from './session.js';
import css from './user-menu.module.css';

const SCHEMES = ['light', 'dark', 'auto'] as const;

/** Who is signed in, the look, the language, and the way out. */
export function UserMenu({ small = false }: { small?: boolean }) {
  const { common, shell } = useTexts();
  const { user } = useSession();
  const [opened, setOpened] = useState(false);
  const turn = (): void => setOpened(!opened);
  return (
    <Popover
      width={264}
      position={small ? 'bottom-end' : 'top-start'}
      shadow="md"
      opened={opened}
      onChange={setOpened}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        {small ? (
          <ActionIcon variant="subtle" color="gray" size="xl" onClick={turn}>
            <Face user={user} />
          </ActionIcon>
        ) : (
          <UnstyledButton className={css.button ?? ''} onClick={turn}>
            <Face user={user} />
            <span className={css.who} aria-hidden="true">
              <span className={css.name}>{user.name}</span>
              <span className={css.role}>{common.roles[user.role]}</span>
            </span>
            <Icon name="up" size={14} />
          </UnstyledButton>
        )}
      </Popover.Target>
      <Popover.Dropdown className={css.menu ?? ''} aria-label={shell.menu(user.name)}>
        <Choices onChoose={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** The initials for the eye, the button's name for the ear. */
function Face({ user }: { user: User }) {
  const texts = useTexts().shell;
  return (
    <>
      <span className={css.face} aria-hidden="true">
        {initialsOf(user.name)}
      </span>
      <VisuallyHidden>{texts.menu(user.name)}</VisuallyHidden>
    </>
  );
}

function Choices({ onChoose }: { onChoose: () => void }) {
  const { profile, shell } = useTexts();
  const { user } = useSession();
  const signOut = useSignOut();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { language, choose } = useLanguage();
  return (
    <>
      {user.email !== null && <p className={css.email}>{user.email}</p>}
      <Anchor component={Link} to="/profile" size="sm" onClick={onChoose}>
        {profile.link}
      </Anchor>
      <p className={css.label}>{shell.scheme}</p>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={shell.scheme}
        value={colorScheme}
        onChange={(value) => setColorScheme(SCHEMES.find((one) => one === value) ?? 'auto')}
        data={SCHEMES.map((value) => ({ value, label: shell.schemes[value] }))}
      />
      <p className={css.label}>{shell.language}</p>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={shell.language}
        value={language}
        onChange={(value) => isLanguage(value) && choose(value)}
        data={LANGUAGES.map((value) => ({ value, label: shell.languages[value] }))}
      />
      <Button
        mt="sm"
        fullWidth
        variant="default"
        size="sm"
        leftSection={<Icon name="signOut" size={16} />}
        onClick={() => signOut()}
      >
        {shell.signOut}
      </Button>
    </>
  );
}

/** One or two letters in the place of a picture. */
function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return ends
    .map((word) => Array.from(word ?? '')[0] ?? '')
    .join('')
    .toLocaleUpperCase();
}
