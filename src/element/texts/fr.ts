import type { LanguageTexts } from './table';

export const texts: LanguageTexts = {
  'region-label': 'Vérification par caméra',
  'start-title': 'Montrez que vous êtes là en personne',
  'start-reason':
    'Regardez la caméra un instant. Cela contribue à empêcher d’autres personnes de se connecter avec une photo ou une vidéo de vous.',
  'start-privacy': 'La vidéo reste sur cet appareil.',
  'start-button': 'Démarrer la caméra',
  'asking-title': 'Autorisez la caméra',
  'asking-reason':
    'Votre navigateur demande si cette page peut utiliser la caméra. Choisissez «\u00a0Autoriser\u00a0».',
  'looking-title': 'Regardez la caméra',
  loading: 'Préparation…',
  play: 'Touchez l’écran pour lancer la vidéo',
  good: 'Très bien, continuez à regarder devant vous',
  'preview-label': 'Votre caméra',
  'progress-label': 'Avancement de la vérification',
  'camera-label': 'Caméra',
  'cancel-button': 'Annuler',
  'hint-no-face': 'Placez votre visage dans l’ovale',
  'hint-covered': 'La caméra ne voit rien\u00a0: dégagez l’objectif',
  'hint-several-faces': 'Une seule personne à la fois, merci',
  'hint-too-far': 'Approchez-vous un peu',
  'hint-too-close': 'Reculez un peu',
  'hint-off-centre': 'Placez-vous au centre',
  'hint-too-dark': 'Éclairez davantage votre visage',
  'hint-too-bright': 'Trop de lumière\u00a0: tournez-vous un peu',
  'hint-moving': 'Ne bougez plus un instant',
  'hint-blurred': 'L’image est floue\u00a0: ne bougez plus',
  'more-no-face': 'Tenez l’appareil devant votre visage, à hauteur des yeux, sans rien devant l’objectif',
  'more-covered': 'Retirez le doigt ou le cache de l’objectif, ouvrez son volet ou allumez une lumière',
  'more-several-faces':
    'On voit une autre personne ou l’image d’un visage\u00a0: tournez-vous pour qu’on ne voie que vous',
  'more-too-far': 'Approchez-vous jusqu’à ce que votre visage remplisse l’ovale',
  'more-too-close': 'Tenez l’appareil à bout de bras, pour que tout votre visage soit dans l’ovale',
  'more-off-centre': 'Tournez ou inclinez l’appareil jusqu’à ce que votre visage soit dans l’ovale',
  'more-too-dark': 'Tournez-vous vers une fenêtre ou une lampe, ou allumez une lumière devant vous',
  'more-too-bright':
    'Tournez-vous ou déplacez-vous pour que le soleil ou la lampe éclaire moins votre visage, ou baissez la lumière',
  'more-moving': 'Appuyez vos bras sur une table et gardez l’appareil immobile',
  'more-blurred': 'Essuyez l’objectif avec un chiffon doux et gardez l’appareil immobile',
  'passed-title': 'Merci, c’est fait',
  'retry-title': 'Résultat encore incertain',
  'retry-reason':
    'Tournez le visage vers la lumière, essuyez l’objectif, tenez l’appareil à hauteur des yeux et regardez devant vous.',
  'retry-surroundings':
    'Quelque chose autour de votre visage ressemblait à un écran ou à une feuille de papier. Placez-vous là où il n’y a ni écran, ni affiche, ni miroir juste derrière vous, et regardez devant vous.',
  'retry-movement':
    'Ce qui vous entoure semblait bouger. Posez l’appareil sur un support stable ou appuyez vos bras, et regardez devant vous.',
  'retry-texture':
    'L’image ne semblait pas tout à fait naturelle. Essuyez l’objectif, tournez le visage vers la lumière et désactivez les filtres et les effets vidéo.',
  'retry-unscored':
    'Votre visage n’a pas été visible assez longtemps, ou cet appareil était trop occupé. Fermez les autres applications et onglets, puis regardez devant vous jusqu’à la fin de la vérification.',
  'retry-button': 'Réessayer',
  'failed-title': 'La vérification n’a pas pu confirmer votre présence',
  'failed-reason':
    'Veuillez vous connecter d’une autre façon, ou réessayer plus tard avec un meilleur éclairage.',
  expired: 'La vérification est trop ancienne. Veuillez la refaire.',
  'error-title': 'La vérification par caméra ne peut pas continuer',
  'error-denied':
    'La caméra n’est pas autorisée sur cette page. Autorisez-la à l’aide de l’icône à côté de l’adresse ou dans les réglages du navigateur et du système, puis réessayez.',
  'error-absent': 'Aucune caméra n’a été trouvée. Branchez-en une ou allumez-la, puis réessayez.',
  'error-in-use':
    'La caméra ne démarre pas. Fermez les autres applications et onglets qui l’utilisent, puis réessayez.',
  'error-timeout':
    'La caméra n’a pas répondu. Cherchez la demande d’autorisation de votre navigateur et vérifiez que rien ne couvre l’objectif, puis réessayez.',
  'error-lost': 'La caméra a été éteinte ou débranchée. Rebranchez-la, puis réessayez.',
  'error-no-face': 'Aucun visage n’a été détecté. Regardez la caméra, puis réessayez.',
  'error-hidden':
    'La vérification s’est arrêtée parce que vous avez quitté cette page ou qu’elle a été masquée. Restez sur cette page, puis réessayez.',
  'error-insecure':
    'La caméra ne fonctionne que sur les pages sécurisées (https). Veuillez vous connecter d’une autre façon.',
  'error-unsupported':
    'Ce navigateur ne permet pas la vérification. Utilisez une version récente de Chrome, Edge, Firefox ou Safari, ou connectez-vous d’une autre façon.',
  'error-setup':
    'Cette page n’est pas configurée pour la vérification par caméra. Veuillez vous connecter d’une autre façon.',
  'error-play':
    'Votre appareil a retenu l’image de la caméra, peut-être pour économiser la batterie. Désactivez le mode économie d’énergie, puis réessayez.',
  'error-readback':
    'La protection contre le pistage de votre navigateur empêche la vérification de voir l’image de la caméra. Faites une exception pour cette page, ou connectez-vous d’une autre façon.',
  'error-load':
    'Une partie de la vérification n’a pas pu être chargée. Vérifiez votre connexion, puis réessayez.',
  'error-engine':
    'La vérification s’est interrompue sur cet appareil. Fermez les autres onglets, puis réessayez.',
  missing: 'Veuillez d’abord faire la vérification par caméra.',
};
