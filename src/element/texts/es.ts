import type { LanguageTexts } from './table';

export const texts: LanguageTexts = {
  'region-label': 'Comprobación con la cámara',
  'start-title': 'Demuestre que está aquí en persona',
  'start-reason':
    'Mire a la cámara un momento. Esto ayuda a impedir que otras personas inicien sesión con una foto o un vídeo de usted.',
  'start-privacy': 'El vídeo no sale de este dispositivo.',
  'start-button': 'Iniciar la cámara',
  'asking-title': 'Permita el uso de la cámara',
  'asking-reason': 'Su navegador pregunta si esta página puede usar la cámara. Elija «Permitir».',
  'looking-title': 'Mire a la cámara',
  loading: 'Preparando…',
  play: 'Toque la pantalla para iniciar el vídeo',
  good: 'Bien, siga mirando al frente',
  'preview-label': 'Su cámara',
  'progress-label': 'Progreso de la comprobación',
  'camera-label': 'Cámara',
  'cancel-button': 'Cancelar',
  'hint-no-face': 'Coloque la cara en el óvalo',
  'hint-covered': 'La cámara no ve nada: destape la lente',
  'hint-several-faces': 'Una sola persona a la vez, por favor',
  'hint-too-far': 'Acérquese un poco',
  'hint-too-close': 'Aléjese un poco',
  'hint-off-centre': 'Muévase hacia el centro',
  'hint-too-dark': 'Su cara necesita más luz',
  'hint-too-bright': 'Demasiada luz: gírese para evitarla',
  'hint-moving': 'No se mueva por un momento',
  'hint-blurred': 'La imagen está borrosa: no se mueva',
  'more-no-face': 'Sostenga el dispositivo frente a la cara, a la altura de los ojos, sin tapar la lente',
  'more-covered': 'Retire el dedo o la tapa de la lente, abra su tapa deslizante o encienda una luz',
  'more-several-faces':
    'Se ve a otra persona o la imagen de una cara: gírese de modo que solo se le vea a usted',
  'more-too-far': 'Acérquese hasta que la cara llene el óvalo',
  'more-too-close':
    'Sostenga el dispositivo con el brazo extendido, de modo que se vea toda la cara en el óvalo',
  'more-off-centre': 'Gire o incline el dispositivo hasta que la cara quede en el óvalo',
  'more-too-dark': 'Mire hacia una ventana o una lámpara, o encienda una luz delante de usted',
  'more-too-bright': 'Gírese o muévase para que el sol o la lámpara le iluminen menos la cara, o baje la luz',
  'more-moving': 'Apoye los brazos en una mesa y mantenga quieto el dispositivo',
  'more-blurred': 'Limpie la lente con un paño suave y mantenga quieto el dispositivo',
  'passed-title': 'Gracias, ha funcionado',
  'retry-title': 'Aún no está claro',
  'retry-reason':
    'Gire la cara hacia la luz, limpie la lente, sostenga el dispositivo a la altura de los ojos y mire al frente.',
  'retry-surroundings':
    'Alrededor de su cara se veía algo parecido a una pantalla o a una hoja de papel. Colóquese donde no haya ninguna pantalla, póster ni espejo justo detrás de usted y mire al frente.',
  'retry-movement':
    'Su entorno parecía moverse. Apoye el dispositivo en algo firme, o los brazos en una mesa, y mire al frente.',
  'retry-texture':
    'La imagen no se veía del todo natural. Limpie la lente, gire la cara hacia la luz y desactive los filtros y efectos de vídeo.',
  'retry-unscored':
    'Su cara no se vio durante el tiempo suficiente o este dispositivo estaba ocupado. Cierre otras aplicaciones y pestañas y mire al frente hasta que termine la comprobación.',
  'retry-button': 'Volver a intentarlo',
  'failed-title': 'La comprobación no pudo confirmar que usted está aquí',
  'failed-reason': 'Inicie sesión de otra forma, por favor, o inténtelo más tarde con mejor luz.',
  expired: 'Ha pasado demasiado tiempo desde la comprobación. Repítala, por favor.',
  'error-title': 'La comprobación con la cámara no puede continuar',
  'error-denied':
    'La cámara no está permitida en esta página. Permítala con el icono junto a la dirección o en los ajustes del navegador y del sistema, y vuelva a intentarlo.',
  'error-absent': 'No se encontró ninguna cámara. Conecte o encienda una y vuelva a intentarlo.',
  'error-in-use':
    'La cámara no se inicia. Cierre otras aplicaciones y pestañas que la usen, y vuelva a intentarlo.',
  'error-timeout':
    'La cámara no respondió. Busque la solicitud de permiso del navegador, compruebe que nada tape la lente y vuelva a intentarlo.',
  'error-lost': 'La cámara se apagó o se desconectó. Conéctela y vuelva a intentarlo.',
  'error-no-face': 'No se vio ninguna cara. Mire a la cámara y vuelva a intentarlo.',
  'error-hidden':
    'La comprobación terminó porque usted salió de esta página o esta quedó oculta. Permanezca en esta página y vuelva a intentarlo.',
  'error-insecure': 'La cámara solo funciona en páginas seguras (https). Inicie sesión de otra forma.',
  'error-unsupported':
    'Este navegador no puede hacer la comprobación. Use una versión actual de Chrome, Edge, Firefox o Safari, o inicie sesión de otra forma.',
  'error-setup':
    'Esta página no está preparada para la comprobación con la cámara. Inicie sesión de otra forma.',
  'error-play':
    'Su dispositivo retuvo la imagen de la cámara, quizá para ahorrar batería. Desactive el modo de ahorro de energía y vuelva a intentarlo.',
  'error-readback':
    'La protección contra el rastreo de su navegador impide que la comprobación vea la imagen de la cámara. Haga una excepción para esta página o inicie sesión de otra forma.',
  'error-load': 'No se pudo cargar una parte de la comprobación. Revise su conexión y vuelva a intentarlo.',
  'error-engine':
    'La comprobación se interrumpió en este dispositivo. Cierre otras pestañas y vuelva a intentarlo.',
  missing: 'Complete primero la comprobación con la cámara, por favor.',
};
