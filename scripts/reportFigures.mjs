/** Returns "9.8 to 38.2", the bounds of a rate in percent. */
const range = ({ errors, lower, upper }) =>
  `${errors === 0 ? 0 : (100 * lower).toFixed(1)} to ${(100 * upper).toFixed(1)}`;

/** Returns "51 of 55, 93 % [82, 98]"; without `whole` "51, 93 % [82, 98]". */
function exact({ errors, trials, rate, lower, upper }, whole = false) {
  const [share, low] = [rate, lower].map((value) => (100 * value).toFixed(0));
  const high = (100 * upper).toFixed(errors === 0 ? 1 : 0);
  return `${errors}${whole ? ` of ${trials}` : ''}, ${share} % [${low}, ${high}]`;
}

/** Returns "1.2 [0.0, 2.7]". */
const spread = ({ value, lower, upper }, factor, digits, bounds = digits) =>
  `${(factor * value).toFixed(digits)} [${(factor * lower).toFixed(bounds)}, ${(factor * upper).toFixed(bounds)}]`;

/** Rates of clips let in, without an answer, and turned away or caught. */
const outcomes = ({ letIn, noAnswer, turnedAway }) => [letIn, noAnswer, turnedAway];
const counts = (rates) => rates.map(({ errors }) => errors);

/** As `npm run evaluate` prints them at its end. */
const shares = ([letIn, noAnswer, turnedAway], of) =>
  `${letIn}/${of} let in, ${turnedAway}/${of} turned away, ${noAnswer}/${of} without an answer`;

/** How many clips have no window with a score. */
function unscored({ systems, verdicts: { bonaFide, attacks } }) {
  const { operatingPoints } = systems.find(({ system, unit }) => system === 'depthproof' && unit === 'clip');
  const { bpcer, attacksAccepted } = operatingPoints.find(({ name }) => name === 'shipped');
  return [bonaFide.letIn.trials - bpcer.trials, attacks.letIn.trials - attacksAccepted.trials];
}

/** Manifests' names of species in words; another name stays as it is. */
const plurals = {
  replay_phone: 'phone replays',
  replay_tv: 'television replays',
  replay_monitor: 'monitor replays',
  print_photo: 'prints',
};

/** How long the clips are, and which size most of them have. */
function shapeOf(records) {
  const judged = records.filter(({ frames }) => frames.length > 1);
  const lengths = judged.map(({ frames }) => {
    const span = frames.at(-1).time - frames[0].time;
    // The last frame is shown as long as the others.
    return (span * frames.length) / (frames.length - 1) / 1000;
  });
  const clipsOf = {};
  for (const { width, height } of judged) {
    const size = `${width} x ${height} px`;
    clipsOf[size] = (clipsOf[size] ?? 0) + 1;
  }
  const [[size, same]] = Object.entries(clipsOf).sort(([, a], [, b]) => b - a);
  const [least, most] = [Math.min(...lengths), Math.max(...lengths)].map((length) => length.toFixed(1));
  return { seconds: `${least} to ${most} s`, size: `${same} have ${size}` };
}

/** Of one system, by windows and by clips. */
function systemFigures(system, { auc, eer, operatingPoints }, { bonaFide, attacks }) {
  const [ofLive, ofAttacks] = [bonaFide, attacks].map(outcomes);
  const [l, a] = [ofLive, ofAttacks].map(counts);
  const point = (wanted) => operatingPoints.find(({ name }) => name === wanted);
  const { attacksAccepted: atThree } = point('BPCER 3 %');
  const { attacksAccepted, bpcer } = point('shipped');
  const aucDigits = auc.value > 0.99 ? 4 : 3;
  const share = ({ errors, rate }) => (errors > 0 ? `${errors} (${(100 * rate).toFixed(0)} %)` : '0');
  const bounds = [ofLive, ofAttacks].flatMap((rates) => rates.map((rate, index) => exact(rate, index === 0)));
  return {
    [`${system}-let-in`]: l[0],
    [`${system}-wrong`]: l[2] + a[0],
    [`${system}-row`]: [share(ofLive[0]), l[1], l[2], share(ofAttacks[0]), a[1], a[2]].join(' | '),
    [`${system}-counts`]: `${l.join(' / ')} | ${a.toReversed().join(' / ')}`,
    [`${system}-bounds`]: bounds.join(' | '),
    [`${system}-live`]: `${l[0]} let in, ${l[1]} without an answer, ${l[2]} turned away`,
    [`${system}-attacks`]: `${a[0]} let in, ${a[1]} without an answer, ${a[2]} caught`,
    [`${system}-turned-away`]: range(ofLive[2]),
    [`${system}-turned-away-most`]: (100 * ofLive[2].upper).toFixed(1),
    [`${system}-attacks-let-in`]: range(ofAttacks[0]),
    [`${system}-attacks-let-in-most`]: (100 * ofAttacks[0].upper).toFixed(1),
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
      exact(atThree, true),
      exact(attacksAccepted),
      exact(bpcer),
    ].join(' | '),
  };
}

/**
 * Returns what the documents print of an evaluation, as they print it; a row of a table is one figure.
 *
 * @param {{ figures: object, records: object[], timings: { seconds: number } }} report report.json
 */
export function reportFigures({ figures, records, timings }) {
  const { systems, verdicts, peers } = figures;
  const overWindows = (wanted) => systems.find(({ system, unit }) => system === wanted && unit === 'window');
  const [live, attacks] = [verdicts.bonaFide, verdicts.attacks].map(({ letIn }) => letIn.trials);
  const [liveCounts, attackCounts] = [verdicts.bonaFide, verdicts.attacks].map((one) =>
    counts(outcomes(one)),
  );
  const [unscoredLive, unscoredAttacks] = unscored(figures);
  const commonest = verdicts.species.toSorted((a, b) => b.letIn.trials - a.letIn.trials);
  const rowOf = (rates) => rates.map((rate, index) => exact(rate, index === 0)).join(' | ');
  const sharpness = overWindows('sharpness');
  const shipped = overWindows('depthproof').operatingPoints.find(({ name }) => name === 'shipped');
  return {
    clips: live + attacks,
    live,
    attacks,
    species: commonest.map(({ group, letIn }) => `${letIn.trials} ${plurals[group] ?? group}`).join(', '),
    ...Object.fromEntries(commonest.map((one) => [`species-${one.group}`, rowOf(outcomes(one))])),
    sources: new Set(records.map(({ clip }) => clip.slices.source ?? clip.subject ?? clip.file)).size,
    ...shapeOf(records),
    minutes: (timings.seconds / 60).toFixed(0),
    'depthproof-live-counts': liveCounts.join(' / '),
    'depthproof-attack-counts': attackCounts.toReversed().join(' / '),
    verdicts: `bona fide ${shares(liveCounts, live)}; attacks ${shares(attackCounts, attacks)}.`,
    'no-answer': liveCounts[1] + attackCounts[1],
    unscored: unscoredLive + unscoredAttacks,
    'unscored-live': unscoredLive,
    'unscored-attacks': unscoredAttacks,
    'windows-live': shipped.bpcer.trials,
    'windows-attacks': shipped.attacksAccepted.trials,
    ...systemFigures('depthproof', overWindows('depthproof'), verdicts),
    ...Object.assign({}, ...peers.map((peer) => systemFigures(peer.system, overWindows(peer.system), peer))),
    ...(sharpness && { 'sharpness-auc': spread(sharpness.auc, 1, 3) }),
  };
}
