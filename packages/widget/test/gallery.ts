import { arabic } from '../src/messages/ar.ts';
import { spanish } from '../src/messages/es.ts';
import { french } from '../src/messages/fr.ts';
import { addLanguage } from '../src/messages/languages.ts';
import { vietnamese } from '../src/messages/vi.ts';
import { chinese } from '../src/messages/zh.ts';
import { Clinic } from './harness.ts';
import { offline, overPage, stories } from './stories.ts';

// `?only=incontext` shows the dialog; `?theme=dark` and `?lang=ar` do what they say.
const query = new URLSearchParams(location.search);
const main = document.querySelector('main');

async function show(title: string, story: (typeof stories)[string]): Promise<void> {
  const section = document.createElement('section');
  const heading = document.createElement('h2');
  heading.textContent = title;
  section.append(heading);
  main?.append(section);
  Clinic.place = section;
  const { element } = await story();
  const who = document.createElement('span');
  who.slot = 'for';
  who.textContent = 'Maya O’Brien · Copay';
  element.append(who);
  element.setAttribute('theme', query.get('theme') ?? 'light');
}

if (query.get('only') === 'incontext') await overPage();
else if (query.get('only') === 'offline') await show('offline', offline);
else for (const [title, story] of Object.entries(stories)) await show(title, story);
// Only now: the stories press buttons by their English names.
const language = query.get('lang') ?? 'en';
for (const [tag, messages] of Object.entries({ ar: arabic, es: spanish, fr: french, vi: vietnamese, zh: chinese }))
  addLanguage(tag, messages);
document.documentElement.lang = language;
document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr';
for (const element of document.querySelectorAll('collect-payment')) element.requestUpdate();
document.body.dataset['ready'] = '';
