/**
 * Returns the numbers of the shipped model that its documents state, as they print them.
 *
 * @param {object} model model.json
 */
export function modelFigures({ id, cadence, architecture, evidence: { bias, ...kinds }, decision }) {
  const { texture, steadiness, depth } = kinds;
  const { liveProbability, spoofProbability } = decision;
  const terms = Object.entries(kinds).map(([kind, { weight }]) => `${weight} ${kind}`);
  const shares = Object.values(architecture.texture).map(({ share }) => share);
  return {
    id,
    frames: cadence.frames,
    interval: cadence.intervalMilliseconds,
    sum: [...terms, bias].join(' + '),
    ...Object.fromEntries(Object.entries(kinds).map(([kind, { weight }]) => [`${kind}-weight`, weight])),
    'texture-shares': Object.keys(architecture.texture)
      .map((network, index) => `${shares[index]} ${network.toUpperCase()}`)
      .join(' + '),
    'texture-most': texture.shape.atMost,
    'depth-centre': depth.shape.centre,
    'depth-times': 1 + depth.shape.steeper,
    'depth-most': depth.shape.atMost,
    'steadiness-most': (steadiness.weight * steadiness.most).toFixed(1),
    'live-from': Number(logOdds(liveProbability).toFixed(2)),
    'live-probability': liveProbability.toFixed(2),
    'spoof-from': Number(logOdds(spoofProbability).toFixed(2)),
    'spoof-probability': spoofProbability.toFixed(2),
    correlation: decision.correlation,
    largest: decision.largestLogOdds,
  };
}

const logOdds = (probability) => Math.log(probability / (1 - probability));
