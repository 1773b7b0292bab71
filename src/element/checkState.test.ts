import { expect, test } from 'vitest';
import { initialState, reduce, type CheckAction } from './checkState';

const follow = (...actions: CheckAction[]) => actions.reduce(reduce, initialState);
const concluded = (outcome: 'live' | 'spoof' | 'inconclusive'): CheckAction => ({
  type: 'concluded',
  outcome,
  reason: outcome === 'live' ? 'nothing-against' : 'medium-around-face',
  attempts: 3,
});

test('from the start to a verdict', () => {
  expect(follow({ type: 'started' }).screen).toBe('asking');
  expect(follow({ type: 'started' }, { type: 'previewed' })).toMatchObject({
    screen: 'looking',
    ready: false,
  });
  expect(
    follow({ type: 'started' }, { type: 'previewed' }, { type: 'ready' }, concluded('live')).screen,
  ).toBe('passed');
});

test('attempts are counted over errors and cancellations, and end', () => {
  const state = follow(
    concluded('spoof'),
    { type: 'canceled' },
    { type: 'failed', error: 'NO_FACE' },
    { type: 'started' },
    concluded('inconclusive'),
  );
  expect(state).toMatchObject({ screen: 'retry', failures: 2 });
  expect(reduce(state, concluded('spoof')).screen).toBe('failed');
});

test('the reason of a verdict lasts until the next check, and `live` leaves none', () => {
  const retry = follow(concluded('spoof'));
  expect(retry.reason).toBe('medium-around-face');
  expect(reduce(retry, { type: 'started' }).reason).toBeUndefined();
  expect(follow(concluded('live')).reason).toBeUndefined();
});

test('a verdict that has expired asks for another check and says why', () => {
  expect(follow(concluded('live'), { type: 'expired' })).toMatchObject({ screen: 'start', expired: true });
});

test('a browser that cannot stays so', () => {
  expect(follow({ type: 'unsupported', error: 'INSECURE_CONTEXT' }, { type: 'reset' })).toMatchObject({
    screen: 'unsupported',
    error: 'INSECURE_CONTEXT',
  });
});

test('cameras and advice last as long as the looking does', () => {
  const advice = { code: 'too-far', escalated: false } as const;
  const looking = follow(
    { type: 'started' },
    { type: 'previewed' },
    { type: 'ready' },
    { type: 'cameras', cameras: [{ deviceId: 'front', label: 'Front' }] },
    { type: 'advised', advice },
  );
  expect(looking).toMatchObject({ screen: 'looking', advice, cameras: [{ label: 'Front' }] });
  for (const end of [concluded('spoof'), { type: 'canceled' } as const])
    expect(reduce(looking, end)).toMatchObject({ advice: undefined, cameras: [] });
});

test('the choice of cameras stays as it is, and its list open, when something else than a camera comes', () => {
  const cameras = [{ deviceId: 'front', label: 'Front' }];
  const looking = { ...initialState, screen: 'looking', cameras } as const;
  expect(reduce(looking, { type: 'cameras', cameras: structuredClone(cameras) })).toBe(looking);
});

test('cameras are offered once more where another one may help, and nowhere else', () => {
  const cameras = [{ deviceId: 'usb', label: 'USB' }];
  const offered = (action: CheckAction) =>
    reduce(reduce(initialState, action), { type: 'cameras', cameras }).cameras;
  for (const error of ['CAMERA_IN_USE', 'CAMERA_TIMEOUT', 'CAMERA_LOST', 'NO_FACE'] as const)
    expect(offered({ type: 'failed', error })).toEqual(cameras);
  for (const error of ['CAMERA_DENIED', 'CAMERA_BLOCKED', 'ENGINE_FAILED'] as const)
    expect(offered({ type: 'failed', error })).toEqual([]);
  expect(offered({ type: 'canceled' })).toEqual([]);
});

test('a picture that the browser holds back asks for a touch until it plays', () => {
  const held = follow({ type: 'started' }, { type: 'held' });
  expect(held).toMatchObject({ screen: 'looking', held: true });
  expect(reduce(held, { type: 'previewed' })).toMatchObject({ screen: 'looking', held: false });
});
