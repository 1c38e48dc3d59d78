/**
 * Jest's environment for what the page draws: Node's, with the document of an empty page. It is loaded outside the
 * tests' own module registry, which reads no ES modules, of which linkedom has some.
 */
import { TestEnvironment } from 'jest-environment-node';

/** `innerText` as another name of `textContent`. */
class TextContent {
  declare textContent: string;
  get text(): string {
    return this.textContent;
  }
  set text(text: string) {
    this.textContent = text;
  }
}

export default class PageEnvironment extends TestEnvironment {
  override async setup(): Promise<void> {
    await super.setup();
    const { parseHTML } = await import('linkedom');
    const { document, window, HTMLElement, HTMLButtonElement, Event } = parseHTML(
      '<!doctype html><html><body></body></html>',
    );
    // The one thing that Adaptive Cards sets and linkedom lets nobody set; elements here have no line breaks of their own.
    Object.defineProperty(
      HTMLElement.prototype,
      'innerText',
      Object.getOwnPropertyDescriptor(TextContent.prototype, 'text') ?? {},
    );
    Object.assign(this.global, { document, window, HTMLElement, HTMLButtonElement, Event });
  }
}
