const WIDTH = 720;
const HEIGHT = 440;
const LEFT = 70;
const BOTTOM = 50;
const TOP = 40;

/**
 * Roofline plot of a bench report as SVG: attained multiply-adds per second of each kernel over its multiply-adds per
 * byte, below what the adapter's bandwidth and peak allow. Both axes are logarithmic.
 */
export function roofline({ adapter, platform, limits, kernels }) {
  const points = kernels
    .filter(({ multiplyAdds }) => multiplyAdds > 0)
    .map(({ name, milliseconds, multiplyAdds, bytes }) => ({
      name,
      intensity: multiplyAdds / bytes,
      rate: multiplyAdds / (milliseconds / 1000),
    }));
  const ridge = limits.multiplyAdds / limits.bandwidth;
  const intensities = [...points.map(({ intensity }) => intensity), ridge];
  const x = axis(Math.min(...intensities) / 2, Math.max(...intensities) * 2, LEFT, WIDTH - 20);
  const lowest = Math.min(...points.map(({ rate }) => rate), limits.multiplyAdds) / 2;
  const y = axis(lowest, limits.multiplyAdds * 2, HEIGHT - BOTTOM, TOP);
  const roof = [x.from, ridge, x.to].map(
    (at) =>
      `${x.place(at)},${y.place(Math.max(y.from, Math.min(at * limits.bandwidth, limits.multiplyAdds)))}`,
  );
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="11">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>`,
    `<text x="${LEFT}" y="20" font-size="13">${escaped(`${adapter ?? 'unnamed adapter'}, ${programOf(platform)}`)}</text>`,
    ...ticks(x).map(
      (at) =>
        `<text x="${x.place(at)}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${at}</text><path d="M${x.place(at)} ${TOP}V${HEIGHT - BOTTOM}" stroke="#ddd"/>`,
    ),
    ...ticks(y).map(
      (at) =>
        `<text x="${LEFT - 6}" y="${y.place(at)}" text-anchor="end">${at / 1e9}</text><path d="M${LEFT} ${y.place(at)}H${WIDTH - 20}" stroke="#ddd"/>`,
    ),
    `<text x="${WIDTH / 2}" y="${HEIGHT - 12}" text-anchor="middle">multiply-adds per byte</text>`,
    `<text transform="translate(16 ${HEIGHT / 2}) rotate(-90)" text-anchor="middle">billion multiply-adds per second</text>`,
    `<polyline points="${roof.join(' ')}" fill="none" stroke="#333" stroke-width="2"/>`,
    ...points.map(
      ({ name, intensity, rate }) =>
        `<circle cx="${x.place(intensity)}" cy="${y.place(rate)}" r="4" fill="#06c"><title>${escaped(name)}</title></circle>`,
    ),
    '</svg>',
  ];
  return `${lines.join('\n')}\n`;
}

function axis(from, to, start, end) {
  const place = (value) =>
    (start + ((Math.log(value) - Math.log(from)) / (Math.log(to) - Math.log(from))) * (end - start)).toFixed(
      1,
    );
  return { from, to, place };
}

function ticks({ from, to }) {
  const powers = [];
  for (let power = Math.ceil(Math.log10(from)); 10 ** power <= to; power++) powers.push(10 ** power);
  return powers;
}

/** A browser by the part of its agent that names it. */
function programOf(platform) {
  return /Chrome\/[\d.]+/.exec(platform)?.[0] ?? platform;
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
