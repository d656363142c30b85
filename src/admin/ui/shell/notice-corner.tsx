import { Notifications } from '@mantine/notifications';

/** Where notices are drawn. */
export default function NoticeCorner() {
  return <Notifications position="bottom-right" />;
}
