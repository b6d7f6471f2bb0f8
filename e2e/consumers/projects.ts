import { readFileSync } from 'node:fs';

/** A project that a host could have: files of its own, and the guide's sample among them as it is printed. */
export interface Project {
  /** From the project's folder. */
  readonly files: Readonly<Record<string, string>>;
  /** What the bundler starts from. */
  readonly entry: string;
  /** What checks its types, or compiles it, from the project's folder. */
  readonly check?: readonly [command: string, ...parameters: string[]];
}

/** The block of a guide that begins with the name of its file. */
export function fromGuide(guide: string, file: string): string {
  const text = readFileSync(new URL(`../../docs/guides/${guide}.md`, import.meta.url), 'utf8');
  const block = text.split('\n```').find((each) => each.split('\n')[1]?.includes(file));
  if (block === undefined) throw new Error(`docs/guides/${guide}.md has no ${file}`);
  return block.slice(block.indexOf('\n') + 1);
}

const compilerOptions = {
  target: 'ES2022',
  module: 'ES2022',
  moduleResolution: 'bundler',
  lib: ['ES2024', 'DOM', 'DOM.Iterable'],
  types: [],
  strict: true,
  noEmit: true,
};
const tsconfig = (more: object, others: object = {}) => JSON.stringify({ compilerOptions: { ...compilerOptions, ...more }, ...others });
const broker = "document.querySelector<HTMLMetaElement>('meta[name=broker]')!.content";

const react: Project = {
  files: {
    'pay.tsx': fromGuide('react', 'pay.tsx'),
    'main.tsx': `
      import { createRoot } from 'react-dom/client';
      import { Pay } from './pay';
      createRoot(document.querySelector('main')!).render(<Pay broker={${broker}} />);`,
    // What does not fit must not compile.
    'types.tsx': `
      import '@collect-payment/widget/jsx';
      import { CollectPayment } from '@collect-payment/widget/react';
      import { CollectPaymentFrame } from '@collect-payment/widget/react-frame';
      export const bare = <collect-payment broker="/" session-url="/c" display="popup" onpayment-settled={({ outcome }) => outcome.status} />;
      export const framed = <CollectPaymentFrame fetchSession={async ({ balanceOf }) => ({ id: balanceOf ?? '', clientSecret: '' })} />;
      // @ts-expect-error no such display
      export const wrong = <collect-payment display="window" />;
      // @ts-expect-error no such display either
      export const wrongToo = <CollectPayment display="window" />;
      // @ts-expect-error a frame cannot be asked before it closes
      export const never = <CollectPaymentFrame onPaymentBeforeClose={() => undefined} />;`,
    // The package's own declarations are checked too.
    'tsconfig.json': tsconfig({ jsx: 'react-jsx', skipLibCheck: false }, { files: ['main.tsx', 'types.tsx'] }),
  },
  entry: 'main.tsx',
  check: ['tsc', '-p', '.'],
};

const vue: Project = {
  files: {
    'Pay.vue': fromGuide('vue', 'Pay.vue'),
    'env.d.ts': fromGuide('vue', 'env.d.ts'),
    'main.ts': `
      import { createApp } from 'vue';
      import Pay from './Pay.vue';
      createApp(Pay, { broker: ${broker} }).mount('main');`,
    'Wrong.vue': `
      <template>
        <!-- @vue-expect-error no such display -->
        <collect-payment display="window" />
      </template>`,
    'tsconfig.json': tsconfig(
      { skipLibCheck: true },
      { files: ['main.ts', 'env.d.ts', 'Wrong.vue'], vueCompilerOptions: { checkUnknownComponents: true, checkUnknownEvents: true } },
    ),
  },
  entry: 'main.ts',
  check: ['vue-tsc', '-p', '.'],
};

const angular: Project = {
  files: {
    'pay.component.ts': fromGuide('angular', 'pay.component.ts'),
    'main.ts': `
      import { Component } from '@angular/core';
      import { bootstrapApplication } from '@angular/platform-browser';
      import { PayComponent } from './pay.component';
      @Component({ selector: 'app-root', imports: [PayComponent], template: '<app-pay [broker]="broker" />' })
      class AppComponent {
        readonly broker = ${broker};
      }
      document.querySelector('main')!.append(document.createElement('app-root'));
      void bootstrapApplication(AppComponent);`,
    'tsconfig.json': tsconfig(
      { noEmit: false, outDir: 'compiled', experimentalDecorators: true, skipLibCheck: true },
      { files: ['main.ts'], angularCompilerOptions: { strictTemplates: true } },
    ),
  },
  entry: 'compiled/main.js',
  check: ['ngc', '-p', '.'],
};

const loader: Project = { files: { 'pay.js': fromGuide('loader', 'pay.js') }, entry: 'pay.js' };

/** A page that calls the loader itself. */
const loading: Project = {
  files: {
    'main.js': `
      import { loadCollectPayment } from '@collect-payment/widget/loader';
      (window.copies ??= []).push(loadCollectPayment);`,
  },
  entry: 'main.js',
};

export const projects = { react, vue, angular, loader, loading };
