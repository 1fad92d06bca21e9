/** Whether this Node never shows what a client sends besides its own certificate, once OpenSSL has accepted it. */
export const hidesIntermediates = /^v(24\.21|26\.8)\./.test(process.version)
