/** The browsers of this system that the benchmarks run in. */

/** @type {Record<string, { browser: 'chrome' | 'firefox', executablePath: string, args: string[] }>} */
export const BROWSERS = {
  chromium: {
    browser: 'chrome',
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'],
  },
  firefox: { browser: 'firefox', executablePath: process.env['FIREFOX'] ?? '/usr/bin/firefox-esr', args: [] },
};
