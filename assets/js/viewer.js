// Photo viewer: arrow keys, Escape and swipe press the links that are there.
// Steps replace the history entry, so Back leaves the viewer at once.
if (document.body.classList.contains('viewer')) {
  const go = (name) => {
    const link = document.querySelector(`a[data-go="${name}"]`);
    if (!link) return;
    if (name === 'close') link.click();
    else location.replace(link.href);
  };
  const keys = { ArrowLeft: 'prev', ArrowRight: 'next', Escape: 'close' };
  document.addEventListener('keydown', (event) => {
    if (keys[event.key] && !event.altKey && !event.ctrlKey && !event.metaKey) go(keys[event.key]);
  });
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-go=prev], a[data-go=next]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    location.replace(link.href);
  });
  let start = null;
  document.addEventListener('touchstart', ({ touches }) => {
    start = touches.length === 1 ? { x: touches[0].clientX, y: touches[0].clientY } : null;
  }, { passive: true });
  document.addEventListener('touchend', ({ changedTouches }) => {
    if (!start || visualViewport?.scale > 1.05) return;
    const x = changedTouches[0].clientX - start.x;
    const y = changedTouches[0].clientY - start.y;
    if (Math.abs(x) > 56 && Math.abs(x) > 2 * Math.abs(y)) go(x < 0 ? 'next' : 'prev');
    if (y > 110 && y > 2 * Math.abs(x)) go('close');
  });
}
