import { recolored } from '../../../../dev/page/server/start/crayons-plugin';

describe('Crayons, as the page serves it', () => {
  it('has a variable for every colour, by what it colours, with the colour as its default', () => {
    const code =
      'const aCss = ":host{color:#12344d}.b{background-color:#fff;border:1px solid #cfd7df;width:10px}";\nconst other = "color:#12344d";';
    expect(recolored(code)).toBe(
      'const aCss = ":host{color:var(--cr-ink-12344d, #12344d)}.b{background-color:var(--cr-ground-fff, #fff);border:1px solid var(--cr-line-cfd7df, #cfd7df);width:10px}input{background-color:transparent}";\nconst other = "color:#12344d";',
    );
  });

  it('takes its icons from here', () => {
    expect(recolored("const ICONS = 'https://cdn.jsdelivr.net/npm/@freshworks/crayons-icon@next/dist/icons';")).toBe(
      "const ICONS = '/static/icons';",
    );
  });
});
