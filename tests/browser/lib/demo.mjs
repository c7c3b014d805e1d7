// The people who can log in to the demo: the output of `storyplus demo`, read as a person would.
import { until } from './site.mjs';

/** Returns the logins by role, from the lines with an address and a password. */
export const demoLogins = async (site) => until('the demo says who to log in as', () => {
  const text = site.log.replace(/\x1b\[[0-9;]*m/g, '');
  const rows = text.split('\n').map((line) => ({ line, email: /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/.exec(line)?.[0] })).filter((row) => row.email);
  const password = /password:\s*([^\s)]+)/i.exec(text)?.[1];
  const of = (...words) => {
    const row = rows.find(({ line }) => words.some((word) => line.toLowerCase().includes(word)));
    return row && { email: row.email, password: password ?? row.line.split(row.email)[1].trim().split(/\s+/).at(-1) };
  };
  const found = { owner: of('owner', '주인'), follower: of('follower', '팔로워', '손님', '소식'), moderator: of('moderator', '살피', '운영') };
  return found.owner && found.follower && found.moderator && found;
}, 20);
