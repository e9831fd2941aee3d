/** IPTC's word for what rules and tables made, without a model: https://cv.iptc.org/newscodes/digitalsourcetype/ */
export const ALGORITHMIC_MEDIA = 'http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia'

/** … and for what holds that beside what people left. */
export const COMPOSITE_SYNTHETIC = 'http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic'
