// What a press inside a drawn list or a row of suggestions tells the server. The elements carry
// ids that the server gave them; it checks them again.
element.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-act], button[data-say]');
  if (!button || !element.contains(button)) return;
  if (button.dataset.say) {
    trigger('click', { say: button.dataset.say });
    return;
  }
  const card = button.closest('.card');
  trigger('click', { act: button.dataset.act, request: card.dataset.request, item: card.dataset.item });
});
// `toggle` does not bubble: catch it on the way down.
element.addEventListener('toggle', (event) => {
  const card = event.target.closest('.card');
  if (!card || !event.target.open) return;
  trigger('click', { act: 'click', request: card.dataset.request, item: card.dataset.item });
}, true);
