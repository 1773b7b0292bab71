import { listCameras, rememberCamera, rememberedCamera } from 'depthproof';
import type { BackendName } from 'depthproof';
import { element } from './element';
import { backendOf, isClip, readParameters, writeParameters } from './parameters';
import type { Source } from './parameters';

/** The form: source, camera, own file and backend. Reads its first values from the address and keeps that up to date. */
export class Choices {
  readonly #form = element('choices', HTMLFormElement);
  readonly #backend = element('backend', HTMLSelectElement);
  readonly #camera = element('camera', HTMLSelectElement);
  readonly #cameraRow = element('camera-row', HTMLElement);
  readonly #file = element('file', HTMLInputElement);
  readonly #fileRow = element('file-row', HTMLElement);
  #fileUrl: string | undefined;
  #fileName = '';
  /** The camera that the person chose on this visit, kept because storage may be blocked. */
  #deviceId: string | undefined;
  /** The camera that was open last. */
  #openId: string | undefined;

  /** @param changed called whenever the person changes a choice */
  constructor(changed: () => void) {
    const { source, backend } = readParameters(location.search);
    this.source = source;
    this.#backend.value = backend ?? 'auto';
    this.#form.addEventListener('change', ({ target }) => {
      // The only check box is about the drawing, not about the check.
      if (target instanceof HTMLInputElement && target.type === 'checkbox') return;
      if (target === this.#camera) {
        this.#deviceId = this.#camera.value;
        rememberCamera(this.#camera.value);
      }
      if (target === this.#file) this.#setFile(this.#file.files?.[0]);
      this.#showRows();
      history.replaceState(null, '', writeParameters(location.search, this.source, this.backend));
      changed();
    });
    if ('mediaDevices' in navigator) {
      navigator.mediaDevices.addEventListener('devicechange', () => void this.refreshCameras());
    }
    void this.refreshCameras();
  }

  get source(): Source {
    const name = this.#radios.value;
    if (isClip(name)) return name;
    return name === 'file' ? 'file' : 'camera';
  }

  set source(source: Source) {
    this.#radios.value = source;
    this.#showRows();
  }

  get backend(): BackendName | undefined {
    return backendOf(this.#backend.value);
  }

  /** The camera to prefer. */
  get deviceId(): string | undefined {
    return this.#deviceId ?? rememberedCamera();
  }

  /** The person's own clip; `undefined` until there is one. */
  get file(): { name: string; url: string } | undefined {
    return this.#fileUrl === undefined ? undefined : { name: this.#fileName, url: this.#fileUrl };
  }

  set file(file: File) {
    this.#setFile(file);
    this.source = 'file';
  }

  /** Opens the browser's file dialog. */
  askForFile(): void {
    this.#file.click();
  }

  /** Offers a choice of cameras if there are several. @param active id of the open camera */
  async refreshCameras(active = this.#openId ?? this.deviceId): Promise<void> {
    this.#openId = active;
    // Without permission browsers list cameras without names, and nobody can choose between those.
    const cameras = (await listCameras()).filter(({ label }) => label !== '');
    this.#camera.replaceChildren(...cameras.map(({ label, deviceId }) => new Option(label, deviceId)));
    if (cameras.some(({ deviceId }) => deviceId === active)) this.#camera.value = active ?? '';
    this.#showRows();
  }

  get #radios(): RadioNodeList {
    const radios = this.#form.elements.namedItem('source');
    if (radios instanceof RadioNodeList) return radios;
    throw new TypeError('index.html needs radio buttons with the name "source".');
  }

  #setFile(file: File | undefined): void {
    if (!file) return;
    if (this.#fileUrl !== undefined) URL.revokeObjectURL(this.#fileUrl);
    this.#fileUrl = URL.createObjectURL(file);
    this.#fileName = file.name;
    element('file-name', HTMLElement).textContent = file.name;
  }

  #showRows(): void {
    this.#cameraRow.hidden = this.source !== 'camera' || this.#camera.length < 2;
    this.#fileRow.hidden = this.source !== 'file';
  }
}
