import type { Texts } from './table';

export const texts: Texts = {
  'region-label': 'Verificação com a câmera',
  'start-title': 'Mostre que está aqui em pessoa',
  'start-reason':
    'Olhe para a câmera por um momento. Isso ajuda a impedir que outros entrem com uma foto ou um vídeo seu.',
  'start-privacy': 'A imagem não sai deste dispositivo.',
  'start-evidence':
    'Algumas imagens pequenas do seu rosto e do que está à volta são enviadas a este site, que as verifica por conta própria.',
  'start-button': 'Iniciar a câmera',
  'asking-title': 'Permita a câmera',
  'asking-reason': 'O navegador pergunta se esta página pode usar a câmera. Escolha “Permitir”.',
  'looking-title': 'Olhe para a câmera',
  loading: 'Preparando…',
  play: 'Toque na tela para iniciar a imagem',
  good: 'Ótimo, continue olhando para a frente',
  'preview-label': 'Sua câmera',
  'progress-label': 'Progresso da verificação',
  'camera-label': 'Câmera',
  'cancel-button': 'Cancelar',
  'hint-no-face': 'Coloque o rosto no oval',
  'hint-covered': 'Não dá para ver nada: descubra a lente',
  'hint-several-faces': 'Uma pessoa de cada vez, por favor',
  'hint-too-far': 'Chegue um pouco mais perto',
  'hint-too-close': 'Afaste-se um pouco',
  'hint-off-centre': 'Vá para o meio',
  'hint-too-dark': 'Seu rosto precisa de mais luz',
  'hint-too-bright': 'Luz demais: vire-se para o outro lado',
  'hint-moving': 'Fique parado por um momento',
  'hint-blurred': 'A imagem está desfocada: fique parado',
  'more-no-face': 'Segure o dispositivo diante do rosto, na altura dos olhos, sem nada na frente da lente',
  'more-covered': 'Tire o dedo ou a tampa da lente, abra a proteção dela ou acenda uma luz',
  'more-several-faces': 'Aparece outra pessoa ou a imagem de um rosto: vire-se para que só você apareça',
  'more-too-far': 'Chegue mais perto até o rosto preencher o oval',
  'more-too-close': 'Segure o dispositivo à distância de um braço, com o rosto inteiro no oval',
  'more-off-centre': 'Gire ou incline o dispositivo até o rosto ficar no oval',
  'more-too-dark': 'Vire-se para uma janela ou lâmpada, ou acenda uma luz à sua frente',
  'more-too-bright': 'Dê as costas ao sol ou à lâmpada que ilumina seu rosto',
  'more-moving': 'Apoie os braços em uma mesa e mantenha o dispositivo parado',
  'more-blurred': 'Limpe a lente com um pano macio e mantenha o dispositivo parado',
  'passed-title': 'Obrigado, deu certo',
  'retry-title': 'Ainda não há certeza',
  'retry-reason':
    'Vire o rosto para a luz, limpe a lente, segure o dispositivo na altura dos olhos e olhe para a frente.',
  'retry-surroundings':
    'Algo em volta do seu rosto parecia uma tela ou uma folha de papel. Fique onde não haja tela, pôster nem espelho logo atrás de você e olhe para a frente.',
  'retry-movement':
    'O que está à sua volta parecia se mover. Apoie o dispositivo em algo firme, ou os braços em uma mesa, e olhe para a frente.',
  'retry-texture':
    'A imagem não parecia muito natural. Limpe a lente, vire o rosto para a luz e desative filtros e efeitos de vídeo.',
  'retry-unscored':
    'Seu rosto não ficou visível por tempo suficiente, ou o dispositivo está ocupado. Feche outros aplicativos e abas e olhe para a frente até a verificação terminar.',
  'retry-button': 'Tentar de novo',
  'failed-title': 'A câmera não conseguiu confirmar',
  'failed-reason': 'Entre de outra forma, ou tente mais tarde com uma luz melhor.',
  expired: 'Passou tempo demais desde a verificação. Faça-a de novo, por favor.',
  'error-title': 'A verificação não pode continuar',
  'error-denied':
    'A câmera não está permitida nesta página. Permita-a pelo ícone ao lado do endereço ou nas configurações do navegador e do sistema e tente de novo.',
  'error-absent': 'Nenhuma câmera foi encontrada. Conecte ou ligue uma e tente de novo.',
  'error-in-use': 'A câmera não inicia. Feche outros aplicativos e abas que a usam e tente de novo.',
  'error-timeout':
    'A câmera não respondeu. Procure o pedido de permissão do navegador, verifique se nada cobre a lente e tente de novo.',
  'error-lost': 'A câmera foi desligada ou desconectada. Conecte-a e tente de novo.',
  'error-no-face': 'Nenhum rosto foi visto. Olhe para a câmera e tente de novo.',
  'error-hidden':
    'A verificação terminou porque você saiu desta página ou ela foi ocultada. Fique nesta página e tente de novo.',
  'error-insecure': 'A câmera só funciona em páginas seguras (https). Entre de outra forma.',
  'error-unsupported':
    'Este navegador não consegue fazer a verificação. Use uma versão atual do Chrome, Edge, Firefox ou Safari, ou entre de outra forma.',
  'error-setup': 'Esta página não está preparada para a verificação com a câmera. Entre de outra forma.',
  'error-play':
    'Seu dispositivo reteve a imagem da câmera, talvez para economizar bateria. Desative o modo de economia e tente de novo.',
  'error-readback':
    'A proteção do seu navegador contra rastreamento esconde a imagem da verificação. Abra uma exceção para esta página ou entre de outra forma.',
  'error-load': 'Uma parte da verificação não pôde ser carregada. Confira sua conexão e tente de novo.',
  'error-engine': 'A verificação foi interrompida neste dispositivo. Feche outras abas e tente de novo.',
  'error-session': 'O site não permitiu iniciar a verificação. Espere um pouco e tente de novo.',
  missing: 'Faça primeiro a verificação com a câmera.',
};
