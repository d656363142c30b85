import { NativeSelect } from '@mantine/core';
import type { ConnectedAccount } from '../../../api/contract/accounts.js';
import { useSetCallShare } from '../../api/accounts.js';
import { useFormats } from '../../shell/language.js';
import { useNotify } from '../../shell/notify.js';
import { useMay } from '../../shell/session.js';
import { useTexts } from '../../texts/index.js';

const PERCENTS = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100];

/** Which part of the calls that the CRM allows in a day may be ours. */
export function CallShare({ account }: { account: ConnectedAccount }) {
  const texts = useTexts().accounts;
  const formats = useFormats();
  const mayChange = useMay('admin');
  const set = useSetCallShare();
  const { show, showError } = useNotify();
  const { sharePercent } = account.calls;
  if (!mayChange || account.state !== 'connected') return null;
  const words = (percent: number): string => formats.percent(percent / 100);
  const choices = [...new Set([...PERCENTS, sharePercent])].sort((a, b) => a - b);
  return (
    <NativeSelect
      size="xs"
      label={texts.share}
      value={String(sharePercent)}
      disabled={set.isPending}
      data={choices.map((percent) => ({
        value: String(percent),
        label: texts.shareOf(words(percent)),
      }))}
      onChange={({ currentTarget }) => {
        const percent = Number(currentTarget.value);
        set.mutate(
          { account: account.id, percent },
          {
            onSuccess: () => show(texts.shareSet(account.name, words(percent))),
            onError: showError,
          },
        );
      }}
    />
  );
}
