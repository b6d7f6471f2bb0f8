/** What the tests of Playwright's JSON report say they have tried, as `{ surface, count, what }` in annotations of the type `tried`. */
export function triedInBrowsers({ suites = [] }) {
  return suites.flatMap((suite) => [
    ...triedInBrowsers(suite),
    ...(suite.specs ?? [])
      .flatMap(({ tests }) => tests)
      .flatMap(({ annotations }) => annotations.filter(({ type }) => type === 'tried'))
      .map(({ description }) => JSON.parse(description)),
  ]);
}
