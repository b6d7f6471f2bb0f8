import type { EntryField, Problem } from '../payment/entry.ts';
import { html, type Html } from './html.ts';

interface FieldOptions {
  readonly name: EntryField;
  readonly label: string;
  readonly value?: string | undefined;
  readonly problem?: string | undefined;
  readonly hint?: string;
  readonly inputMode?: 'numeric' | 'decimal';
  readonly autocomplete?: string;
  readonly maxLength?: number;
  readonly className?: string;
}

export const problemOf = (problems: readonly Problem[], name: EntryField): string | undefined =>
  problems.find((problem) => problem.field === name)?.message;

/** One labelled input; its hint and its problem are what assistive technology reads with it. */
export function field({ name, label, value, problem, hint, inputMode, autocomplete, maxLength, className = '' }: FieldOptions): Html {
  const describedBy = [hint !== undefined && `${name}-hint`, problem !== undefined && `${name}-problem`].filter((id) => id !== false);
  return html`<div class="field ${className}">
    <label for="${name}">${label}</label>
    ${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}
    ${problem !== undefined && html`<p class="problem" id="${name}-problem">${problem}</p>`}
    <input
      id="${name}"
      name="${name}"
      type="text"
      value="${value ?? ''}"
      autocomplete="${autocomplete ?? 'off'}"
      ${inputMode !== undefined && html` inputmode="${inputMode}"`}${maxLength !== undefined && html` maxlength="${maxLength}"`}${
        describedBy.length > 0 && html` aria-describedby="${describedBy.join(' ')}"`
      }${problem !== undefined && html` aria-invalid="true"`}
    />
  </div>`;
}
