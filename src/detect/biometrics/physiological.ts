// ECG, EEG, PPG: EDF and BDF files, series by name; DICOM carries images of a body
import { latin1, startsWith } from '../magic.ts'
import type { Modality } from '../modality.ts'

export const modality = {
  entity: 'physiological',
  aliases: ['PHYSIOLOGICAL_SIGNAL', 'ECG', 'EEG', 'MEDICAL_IMAGE'],
  names: {
    strong: [
      'ecg',
      'ekg',
      'eeg',
      'ppg',
      'emg',
      'heartbeat waveform',
      'rr interval*',
      'dicom',
      'экг',
      'ээг',
      'электрокардио*',
      'эхг',
      'кардиограмм*',
    ],
    weak: ['lead', 'waveform', 'pulse'],
    falseFriends: ['date', 'дата', 'count', 'price', 'цена', 'flag', 'conclusion', 'заключение'],
  },
  ofBytes: ({ head }) => {
    if (startsWith(head, 'DICM', 128)) return { confidence: 0.95, evidence: 'DICOM file' }
    const edf = startsWith(head, '0       ') || startsWith(head, '\xffBIOSEMI')
    return edf && latin1(head, 88, 97) === 'Startdate' ? { confidence: 0.95, evidence: 'EDF recording' } : undefined
  },
  examples: {
    match: [Buffer.from(`${'\0'.repeat(128)}DICM${'\0'.repeat(16)}`, 'latin1').toString('base64')],
    reject: [Buffer.from('0       of something else').toString('hex')],
  },
  source: 'EDF+, BDF, DICOM part 10',
} satisfies Modality
