/** The specs of Playwright's JSON report, out of the suites they are nested in. */
export const specsOf = ({ suites = [] }) => suites.flatMap((suite) => [...specsOf(suite), ...(suite.specs ?? [])]);
