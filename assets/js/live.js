// "3 new stories": asks now and then while the page is looked at; never moves what one reads.
const box = document.querySelector('[data-live]');
if (box) {
  const link = box.querySelector('a');
  const words = link.querySelector('span');
  const every = Math.max(15, Number(box.dataset.every) || 60) * 1000;
  let wrong = 0;
  const ask = async () => {
    if (document.visibilityState !== 'visible' || wrong > 3) return;
    try {
      const response = await fetch(box.dataset.live, { headers: { Accept: 'application/json' }, credentials: 'same-origin' });
      if (!response.ok) throw new Error(String(response.status));
      const { count } = await response.json();
      if (count > 0) words.textContent = box.dataset.words.replace('{n}', count);
      link.hidden = !(count > 0);
      wrong = 0;
    } catch {
      wrong += 1;
    }
  };
  setInterval(ask, every);
  document.addEventListener('visibilitychange', ask);
}
