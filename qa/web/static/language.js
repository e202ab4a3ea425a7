// Gradio takes its labels' language from the browser. The page's own language is the one that
// the server wrote into <html lang>, and this runs before Gradio's script asks.
"use strict";
{
  const language = document.documentElement.lang;
  for (const [name, value] of Object.entries({ language, languages: [language] })) {
    Object.defineProperty(navigator, name, { get: () => value, configurable: true });
  }
}
