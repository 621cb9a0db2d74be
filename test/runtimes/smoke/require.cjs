/** The suite by `require()`, where Node allows it for ES modules. */
const library = require('tsopenssl');

import('./suite.mjs').then(({ runSuite }) => console.log(JSON.stringify(runSuite(library))));
