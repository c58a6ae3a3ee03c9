// What a press inside a region that the server drew tells it. The elements carry ids that the
// server gave them; it checks them again. One script for every region: `element` is the region.
const send = (button, value) => {
  const about = button.closest('[data-item]');
  trigger('click', {
    act: button.dataset.act,
    value: value ?? button.dataset.value ?? '',
    request: about?.dataset.request ?? '',
    item: about?.dataset.item ?? '',
  });
};
const chosen = () => [...element.querySelectorAll('.starter[aria-pressed=true]')];
const local = {
  layout: (button) => window.mmrecLayout(button.dataset.value),
  theme: () => document.body.classList.toggle('dark'),
  close: (button) => button.closest('dialog').close(),
  begin: (button) => send(button, JSON.stringify(chosen().map((one) => one.dataset.item))),
};

element.addEventListener('click', (event) => {
  const starter = event.target.closest('.starter');
  if (starter) {
    starter.setAttribute('aria-pressed', starter.ariaPressed !== 'true');
    element.querySelector('[data-act=begin]').disabled = !chosen().length;
    return;
  }
  if (event.target.matches('dialog')) return event.target.close(); // beside the details
  const cover = event.target.closest('.card .cover');
  const button = cover?.parentElement.querySelector('.title') ?? event.target.closest('button[data-act]');
  if (!button || !element.contains(button)) return;
  if (button.dataset.act === 'open' && !button.closest('dialog')) {
    window.mmrecOpener = button.closest('[data-item]').dataset.item;
  }
  (local[button.dataset.act] ?? send)(button);
});
element.addEventListener('change', (event) => {
  if (event.target.matches('input[data-act]')) send(event.target, event.target.value);
});

// Arrows walk among the cards.
element.addEventListener('keydown', (event) => {
  const here = event.target.closest('.card, .starters li');
  const keys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'];
  if (!here || !keys.includes(event.key)) return;
  const cards = [...here.parentElement.children];
  const columns = cards.filter((card) => card.offsetTop === cards[0].offsetTop).length;
  const place = cards.indexOf(here);
  const next = [place - 1, place + 1, place - columns, place + columns, 0, cards.length - 1];
  const card = cards[next[keys.indexOf(event.key)]];
  if (!card) return;
  event.preventDefault();
  card.querySelector('.title, .starter')?.focus();
});

// A region that is drawn anew keeps the focus where it was: the same button, else the same card.
let last = null;
element.addEventListener('focusin', ({ target }) => {
  const about = target.closest('[data-item]');
  const card = target.closest('.card');
  last = {
    act: target.dataset.act,
    value: target.dataset.value,
    item: about?.dataset.item,
    place: card ? [...card.parentElement.children].indexOf(card) : -1,
  };
});
element.addEventListener('focusout', ({ target }) => {
  setTimeout(() => { if (target.isConnected && document.activeElement !== target) last = null; });
});
const again = () => {
  const same = [...element.querySelectorAll('[data-act]')].find((one) => one.dataset.act === last.act
    && one.dataset.value === last.value && one.closest('[data-item]')?.dataset.item === last.item);
  return same ?? element.querySelectorAll('.card .title')[last.place]
    ?? element.querySelector('[aria-current=page]');
};

let open = false;
new MutationObserver(() => {
  const dialog = element.querySelector('dialog');
  if (dialog && !dialog.open) {
    dialog.showModal();
    dialog.addEventListener('close', () => { if (dialog.isConnected) trigger('click', { act: 'close' }); });
  }
  if (open && !dialog) {
    document.querySelector(`#cards [data-item="${CSS.escape(window.mmrecOpener)}"] .title`)?.focus();
  }
  open = Boolean(dialog);
  if (last && document.activeElement === document.body) again()?.focus({ preventScroll: true });
}).observe(element, { childList: true, subtree: true });
