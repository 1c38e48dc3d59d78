/** The form that the platform draws for an app with config/iparams.json. */

const CRAYONS = 'https://cdn.jsdelivr.net/npm/@freshworks/crayons@v4/dist/crayons/crayons.esm.js';

const STYLE = `
  body { font-family: -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, sans-serif; margin: 0; padding: 16px; max-width: 640px;
    background: #fff; color: #12344d; color-scheme: light; --fw-hint-color: #475867; }
  #form > * { display: block; margin-bottom: 16px; }
`;

/** An HTML page with the three functions the platform calls. `declared` is what config/iparams.json holds. */
export function formPage(declared: Record<string, unknown>): string {
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="UTF-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1.0" />
    <title>Settings</title>
    <style>${STYLE}</style>
    <script src="{{{appclient}}}"></script>
    <script type="module" src="${CRAYONS}"></script>
  </head>
  <body>
    <form id="form" autocomplete="off" novalidate></form>
    <script type="application/json" id="declared">${JSON.stringify(declared).replace(/</g, '\\u003c')}</script>
    <script src="form.js"></script>
  </body>
</html>
`;
}
