import type { HintCode } from '../../quality/guidance';

/** What a person is asked to change: first briefly, then (`more-`) in more words if nothing changes. */
type HintKey = `hint-${HintCode}` | `more-${HintCode}`;

export const texts = {
  'region-label': 'Camera check',
  'start-title': 'Show that you are here in person',
  'start-reason':
    'Look into the camera for a moment. This helps to keep others from signing in with a photo or video of you.',
  'start-privacy': 'The video stays on this device.',
  'start-button': 'Start the camera',
  'asking-title': 'Allow the camera',
  'asking-reason': 'Your browser asks whether this page may use the camera. Choose “Allow”.',
  'looking-title': 'Look into the camera',
  loading: 'Getting ready…',
  play: 'Touch the screen to start the picture',
  good: 'Good, keep looking ahead',
  'preview-label': 'Your camera',
  'progress-label': 'Progress of the check',
  'camera-label': 'Camera',
  'cancel-button': 'Cancel',
  'hint-no-face': 'Bring your face into the oval',
  'hint-covered': 'The camera sees nothing: uncover the lens',
  'hint-several-faces': 'One person at a time, please',
  'hint-too-far': 'Come a little closer',
  'hint-too-close': 'Move back a little',
  'hint-off-centre': 'Move to the middle',
  'hint-too-dark': 'Find more light for your face',
  'hint-too-bright': 'Too much light: turn away from it',
  'hint-moving': 'Hold still for a moment',
  'hint-blurred': 'The image is blurred: hold still',
  'more-no-face': 'Hold the device in front of your face at eye level, with nothing over the lens',
  'more-covered': 'Take your finger off the lens, slide its cover open, or switch on a light',
  'more-several-faces': 'Someone else or a picture of a face is in view: turn so that only you can be seen',
  'more-too-far': 'Come closer, until your face fills the oval',
  'more-too-close': 'Hold the device at arm’s length, so that your whole face is in the oval',
  'more-off-centre': 'Turn or tilt the device until your face is in the oval',
  'more-too-dark': 'Face a window or a lamp, or switch on a light in front of you',
  'more-too-bright': 'Turn or move so that the sun or lamp shines less on your face, or dim the light',
  'more-moving': 'Rest your arms on a table and keep the device still',
  'more-blurred': 'Wipe the lens with a soft cloth and hold the device still',
  'passed-title': 'Thank you, that worked',
  'retry-title': 'Not sure yet',
  'retry-reason': 'Turn your face to the light, wipe the lens, hold the device at eye level and look ahead.',
  'retry-surroundings':
    'Something around your face looked like a screen or a sheet of paper. Sit where no screen, poster or mirror is right behind you, and look ahead.',
  'retry-movement':
    'Your surroundings seemed to move. Stand the device on something firm, or rest your arms, and look ahead.',
  'retry-texture':
    'The picture did not look quite natural. Wipe the lens, turn your face to the light, and switch off filters and video effects.',
  'retry-unscored':
    'Your face was not in view for long enough, or this device was busy. Close other apps and tabs, then look ahead until the check is done.',
  'retry-button': 'Try again',
  'failed-title': 'The check could not confirm that you are here',
  'failed-reason': 'Please use another way to sign in, or try again later in better light.',
  expired: 'Too much time has passed since the check. Please do it again.',
  'error-title': 'The camera check cannot continue',
  'error-denied':
    'The camera is not allowed on this page. Allow it with the icon next to the address, or in the settings of your browser and system, then try again.',
  'error-absent': 'No camera was found. Connect one or switch it on, then try again.',
  'error-in-use': 'The camera does not start. Close other apps and tabs that use it, then try again.',
  'error-timeout':
    'The camera did not respond. Look for your browser’s permission prompt and make sure that nothing covers the lens, then try again.',
  'error-lost': 'The camera was switched off or unplugged. Connect it, then try again.',
  'error-no-face': 'No face was seen. Look into the camera, then try again.',
  'error-hidden':
    'The check ended because you left this page or it was hidden. Stay on this page, then try again.',
  'error-insecure': 'The camera works on secure pages (https) only. Please use another way to sign in.',
  'error-unsupported':
    'This browser cannot do the check. Use a current version of Chrome, Edge, Firefox or Safari, or another way to sign in.',
  'error-setup': 'This page is not set up for the camera check. Please use another way to sign in.',
  'error-play':
    'Your device held back the camera’s picture, perhaps to save power. Switch the power saving mode off, then try again.',
  'error-readback':
    'Your browser’s tracking protection hides the camera’s picture from the check. Make an exception for this page, or use another way to sign in.',
  'error-load': 'Part of the check could not be loaded. Check your connection, then try again.',
  'error-engine': 'The check stopped on this device. Close other tabs, then try again.',
  missing: 'Please complete the camera check first.',
} satisfies Record<HintKey, string> & Record<string, string>;
