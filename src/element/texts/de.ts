import type { LanguageTexts } from './table';

export const texts: LanguageTexts = {
  'region-label': 'Kameraprüfung',
  'start-title': 'Zeigen Sie, dass Sie selbst hier sind',
  'start-reason':
    'Schauen Sie einen Moment in die Kamera. Das erschwert es anderen, sich mit einem Foto oder Video von Ihnen anzumelden.',
  'start-privacy': 'Das Video bleibt auf diesem Gerät.',
  'start-button': 'Kamera starten',
  'asking-title': 'Kamera erlauben',
  'asking-reason': 'Ihr Browser fragt, ob diese Seite die Kamera benutzen darf. Wählen Sie „Zulassen“.',
  'looking-title': 'Schauen Sie in die Kamera',
  loading: 'Wird vorbereitet\u00a0…',
  play: 'Tippen Sie auf den Bildschirm, um das Video zu starten',
  good: 'Gut so, weiter geradeaus schauen',
  'preview-label': 'Ihre Kamera',
  'progress-label': 'Fortschritt der Prüfung',
  'camera-label': 'Kamera',
  'cancel-button': 'Abbrechen',
  'hint-no-face': 'Bringen Sie Ihr Gesicht ins Oval',
  'hint-covered': 'Die Kamera sieht nichts: Machen Sie die Linse frei',
  'hint-several-faces': 'Bitte immer nur eine Person',
  'hint-too-far': 'Kommen Sie etwas näher',
  'hint-too-close': 'Gehen Sie etwas zurück',
  'hint-off-centre': 'Rücken Sie in die Mitte',
  'hint-too-dark': 'Ihr Gesicht braucht mehr Licht',
  'hint-too-bright': 'Zu viel Licht: Wenden Sie sich davon ab',
  'hint-moving': 'Halten Sie kurz still',
  'hint-blurred': 'Das Bild ist unscharf: Halten Sie still',
  'more-no-face': 'Halten Sie das Gerät auf Augenhöhe vor Ihr Gesicht, ohne die Linse zu verdecken',
  'more-covered':
    'Nehmen Sie Finger oder Abdeckung von der Linse, öffnen Sie den Schieber oder machen Sie Licht',
  'more-several-faces':
    'Noch jemand oder das Bild eines Gesichts ist zu sehen: Drehen Sie sich, bis man nur Sie sieht',
  'more-too-far': 'Kommen Sie näher, bis Ihr Gesicht das Oval füllt',
  'more-too-close': 'Halten Sie das Gerät eine Armlänge entfernt, sodass Ihr ganzes Gesicht im Oval ist',
  'more-off-centre': 'Drehen oder neigen Sie das Gerät, bis Ihr Gesicht im Oval ist',
  'more-too-dark':
    'Wenden Sie sich einem Fenster oder einer Lampe zu oder schalten Sie vor sich ein Licht ein',
  'more-too-bright':
    'Drehen oder bewegen Sie sich so, dass Sonne oder Lampe weniger auf Ihr Gesicht scheinen, oder dämpfen Sie das Licht',
  'more-moving': 'Stützen Sie die Arme auf einem Tisch auf und halten Sie das Gerät ruhig',
  'more-blurred': 'Wischen Sie die Linse mit einem weichen Tuch ab und halten Sie das Gerät ruhig',
  'passed-title': 'Danke, das hat geklappt',
  'retry-title': 'Noch nicht eindeutig',
  'retry-reason':
    'Drehen Sie das Gesicht zum Licht, wischen Sie die Linse ab, halten Sie das Gerät auf Augenhöhe und schauen Sie geradeaus.',
  'retry-surroundings':
    'Etwas um Ihr Gesicht herum sah wie ein Bildschirm oder ein Blatt Papier aus. Setzen Sie sich so, dass kein Bildschirm, Poster oder Spiegel direkt hinter Ihnen ist, und schauen Sie geradeaus.',
  'retry-movement':
    'Ihre Umgebung schien sich zu bewegen. Stellen Sie das Gerät auf etwas Festes oder stützen Sie die Arme auf und schauen Sie geradeaus.',
  'retry-texture':
    'Das Bild wirkte nicht ganz natürlich. Wischen Sie die Linse ab, drehen Sie das Gesicht zum Licht und schalten Sie Filter und Videoeffekte aus.',
  'retry-unscored':
    'Ihr Gesicht war nicht lange genug zu sehen oder dieses Gerät war ausgelastet. Schließen Sie andere Apps und Tabs und schauen Sie geradeaus, bis die Prüfung fertig ist.',
  'retry-button': 'Noch einmal versuchen',
  'failed-title': 'Die Prüfung konnte nicht bestätigen, dass Sie hier sind',
  'failed-reason':
    'Bitte melden Sie sich auf einem anderen Weg an oder versuchen Sie es später bei besserem Licht noch einmal.',
  expired: 'Die Prüfung ist zu lange her. Bitte wiederholen Sie sie.',
  'error-title': 'Die Kameraprüfung kann nicht fortgesetzt werden',
  'error-denied':
    'Die Kamera ist auf dieser Seite nicht erlaubt. Erlauben Sie sie über das Symbol neben der Adresse oder in den Einstellungen von Browser und System und versuchen Sie es noch einmal.',
  'error-absent':
    'Es wurde keine Kamera gefunden. Schließen Sie eine an oder schalten Sie sie ein und versuchen Sie es noch einmal.',
  'error-in-use':
    'Die Kamera startet nicht. Schließen Sie andere Apps und Tabs, die sie benutzen, und versuchen Sie es noch einmal.',
  'error-timeout':
    'Die Kamera hat nicht geantwortet. Suchen Sie nach der Berechtigungsanfrage Ihres Browsers, achten Sie darauf, dass nichts die Linse verdeckt, und versuchen Sie es noch einmal.',
  'error-lost':
    'Die Kamera wurde ausgeschaltet oder abgezogen. Schließen Sie sie wieder an und versuchen Sie es noch einmal.',
  'error-no-face':
    'Es war kein Gesicht zu sehen. Schauen Sie in die Kamera und versuchen Sie es noch einmal.',
  'error-hidden':
    'Die Prüfung wurde beendet, weil Sie diese Seite verlassen haben oder sie verdeckt war. Bleiben Sie auf dieser Seite und versuchen Sie es noch einmal.',
  'error-insecure':
    'Die Kamera funktioniert nur auf sicheren Seiten (https). Bitte melden Sie sich auf einem anderen Weg an.',
  'error-unsupported':
    'Dieser Browser kann die Prüfung nicht ausführen. Benutzen Sie eine aktuelle Version von Chrome, Edge, Firefox oder Safari oder melden Sie sich auf einem anderen Weg an.',
  'error-setup':
    'Diese Seite ist für die Kameraprüfung nicht eingerichtet. Bitte melden Sie sich auf einem anderen Weg an.',
  'error-play':
    'Ihr Gerät hat das Kamerabild zurückgehalten, vielleicht um Strom zu sparen. Schalten Sie den Energiesparmodus aus und versuchen Sie es noch einmal.',
  'error-readback':
    'Der Trackingschutz Ihres Browsers verbirgt das Kamerabild vor der Prüfung. Richten Sie für diese Seite eine Ausnahme ein oder melden Sie sich auf einem anderen Weg an.',
  'error-load':
    'Ein Teil der Prüfung konnte nicht geladen werden. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
  'error-engine':
    'Die Prüfung ist auf diesem Gerät abgebrochen. Schließen Sie andere Tabs und versuchen Sie es noch einmal.',
  missing: 'Bitte führen Sie zuerst die Kameraprüfung durch.',
};
