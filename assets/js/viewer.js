// Moves through the photos of a story by arrow keys and swipes, and closes the viewer by Escape or a swipe down.
// Steps replace the history entry, so Back leaves the viewer at once. Without scripts, the links do the same.

const KEYS = { ArrowLeft: 'prev', ArrowRight: 'next', Escape: 'close' };
const SWIPE_ASIDE = 56;
const SWIPE_DOWN = 110;

const hasModifier = (event) => event.altKey || event.ctrlKey || event.metaKey;

const go = (name) => {
  const link = document.querySelector(`a[data-viewer-go="${name}"]`);
  if (!link) return;
  if (name === 'close') link.click();
  else location.replace(link.href);
};

const onClick = (event) => {
  const link = event.target.closest('a[data-viewer-go=prev], a[data-viewer-go=next]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  location.replace(link.href);
};

let start = null;

const onTouchStart = ({ touches }) => {
  start = touches.length === 1 ? { x: touches[0].clientX, y: touches[0].clientY } : null;
};

const onTouchEnd = ({ changedTouches }) => {
  if (!start || visualViewport?.scale > 1.05) return; // who has zoomed in moves the photo
  const x = changedTouches[0].clientX - start.x;
  const y = changedTouches[0].clientY - start.y;
  if (Math.abs(x) > SWIPE_ASIDE && Math.abs(x) > 2 * Math.abs(y)) go(x < 0 ? 'next' : 'prev');
  if (y > SWIPE_DOWN && y > 2 * Math.abs(x)) go('close');
};

if (document.body.classList.contains('viewer')) {
  document.addEventListener('keydown', (event) => {
    if (KEYS[event.key] && !hasModifier(event)) go(KEYS[event.key]);
  });
  document.addEventListener('click', onClick);
  document.addEventListener('touchstart', onTouchStart, { passive: true });
  document.addEventListener('touchend', onTouchEnd);
}
