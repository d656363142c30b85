import { Button, Menu } from '@mantine/core';
import { exportUrl, type LeadQuery } from '../../api/leads.js';
import { Icon } from '../../components/icon.js';
import { useTexts } from '../../texts/index.js';

/** The list as it is filtered and sorted, as a file. */
export function Export({ query }: { query: LeadQuery }) {
  const texts = useTexts().leads;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<Icon name="download" />}>
          {texts.export}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={exportUrl(query, 'csv')} download>
          {texts.csv}
        </Menu.Item>
        <Menu.Item component="a" href={exportUrl(query, 'ndjson')} download>
          {texts.ndjson}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
