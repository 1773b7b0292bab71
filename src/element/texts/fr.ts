import type { Texts } from './table';

export const texts: Texts = {
  'region-label': 'Vérification par caméra',
  'start-title': 'Montrez que vous êtes là en personne',
  'start-reason':
    'Regardez la caméra un instant. Cela aide à empêcher que d’autres se connectent avec une photo ou une vidéo de vous.',
  'start-privacy': 'L’image reste sur cet appareil.',
  'start-evidence':
    'Quelques petites images de votre visage et de ce qui l’entoure sont envoyées à ce site, qui les vérifie lui-même.',
  'start-button': 'Démarrer la caméra',
  'asking-title': 'Autorisez la caméra',
  'asking-reason':
    'Votre navigateur demande si cette page peut utiliser la caméra. Choisissez « Autoriser ».',
  'looking-title': 'Regardez la caméra',
  loading: 'Préparation…',
  play: 'Touchez l’écran pour lancer l’image',
  good: 'Très bien, continuez à regarder devant vous',
  'preview-label': 'Votre caméra',
  'progress-label': 'Avancement de la vérification',
  'camera-label': 'Caméra',
  'cancel-button': 'Annuler',
  'hint-no-face': 'Placez votre visage dans l’ovale',
  'hint-covered': 'Rien à voir : dégagez l’objectif',
  'hint-several-faces': 'Une seule personne à la fois',
  'hint-too-far': 'Approchez-vous un peu',
  'hint-too-close': 'Reculez un peu',
  'hint-off-centre': 'Placez-vous au milieu',
  'hint-too-dark': 'Éclairez davantage votre visage',
  'hint-too-bright': 'Trop de lumière : détournez-vous',
  'hint-moving': 'Ne bougez plus un instant',
  'hint-blurred': 'L’image est floue : ne bougez plus',
  'more-no-face': 'Tenez l’appareil devant votre visage, à hauteur des yeux, sans rien devant l’objectif',
  'more-covered': 'Retirez le doigt ou le cache de l’objectif, ouvrez son volet ou allumez une lumière',
  'more-several-faces':
    'On voit quelqu’un d’autre ou l’image d’un visage : tournez-vous pour être seul à l’écran',
  'more-too-far': 'Approchez-vous jusqu’à remplir l’ovale',
  'more-too-close': 'Tenez l’appareil à bout de bras, tout le visage dans l’ovale',
  'more-off-centre': 'Tournez ou inclinez l’appareil jusqu’à ce que votre visage soit dans l’ovale',
  'more-too-dark': 'Tournez-vous vers une fenêtre ou une lampe, ou allumez une lumière devant vous',
  'more-too-bright': 'Tournez le dos au soleil ou à la lampe qui éclaire votre visage',
  'more-moving': 'Appuyez vos bras sur une table et gardez l’appareil immobile',
  'more-blurred': 'Essuyez l’objectif avec un chiffon doux et gardez l’appareil immobile',
  'passed-title': 'Merci, c’est fait',
  'retry-title': 'Pas encore certain',
  'retry-reason':
    'Tournez le visage vers la lumière, essuyez l’objectif, tenez l’appareil à hauteur des yeux et regardez devant vous.',
  'retry-surroundings':
    'Quelque chose autour de votre visage ressemblait à un écran ou à une feuille de papier. Placez-vous sans écran, affiche ni miroir juste derrière vous et regardez devant vous.',
  'retry-movement':
    'Ce qui vous entoure semblait bouger. Posez l’appareil sur un support stable ou appuyez vos bras, et regardez devant vous.',
  'retry-texture':
    'L’image ne semblait pas tout à fait naturelle. Essuyez l’objectif, tournez le visage vers la lumière et désactivez les filtres et les effets vidéo.',
  'retry-unscored':
    'Votre visage n’a pas été visible assez longtemps, ou l’appareil est trop occupé. Fermez les autres applications et onglets, puis regardez devant vous jusqu’à la fin de la vérification.',
  'retry-button': 'Réessayer',
  'failed-title': 'La caméra n’a pas pu confirmer',
  'failed-reason': 'Connectez-vous d’une autre façon, ou réessayez plus tard avec un meilleur éclairage.',
  expired: 'La vérification est trop ancienne. Veuillez la refaire.',
  'error-title': 'La vérification ne peut pas continuer',
  'error-denied':
    'La caméra n’est pas autorisée sur cette page. Autorisez-la avec l’icône près de l’adresse ou dans les réglages du navigateur et du système, puis réessayez.',
  'error-absent': 'Aucune caméra trouvée. Branchez-en une ou allumez-la, puis réessayez.',
  'error-in-use':
    'La caméra ne démarre pas. Fermez les autres applications et onglets qui l’utilisent, puis réessayez.',
  'error-timeout':
    'La caméra n’a pas répondu. Cherchez la demande d’autorisation du navigateur et vérifiez que rien ne couvre l’objectif, puis réessayez.',
  'error-lost': 'La caméra a été éteinte ou débranchée. Rebranchez-la, puis réessayez.',
  'error-no-face': 'Aucun visage n’a été vu. Regardez la caméra, puis réessayez.',
  'error-hidden':
    'La vérification s’est arrêtée car vous avez quitté cette page ou elle a été masquée. Restez sur cette page, puis réessayez.',
  'error-insecure':
    'La caméra ne fonctionne que sur les pages sécurisées (https). Connectez-vous d’une autre façon.',
  'error-unsupported':
    'Ce navigateur ne peut pas faire la vérification. Utilisez une version récente de Chrome, Edge, Firefox ou Safari, ou connectez-vous d’une autre façon.',
  'error-setup':
    'Cette page n’est pas configurée pour la vérification par caméra. Veuillez vous connecter d’une autre façon.',
  'error-play':
    'Votre appareil a retenu l’image de la caméra, peut-être pour économiser la batterie. Désactivez le mode économie d’énergie, puis réessayez.',
  'error-readback':
    'La protection de votre navigateur contre le pistage cache l’image à la vérification. Faites une exception pour cette page, ou connectez-vous d’une autre façon.',
  'error-load':
    'Une partie de la vérification n’a pas pu être chargée. Vérifiez votre connexion, puis réessayez.',
  'error-engine':
    'La vérification s’est interrompue sur cet appareil. Fermez d’autres onglets, puis réessayez.',
  'error-session': 'Le site n’a pas autorisé la vérification. Patientez un peu, puis réessayez.',
  missing: 'Veuillez d’abord faire la vérification par caméra.',
};
