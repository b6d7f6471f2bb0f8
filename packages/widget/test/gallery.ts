import { Clinic } from './harness.ts';
import { offline, overPage, stories } from './stories.ts';

// `?only=incontext` shows the dialog; `?theme=dark` and `?lang=es` do what they say.
const query = new URLSearchParams(location.search);
const main = document.querySelector('main');
document.documentElement.lang = query.get('lang') ?? 'en';

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
document.body.dataset['ready'] = '';
