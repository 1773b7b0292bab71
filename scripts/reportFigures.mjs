import jStat from 'jstat';

/** Exact 95 % bounds (Clopper-Pearson) of a count among `of`, in percent. */
function bounds(count, of) {
  const low = count === 0 ? 0 : jStat.beta.inv(0.025, count, of - count + 1);
  const high = count === of ? 1 : jStat.beta.inv(0.975, count + 1, of - count);
  return [100 * low, 100 * high];
}

/** Returns "9.8 to 38.2". */
function range(count, of) {
  const [low, high] = bounds(count, of);
  return `${count === 0 ? 0 : low.toFixed(1)} to ${high.toFixed(1)}`;
}

/** Returns "51 of 55, 93 % [82, 98]"; without `whole` "51, 93 % [82, 98]". */
function exact(count, of, whole = false) {
  const [low, high] = bounds(count, of);
  const most = high.toFixed(count === 0 ? 1 : 0);
  const among = whole ? ` of ${of}` : '';
  return `${count}${among}, ${((100 * count) / of).toFixed(0)} % [${low.toFixed(0)}, ${most}]`;
}

/** Returns "1.2 [0.0, 2.7]". */
const spread = ({ value, lower, upper }, factor, digits, bounds = digits) =>
  `${(factor * value).toFixed(digits)} [${(factor * lower).toFixed(bounds)}, ${(factor * upper).toFixed(bounds)}]`;

/** How many clips a system let in, gave no answer, and turned away or caught: live, and attacks. */
function countsOf(system, { systems, verdicts: { bonaFide, attacks } }) {
  if (system === 'depthproof')
    return [bonaFide, attacks].map(({ letIn, noAnswer, turnedAway }) => [
      letIn.errors,
      noAnswer.errors,
      turnedAway.errors,
    ]);
  const { operatingPoints } = systems.find((one) => one.system === system && one.unit === 'clip');
  const { bpcer, attacksAccepted } = operatingPoints.find(({ name }) => name === 'shipped');
  // A clip without a window has no score, and so no answer.
  return [
    [bpcer.trials - bpcer.errors, bonaFide.letIn.trials - bpcer.trials, bpcer.errors],
    [
      attacksAccepted.errors,
      attacks.letIn.trials - attacksAccepted.trials,
      attacksAccepted.trials - attacksAccepted.errors,
    ],
  ];
}

/** As `npm run evaluate` prints them at its end. */
const shares = ([letIn, noAnswer, turnedAway], of) =>
  `${letIn}/${of} let in, ${turnedAway}/${of} turned away, ${noAnswer}/${of} without an answer`;

/** How many clips have no window with a score. */
function unscored({ systems, verdicts: { bonaFide, attacks } }) {
  const { operatingPoints } = systems.find(({ system, unit }) => system === 'depthproof' && unit === 'clip');
  const { bpcer, attacksAccepted } = operatingPoints.find(({ name }) => name === 'shipped');
  return bonaFide.letIn.trials + attacks.letIn.trials - bpcer.trials - attacksAccepted.trials;
}

/**
 * Returns what the documents print of an evaluation, as they print it; a row of a table is one figure.
 *
 * @param {object} figures of report.json
 */
export function reportFigures(figures) {
  const { systems, verdicts } = figures;
  const live = verdicts.bonaFide.letIn.trials;
  const attacks = verdicts.attacks.letIn.trials;
  const [liveCounts, attackCounts] = countsOf('depthproof', figures);
  const found = {
    clips: live + attacks,
    live,
    attacks,
    'depthproof-live-counts': liveCounts.join(' / '),
    'depthproof-attack-counts': attackCounts.toReversed().join(' / '),
    verdicts: `bona fide ${shares(liveCounts, live)}; attacks ${shares(attackCounts, attacks)}.`,
    'no-answer': liveCounts[1] + attackCounts[1],
    unscored: unscored(figures),
  };
  const judged = systems.filter(
    ({ system, unit }) => unit === 'window' && ['depthproof', 'silent-face'].includes(system),
  );
  for (const { system, auc, eer, operatingPoints } of judged) {
    const [l, a] = countsOf(system, figures);
    const point = (wanted) => operatingPoints.find(({ name }) => name === wanted);
    const { attacksAccepted: atThree } = point('BPCER 3 %');
    const { attacksAccepted, bpcer } = point('shipped');
    if (system === 'depthproof')
      Object.assign(found, {
        'windows-live': bpcer.trials,
        'windows-attacks': attacksAccepted.trials,
      });
    const aucDigits = auc.value > 0.99 ? 4 : 3;
    const share = (count, of) => (count > 0 ? `${count} (${((100 * count) / of).toFixed(0)} %)` : '0');
    Object.assign(found, {
      [`${system}-let-in`]: l[0],
      [`${system}-row`]: [share(l[0], live), l[1], l[2], share(a[0], attacks), a[1], a[2]].join(' | '),
      [`${system}-counts`]: `${l.join(' / ')} | ${[a[2], a[1], a[0]].join(' / ')}`,
      [`${system}-bounds`]: [
        ...l.map((count, index) => exact(count, live, index === 0)),
        ...a.map((count, index) => exact(count, attacks, index === 0)),
      ].join(' | '),
      [`${system}-live`]: `${l[0]} let in, ${l[1]} without an answer, ${l[2]} turned away`,
      [`${system}-attacks`]: `${a[0]} let in, ${a[1]} without an answer, ${a[2]} caught`,
      [`${system}-turned-away`]: range(l[2], live),
      [`${system}-attacks-let-in`]: range(a[0], attacks),
      [`${system}-auc`]: auc.value.toFixed(auc.value < 1 ? aucDigits : 3),
      [`${system}-auc-bounds`]: spread(auc, 1, 3),
      [`${system}-eer`]: (100 * eer.value).toFixed(1),
      [`${system}-eer-bounds`]: spread(eer, 100, 1).replace(' ', ' % '),
      [`${system}-at-three`]: `${atThree.errors} of ${atThree.trials}`,
      [`${system}-accepted`]: attacksAccepted.errors,
      [`${system}-rejected`]: bpcer.errors,
      [`${system}-windows`]: [
        spread(auc, 1, aucDigits, 3),
        spread(eer, 100, 1),
        exact(atThree.errors, atThree.trials, true),
        exact(attacksAccepted.errors, attacksAccepted.trials),
        exact(bpcer.errors, bpcer.trials),
      ].join(' | '),
    });
  }
  return found;
}
