/** Microphones and speakers, and the agent's choice of them, kept on this machine. */
export interface AudioDevice {
  id: string;
  label: string;
}

export interface AudioDevices {
  microphones: AudioDevice[];
  speakers: AudioDevice[];
}

export interface DeviceChoice {
  microphone: string;
  speaker: string;
}

const storageKey = 'toritsugi.devices';

export async function listDevices(): Promise<AudioDevices> {
  const all = await navigator.mediaDevices.enumerateDevices();
  const ofKind = (kind: MediaDeviceKind) =>
    all.filter((device) => device.kind === kind).map((device) => ({ id: device.deviceId, label: device.label }));
  return { microphones: ofKind('audioinput'), speakers: ofKind('audiooutput') };
}

export function onDevicesChanged(listener: () => void): () => void {
  navigator.mediaDevices.addEventListener('devicechange', listener);
  return () => navigator.mediaDevices.removeEventListener('devicechange', listener);
}

/** @throws DOMException NotAllowedError, NotFoundError, NotReadableError, OverconstrainedError */
export async function openMicrophone(deviceId: string): Promise<MediaStream> {
  const exact = deviceId === 'default' || deviceId === '' ? {} : { deviceId: { exact: deviceId } };
  return navigator.mediaDevices.getUserMedia({
    audio: { ...exact, echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
    video: false,
  });
}

export function readDeviceChoice(): DeviceChoice {
  const kept = localStorage.getItem(storageKey);
  if (kept) {
    const [microphone, speaker] = kept.split('\n');
    if (microphone && speaker) return { microphone, speaker };
  }
  return { microphone: 'default', speaker: 'default' };
}

export function keepDeviceChoice(choice: DeviceChoice): void {
  localStorage.setItem(storageKey, `${choice.microphone}\n${choice.speaker}`);
}
