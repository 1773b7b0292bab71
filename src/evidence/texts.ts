/** The element's texts that only a check with a session shows, by language. */
export const texts = {
  en: {
    'start-evidence':
      'A few small pictures of your face and its surroundings are sent to this site, which checks them itself.',
    'error-session': 'The site did not start the check. Wait a moment, then try again.',
  },
  ar: {
    'start-evidence': 'تُرسَل بضع صور صغيرة لوجهك وما حوله إلى هذا الموقع ليتحقق منها بنفسه.',
    'error-session': 'لم يبدأ الموقع التحقق. يُرجى الانتظار لحظة، ثم إعادة المحاولة.',
  },
  de: {
    'start-evidence':
      'Einige kleine Bilder Ihres Gesichts und seiner Umgebung werden an diese Website gesendet und von ihr selbst geprüft.',
    'error-session':
      'Die Website hat die Prüfung nicht gestartet. Warten Sie einen Moment und versuchen Sie es noch einmal.',
  },
  es: {
    'start-evidence':
      'Se envían a este sitio algunas imágenes pequeñas de su cara y de lo que la rodea, y el propio sitio las comprueba.',
    'error-session': 'El sitio no inició la comprobación. Espere un momento y vuelva a intentarlo.',
  },
  fr: {
    'start-evidence':
      'Quelques petites images de votre visage et de ce qui l’entoure sont envoyées à ce site, qui les vérifie lui-même.',
    'error-session': 'Le site n’a pas lancé la vérification. Patientez un instant, puis réessayez.',
  },
  hi: {
    'start-evidence': 'आपके चेहरे और उसके आसपास की कुछ छोटी तस्वीरें इस साइट को भेजी जाती हैं, जो खुद उनकी जाँच करती है।',
    'error-session': 'साइट ने जाँच शुरू नहीं की। थोड़ा रुकें, फिर दोबारा कोशिश करें।',
  },
  ja: {
    'start-evidence': '顔とその周りを写した小さな画像が数枚このサイトに送信され、サイト側で確認されます。',
    'error-session': 'サイト側で確認が開始されませんでした。少し待ってから、もう一度お試しください。',
  },
  pt: {
    'start-evidence':
      'Algumas imagens pequenas do seu rosto e do que há ao redor dele são enviadas a este site, que as verifica por conta própria.',
    'error-session': 'O site não iniciou a verificação. Espere um momento e tente de novo.',
  },
  'zh-Hant': {
    'start-evidence': '幾張顯示您的臉部及其周圍的小圖片會傳送到本網站，由網站自行檢查。',
    'error-session': '網站未啟動驗證。請稍候片刻，然後再試一次。',
  },
  zh: {
    'start-evidence': '几张显示您的脸部及其周围的小图片会发送到本网站，由网站自行核验。',
    'error-session': '网站未启动验证。请稍等片刻，然后重试。',
  },
} as const;
