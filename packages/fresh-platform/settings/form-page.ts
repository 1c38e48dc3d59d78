/** The form that the platform draws for an app with config/iparams.json. */

const STYLE = `
  :root { color-scheme: light; }
  body { font: 15px/1.45 system-ui, sans-serif; margin: 0; padding: 16px; max-width: 640px; background: #fff; color: #12344d; }
  .field { margin-bottom: 16px; }
  label { display: block; font-weight: 600; }
  input:not([type='checkbox']), select, textarea { display: block; box-sizing: border-box; width: 100%; margin-top: 4px; padding: 6px 10px;
    font: inherit; color: inherit; background: #fff; border: 1px solid #5b6b79; border-radius: 6px; }
  [aria-invalid='true'] { border-color: #b81d21; }
  .hint { margin: 4px 0 0; color: #475867; }
  .fault { margin: 4px 0 0; color: #b81d21; }
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
  </head>
  <body>
    <form id="form" autocomplete="off" novalidate></form>
    <script type="application/json" id="declared">${JSON.stringify(declared).replace(/</g, '\\u003c')}</script>
    <script src="form.js"></script>
  </body>
</html>
`;
}
