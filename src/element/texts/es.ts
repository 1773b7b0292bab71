import type { Texts } from './table';

export const texts: Texts = {
  'region-label': 'Comprobación con la cámara',
  'start-title': 'Muestre que está aquí en persona',
  'start-reason':
    'Mire a la cámara un momento. Esto ayuda a impedir que otros inicien sesión con una foto o un vídeo de usted.',
  'start-privacy': 'La imagen no sale de este dispositivo.',
  'start-evidence':
    'Algunas imágenes pequeñas de su rostro y de lo que lo rodea se envían a este sitio, que las comprueba por su cuenta.',
  'start-button': 'Iniciar la cámara',
  'asking-title': 'Permita la cámara',
  'asking-reason': 'El navegador pregunta si esta página puede usar la cámara. Elija «Permitir».',
  'looking-title': 'Mire a la cámara',
  loading: 'Preparando…',
  play: 'Toque la pantalla para iniciar la imagen',
  good: 'Bien, siga mirando al frente',
  'preview-label': 'Su cámara',
  'progress-label': 'Progreso de la comprobación',
  'camera-label': 'Cámara',
  'cancel-button': 'Cancelar',
  'hint-no-face': 'Ponga la cara en el óvalo',
  'hint-covered': 'No se ve nada: destape la lente',
  'hint-several-faces': 'Solo una persona, por favor',
  'hint-too-far': 'Acérquese un poco',
  'hint-too-close': 'Aléjese un poco',
  'hint-off-centre': 'Muévase hacia el centro',
  'hint-too-dark': 'Su cara necesita más luz',
  'hint-too-bright': 'Demasiada luz: apártese de ella',
  'hint-moving': 'No se mueva un momento',
  'hint-blurred': 'La imagen está borrosa: no se mueva',
  'more-no-face': 'Sostenga el dispositivo ante la cara, a la altura de los ojos, sin tapar la lente',
  'more-covered': 'Quite el dedo o la tapa de la lente, abra su pestaña o encienda una luz',
  'more-several-faces':
    'Se ve a otra persona o la imagen de una cara: gírese para que solo se le vea a usted',
  'more-too-far': 'Acérquese hasta que la cara llene el óvalo',
  'more-too-close': 'Sostenga el dispositivo con el brazo extendido, con toda la cara en el óvalo',
  'more-off-centre': 'Gire o incline el dispositivo hasta que la cara quede en el óvalo',
  'more-too-dark': 'Mire hacia una ventana o una lámpara, o encienda una luz delante de usted',
  'more-too-bright': 'Dé la espalda al sol o a la lámpara que le ilumina la cara',
  'more-moving': 'Apoye los brazos en una mesa y mantenga quieto el dispositivo',
  'more-blurred': 'Limpie la lente con un paño suave y mantenga quieto el dispositivo',
  'passed-title': 'Gracias, ha funcionado',
  'retry-title': 'Aún no es seguro',
  'retry-reason':
    'Ponga la cara hacia la luz, limpie la lente, sostenga el dispositivo a la altura de los ojos y mire al frente.',
  'retry-surroundings':
    'Alrededor de su cara se veía algo parecido a una pantalla o a una hoja de papel. Colóquese donde no haya ninguna pantalla, póster ni espejo justo detrás de usted y mire al frente.',
  'retry-movement':
    'Lo que le rodea parecía moverse. Apoye el dispositivo en algo firme, o los brazos en una mesa, y mire al frente.',
  'retry-texture':
    'La imagen no se veía del todo natural. Limpie la lente, ponga la cara hacia la luz y desactive los filtros y efectos de vídeo.',
  'retry-unscored':
    'No se le vio la cara el tiempo suficiente, o el dispositivo está ocupado. Cierre otras aplicaciones y pestañas y mire al frente hasta que termine la comprobación.',
  'retry-button': 'Volver a intentarlo',
  'failed-title': 'La cámara no pudo confirmarlo',
  'failed-reason': 'Inicie sesión de otra forma, o inténtelo más tarde con mejor luz.',
  expired: 'Ha pasado demasiado tiempo desde la comprobación. Repítala, por favor.',
  'error-title': 'La comprobación no puede continuar',
  'error-denied':
    'La cámara no está permitida en esta página. Permítala con el icono junto a la dirección o en los ajustes del navegador y del sistema, y vuelva a intentarlo.',
  'error-absent': 'No se encontró ninguna cámara. Conecte una o enciéndala, y vuelva a intentarlo.',
  'error-in-use':
    'La cámara no se inicia. Cierre otras aplicaciones y pestañas que la usen, y vuelva a intentarlo.',
  'error-timeout':
    'La cámara no respondió. Busque la solicitud de permiso del navegador, compruebe que nada tape la lente y vuelva a intentarlo.',
  'error-lost': 'La cámara se apagó o se desconectó. Conéctela y vuelva a intentarlo.',
  'error-no-face': 'No se vio ninguna cara. Mire a la cámara y vuelva a intentarlo.',
  'error-hidden':
    'La comprobación terminó porque salió de esta página o quedó oculta. Permanezca en esta página y vuelva a intentarlo.',
  'error-insecure': 'La cámara solo funciona en páginas seguras (https). Inicie sesión de otra forma.',
  'error-unsupported':
    'Este navegador no puede hacer la comprobación. Use una versión actual de Chrome, Edge, Firefox o Safari, u otra forma de iniciar sesión.',
  'error-setup':
    'Esta página no está preparada para la comprobación con la cámara. Use otra forma de iniciar sesión.',
  'error-play':
    'Su dispositivo retuvo la imagen de la cámara, quizá para ahorrar batería. Desactive el modo de ahorro y vuelva a intentarlo.',
  'error-readback':
    'La protección contra el rastreo de su navegador oculta la imagen a la comprobación. Haga una excepción para esta página o use otra forma de iniciar sesión.',
  'error-load': 'Una parte de la comprobación no se pudo cargar. Revise su conexión y vuelva a intentarlo.',
  'error-engine':
    'La comprobación se interrumpió en este dispositivo. Cierre otras pestañas y vuelva a intentarlo.',
  'error-session': 'El sitio no permitió iniciar la comprobación. Espere un poco y vuelva a intentarlo.',
  missing: 'Haga primero la comprobación con la cámara.',
};
