// Menus are <details class="menu">. Here: one open at a time, closed by Escape, by a press outside and
// when focus leaves; kept inside the window.
const open = () => document.querySelectorAll('details.menu[open]');

const close = (menu, giveFocusBack) => {
  menu.open = false;
  if (giveFocusBack) menu.querySelector('summary')?.focus();
};

document.addEventListener('click', (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) close(menu, false);
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const menus = [...open()];
  const last = menus.at(-1);
  if (!last) return;
  event.stopPropagation();
  close(last, true);
}, true);

document.addEventListener('focusout', (event) => {
  const menu = event.target.closest?.('details.menu[open]');
  if (menu && event.relatedTarget && !menu.contains(event.relatedTarget)) close(menu, false);
});

// toggle does not bubble, capture hears it all the same
document.addEventListener('toggle', (event) => {
  const menu = event.target;
  if (!menu.matches?.('details.menu')) return;
  const pop = menu.querySelector('.menu-pop');
  if (!pop) return;
  pop.style.removeProperty('translate');
  if (!menu.open) return;
  for (const other of open()) if (other !== menu && !other.contains(menu)) close(other, false);
  const box = pop.getBoundingClientRect();
  const width = document.documentElement.clientWidth;
  const shift = box.left < 8 ? 8 - box.left : box.right > width - 8 ? width - 8 - box.right : 0;
  if (shift) pop.style.setProperty('translate', `${shift}px 0`);
}, true);
