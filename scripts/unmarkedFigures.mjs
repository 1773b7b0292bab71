/** What looks like a measurement: a number with a unit, an error rate's bounds, an AUC or EER, three decimals. */
const measurement = new RegExp(
  [
    String.raw`(?<![\w.-])\d[\d.,]*(?: to \d[\d.,]*)? ?(?:%|ms|s|min|minutes|[KMG]B|bytes|×|million)(?![\w])`,
    String.raw`\[\d[\d.]*, \d[\d.]*\]`,
    String.raw`\b(?:AUC|EER) \d[\d.]*`,
    String.raw`(?<![\w.])0\.\d{3,}`,
  ].join('|'),
  'g',
);

/** A section that starts so tells of the past, and claims nothing about what ships. */
const history = /^Measured once at commit [0-9a-f]{7}; not measured again\./;

/** Numbers that no measurement gave: the document (all of them where empty), the text around the number, and why. */
export const exemptions = [
  ['', /95 % bounds|Bounds are 95 %/, 'the level of confidence'],
  [
    '',
    /BPCER 3 %|(?:at which|turns away) 3 % of (?:live|bona fide)/,
    'the error rate that was chosen to compare at',
  ],
  ['models/', /98 % of the live windows/, 'the share that was chosen'],
  ['docs/api.md', /.*/, 'options, time limits and thresholds of the code'],
  ['docs/accessibility.md', /.*/, 'requirements'],
  ['docs/errors.md', /.*/, 'time limits of the code'],
  ['docs/complaints.md', /.*/, 'time limits of the code, and what people said of others'],
  ['docs/deploy.md', /after 30 s it ends/, 'a time limit of the code'],
  ['docs/browsers.md', /\(60 s\)/, 'a time limit of the code'],
  ['docs/integrate.md', /about 4 s |up to 30 s,|hides it for 30 s/, 'time limits of the code'],
  ['docs/evaluate.md', /0 in 10 has an upper bound of 31 %/, 'arithmetic'],
  ['docs/glossary.md', /100 ms apart, or 60 to 300 ms|less than 0\.6 s/, "the model's interval"],
  ['docs/method.md', /0\.4 s, one face box|move in 0\.1 s/, "the model's interval"],
  ['docs/server.md', /after 10 minutes at most|wait 30 s|170 KB|60 to 300 ms/, 'limits of the code'],
  ['docs/testing.md', /\| (?:at most )?\d+ (?:min|%|s|MB) +\|/, 'targets'],
];

/**
 * Returns what looks like a measured figure without a mark, with the text around it. Code, marks and sections of history
 * are left out.
 *
 * @param {string} path of the document
 * @param {string} text
 */
export function unmarkedFigures(path, text) {
  const prose = text
    .replace(/^```[^]*?^```$/gm, '')
    .replace(/`[^`\n]*`/g, '')
    .replace(/<!-- [\w-]+\.[\w-]+ -->[^]*?<!-- \/ -->/g, '')
    .split(/^(?=#+ )/m)
    .filter((section) => !history.test(section.replace(/^#.*\n+/, '')))
    .join('\n')
    // A sentence goes on in the next line; a row of a table does not.
    .replace(/\n(?![\n|])/g, ' ');
  const exempt = exemptions
    .filter(([document]) => path.startsWith(document))
    .flatMap(([, around]) => [...prose.matchAll(new RegExp(around, 'g'))])
    .map(({ index, 0: found }) => [index, index + found.length]);
  return [...prose.matchAll(measurement)]
    .filter(({ index }) => !exempt.some(([from, to]) => from <= index && index < to))
    .map(({ index }) => prose.slice(Math.max(0, index - 40), index + 20).trim());
}
