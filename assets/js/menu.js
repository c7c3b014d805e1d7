// Keeps one menu open at a time and inside the window, and closes it by Escape, by a press outside, and when the focus
// leaves it. Menus are <details class="menu">, so they open and close without scripts.

const MARGIN = 8;

const openMenus = () => [...document.querySelectorAll('details.menu[open]')];

const close = (menu) => {
  menu.open = false;
};

/** Moves the list of an open menu sideways as far as it sticks out of the window. */
const keepInside = (list) => {
  const { left, right } = list.getBoundingClientRect();
  const edge = document.documentElement.clientWidth - MARGIN;
  const shift = left < MARGIN ? MARGIN - left : Math.min(0, edge - right);
  if (shift) list.style.setProperty('translate', `${shift}px 0`);
};

document.addEventListener('click', (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) close(menu);
});

document.addEventListener(
  'keydown',
  (event) => {
    if (event.key !== 'Escape') return;
    const innermost = openMenus().at(-1);
    if (!innermost) return;
    event.stopPropagation();
    close(innermost);
    innermost.querySelector('summary')?.focus();
  },
  true,
);

document.addEventListener('focusout', (event) => {
  const menu = event.target.closest?.('details.menu[open]');
  if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) close(menu);
});

// a toggle event does not bubble, but it is captured
document.addEventListener(
  'toggle',
  (event) => {
    const menu = event.target;
    if (!menu.matches?.('details.menu')) return;
    const list = menu.querySelector('.menu-pop');
    if (!list) return;
    list.style.removeProperty('translate');
    if (!menu.open) return;
    for (const other of openMenus()) if (other !== menu && !other.contains(menu)) close(other);
    keepInside(list);
  },
  true,
);
