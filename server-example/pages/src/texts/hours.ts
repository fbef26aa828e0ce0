// Long waits in hours: nobody reckons with three-digit minutes.

/** Minutes in whole and half hours, in a language. */
export const hours = (minutes: number, language: string) =>
  new Intl.NumberFormat(language).format(Math.ceil(minutes / 30) / 2);
