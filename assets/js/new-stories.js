// Tells someone at the top of their feed how many stories are new, and never moves what they read.
// Without scripts, new stories come with the next page load.

const box = document.querySelector('[data-js~="new-stories"]');
const link = box?.querySelector('a');
const words = link?.querySelector('span');
const MOST_FAILURES = 3;
let failures = 0;

const countNewStories = async () => {
  const response = await fetch(box.dataset.newStoriesUrl, {
    headers: { Accept: 'application/json' },
    credentials: 'same-origin',
  });
  if (!response.ok) throw new Error(String(response.status));
  return (await response.json()).count;
};

const check = async () => {
  if (document.visibilityState !== 'visible' || failures > MOST_FAILURES) return;
  try {
    const count = await countNewStories();
    if (count > 0) words.textContent = box.dataset.newStoriesWords.replace('{n}', count);
    link.hidden = !(count > 0);
    failures = 0;
  } catch {
    failures += 1;
  }
};

if (box) {
  setInterval(check, Math.max(15, Number(box.dataset.newStoriesEvery) || 60) * 1000);
  document.addEventListener('visibilitychange', check);
}
