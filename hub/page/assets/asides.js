// SPDX-License-Identifier: GPL-3.0-or-later
import { el } from './bubble.js';

/**
 * What is asked beside the conversation, each in a dialog of its own: whether to end it, and how the customer can be reached.
 * `leave(conv)` and `describe(fields)` do it and reject with the hub's code; the dialog then stays and says so.
 */
export class Asides {
  constructor({ say, leave, describe }) {
    Object.assign(this, { say, leave, describe });
  }

  /** What was asked of one customer is not answered by the next. */
  close() {
    this.dialog?.close();
  }

  askToLeave(conv) {
    this.#open({
      title: this.say('leaveTitle'),
      text: this.say('leaveText'),
      yes: this.say('leaveYes'),
      no: this.say('leaveNo'),
      run: () => this.leave(conv),
    });
  }

  /** `known` is the name the desk has; what is left empty is not changed. */
  askForDetails(known) {
    const field = (name, type, autocomplete, value = '') => {
      const input = el('input', { id: `details-${name}`, name, type, autocomplete, maxlength: name === 'name' ? 80 : 200, value });
      return [el('label', { for: input.id }, this.say(`details_${name}`)), input];
    };
    const fields = [
      ...field('name', 'text', 'name', known),
      ...field('phone', 'tel', 'tel'),
      ...field('email', 'email', 'email'),
    ];
    this.#open({
      title: this.say('detailsTitle'),
      text: this.say('detailsText'),
      fields,
      yes: this.say('detailsYes'),
      no: this.say('cancel'),
      run: (form) => {
        const filled = [...new FormData(form)].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value !== '');
        return filled.length > 0 ? this.describe(Object.fromEntries(filled)) : Promise.resolve();
      },
    });
  }

  #open({ title, text, fields = [], yes, no, run }) {
    const go = el('button', { type: 'submit', class: 'go' }, yes);
    const back = el('button', { type: 'button', class: 'back', onclick: () => dialog.close() }, no);
    const complaint = el('p', { class: 'complaint', role: 'alert', hidden: true });
    const form = el('form', {}, el('h2', { id: 'aside-title' }, title), el('p', { id: 'aside-text' }, text), ...fields, complaint, el('div', { class: 'buttons' }, back, go));
    const dialog = el('dialog', { class: 'aside', 'aria-labelledby': 'aside-title', 'aria-describedby': 'aside-text' }, form);
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      go.disabled = true;
      try {
        await run(form);
        dialog.close();
      } catch (error) {
        complaint.textContent = error.message === 'offline' ? this.say('err_network') : this.say('err_other', { code: error.message });
        complaint.hidden = false;
        go.disabled = false;
      }
    });
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    this.dialog = dialog;
    dialog.showModal();
    (fields.length > 0 ? form.elements[0] : back).focus();
  }
}
