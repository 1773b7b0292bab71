import type { LanguageTexts } from './table';

export const texts: LanguageTexts = {
  'region-label': 'Verificação com a câmera',
  'start-title': 'Mostre que está aqui em pessoa',
  'start-reason':
    'Olhe para a câmera por um momento. Isso ajuda a impedir que outras pessoas entrem com uma foto ou um vídeo seu.',
  'start-privacy': 'O vídeo não sai deste dispositivo.',
  'start-button': 'Iniciar a câmera',
  'asking-title': 'Permita o uso da câmera',
  'asking-reason': 'Seu navegador pergunta se esta página pode usar a câmera. Escolha “Permitir”.',
  'looking-title': 'Olhe para a câmera',
  loading: 'Preparando…',
  play: 'Toque na tela para iniciar o vídeo',
  good: 'Ótimo, continue olhando para a frente',
  'preview-label': 'Sua câmera',
  'progress-label': 'Progresso da verificação',
  'camera-label': 'Câmera',
  'cancel-button': 'Cancelar',
  'hint-no-face': 'Coloque o rosto no oval',
  'hint-covered': 'A câmera não vê nada: desobstrua a lente',
  'hint-several-faces': 'Uma pessoa de cada vez, por favor',
  'hint-too-far': 'Chegue um pouco mais perto',
  'hint-too-close': 'Afaste-se um pouco',
  'hint-off-centre': 'Vá para o meio',
  'hint-too-dark': 'Seu rosto precisa de mais luz',
  'hint-too-bright': 'Luz demais: vire-se para o outro lado',
  'hint-moving': 'Não se mexa por um momento',
  'hint-blurred': 'A imagem está desfocada: não se mexa',
  'more-no-face': 'Segure o dispositivo diante do rosto, na altura dos olhos, sem nada na frente da lente',
  'more-covered': 'Tire o dedo ou a tampa da lente, abra a proteção deslizante ou acenda uma luz',
  'more-several-faces':
    'Outra pessoa ou a imagem de um rosto está aparecendo: vire-se para que só você apareça',
  'more-too-far': 'Chegue mais perto até o rosto preencher o oval',
  'more-too-close': 'Segure o dispositivo à distância de um braço, para que o rosto inteiro fique no oval',
  'more-off-centre': 'Gire ou incline o dispositivo até o rosto ficar no oval',
  'more-too-dark': 'Vire-se para uma janela ou lâmpada, ou acenda uma luz à sua frente',
  'more-too-bright':
    'Vire-se ou mova-se para que o sol ou a lâmpada ilumine menos seu rosto, ou diminua a luz',
  'more-moving': 'Apoie os braços em uma mesa e mantenha o dispositivo parado',
  'more-blurred': 'Limpe a lente com um pano macio e mantenha o dispositivo parado',
  'passed-title': 'Obrigado, deu certo',
  'retry-title': 'Ainda não há certeza',
  'retry-reason':
    'Vire o rosto para a luz, limpe a lente, segure o dispositivo na altura dos olhos e olhe para a frente.',
  'retry-surroundings':
    'Algo em volta do seu rosto parecia uma tela ou uma folha de papel. Fique onde não haja tela, pôster nem espelho logo atrás de você e olhe para a frente.',
  'retry-movement':
    'O ambiente ao seu redor parecia se mover. Apoie o dispositivo em algo firme, ou os braços em uma mesa, e olhe para a frente.',
  'retry-texture':
    'A imagem não parecia totalmente natural. Limpe a lente, vire o rosto para a luz e desative filtros e efeitos de vídeo.',
  'retry-unscored':
    'Seu rosto não ficou visível por tempo suficiente, ou este dispositivo estava ocupado. Feche outros aplicativos e abas e olhe para a frente até a verificação terminar.',
  'retry-button': 'Tentar de novo',
  'failed-title': 'A verificação não conseguiu confirmar que você está aqui',
  'failed-reason': 'Entre de outra forma, por favor, ou tente de novo mais tarde com uma luz melhor.',
  expired: 'Passou tempo demais desde a verificação. Faça-a de novo, por favor.',
  'error-title': 'A verificação com a câmera não pode continuar',
  'error-denied':
    'A câmera não está permitida nesta página. Permita-a pelo ícone ao lado do endereço ou nas configurações do navegador e do sistema e tente de novo.',
  'error-absent': 'Nenhuma câmera foi encontrada. Conecte ou ligue uma e tente de novo.',
  'error-in-use':
    'A câmera não inicia. Feche outros aplicativos e abas que a estejam usando e tente de novo.',
  'error-timeout':
    'A câmera não respondeu. Procure o pedido de permissão do navegador, verifique se nada cobre a lente e tente de novo.',
  'error-lost': 'A câmera foi desligada ou desconectada. Conecte-a e tente de novo.',
  'error-no-face': 'Nenhum rosto foi detectado. Olhe para a câmera e tente de novo.',
  'error-hidden':
    'A verificação terminou porque você saiu desta página ou ela foi ocultada. Fique nesta página e tente de novo.',
  'error-insecure': 'A câmera só funciona em páginas seguras (https). Entre de outra forma.',
  'error-unsupported':
    'Este navegador não consegue fazer a verificação. Use uma versão atual do Chrome, Edge, Firefox ou Safari, ou entre de outra forma.',
  'error-setup': 'Esta página não está preparada para a verificação com a câmera. Entre de outra forma.',
  'error-play':
    'Seu dispositivo reteve a imagem da câmera, talvez para economizar bateria. Desative o modo de economia de energia e tente de novo.',
  'error-readback':
    'A proteção do seu navegador contra rastreamento impede que a verificação veja a imagem da câmera. Abra uma exceção para esta página ou entre de outra forma.',
  'error-load': 'Não foi possível carregar uma parte da verificação. Confira sua conexão e tente de novo.',
  'error-engine': 'A verificação foi interrompida neste dispositivo. Feche outras abas e tente de novo.',
  missing: 'Conclua primeiro a verificação com a câmera, por favor.',
};
